"""The words of questions that ask figures back: forms, synonyms, and names of what no report here gives."""

from __future__ import annotations

import random
import re
from collections.abc import Collection

from rag.question import stem, stems
from rag.vocabulary import SYNONYMS, padded_words

ASKED = (
    "What was the {name}{part} in {year}?", "What were {owner}'s {name}{part} in {year}?", "{name}{part} {year}",
    "{year} {name}{part}", "Tell me the {name}{part} for {year}.", "In {year}, what was the {name}{part}?",
    "What does {owner} report as {name}{part} in {year}?", "I need the figure for {name}{part}, {year}",
    "Please give the {name}{part} of {owner} in {year}", "How high was the {name}{part} in {year}?",
)  # fmt: skip
"""Forms of a question for a figure; a part of the company is named behind it, or nothing."""
OF_REPORT = (
    "According to the {report} report, what was the {name}{part} in {year}?",
    "{name}{part} {year} in the {report} report",
    "What {name}{part} does the {report} report give for {year}?",
)
"""Forms that name the report."""
IN_UNIT = ("What was the {name}{part} in {year}, in {unit}?", "{name}{part} {year} ({unit})")
"""Forms that name the unit."""
STRANGE_PARTS = (
    "in Antarctica", "in South America", "of the aviation business", "of the mining segment", "in Greenland",
    "of the banking division", "in New Zealand", "of the shipping fleet", "of the hotels", "in Kazakhstan",
)  # fmt: skip
"""Parts that few companies have; those of which an index speaks are left out."""
STRANGE = (
    "methane leakage rate", "ozone-depleting substances", "tailings volume", "political donations",
    "palm oil purchased", "nuclear waste", "canteen food waste", "employee shareholding rate",
    "radioactive discharges", "mercury emissions", "hydrogen consumption", "noise complaints",
    "biodiversity offset area", "average age of the directors", "living wage gap", "asbestos removed",
    "volunteer leave days", "business travel by rail", "drilling fluid discharged", "cafeteria water use",
    "antibiotics used", "overtime hours per driver", "crude oil spilled", "seawater withdrawn",
    "parking spaces for bicycles", "fleet fuel economy", "lobbying expenses", "sick leave rate", "apprentices hired",
    "gender bonus gap", "refrigerant leakage", "timber harvested", "carbon credits retired", "breastfeeding rooms",
    "veterans employed", "grievances filed by communities", "animal tests", "free-range eggs purchased",
    "sulphur hexafluoride emissions", "light pollution incidents", "pesticide use", "median commuting distance",
)  # fmt: skip
"""Figures that other reports give; those of which an index speaks are left out."""
_OF_PARTS = (" of {}", " for {}", ", {}")
_OF_GROUPS = ("{} ({})", "{} under {}", "{}, {}", "{} of {}")
_VERBS = """
emit emits emitted used use burn burned burnt consume consumed withdrawn leave left bought buy spent spend hired
trained injured died killed invested volunteered donated recalled certified audited assured landfilled
"""
_NO_NAMES = frozenset(_VERBS.split())
"""Synonyms that are verbs, and would not stand in a name."""
_REWORDED = 0.35
"""How often a name is said in other words."""


def of_part(segment: str, chance: random.Random) -> str:
    """A part of the company as it is named behind a figure; nothing for the whole."""
    return chance.choice(_OF_PARTS).format(segment) if segment else ""


def worded(label: str, groups: Collection[str], *, taken: frozenset[str], chance: random.Random) -> str:
    """A label and groups above it as a name, now and then in other words.

    :param taken: The stems of the words that figures are called by; no other word may be one of them.
    """
    text = label if re.match(r"\W*[A-Z]{2}|.*\d", label) else label[:1].lower() + label[1:]
    for group in groups:
        text = chance.choice(_OF_GROUPS).format(text, group)
    return _reworded(text, taken, chance) if chance.random() < _REWORDED else text


def _reworded(text: str, taken: frozenset[str], chance: random.Random) -> str:
    """A text with one word said otherwise."""
    padded, own = padded_words(text), stems(text)
    choices = [
        (term, other)
        for group in SYNONYMS
        for term in group
        if f" {term} " in padded
        for other in group
        if not stems(other) & (taken | own) and stem(other) != stem(term) and other not in _NO_NAMES
    ]
    if not choices:
        return text
    term, other = chance.choice(choices)
    return re.sub(rf"(?<!\w){re.escape(term)}(?!\w)", other, text, count=1, flags=re.IGNORECASE)
