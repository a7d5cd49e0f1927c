"""The same indicator over the years and reports, however each of them words it."""

from __future__ import annotations

from index.series.identity import series_key
from index.series.series import Restatement, Series, linked, restatements

__all__ = ["Restatement", "Series", "linked", "restatements", "series_key"]
