"""Text of reports, answers and questions as HTML that can only show it, never run it."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Sequence

HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Control characters, some of which turn the direction of what follows: invisible, but able to fake a figure."""

_RAISED = "[⁰¹²³⁴⁵⁶⁷⁸⁹]*"
_MARK = re.compile(r" ?\[(\d{1,3})\]([.,;:!?)]*)")
_BULLET = re.compile(r"\s*[-*•]\s+(.*)")
_NUMBERED = re.compile(r"\s*\d{1,3}[.)]\s+(.*)")


def escape(text: str) -> str:
    """The text for a place between tags or in a quoted attribute, without characters that nobody can see."""
    return html.escape(HIDDEN.sub("", text.replace("\r\n", "\n")))


def clip(text: str, limit: int) -> str:
    """The beginning of a long text, with an ellipsis where something is left out."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def answer(text: str, *, turn: int, cited: Collection[int] = ()) -> str:
    """An answer as paragraphs and lists; each ``[n]`` of a cited source is a button that opens it."""
    return "".join(_blocks(text, turn=turn, cited=cited))


def _blocks(text: str, *, turn: int, cited: Collection[int]) -> Iterator[str]:
    """Runs of bullets, of numbered items and of other lines, each in its element."""
    open_tag = ""
    for line in text.split("\n"):
        tag, content = _line(line)
        if tag != open_tag or (tag == "p" and content):
            if open_tag:
                yield f"</{open_tag}>"
            if tag:
                yield f'<{tag} dir="auto">'
        if content:
            inner = marks(content, turn=turn, cited=cited)
            yield inner if tag == "p" else f"<li>{inner}</li>"
        open_tag = tag
    if open_tag:
        yield f"</{open_tag}>"


def _line(line: str) -> tuple[str, str]:
    """The element a line belongs in, empty for a blank line, and the line without its list sign."""
    for tag, pattern in (("ul", _BULLET), ("ol", _NUMBERED)):
        if found := pattern.fullmatch(line):
            return tag, found[1]
    return ("p", line.strip()) if line.strip() else ("", "")


def marks(text: str, *, turn: int, cited: Collection[int]) -> str:
    """One line, escaped, its citation marks made buttons; a mark without a source stays text."""

    def mark(found: re.Match[str]) -> str:
        n = int(found[1])
        if n not in cited:
            return found[0]
        return f'&NoBreak;<span class="keep">{cite(n, turn=turn)}{found[2]}</span>'

    return _MARK.sub(mark, escape(text))


def cite(n: int, *, turn: int) -> str:
    """The button that opens a source of an answer."""
    return button(str(n), "cite", kind="cite", title=f"Source {n}", turn=turn, n=n)


def highlight(text: str, quote: str) -> str:
    """A passage, escaped, with each line of the quote marked where it stands; white space and case may differ."""
    text = HIDDEN.sub("", text)
    shown, end = "", 0
    for start, stop in sorted(_spans(text, quote)):
        if start >= end:
            shown += f"{escape(text[end:start])}<mark>{escape(text[start:stop])}</mark>"
            end = stop
    return shown + escape(text[end:])


def _spans(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """Where the lines of a quote stand in a text; they may have been put together in another order."""
    for line in quote.split("\n"):
        words = HIDDEN.sub("", line).split()
        between = rf"{_RAISED}\s+"  # a passage shows the marks of footnotes, a quote leaves them out
        if words and (found := re.search(between.join(map(re.escape, words)), text, re.IGNORECASE)):
            yield found.span()


def count(number: int, noun: str) -> str:
    """A number with its noun, singular or plural."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence: ``a, b and c``."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def button(label: str, do: str, *, kind: str = "", title: str = "", **data: object) -> str:
    """A button that asks the page's script for something, with what it needs to know; ``label`` is HTML."""
    told = "".join(f' data-{name}="{escape(str(value))}"' for name, value in data.items())
    hint = f' title="{escape(title)}" aria-label="{escape(title)}"' if title else ""
    return f'<button type="button" class="{kind}" data-do="{do}"{told}{hint}>{label}</button>'
