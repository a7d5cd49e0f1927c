"""The figures of real reports, against cells drawn at random from their printed tables."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from index.reading import read_report
from index.types import Figure, Place

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1].parent / "shared"
spec = importlib.util.spec_from_file_location("figure_check", HERE / "check.py")
assert spec
assert spec.loader
check = importlib.util.module_from_spec(spec)
sys.modules["figure_check"] = check
spec.loader.exec_module(check)

CELL = {
    "document": "a.txt", "line": 7, "value": "12.5", "words": ["scope", "1"], "not": ["2"],
    "unit": ["t CO2e"], "period": [2024], "segment": "",
}  # fmt: skip
FIGURE = Figure("Scope 1 emissions", (), "t CO₂e", 2024, "", "12.5", 12.5, "a.txt", "", Place((6, 7)))


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({}, "right"),
        ({"unit": "kg"}, "wrong"),
        ({"period": 2023}, "wrong"),
        ({"segment": "Europe"}, "wrong"),
        ({"indicator": "Scope 1 and 2 emissions"}, "wrong"),
        ({"value": "12.6"}, "missing"),
        ({"place": Place((8, 9))}, "missing"),
        ({"document": "b.txt"}, "missing"),
        ({"source": "prose"}, "missing"),
    ],
)
def test_a_cell_is_right_only_if_everything_of_its_figure_is(change, outcome):
    (verdict,) = check.judge([CELL], [replace(FIGURE, **change)])
    assert verdict.outcome == outcome


def test_a_figure_made_of_a_number_that_is_none_is_wrong():
    none = {"document": "a.txt", "line": 7, "value": "12.5", "none": True}
    verdicts = check.judge([CELL, none], [FIGURE])
    assert [verdict.outcome for verdict in verdicts] == ["right", "wrong"]
    assert check.score(verdicts) == check.Score(cells=1, right=1, wrong=1)
    assert check.score(verdicts).precision == 0.5


def test_the_gold_set_is_large_enough_and_of_several_reports():
    cells = check.load_gold()
    assert sum("none" not in cell for cell in cells) >= 150
    assert len({cell["document"] for cell in cells}) >= 6


@pytest.mark.skipif(not SHARED.is_dir(), reason="the reports of the gold set are not part of this project")
def test_figures_of_real_reports_are_right():
    cells = check.load_gold()
    figures = []
    for name in {cell["document"] for cell in cells}:
        folder = "pdf" if name.endswith(".pdf") else "reports"
        figures += read_report(SHARED / folder / name, name=name).figures
    score = check.score(check.judge(cells, figures))
    assert score.recall >= 0.85, score
    assert score.precision >= 0.97, score
