"""The years and the report of a question: read, taken away, put in the place of others."""

from __future__ import annotations

import re

from rag.conversation.slots import REPORT, YEARS, Slots
from rag.question import YEAR


def years_of(text: str) -> str:
    """The years of a question with what leads to them, those in a report's name left out."""
    return " ".join(_led(match) for match in _year_groups(text))


def report_of(text: str) -> str:
    """The report that a question names, with what leads to it."""
    match = REPORT.search(text)
    return f"{(match['lead'] or 'in').lower()} {match['name']}" if match else ""


def without_years(text: str) -> str:
    """A text without its years; the year in a report's name stays."""
    for match in reversed(_year_groups(text)):
        text = f"{text[: match.start()]}{text[match.end() :]}"
    return tidy(text)


def tidy(text: str) -> str:
    """A text as one line with no blank or comma astray, and the mark of a question at its end."""
    text = " ".join(text.split())
    text = re.sub(r"^[,;:\s]+|[,;:?!.\s]+$", "", re.sub(r"\s+([,;:?])", r"\1", text))
    return f"{text[:1].upper()}{text[1:]}?"


def _year_groups(text: str) -> list[re.Match[str]]:
    """The years of a text outside the name of a report."""
    reports = [match.span() for match in REPORT.finditer(text)]
    return [m for m in YEARS.finditer(text) if not any(start < m.end() and m.start() < end for start, end in reports)]


def _led(match: re.Match[str]) -> str:
    """Years with what leads to them; attributive ones get "in"."""
    lead = (match["lead"] or "in").lower()
    return f"{'in' if lead in {'of', 'for'} else lead} {match['years']}"


def with_years(text: str, slots: Slots) -> str:
    """The years of the question that goes on, in the place of those before or beside them."""
    if not slots.years:
        return text
    groups = _year_groups(text)
    if slots.compares and groups:
        return f"{text.rstrip(' ?')} {_comparing(slots)} {slots.years}"
    if not groups:
        return _with_first_years(text, slots)
    several = len(YEAR.findall(slots.years)) > 1
    alone = not several and len(YEAR.findall(groups[0]["years"])) == 1
    lead = slots.years_lead.lower() or (groups[0]["lead"] if alone else "in") or ("in" if several else "")
    for match in reversed(groups):
        new = f"{lead} {slots.years}".strip() if match is groups[0] else ""
        text = text[: match.start()] + new + text[match.end() :]
    return text


def _with_first_years(text: str, slots: Slots) -> str:
    """The years for a question that had none; a report that stood for its year gives way to them."""
    report = REPORT.search(text)
    if report and YEAR.search(report["name"]) and len(YEAR.findall(slots.years)) == 1 and not slots.compares:
        if not report["lead"]:
            return text[: report.start()] + YEAR.sub(slots.years, report[0]) + text[report.end() :]
        text = tidy(text[: report.start()] + " " + text[report.end() :])
    lead = _comparing(slots) if slots.compares else slots.years_lead.lower() or "in"
    return f"{text.rstrip(' ?')} {lead} {slots.years}"


def _comparing(slots: Slots) -> str:
    """What leads to the years of the other side of a comparison."""
    lead = slots.years_lead.lower()
    return lead if lead in {"since", "from"} else "compared with"


def with_report(text: str, report: str) -> str:
    """The report named anew in the place of the one before; it tells nothing of later years, which are dropped."""
    match = REPORT.search(text)
    if match:
        return text[: match.start("name")] + report + text[match.end("name") :]
    of_report = [int(year) for year in YEAR.findall(report)]
    if of_report and any(int(year) > max(of_report) for group in _year_groups(text) for year in YEAR.findall(group[0])):
        text = without_years(text)
    return f"{text.rstrip(' ?')} in {report}"
