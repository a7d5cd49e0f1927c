"""The passages found put in order for a reader: near duplicates merged, both sides of a comparison to the front."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from index.types import StoredPassage
from index.words import plain
from rag.types import Evidence

ALIKE = 0.85
"""The share of words that two passages have in common from which they say the same."""
HEAD = 5
"""How many passages a reader looks at first; each side of a comparison is brought among them."""
_KEPT = 8192


def without_duplicates(ranked: Iterable[Evidence]) -> list[Evidence]:
    """The passages that differ; each tells where the same text stands too."""
    kept: list[Evidence] = []
    for evidence in ranked:
        twin = next((at for at, other in enumerate(kept) if _alike(evidence, other)), None)
        if twin is not None:
            kept[twin] = replace(kept[twin], also=(*kept[twin].also, _place(evidence)))
        else:
            kept.append(evidence)
    return kept


def with_each_side(ranked: Sequence[Evidence], best: Sequence[Evidence]) -> list[Evidence]:
    """The passages with the best one of each side of a comparison among the first; all else stays in its order.

    :param best: The best passage of each side.
    """
    same = (_same(each, ranked) for each in best)
    sides = {each.source.id: each for each in (*ranked[:1], *same)}
    wanted = dict(list(sides.items())[:HEAD])
    others = [each for each in ranked if each.source.id not in wanted]
    stays = {each.source.id for each in others[: HEAD - len(wanted)]}
    first = [each for each in ranked[:HEAD] if each.source.id in wanted or each.source.id in stays]
    brought = [each for id, each in wanted.items() if id not in {held.source.id for held in first}]
    return [*first, *brought, *(each for each in others if each.source.id not in stays)]


def _same(evidence: Evidence, ranked: Sequence[Evidence]) -> Evidence:
    """A passage as it stands among those ranked, perhaps merged with its like; itself where it does not."""
    stands = next((each for each in ranked if each.source.id == evidence.source.id), None)
    return stands or next((each for each in ranked if _alike(each, evidence)), evidence)


def _alike(one: Evidence, other: Evidence) -> bool:
    """Whether two passages of a company say the same: nearly the same words, and the same figures.

    Rows of tables say it word for word, below the same heading.
    """
    if one.source.document.company != other.source.document.company:
        return False
    passage, twin = one.source.passage, other.source.passage
    if "table" in {passage.kind, twin.kind}:
        return passage.section[-1:] == twin.section[-1:] and passage.text.split() == twin.text.split()
    words, figures = _words(one.source)
    other_words, other_figures = _words(other.source)
    if figures != other_figures or min(len(words), len(other_words)) < ALIKE * max(len(words), len(other_words)):
        return False
    return len(words & other_words) >= ALIKE * len(words | other_words)


@lru_cache(maxsize=_KEPT)
def _words(stored: StoredPassage) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a passage and, of these, the ones that hold a digit."""
    words = frozenset(word.strip(".,;:()[]") for word in plain(stored.passage.text).casefold().split())
    return words, frozenset(word for word in words if any(map(str.isdigit, word)))


def _place(evidence: Evidence) -> str:
    """Where a passage stands, in words."""
    first, last = evidence.lines
    where = f"page {evidence.page}" if evidence.page is not None else f"lines {first}-{last}"
    return f"{evidence.document}, {where}"
