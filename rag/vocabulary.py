"""Words that mean the same in ESG reports, so that a question meets a report that words it otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+(?:[&-][^\W_]+)*")

SYNONYMS: tuple[tuple[str, ...], ...] = (
    ("emissions", "emission", "emit", "emitted", "emits"),
    ("ghg", "greenhouse gas", "greenhouse gases", "carbon emissions", "greenhouse"),
    ("employee", "employees", "staff", "workforce", "headcount", "personnel", "workers", "people"),
    ("women", "female", "females", "woman"),
    ("men", "male", "males"),
    ("per capita", "per employee", "per head", "per person", "capita"),
    ("withdrawal", "consumption", "used", "use", "usage", "consumed", "burn"),
    ("tap water", "running water", "fresh water", "municipal water"),
    ("bought", "purchased", "purchase", "procured"),
    ("e-waste", "electronic waste", "weee"),
    ("r&d", "research and development"),
    ("injury", "injuries", "accident", "accidents"),
    ("turnover", "attrition", "leavers", "leave", "left"),
    ("hours", "hour"),
    ("supplier", "suppliers", "vendor", "vendors"),
    ("renewable", "green electricity", "clean energy", "green power"),
    ("target", "targets", "goal", "goals", "pledge", "commitment", "aim"),
    ("net zero", "carbon neutral", "carbon neutrality", "net-zero"),
    ("value chain", "scope 3"),
    ("direct emissions", "scope 1"),
    ("indirect emissions", "scope 2"),
    ("corruption", "bribery", "fraud"),
    ("whistleblowing", "whistleblower", "reporting channel", "tip-off"),
    ("parental", "maternity", "paternity"),
    ("fatality", "fatalities", "deaths", "death", "died", "killed"),
    ("spent", "invested", "investment", "expenses", "expenditure", "spend"),
    ("revenue", "turnover revenue", "sales"),
    ("phone", "phones", "smartphone", "smartphones"),
    ("car", "cars", "vehicle", "vehicles", "automobile", "ev"),
    ("certified", "certification", "certificate", "certificates", "conformant", "accredited"),
    ("board", "directors"),
    ("privacy", "personal data", "data protection"),
    ("drained", "discharge", "discharged", "wastewater", "effluent"),
)
"""Groups of words and phrases, lower-cased; any of a group may stand for another."""


def widened(text: str, words: Iterable[str]) -> tuple[str, ...]:
    """The words and, for every group that the text touches, the group's other words and phrases."""
    padded = padded_words(text)
    touched = [group for group in SYNONYMS if any(f" {term} " in padded for term in group)]
    return tuple(dict.fromkeys([*words, *(term for group in touched for term in group)]))


def padded_words(text: str) -> str:
    """The text as lower-case words between single blanks, so that ``" term "`` finds whole words and phrases."""
    return f" {' '.join(_WORD.findall(text.lower()))} "
