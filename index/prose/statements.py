"""The statements of a sentence: an indicator, its value and its unit, where the wording ties them together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.prose.patterns import (
    AFTER,
    ARTICLE,
    BRACKETED,
    CLAUSE,
    DEEDS,
    LAST_PHRASE,
    LIST_GOES_ON,
    MOST_WORDS,
    NAMES_WITH_DIGITS,
    NEXT_DEED,
    NO_HEDGE,
    NOUN_END,
    OTHER_DOER,
    OWN_SUBJECT,
    OWNING,
    PARTICIPLE,
    PASSIVE,
    STATE,
    SUBJECT_ENDS,
    TIME_PHRASE,
    VALUE,
)
from index.prose.sentences import NOT_BEFORE
from index.units.parsing import measured

_SHARES = frozenset({"%", "per cent", "percent"})


@dataclass(frozen=True, slots=True)
class Statement:
    """An indicator with its value and unit, in the words of the sentence."""

    indicator: str
    value: str
    number: float
    unit: str


@dataclass(frozen=True, slots=True)
class _Amount:
    """A value in a sentence, its unit, and where what follows begins."""

    value: str
    number: float
    unit: str
    end: int


def statements(sentence: str, *, company: str) -> Iterator[Statement]:
    """What a sentence states: ``our X reached 5 t``, and ``we recycled 5 t of X``."""
    yield from _of_states(sentence, company)
    yield from _of_deeds(sentence, company)
    yield from _of_passives(sentence, company)


def labelled_amount(item: str) -> Statement | None:
    """The statement of a list item that is nothing but a label and an amount with its unit: ``Water used: 5 t``."""
    label, colon, rest = item.rpartition(":")
    amount = _amount(rest.strip(), 0) if colon else None
    if amount is None or not amount.unit or rest.strip()[amount.end :].strip(" .;,"):
        return None
    named = 0 < len(label.split()) <= MOST_WORDS and any(map(str.isalpha, label)) and ":" not in label
    return Statement(label.strip(), amount.value, amount.number, amount.unit) if named else None


def _of_states(sentence: str, company: str) -> Iterator[Statement]:
    """Statements such as ``total energy consumption was 5 MWh``."""
    for found in STATE.finditer(sentence):
        amount = _amount(sentence, found.end())
        subject = _subject(sentence[: found.start()], company) if amount else ""
        if amount is None or not subject:
            continue
        after = sentence[amount.end :].lstrip()
        if found["part"]:
            whole = _noun(after)[0] if amount.unit in _SHARES and after.startswith("of ") else ""
            subject = f"{subject} as a share of {whole}" if whole else ""
        elif not AFTER.match(after):
            continue
        exceeds = re.search(r"exceed|surpass", found[0]) and not amount.value[0].isalpha()
        if subject:
            yield Statement(
                subject, f"more than {amount.value}" if exceeds else amount.value, amount.number, amount.unit
            )


def _subject(before: str, company: str) -> str:
    """What a verb is said of, or an empty string where that isn't clear or another's."""
    if NOT_BEFORE.search(before):
        return ""
    clause = CLAUSE.split(TIME_PHRASE.sub(", ", before).strip(" ,"))[-1].strip(" ,")
    name = _name(company)
    owned = re.match(rf"(?:our|the (?:group|company)['’]s|{name}['’]s?) ", clause, re.IGNORECASE)
    noun = ARTICLE.sub("", clause[owned.end() :] if owned else clause)
    if (
        SUBJECT_ENDS.search(BRACKETED.sub("", NAMES_WITH_DIGITS.sub("", noun)))
        or not 1 <= len(noun.split()) <= MOST_WORDS
    ):
        return ""
    if PARTICIPLE.search(noun) or not re.search(r"[A-Za-z]{3}", noun):
        return ""
    return noun if owned or OWN_SUBJECT.search(noun) or re.search(rf"\b{name}\b", noun, re.IGNORECASE) else ""


def _of_deeds(sentence: str, company: str) -> Iterator[Statement]:
    """Statements such as ``we recycled 5 t of e-waste``."""
    for found in _deeds_of(sentence, _name(company)):
        amount = _amount(sentence, found.end())
        indicator = _deed(found["deed"].casefold(), amount, sentence) if amount else ""
        doer = (found.groupdict().get("doer") or "").strip()
        if amount and indicator and not OTHER_DOER.search(doer) and not NOT_BEFORE.search(sentence[: amount.end]):
            unit = amount.unit or _people(indicator, found["deed"])
            link = "of" if found["deed"].casefold() in OWNING else "by"
            indicator = f"{indicator} {link} {ARTICLE.sub('', doer)}" if doer else indicator
            yield Statement(indicator, amount.value, amount.number, unit)


def _of_passives(sentence: str, company: str) -> Iterator[Statement]:
    """Statements such as ``5 t of e-waste were recycled`` in a sentence that says whose it is."""
    text = ARTICLE.sub("", TIME_PHRASE.sub("", sentence, count=1)) if TIME_PHRASE.match(sentence) else sentence
    amount = _amount(text[:1].lower() + text[1:], 0)
    done = PASSIVE.search(text, amount.end) if amount else None
    owned = re.search(
        rf"\b(?:we|our|us|this year|this reporting|reporting period|{_name(company)})\b", text, re.IGNORECASE
    )
    if amount and done and owned:
        between = text[amount.end : done.start()]
        noun = "" if NOUN_END.search(between) else _noun(between)[0]
        if noun:
            indicator = f"{noun} {done['deed'].casefold()}"
            share = amount.unit in _SHARES and "rate" not in noun
            unit = amount.unit or _people(indicator, done["deed"])
            yield Statement(f"share of {indicator}" if share else indicator, amount.value, amount.number, unit)


def _deeds_of(sentence: str, company: str) -> Iterator[re.Match[str]]:
    """The verbs that a sentence says of its company, those behind a comma or ``and`` too."""
    ends = [0]
    for found in _deeds(company).finditer(sentence):
        yield found
        if not found["doer"]:
            ends.append(found.end())
    start = ends[1] if len(ends) > 1 else len(sentence)
    for found in NEXT_DEED.finditer(sentence, start):
        if not OTHER_DOER.search(sentence, start, found.start()):
            yield found


@lru_cache(maxsize=64)
def _deeds(company: str) -> re.Pattern[str]:
    """What a company says that it did: who, and the verb."""
    part = rf"(?:our|{company})(?: (?!(?:has|have|had|also)\b)[\w&'’-]+){{1,5}}?"
    return re.compile(
        rf"(?:\b(?:we|the group|the company|{company})|(?:^|, )(?:the )?(?P<doer>{part})) "
        rf"(?:have |has |had )?(?:also |successfully |together )?(?P<deed>{DEEDS}) ",
        re.IGNORECASE,
    )


def _deed(deed: str, amount: _Amount, sentence: str) -> str:
    """What a value is of that somebody had, used or made; an empty string where the words after it don't tell."""
    noun, to_what = _noun(sentence[amount.end :])
    if not noun and not (to_what and amount.unit):
        return ""
    if not noun:
        what = "CO2e " if "CO" in amount.unit else ""
        return f"{what}{deed} {to_what}"
    indicator = noun if deed in OWNING else f"{noun} {deed}"
    return f"share of {indicator}" if amount.unit in _SHARES and "rate" not in noun else indicator


