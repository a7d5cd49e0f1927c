"""Definitions: whether a text says what something is, of what, and which term a question wants explained."""

from __future__ import annotations

import re

from rag.question import Question, content_words, stems

_DEFINES = re.compile(
    r"\b(?:refers? to|means?|(?:is|are|was|were) (?:defined|calculated|counted|regarded|measured)|defined as"
    r"|stands? for|includ(?:es?|ed)|covers?|comprises?|consists? of|i\.e\.)(?=\W)"
    r"|^\W*(?:[A-Z0-9]\S*)(?: \S+){0,5}(?::| = |\n(?!- )) ?\S"
)
"""What tells that a sentence says what something is."""
_IS = re.compile(r"\b(?:is|are|was|were) (?:an?|the|our|their|any|all|one|those|what|[A-Z]\w+['’]s)\b")
"""What may tell that of its subject."""
_RELATIVE = re.compile(
    r"\b(?:an?|the|our|its|their|of|as|into) ((?:[\w-]+ ){0,3}[\w-]+),? (?:that|which)"
    r" (?:refers? to|means?|covers?|includes?|comprises?|consists? of)\b"
)
"""What a relative clause explains: "an allowance that includes"."""
_ASIDE = re.compile(
    r"^\W*(?:foot)?notes?\b\W*(?=[^\W\d]{2})|[“”\"]| \([^)]*\)"
    r"| in (?:this|the) (?:[\w-]+ ){0,3}(?:report|paper|statement)",
    re.IGNORECASE,
)
"""What stands beside the name of what is explained."""
_SHORT = re.compile(r"\(([^()]{2,20})\)(?=:| = | (?:refers?|means?|stands?|includes?|covers?|comprises?|is|are)\b)")
"""Another name in brackets behind the first one."""
_CLAUSE = re.compile(r"[.;:,]\s|\n")
_COLON = re.compile(r":| = |\n")
_SUBJECT_WORDS = 8
"""What is explained is named in no more words."""
_ARTICLE = r"(?: (?:an?|the|its|their))?(?: terms?)?"
_TO_END, _WITHIN = r" ([^?,]{2,50})", r" ([^?,]{2,50}?) "
_NO_TERM = r"(?! (?:meant|understood|included|counted|covered)\b)"
_TERM = re.compile(
    "|".join(
        (
            rf"^what(?: is| are|['’]s)(?!.*\b(?:of|for|on|in|at|by)\?*$){_ARTICLE}{_NO_TERM}{_TO_END}\?*$",
            rf"\bmean(?:t|s)? (?:by|with){_ARTICLE}{_TO_END}",
            rf"\bwhat (?:do|does|did){_ARTICLE}{_WITHIN}(?:mean(?! by| with)|stand for|refer to|cover|include)\b",
            rf"\b(?:meaning|definition) of{_ARTICLE}{_TO_END}",
            r"^([^?,]{2,50}) (?:meaning|definition)\b",
            rf"\bhow (?:is|are|was|were){_ARTICLE}{_WITHIN}(?:calculated|computed|worked out|measured)\b",
            rf"\bhow (?:do|does|did)\b[^?,]{{0,50}} (?:work out|calculate|compute){_ARTICLE}{_TO_END}",
            rf"\bhow (?:do|does|did){_ARTICLE}{_WITHIN}work\b",
            rf"(?<!\bwho is )(?<!\bwho are )\bincluded in{_ARTICLE}{_TO_END}",
            rf"\b(?:(?:falls?|comes?) under|counts? (?:as|towards?)|qualif(?:y|ies) as){_ARTICLE}{_TO_END}",
            rf"\b(?:regard(?:s|ed)?|classed|classif(?:y|ies|ied)) as{_ARTICLE}{_TO_END}",
            rf"\b(?:considered|deemed|called)(?! (?:to|in|by)\b){_ARTICLE}{_TO_END}",
            rf"\bunderst(?:and|ood|ands) by{_ARTICLE}{_TO_END}",
            rf"^who (?:is|are)(?! included){_ARTICLE}{_TO_END}",
            rf"\bdefin(?:es?|ed){_ARTICLE}{_TO_END}",
        )
    ),
    re.IGNORECASE,
)
"""The term that is to be explained."""
_QUOTED = re.compile(r"[“\"]([^”\"]{2,50})[”\"]")
_TERM_ENDS = re.compile(
    r"\b(?:that|which|in|of|for|by|at|on|from|under|with|according|within|as|when)\b", re.IGNORECASE
)
_OWNER = re.compile(r"^[A-Z]\S*['’]s? ")
"""Whose term it is."""
_TERM_WORDS = 5
"""A term has no more words."""


def defines(text: str) -> bool:
    """Whether a text says what something is."""
    return _DEFINES.search(text) is not None


def subjects_of(text: str) -> tuple[frozenset[str], ...]:
    """The stems of what a text says something of, by the names that it may have; none of many words."""
    plain = _ASIDE.sub("", text)
    ends = [found.start() or len(_COLON.split(found[0])[0]) for found in _DEFINES.finditer(plain)]
    ends += [found.start() for found in [_IS.search(plain)] if found]
    named = [_CLAUSE.split(plain[:end])[-1] for end in ends]
    named += [plain[: min(ends, default=0)], *_RELATIVE.findall(plain), *_SHORT.findall(text)]
    short = (stems(each) for each in named if len(each.split()) <= _SUBJECT_WORDS)
    return tuple(dict.fromkeys(filter(None, short)))


def term_of(question: Question) -> frozenset[str]:
    """The stems of the term that a question wants explained; none where it wants something else."""
    if question.kind in {"figure", "compare"}:
        return frozenset()
    match = _TERM.search(question.text)
    if match is None and question.kind != "definition":
        return frozenset()
    quoted = _QUOTED.search(question.text)
    named = quoted[1] if quoted else next((group for group in (match.groups() if match else ()) if group), "")
    term = _OWNER.sub("", _TERM_ENDS.split(named, maxsplit=1)[0])
    return stems(term) if 0 < len(content_words(term)) <= _TERM_WORDS else frozenset()
