"""Codes of reporting frameworks read as what they stand for: reports state the figures, seldom the code beside them."""

from __future__ import annotations

import re

_GRI_TOPIC = r"(?:20[1-7]|30[1-8]|40[1-9]|41[0-8])"
_CODES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bESRS[ -]?([ESG]\d)[-–](\d{1,2})(?!\w)", re.I), "ESRS {}-{}"),
    (re.compile(r"(?<![\w-])((?:E[1-5]|S[1-4]|G1))-(\d{1,2})(?!\w)"), "ESRS {}-{}"),
    (
        re.compile(r"\bGRI(?: (?:standards?|disclosures?|topics?))?[ -]?(\d{3})[-–](\d{1,2})(?![\w.-])", re.I),
        "GRI {}-{}",
    ),
    (re.compile(rf"(?<![\w.,-])({_GRI_TOPIC})-(\d{{1,2}})(?![\w-])"), "GRI {}-{}"),
    (re.compile(r"\bdisclosures? (\d{3})-(\d{1,2})(?![\w-])", re.I), "GRI {}-{}"),
    (re.compile(r"\b(?:HKEX|KPIs?)(?: KPIs?)?[ -]?([AB]\d)\.(\d)\b", re.I), "HKEx {}.{}"),
    (re.compile(r"(?<![\w.-])([AB]\d)\.(\d)(?![\w-])"), "HKEx {}.{}"),
)

_FIGURES = """
GRI 205-3, HKEx B7.1 | concluded legal cases regarding corrupt practices
GRI 302-1, HKEx A2.1, ESRS E1-5 | total energy consumption
GRI 302-3 | energy consumption intensity
GRI 303-3 | total water withdrawal
GRI 303-4 | total water discharge
GRI 303-5, HKEx A2.2, ESRS E3-4 | total water consumption
GRI 305-1 | direct (Scope 1) greenhouse gas emissions
GRI 305-2 | indirect (Scope 2) greenhouse gas emissions
GRI 305-3 | other indirect (Scope 3) greenhouse gas emissions
GRI 305-4 | greenhouse gas emissions intensity
HKEx A1.2 | Scope 1 and Scope 2 greenhouse gas emissions
ESRS E1-6 | Scope 1, Scope 2 and Scope 3 greenhouse gas emissions
GRI 305-7, HKEx A1.1 | air pollutant emissions
GRI 306-3, ESRS E5-5 | total waste generated
HKEx A1.3 | total hazardous waste
HKEx A1.4 | total non-hazardous waste
GRI 306-4 | waste diverted from disposal
GRI 306-5 | waste directed to disposal
HKEx A2.5 | total packaging material used
GRI 401-1, HKEx B1.2 | employee turnover rate
HKEx B1.1, ESRS S1-6 | total number of employees
HKEx B2.1 | work-related fatalities
HKEx B2.2 | lost days due to work injury
GRI 403-9, ESRS S1-14 | work-related injuries
GRI 404-1, HKEx B3.2 | average training hours
HKEx B3.1 | percentage of employees trained
GRI 405-2, ESRS S1-16 | pay gap between women and men
HKEx B5.1 | number of suppliers
HKEx B6.1 | percentage of products recalled
HKEx B6.2 | number of complaints received
GRI 418-1 | complaints about breaches of customer privacy
"""
_TOPICS = """
GRI 205-2, HKEx B7.3 | anti-corruption training
GRI 302-4, HKEx A2.3 | reducing energy consumption
GRI 305-5, HKEx A1.5 | reducing emissions and the targets set for that
GRI 308-1, GRI 414-1, HKEx B5.2 | assessing suppliers
GRI 401-3 | parental leave
GRI 404-3 | performance reviews of employees
GRI 405-1, ESRS S1-9 | diversity of employees and of the board
HKEx A1.6 | handling and reducing waste
HKEx A2.4 | sourcing water and using it efficiently
HKEx A3.1 | impacts on the environment and natural resources
HKEx A4.1 | climate-related issues
HKEx B2.3 | occupational health and safety measures
HKEx B4.1 | avoiding child and forced labour
HKEx B5.3 | environmental and social risks along the supply chain
HKEx B5.4 | environmentally preferable products and services in selecting suppliers
HKEx B6.3 | protecting intellectual property rights
HKEx B6.4 | quality assurance and recall procedures
HKEx B6.5 | consumer data protection and privacy
HKEx B7.2 | preventing corruption and whistle-blowing
HKEx B8.1 | focus areas of community contribution
HKEx B8.2 | resources contributed to the community
"""


def _named(table: str) -> dict[str, str]:
    """What each code of a table stands for."""
    lines = (line.split(" | ") for line in table.strip().splitlines())
    return {code: name for codes, name in lines for code in codes.split(", ")}


_FIGURE, _TOPIC = _named(_FIGURES), _named(_TOPICS)
_OF_THE_CODE = re.compile(
    r"^where\b|\b(?:sections?|pages?|chapters?|index|mean|means|stand for|stands for|require|requires|complies|comply|"
    r"accordance|aligned|refers?|asks? for|calls? for)\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"^what (?:does|did|do|has|have) (?P<who>.+?) (?:report|disclose|state|say|publish|give)(?:e?d)?"
    r" (?:under|for|on|about|against|in|by)? ?(?P<what>\0.+\0)(?P<rest>.*)$"
    r"|^what (?:is|was|were|are) (?:reported|disclosed|stated|published|given)(?P<when> in .+?)?"
    r" (?:under|for|on|about|against|in|by) (?P<told>\0.+\0)(?P<after>.*)$",
    re.IGNORECASE,
)
_TWICE = re.compile(r"\b(\w+)\0? \1\b", re.IGNORECASE)


def in_words(question: str) -> str:
    """The question with the codes that it names told in words; unchanged where it asks about the code itself."""
    if _OF_THE_CODE.search(question):
        return question
    figures = False
    for pattern, form in _CODES:
        for match in reversed([*pattern.finditer(question)]):
            code = form.format(*(part.upper() for part in match.groups()))
            name = _FIGURE.get(code) or _TOPIC.get(code)
            if name:
                figures |= code in _FIGURE
                question = f"{question[: match.start()]}\0{name}\0{question[match.end() :]}"
    asked = _REPORTED.match(question) if figures else None
    if asked and asked["what"]:
        question = f"What was the {asked['what']} of {asked['who']}{asked['rest']}"
    elif asked:
        question = f"What was the {asked['told']}{asked['when'] or ''}{asked['after']}"
    return _TWICE.sub(r"\1", question).replace("\0", "")
