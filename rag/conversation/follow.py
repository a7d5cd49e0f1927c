"""What a question of a conversation does: stand alone, or go on from the one before, and in which way."""

from __future__ import annotations

import re

from rag.conversation.facets import OF_SUBJECT, PARTS, named
from rag.conversation.pointing import DOES, POINTER
from rag.conversation.slots import PREPOSITIONS, Slots, word_set
from rag.question import Question, stems

_POLITE = re.compile(
    r"^(?:(?:ok(?:ay)?|thanks(?: a lot)?|thank you|great|good|fine|right|i see|interesting|hm+|well|so|please|yes|no|"
    r"sorry)\b[\s,.!;:-]*)+(?=\w)",
    re.IGNORECASE,
)
_OPENER = re.compile(
    r"^(?:(?:and|but|also|then|or|plus|now(?=\W+\w)|what about|how about|what of|what if we take|same for|the same for|"
    r"same question for|how does (?:that|this|it) look for|only|just)\b[\s,:]*)+",
    re.IGNORECASE,
)
_ASKS_FOR_THE = re.compile(
    r"^(?:what|which|how (?:high|large|big|low)) (?:is|was|are|were) (?P<what>the .+)$", re.IGNORECASE
)
_NEW_TOPIC = re.compile(
    r"\b(?:(?:an)?other|different|new|next|separate|unrelated) (?:question|topic|subject|matter)\b|\bsomething else\b"
    r"|\bchang(?:e|ing) (?:the )?(?:topic|subject)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(?:(?:but|and) )?(?P<word>why not|why|how so|how come|how often|how|what for|for what reason|"
    r"(?:since |until |by )?when|where|who|by how much|(?:by|in|until) (?:which|what) year)"
    r"(?: (?:is|was|did) (?:that|this|it)(?: (?:so|happen|the case))?)?$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b|\b(?:who|when|where|why|whose)\b",
    re.IGNORECASE,
)
_ASKS_FIRST = re.compile(r"^(?:how (?:many|much)|what|which|who|how|list|name)\b", re.IGNORECASE)
_COUNTS_NOTHING = re.compile(
    r"^how many(?: of (?:them|those|these))?"
    r"(?: (?:were|was|are|is|have|had|in|for|at|there|from|among|did not)\b|$)",
    re.IGNORECASE,
)
_OWN_OWNER = re.compile(
    r"(?<!^)\b[A-Z][\w&-]*.*\b(?:its|their|they|it)\b|\bthe (?:company|group|reports?)\b.*\b(?:its|their)\b"
)
_ANTECEDENT_INSIDE = re.compile(r",|\b(?:and|or|that|which|who|if|when|before|after|because) (?=.*\w)", re.IGNORECASE)
_SAYS_THAT = re.compile(
    r"\b(?:says?|said|states?|claims?|shows?|means?|expects?|thinks?|finds?|found) $", re.IGNORECASE
)
_COMPANY_DOES = re.compile(
    r"\b(?:do|does|did|have|has) (?:they|it) "
    r"(?:spend|invest|employ|donate|hire|publish|hold|own|sell|buy|operate|run|pay)\b",
    re.IGNORECASE,
)
_LINK_WORDS = word_set(
    """how many much what which who why when where is are was were do does did has have had can could will would by in
    of for the a an and but or to on at from say says said about also then with whether if not tell me explain report
    company group often long far high large whom whose any some all most each both
    break split show give put please happens happen"""
)


def plain(text: str) -> str:
    """A question without courtesies before it and marks after it."""
    return _POLITE.sub("", text).strip().rstrip(" ?!.")


def uncapitalised(text: str) -> str:
    """A question that begins with a word of a class without its capital: "Women?"; a place or a code keeps it."""
    first = next(iter(named(text)), None)
    if first is None or first.start > 0 or first.facet in {"place", "scope"} or not text[1:2].islower():
        return text
    return text[0].lower() + text[1:]


