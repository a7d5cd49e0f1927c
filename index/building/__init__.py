"""Brings an index up to date with report files: find, plan, read, write aside, put in force."""

from __future__ import annotations

from index.building.building import build_index
from index.building.finding import Skipped
from index.building.summary import Summary

__all__ = ["Skipped", "Summary", "build_index"]
