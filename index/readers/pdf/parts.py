"""The pages of a PDF become printed lines in the order they are read, and the parts that these lines make up."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from index.readers.pdf.blocks import Body, Part, kind_of, paragraphs
from index.readers.pdf.frames import in_frames
from index.readers.pdf.grid import Grid, grid_of
from index.readers.pdf.layout import Group, text_groups
from index.readers.pdf.levels import joined_rules, overlap
from index.readers.pdf.lines import Run
from index.readers.pdf.page import Rule, as_printed
from index.readers.pdf.ruled import ruled_regions
from index.readers.pdf.running import Running
from index.readers.pdf.tables import Region, table_regions
from index.types import Box, PrintedLine

_LARGER = 1.15
_CLEARLY = 1.5
"""What stands so many times as near as something else belongs to it."""
_NAME_LINES = 4
_AMOUNT = re.compile(
    r"(?:\w{0,3}[$€£¥]\s?)?[~<>+-]{0,2}\d[\d.,]*\s?(?:%|(?:thousand|million|billion|trillion)\b.{0,12})?"
)


@dataclass(slots=True)
class Sheet:
    """A page with its words put together to runs."""

    number: int
    width: float
    height: float
    runs: list[Run]
    rules: list[Rule]
    turned: list[str]
    """What is printed at another angle."""
    frames: list[Box] = field(default_factory=list)
    turn: int = 0
    """By how many quarters of a circle the page was turned to be read."""

    def line(self, text: str, box: Box) -> PrintedLine:
        """A printed line of the page."""
        seen = as_printed(box, self.width, self.height, self.turn)
        return PrintedLine(
            text, self.number, Box(*(round(edge, 1) for edge in (seen.left, seen.top, seen.right, seen.bottom)))
        )


@dataclass(slots=True)
class Printed:
    """The lines and parts of a report as they come."""

    lines: list[PrintedLine] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    """A table with its place among the parts of a page."""

    region: Region
    grid: Grid
    left: float
    right: float
    top: float
    bottom: float


def printed(sheets: Sequence[Sheet]) -> Printed:
    """The lines and parts of a report's pages."""
    body = _body(sheets)
    running = Running()
    for sheet in sheets:
        running.learn(sheet.runs, sheet.height)
    found = Printed()
    for sheet in sheets:
        _add_page(sheet, running, body, found)
    return found


def _body(sheets: Iterable[Sheet]) -> Body:
    """How most of the text is printed."""
    sizes: Counter[float] = Counter({10.0: 0})
    weights: Counter[int] = Counter({400: 0})
    for sheet in sheets:
        for run in sheet.runs:
            sizes[round(run.size * 2) / 2] += len(run.text)
            weights[run.weight] += len(run.text)
    return Body(sizes.most_common(1)[0][0], weights.most_common(1)[0][0])


def _add_page(sheet: Sheet, running: Running, body: Body, found: Printed) -> None:
    """Add a page; what repeats on every page comes last, as lines that are no part of the text."""
    repeated: list[Run] = []
    own: list[Run] = []
    for run in sheet.runs:
        (repeated if running.covers(run, sheet.height) else own).append(run)
    rules = joined_rules(sheet.rules)
    tables: list[_Table] = []
    used: set[int] = set()
    for region in _regions(own, rules):
        taken = {id(run) for band in (*region.header, *region.body) for run in band}
        if not taken & used:
            used |= taken
            grid = grid_of(region, rules)
            tables.append(_Table(region, grid, region.left, region.right, region.top, region.bottom))
    groups = text_groups([run for run in own if id(run) not in used])
    placed: list[_Table | Group] = [*tables, *groups]
    ordered = in_frames(placed, sheet.frames, large=_LARGER * body.size)
    for part in _labelled(list(_pieces(ordered))):
        if isinstance(part, _Table):
            _add_table(part, sheet, found)
        else:
            _add_text(part, sheet, body, found)
    found.lines += [sheet.line(run.text, run.box) for run in repeated]
    found.lines += [PrintedLine(text, sheet.number) for text in sheet.turned]


