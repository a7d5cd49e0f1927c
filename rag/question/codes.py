"""The codes of reporting frameworks that a text names, all written in one way."""

from __future__ import annotations

import re
from collections.abc import Iterator

_GRI_TOPIC = r"(?:20[1-7]|30[1-8]|40[1-9]|41[0-8])"
_CODES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bESRS[ -]?([12])(?:[ -]([A-Z]{2,4}-\d{1,2}))?(?![\w.])", re.I), "ESRS {} {}"),
    (re.compile(r"\bESRS[ -]?([ESG]\d)(?:[-–](\d{1,2}))?(?!\w)", re.I), "ESRS {}-{}"),
    (re.compile(r"(?<![\w-])((?:E[1-5]|S[1-4]|G1))-(\d{1,2})(?!\w)"), "ESRS {}-{}"),
    (re.compile(r"\bSASB[ -]?([A-Z]{2}-[A-Z]{2})(?:-(\d{3}[a-z]?(?:\.\w)?))?(?!\w)", re.I), "SASB {}-{}"),
    (re.compile(r"(?<![\w-])([A-Z]{2}-[A-Z]{2})-(\d{3}[a-z]?(?:\.[\dA-Z])?)(?!\w)"), "SASB {}-{}"),
    (
        re.compile(r"\bGRI(?: (?:standards?|disclosures?|topics?))?[ -]?(\d{1,3})(?:[-–](\d{1,2}))?(?![\d.])", re.I),
        "GRI {}-{}",
    ),
    (re.compile(rf"(?<![\w.,-])({_GRI_TOPIC})-(\d{{1,2}})(?![\w-])"), "GRI {}-{}"),
    (re.compile(r"\bdisclosures? (\d{1,3})-(\d{1,2})(?![\w-])", re.I), "GRI {}-{}"),
    (re.compile(r"\b(?:HKEX|aspects?|KPIs?)(?: (?:KPIs?|aspects?))?[ -]?([A-D]\d\d?(?:\.\d\d?)?)\b", re.I), "HKEx {}"),
    (re.compile(r"(?<![\w.-])([A-D]\d{1,2}\.\d{1,2})(?![\w-])"), "HKEx {}"),
    (re.compile(r"\bIFRS[ -]?(S[12])\b", re.I), "IFRS {}"),
    (re.compile(r"\b(?:UN ?)?SDGs?[ -]?(\d{1,2})\b", re.I), "SDG {}"),
)  # fmt: skip
_FRAMEWORKS = re.compile(r"\b(GRI|SASB|ESRS|TCFD|TNFD|ISSB|HKEX|SDGs?)\b", re.IGNORECASE)
_NAMES = {"HKEX": "HKEx", "SDGS": "SDG"}


def codes_named(text: str) -> tuple[str, ...]:
    """The codes in a text, in order: ``GRI 305-1``, ``HKEx A1.2``; a framework alone where no code of it is named."""
    rest, found = text, list[tuple[int, str]]()
    for pattern, form in _CODES:
        found += ((match.start(), _written(form, match)) for match in pattern.finditer(rest))
        rest = pattern.sub(lambda match: "\0" * len(match[0]), rest)
    named = [code for _, code in sorted(found)]
    return tuple(dict.fromkeys([*named, *_alone(rest, named)]))


def _written(form: str, match: re.Match[str]) -> str:
    """A code as it is written here; without a part that it lacks."""
    return form.format(*(_cased(part) if part else "" for part in match.groups())).rstrip("- ")


def _cased(part: str) -> str:
    """Capital letters, but the small one of a SASB code: ``230a.1``."""
    return part if re.fullmatch(r"\d{3}[a-z](?:\.\w)?", part) else part.upper()


def _alone(rest: str, named: list[str]) -> Iterator[str]:
    """The frameworks named without a code."""
    for match in _FRAMEWORKS.finditer(rest):
        name = _NAMES.get(match[1].upper(), match[1].upper())
        if not any(code.startswith(f"{name} ") for code in named):
            yield name
