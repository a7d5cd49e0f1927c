"""Framework indexes and assurance statements: where a report lists disclosures, or others speak of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.types import Block

_CODE = re.compile(
    r"\s*(?:(?:GRI[ :]{0,2})?(?:[1-4]\d{2}|[1-3])-\d{1,2}(?:-[a-z])?(?=[\s,;:|)]|$)"
    r"|GRI \d{1,3}\b|(?:KPI )?[ABD]\d{1,2}(?:\.\d{1,2})?(?=[\s,;:|)]|$)|KPI [A-Z]?\d"
    r"|[A-Z]{2}-[A-Z]{2}-\d{3}[a-z]?\.?\d{0,2}|[A-Z]{2}-[A-Z]{2}-?$|\d{3}[a-z]\.\d{1,2}\b"
    r"|(?:ESRS |DR )?(?:[ES][1-5]|G1|GOV|SBM|IRO|BP|MDR)-[\dA-Z]{1,2}\b|para(?:graph)?s? \d{1,2}\b)"
)
_CODE_INSIDE = re.compile(r"\b(?:GRI (?:[1-4]\d{2}|[1-3])-\d{1,2}|[A-Z]{2}-[A-Z]{2}-\d{3}[a-z]\.\d)\b")
_INDEX_HEADING = re.compile(
    r"\b(?:index(?:es)?|content index|inhaltsindex|indice gri|reference table|cross.reference|disclosure table)\b",
    re.IGNORECASE,
)
_FRAMEWORK = re.compile(
    r"\b(?:GRI|HKEx|SASB|TCFD|ESRS|ISSB|IFRS|UNGC|SDGs?|ESG|disclosures?|indicators?|standards?|framework|content)\b",
    re.IGNORECASE,
)
_WHAT = re.compile(
    r"\s*(?:.*\b(?:disclosures?|indicators?|standards?|recommendations?|requirements?|kpis?|code)\b)", re.IGNORECASE
)
_WHERE = re.compile(
    r"\s*(?:(?:report |relevant |corresponding )?(?:sections?|chapters?|locations?|pages?|references?)"
    r"(?: no\.?| numbers?|\(s\))?|where .{0,40}|response)\s*$",
    re.IGNORECASE,
)
_VALUE = re.compile(r"\s*[(-]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+(?:\.\d+)?\s?%)\)?\s*$")
_YEAR = re.compile(r"\s*(?:FY)?(?:19|20)\d\d\s*$")
_GAP = 12
_MOST_PROSE = 0.15
_LEAST_CODES = 12
_LEAST_ROWS = 4
_SHORT = 120
_SHARE = 0.25

_STATEMENT = re.compile(
    r"(?:assurance|verification|practitioner[’']?s?)\s+(?:opinion\s+)?(?:statement|report|opinion|conclusion)\b"
    r"|independent .{0,40}assurance|limited assurance (?:report|statement)|pr[üu]fungsvermerk|rapport d.assurance",
    re.IGNORECASE,
)
_TURNS = (
    r"\b(?:limited|reasonable|moderate|high)[ -](?:level )?(?:of )?assurance|level of assurance",
    r"assurance (?:level|engagement|procedures|team|provider|standard|statement|report)|provide no assurance",
    r"\bAA ?1000|\bISAE ?3\d{3}|\bISO ?14064-3|\bISSA ?5000",
    r"\bwe conclude|\bour (?:opinion|conclusion|work|review|responsib|procedure|engagement)|nothing has come to our",
    r"\bevidence (?:indicated|showed)|\bthe report disclosed",
    r"\bindependen(?:t|ce|tly)\b.{0,80}\b(?:of|from|assur|verif)|\bverifi(?:er|cation)\b",
    r"\b(?:evidence|sampling|interviews?|misstatements?|materially)\b",
    r"\b(?:limitations?|methodology|criteria|scope of (?:work|engagement|the assurance))\b",
)
_WORDING = tuple(re.compile(turn, re.IGNORECASE | re.DOTALL) for turn in _TURNS)
_STRONG = frozenset(range(6))
"""The turns of language that an assurer alone uses; the others any chapter may."""
_REACH = 12
_BACK = 60
_LEAST_WORDINGS = 3


def indexes(blocks: Sequence[Block]) -> frozenset[int]:
    """The positions of the blocks that list a framework's disclosures and where they are met."""
    counts = [_codes(block) for block in blocks]
    found = {at for at, block in enumerate(blocks) if block.kind == "table" and _is_index_table(block, counts[at])}
    for run in _clusters(counts):
        size = sum(min(counts[at], _LEAST_CODES) for at in run)
        dense = sum(counts[at] > 0 for at in run) >= _SHARE * len(run)
        dense = dense and sum(_is_prose(blocks[at]) for at in run) <= _MOST_PROSE * len(run)
        if size >= _LEAST_CODES and dense and not any(_has_values(blocks[at]) for at in run):
            found.update(run)
    for at in range(len(blocks) - 1, -1, -1):
        if blocks[at].kind == "heading" and _heads_index(blocks, at, found):
            found.add(at)
    for at, block in enumerate(blocks):  # what stands between
        if block.kind != "table" and len(block.text) < _SHORT and _is_between(at, found):
            found.add(at)
    return frozenset(found)