def _regions(own: Sequence[Run], rules: Sequence[Rule]) -> list[Region]:
    """The tables of a page; where lines part more rows than there are rows of values, the lines tell the rows."""
    ruled = ruled_regions(own, rules)
    valued = table_regions(own, rules)
    for region in valued:
        ruled = [each for each in ruled if not (_meet(each, region) and len(region.body) > 0.6 * len(each.spans))]
    return [*ruled, *(region for region in valued if not any(_meet(each, region) for each in ruled))]


def _meet(first: Region, second: Region) -> bool:
    """Whether two tables take up some of the same place."""
    across = min(first.right, second.right) - max(first.left, second.left)
    return across > 0 and min(first.bottom, second.bottom) > max(first.top, second.top)


def _pieces(parts: Iterable[_Table | Group]) -> Iterator[_Table | list[Run]]:
    """Tables, and text parted into paragraphs."""
    for part in parts:
        if isinstance(part, _Table):
            yield part
        else:
            yield from paragraphs(part.runs)


def _labelled(parts: Sequence[_Table | list[Run]]) -> list[_Table | list[Run]]:
    """A large amount and the words above or below it that say of what, as one.

    Where words above and below stand as near, it stays alone: no figure is better than a wrong one.
    """
    found: list[_Table | list[Run]] = []
    at = 0
    while at < len(parts):
        part = parts[at]
        at += 1
        if isinstance(part, _Table) or not _AMOUNT.fullmatch(" ".join(run.text for run in part)):
            found.append(part)
            continue
        last, following = found[-1] if found else None, parts[at] if at < len(parts) else None
        above = _distance(last, part, amount=part)
        below = _distance(part, following, amount=part)
        if isinstance(last, list) and _CLEARLY * above < below:
            found[-1] = [*last, *part]
        elif isinstance(following, list) and _CLEARLY * below < above:
            found.append([*part, *following])
            at += 1
        else:
            found.append(part)
    return found


def _distance(above: _Table | list[Run] | None, below: _Table | list[Run] | None, *, amount: list[Run]) -> float:
    """How far an amount stands from the words above or below it; endless where these can't be its name."""
    if not isinstance(above, list) or not isinstance(below, list):
        return math.inf
    words, size = (below if above is amount else above), amount[-1].size
    gap = below[0].top - above[-1].base  # figures have nothing below their line
    named = any(character.isalpha() for run in words for character in run.text) and len(words) < _NAME_LINES
    smaller = words[0].size < 0.95 * size
    beside = overlap(below[0], above[-1].left, above[-1].right) > 0
    return max(gap, 0.1) if named and smaller and beside and gap < 1.6 * size else math.inf


def _add_table(table: _Table, sheet: Sheet, found: Printed) -> None:
    """Add the lines of a table; a table of contents is text."""
    first = len(found.lines) + 1
    for line in table.grid.lines:
        found.lines.append(sheet.line("\t".join(line.cells), _around(line.runs)))
    runs = [run for line in table.grid.lines for run in line.runs]
    part = Part("table", first, len(found.lines), page=sheet.number, confidence=_confidence(runs))
    if table.region.contents:
        part.kind = "text"
    else:
        part.grid = table.grid
    found.parts.append(part)


def _add_text(paragraph: Sequence[Run], sheet: Sheet, body: Body, found: Printed) -> None:
    """Add the lines of a paragraph."""
    first = len(found.lines) + 1
    found.lines += [sheet.line(run.text, run.box) for run in paragraph]
    found.parts.append(
        Part(
            kind_of(paragraph, body),
            first,
            len(found.lines),
            tuple(paragraph),
            page=sheet.number,
            confidence=_confidence(paragraph),
            numbers=all(run.is_value or not any(map(str.isalpha, run.text)) for run in paragraph),
        )
    )


def _around(runs: Sequence[Run]) -> Box:
    """The place of several runs."""
    boxes = [run.box for run in runs]
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _confidence(runs: Sequence[Run]) -> float:
    """How sure a text is."""
    return round(sum(run.confidence for run in runs) / len(runs), 3)
