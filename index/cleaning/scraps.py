"""Scraps that converters leave in a report's lines: lost glyphs, LaTeX, tags, emphasis, gaps; each as an edit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from index.cleaning.note_lines import RAISED

_SUBSCRIPT = "₀₁₂₃₄₅₆₇₈₉"
_UNSEEN = "\x00-\x08\x0e-\x1f\x7f\u00ad\u200b\u200e\u200f\u2060\u2066-\u2069\u202a-\u202e\ufeff"
SUSPICIOUS = re.compile(
    f"[{_UNSEEN}\u00a0\u02da\u2002-\u200a\u202f\ufb00-\ufb06\ue000-\uf8ff\ufffd"
    r"\\_*<$\[]|[A-Za-z)] [₀-₉]|[a-z/] [²³]|\^[{\d-]|[a-z,;:.] {2}[A-Za-z]|[a-z]- [a-z]"
)
"""Whether a line may hold any scrap at all."""

_SIGNS = {
    "times": "×", "geq": "≥", "ge": "≥", "leq": "≤", "le": "≤", "approx": "≈", "sim": "~", "pm": "±", "cdot": "·",
    "circ": "°", "degree": "°", "checkmark": "✓", "neg": "¬", "rightarrow": "→", "to": "→", "mu": "µ", "alpha": "α",
    "beta": "β", "Delta": "Δ", "sum": "∑", "div": "÷", "neq": "≠", "infty": "∞", "bullet": "•",
}  # fmt: skip
_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_SIGN = re.compile(r"\\([A-Za-z]{2,10})(?![A-Za-z])[ ]?")
_FONT = re.compile(r"\\(?:text|mathrm|mathbf|mathit|textbf|textit|operatorname)\s?\{([^{}]{0,80})\}")
_POWER = re.compile(r"(?<![\w.,])10\^(?:\{([+-]?\d{1,2})\}|([+-]?\d{1,2})(?![\w.,]))")
_TAG = re.compile(r"</?(?:i|b|u|em|strong|sup|sub|br|span|font|small|mark)(?:\s[^<>]{0,200})?/?>", re.IGNORECASE)
_INDEX = re.compile(r"([_^])(?:\{([+-]?\d{1,3}|\\circ)\}|([+-]?\d|\\circ))")


@dataclass(frozen=True, slots=True)
class Edit:
    """A span of a printed line and what stands for it in the clean one."""

    start: int
    end: int
    text: str


def _raised(digits: str) -> str:
    """Digits as superscripts."""
    return "".join({"-": "⁻", "+": "⁺"}.get(sign) or RAISED[int(sign)] for sign in digits)


def _lowered(digits: str) -> str:
    """Digits as subscripts."""
    return "".join(_SUBSCRIPT[int(sign)] for sign in digits if sign.isdigit())


def _scripts(match: re.Match[str]) -> str:
    """A LaTeX index or exponent as the signs for it."""
    inner = match[2] or match[3]
    if inner == "\\circ":
        return "°"
    return _raised(inner) if match[1] == "^" else _lowered(inner)


def _formula(match: re.Match[str]) -> str | None:
    """A LaTeX formula between dollar signs in plain signs; None where it is no formula, such as two sums of money."""
    inner = match[1]
    if not re.search(r"\\|[_^][{\d]", inner):
        return None
    for _ in range(3):
        inner = _FONT.sub(r"\1", inner)
    inner = _SIGN.sub(lambda sign: _sign(sign) or sign[0], _INDEX.sub(_scripts, inner))
    inner = re.sub(r"\\[,;:! ]", " ", inner)
    return re.sub(r"\\([%$&#_])", r"\1", inner).replace("{", "").replace("}", "").strip()


def _sign(match: re.Match[str]) -> str | None:
    """A LaTeX command that stands alone, as its sign."""
    sign = _SIGNS.get(match[1])
    return sign and sign + (" " if match[0].endswith(" ") and sign in "≥≤≈×±÷≠→¬✓" else "")


def _lost(match: re.Match[str]) -> str | None:
    """A lost glyph: a bullet where it begins a line, nothing beside a gap, and left alone inside a word or number."""
    before, after = (
        match.string[max(0, match.start() - 20) : match.start()],
        match.string[match.end() : match.end() + 1],
    )
    if not before.strip():
        return "• " if after.strip() else ""
    if before[-1].isspace() or not after.strip():
        return ""
    return " " if match[0][-1] == " " else None


Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]
_UNIT = r"(?:[kcdmµ]?m|ft|N[mM]|Nm)"
_RULES: tuple[Rule, ...] = (
    (re.compile(r"(?<![\\\w])\$([^$\n]{1,200})\$(?!\d)"), _formula),
    (_FONT, lambda match: match[1]),
    (_SIGN, _sign),
    (_POWER, lambda match: "10" + _raised(match[1] or match[2])),
    (re.compile(rf"(?<![A-Za-z])({_UNIT})\^\{{?([23])\}}?(?!\w)"), lambda match: match[1] + _raised(match[2])),
    (re.compile(r"(?<![a-z])([CNSO]O|[CN]H|[SN]F|[NHO])_\{?([2346])\}?(?=[\W_eO]|$)"), lambda m: m[1] + _lowered(m[2])),
    (re.compile(r"(?<=[A-Za-z])<sub>(\d{1,2})</sub>", re.IGNORECASE), lambda match: _lowered(match[1])),
    (re.compile(r"(?<=[A-Za-z)0])<sup>([+-]?\d{1,2})</sup>", re.IGNORECASE), lambda match: _raised(match[1])),
    (_TAG, lambda match: ""),
    (re.compile(r"\[([®™©])\]"), lambda match: match[1]),
    (re.compile(r"\\([*_#$&%~\[\]])"), lambda match: match[1]),
    (re.compile(r"(?<=[A-Z]) ([₀-₉]+)(?: (?=e\b|O\b))?"), lambda match: match[1]),
    (re.compile(r"(?<=[A-Z][₀-₉]) (?=e\b|O\b)"), lambda match: ""),
    (re.compile(rf"(?<=[\s/(\d])({_UNIT}) ([²³])(?: (?=[.,;)]))?"), lambda match: match[1] + match[2]),
    (re.compile("[\ue000-\uf8ff\ufffd]+ ?"), _lost),
    (re.compile("\u00ad$"), lambda match: "-"),
    (re.compile(f"[{_UNSEEN}]+"), lambda match: ""),
    (re.compile("(?<!\\d)[\u00a0\u2002-\u200a\u202f]|[\u00a0\u2002-\u200a\u202f](?!\\d)"), lambda match: " "),
    (re.compile("[\ufb00-\ufb06]"), lambda match: _LIGATURES[match[0]]),
    (re.compile("(?<=\\d)\u02da"), lambda match: "°"),
)  # fmt: skip
_PAIRED = re.compile(
    r"(?<![\w*\\])(\*{1,3})(?=[^\s*])[^*\n]{0,300}?[^\s*](\*{1,3})(?![\w*])|(?<![\w_])(_)(?=[A-Za-z])[^_\n]{0,200}?[^\s_](_)(?!\w)"
)
_STRAY = re.compile(r"(?<![*\s])\*\*(?=\s*$)|^(\s*)\*\*(?=[^\s*])")
_DOUBLED = re.compile(r"(?<=[,;:.!?]) {2}(?=[A-Za-z“\"])|(?<=[a-z]) {2}(?=[a-z])")
_PROSE_WORDS = 8


def scrap_edits(text: str) -> Iterator[Edit]:
    """The edits that take the scraps out of a line; earlier ones count where two overlap."""
    for pattern, told in _RULES:
        for match in pattern.finditer(text):
            instead = told(match)
            if instead is not None and instead != match[0]:
                yield Edit(match.start(), match.end(), instead)
    if "*" in text or "_" in text:
        yield from _emphasis(text)
    if "  " in text and _is_prose(text):
        yield from (Edit(match.start(), match.end(), " ") for match in _DOUBLED.finditer(text))


def _emphasis(text: str) -> Iterator[Edit]:
    """The asterisks and low lines that print words bold or slanted."""
    for match in _PAIRED.finditer(text):
        for group in (1, 2, 3, 4):
            if match[group] and len(match[1] or "_") == len(match[2] or "_"):
                yield Edit(match.start(group), match.end(group), "")
    if text.count("**") % 2:
        for match in _STRAY.finditer(text):
            yield Edit(match.end() - 2, match.end(), "")


def _is_prose(text: str) -> bool:
    """Whether a line is running words, in which gaps mean nothing, rather than columns or letters set wide."""
    words = text.split()
    if "\t" in text or "   " in text.strip() or len(words) < _PROSE_WORDS:
        return False
    return 2 * sum(len(word) == 1 for word in words) < len(words)