def _heads_index(blocks: Sequence[Block], at: int, found: set[int]) -> bool:
    """Whether a heading names an index that begins soon below it."""
    text = blocks[at].text
    named = _INDEX_HEADING.search(text) is not None and _FRAMEWORK.search(text) is not None
    return named and any(near in found for near in range(at + 1, at + 4))


def _is_between(at: int, found: set[int]) -> bool:
    """Whether a block stands close below and above blocks of an index."""
    return any(near in found for near in range(at - 3, at)) and any(near in found for near in range(at + 1, at + 4))


def _is_prose(block: Block) -> bool:
    """Whether a block is a paragraph of some length."""
    return block.kind == "text" and len(block.text) >= 2 * _SHORT and block.text.rstrip()[-1:] in '.!?”"'


def _codes(block: Block) -> int:
    """How many of a block's lines or rows begin with a disclosure's code."""
    if block.kind == "table" and block.rows:
        return sum(any(_CODE.match(cell) for cell in row.cells[:4]) for row in block.rows)
    lines = block.text.split("\n")
    return sum(
        _CODE.match(line) is not None or (len(line) < 160 and _CODE_INSIDE.search(line) is not None) for line in lines
    )


def _has_values(block: Block) -> bool:
    """Whether a table holds figures: years in its header or values in its cells."""
    if block.kind != "table" or not block.rows:
        return False
    cells = [cell for row in block.rows for cell in row.cells if cell.strip()]
    years = sum(_YEAR.match(cell) is not None for row in block.rows[:3] for cell in row.cells)
    return years >= 2 or sum(_VALUE.match(cell) is not None for cell in cells) > 0.15 * len(cells)


def _is_index_table(block: Block, codes: int) -> bool:
    """Whether a table alone is an index: most rows begin with codes, or its header says what is met where."""
    if _has_values(block) or not block.rows:
        return False
    if codes >= _LEAST_ROWS and codes >= 0.4 * len(block.rows):
        return True
    header = [cell for row in block.rows[:2] for cell in row.cells if cell.strip()]
    where = any(_WHERE.match(cell) for cell in header)
    return where and any(len(cell) < 80 and _WHAT.search(cell) for cell in header) and len(block.rows) >= 3


def _clusters(counts: Sequence[int]) -> Iterator[range]:
    """Stretches of blocks in which codes come one soon after another."""
    start = last = None
    for at, count in enumerate(counts):
        if not count:
            continue
        if start is None or last is None or at - last > _GAP:
            if start is not None and last is not None:
                yield range(start, last + 1)
            start = at
        last = at
    if start is not None and last is not None:
        yield range(start, last + 1)


def assurances(blocks: Sequence[Block], others: frozenset[int]) -> frozenset[int]:
    """The positions of the blocks of an assurance statement, with the table of the figures that it is about.

    :param others: Blocks that are something else already.
    """
    wordings = [_wordings(block) for block in blocks]
    found: set[int] = set()
    tried: set[int] = set()
    for at, block in enumerate(blocks):
        short = block.kind == "heading" or (block.kind == "text" and len(block.text) < 100)
        if at in tried or at in others or not short or not _STATEMENT.search(block.text):
            continue
        run = _statement(blocks, wordings, at, others)
        tried.update(run)
        kinds = {kind for near in run for kind in wordings[near]}
        if len(kinds) >= 4 and sum(bool(wordings[near]) for near in run) >= 4:
            found.update(run)
    return frozenset(found)


def _wordings(block: Block) -> frozenset[int]:
    """Which turns of an assurer's language a block uses."""
    return frozenset(kind for kind, pattern in enumerate(_WORDING) if pattern.search(block.text))


def _statement(blocks: Sequence[Block], wordings: Sequence[frozenset[int]], at: int, others: frozenset[int]) -> range:
    """How far a statement reaches around its title: as long as the assurer's language goes on, and tables after it."""
    end = at + 1
    while end < len(blocks) and end not in others:
        ahead = range(end, min(len(blocks), end + _REACH))
        if not any(wordings[near] & _STRONG for near in ahead) and blocks[end].kind != "table":
            break
        end += 1
    start = at
    while start > max(0, at - _BACK) and start - 1 not in others and blocks[start - 1].kind != "table":
        behind = [wordings[near] for near in range(max(0, start - _REACH), start)]
        if sum(map(bool, behind)) < _LEAST_WORDINGS or not any(kinds & _STRONG for kinds in behind):
            break
        start -= 1
    while start < at and not wordings[start]:
        start += 1
    return range(start, end)