def split_opener(text: str) -> tuple[str, str]:
    """The words that open a question that goes on, and the rest of it."""
    match = _OPENER.match(text)
    return (match[0].strip(), text[match.end() :]) if match else ("", text)


def announced(text: str) -> str:
    """The question after words that announce another topic, such as "another question:"."""
    return re.sub(rf"^.*?(?:{_NEW_TOPIC.pattern})\W*(?=\w)", "", text, flags=re.IGNORECASE)


def changes_topic(text: str) -> bool:
    """Whether the question says itself that it is about something else."""
    return _NEW_TOPIC.search(text) is not None


def bare_word(text: str) -> str | None:
    """The word that asks in a question that has nothing else, such as "why?"."""
    match = _BARE.match(text)
    return match["word"] if match else None


def points_back(body: str) -> bool:
    """Whether a word of the question stands for something in the one before, and for nothing in itself."""
    if _COUNTS_NOTHING.search(body):
        return True
    match = POINTER.search(body)
    if match is not None and match["place"]:
        return True
    if match is not None and _is_conjunction(match, body):
        return False
    if match is None or _OWN_OWNER.search(body) or _COMPANY_DOES.search(body):
        return False
    if match["plain"] and DOES.search(body, 0, match.end()):
        return True
    before = [word for word in re.findall(r"[\w'-]+", body[: match.start()].lower()) if word not in _LINK_WORDS]
    if match["plain"] and match["plain"].lower() in {"that", "this", "one", "ones"} and before:
        return match.end() == len(body)
    if match["plain"] and match.end() == len(body) and not _ANTECEDENT_INSIDE.search(body):
        return True
    last = match.end() == len(body) or not re.search(r"\w{3}", body[match.end() :])
    return not before or (last and len(before) <= 2) or bool(match["noun"])


def _is_conjunction(match: re.Match[str], body: str) -> bool:
    """Whether a "that" only opens what is said: "does it say that suppliers are audited?"."""
    goes_on = re.search(r"\w", body[match.end() :]) is not None or " " in match[0]
    return match[0].lower().startswith("that") and goes_on and _SAYS_THAT.search(body[: match.start()]) is not None


def is_fragment(body: str, opener: str, slots: Slots) -> bool:
    """Whether the question is no clause of its own, only what is to take the place of something."""
    asked = _ASKS_FOR_THE.match(body)
    if asked and OF_SUBJECT.search(asked["what"]):
        return True
    if _CLAUSE.search(body):
        return False
    if _ASKS_FIRST.match(body):
        return bool(opener) and all(named(phrase.text) for phrase in slots.phrases)
    if opener or (body.split() and body.split()[0].lower() in PREPOSITIONS):
        return True
    return all(only_parts(phrase.text) for phrase in slots.phrases)


def only_parts(text: str) -> bool:
    """Whether a phrase names a part, or a scope, and nothing else."""
    inside = named(text)
    rest = text
    for each in reversed(inside):
        rest = rest[: each.start] + rest[each.end :]
    return bool(inside) and all(each.facet in {*PARTS, "scope"} for each in inside) and not re.search(r"\w{4}", rest)


def narrows(question: Question, before: Question, slots: Slots) -> bool:
    """Whether a full question asks the same of a part only: "what was the rate for men?" after "the turnover rate"."""
    parts = [each for each in named(question.text) if each.facet in PARTS]
    rest = question.text
    for each in reversed(parts):
        rest = f"{rest[: each.start]} {rest[each.end :]}"
    own = stems(rest)
    return bool(parts and own) and not slots.years and own < stems(before.text) and question.kind == before.kind


def wants_subject(opener: str, slots: Slots) -> bool:
    """Whether the question goes on with a deed that it says of nothing: "and what is planned for 2030?"."""
    return bool(opener and slots.leftover) and all(word.endswith("ed") for word in slots.leftover)


def same_subject(question: Question, before: str) -> bool:
    """Whether a full question is about what the one before was about."""
    own, earlier = stems(question.text), stems(before)
    return len(own & earlier) >= 2 and 2 * len(own & earlier) >= len(own)
