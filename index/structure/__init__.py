"""What part each block of a report plays: contents, captions, call-outs, footnotes, frameworks, assurance."""

from __future__ import annotations

from index.structure.structure import structured

__all__ = ["structured"]