def _people(indicator: str, deed: str) -> str:
    """The unit of a number of people: the word for them."""
    head = re.split(
        r" (?:in|of|at|from|across|for|to|overseas|worldwide|globally|under) ?", indicator.removesuffix(f" {deed}")
    )[0]
    last = head.split()[-1] if head.split() else ""
    measure = measured(last)
    return last if measure and measure.kind == "people" else ""


def _noun(after: str) -> tuple[str, str]:
    """The words after a value that say what it is of, and those that say only where it went or was."""
    words = TIME_PHRASE.sub(" ", after)
    end = NOUN_END.search(words)
    if end and LIST_GOES_ON.match(words, end.start()) and LAST_PHRASE.search(words[: end.start()]):
        return "", ""  # of what it is across, or on, only the first would be told
    words = words[: end.start()] if end else words.rstrip(". ")
    words = re.sub(r"^\s*(?:of )?(?:the |our |all )?", "", words)
    words = re.sub(r"(?: (?:in|on|at|of|for|to|and|from|a|the|our))+\s*$", "", words).strip()
    if re.search(r"\d", NAMES_WITH_DIGITS.sub("", words)) or len(words.split()) > MOST_WORDS:
        return "", ""
    if re.match(r"(?:in|at|to|from|on|for|across|by)\b(?!-)", words):
        return "", re.sub(r"^in total\s*", "", words)
    return (words, "") if re.match(r"[A-Za-z][a-z&-]{2,}|R&D|GHG|CO2|[a-z]", words) else ("", "")


def _amount(sentence: str, start: int) -> _Amount | None:
    """The value that begins at a place of a sentence, with its unit."""
    found = VALUE.match(sentence, start)
    if not found or re.fullmatch(r"(?:19|20)\d\d", found["number"]):
        return None
    unit, end = _unit(sentence, found.end())
    measure = measured(unit)
    if measure and measure.unit == "percentage point":
        return None
    scale = found["scale"] or ""
    printed = " ".join(part for part in (found["money"], scale, unit) if part)
    printed = f"{scale} {unit}".strip() if unit and not found["money"] else printed
    hedge = NO_HEDGE.sub("", found["hedge"])
    value = f"{hedge.strip()} {found['number']}{found['plus']}".strip()
    return _Amount(value, float(found["number"].replace(",", "")), printed, end)


def _unit(sentence: str, start: int) -> tuple[str, int]:
    """The unit that follows a number, and where it ends; counted things are no unit."""
    parts = [part for part, _ in zip(re.finditer(r"\S+", sentence[start : start + 80]), range(7), strict=False)]
    for count in range(len(parts), 0, -1):
        unit = sentence[start + parts[0].start() : start + parts[count - 1].end()]
        bare = unit.rstrip(".,;:")
        bare = re.sub(r"(?<=CO2e)[^ ]*$|(?<=CO₂e)[^ ]*$", "", bare)
        bare = bare[:-1] if bare.endswith(")") and "(" not in bare else bare
        measure = (
            None if re.search(r"\bof (?!CO|carbon)|^[,.;:(]|\b(?:in|at|by|from|for|and)\b", bare) else measured(bare)
        )
        if measure and measure.kind not in {"people", "count"} and bare not in {"a", "m", "b", "k"}:
            return bare, start + parts[0].start() + len(bare)
    return "", start


def _name(company: str) -> str:
    """The first word of a company's name, as a part of a pattern."""
    first = company.split()[0] if company.split() else ""
    return re.escape(first) if len(first) > 2 else "the group"
