"""What a report says of itself: its title, whose it is, which year it covers, its language."""

from __future__ import annotations

from index.facts.facts import Facts, describe

__all__ = ["Facts", "describe"]
