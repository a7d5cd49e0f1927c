"""Reports taken out of an index by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from index.building import build_index
from index.errors import IndexingError
from index.store import Index
from index.store.manifest import Manifest
from models.fakes import FakeEmbedder
from tests.index.test_build import WATER, counts, found, names, state


def test_a_report_leaves_and_its_file_stays(build: Any, into: Path, reports: Path, embedder: FakeEmbedder) -> None:
    build()
    embedder.embedded.clear()
    summary = build_index([], into=into, embedder=embedder, drop=["acme.md"])
    assert counts(summary) == (1, 1, 0, 0, 1, 1, 0)
    assert (names(into), found(into, "landfill"), embedder.embedded) == (["borealis.md"], [], [])
    assert (reports / "acme.md").exists()
    with Index.open(into) as index:
        assert index.figures(documents=["acme.md"]) == []
        assert [index.passages([hit.id])[0].document.name for hit in index.nearest(embedder.embed_query(WATER), 3)] == [
            "borealis.md"
        ]


def test_it_leaves_where_its_file_is_gone_too(build: Any, into: Path, reports: Path) -> None:
    build()
    (reports / "acme.md").unlink()
    build(reports / "borealis.md", drop=["acme.md"])
    assert names(into) == ["borealis.md"]


def test_it_leaves_even_where_the_paths_hold_it_and_comes_back_with_the_next_build(
    build: Any, into: Path, reports: Path
) -> None:
    build()
    (reports / "cobalt.md").write_text("# Cobalt\n\nCobalt employs 12 people.\n", encoding="utf-8")
    assert counts(build(drop=["acme.md"])) == (2, 2, 1, 0, 1, 1, 1)
    assert names(into) == ["borealis.md", "cobalt.md"]
    assert counts(build())[:3] == (3, 4, 1)


def test_a_rebuild_leaves_it_out_for_good(build: Any, into: Path, reports: Path) -> None:
    build()
    build(reports / "borealis.md", rebuild=True, drop=["acme.md"])
    assert names(into) == ["borealis.md"]
    build(reports / "borealis.md", rebuild=True)
    assert names(into) == ["borealis.md"]


def test_a_report_with_the_same_content_takes_its_place(build: Any, into: Path, reports: Path) -> None:
    build()
    (reports / "copy.md").write_bytes((reports / "acme.md").read_bytes())
    assert [each.reason for each in build().skipped] == ["same content as acme.md"]
    assert build(drop=["acme.md"]).skipped == ()
    assert names(into) == ["borealis.md", "copy.md"]


def test_how_to_make_the_index_again_does_not_name_it(build: Any, into: Path, reports: Path) -> None:
    build(reports / "acme.md", reports / "borealis.md")
    build(reports / "borealis.md", drop=["acme.md"])
    assert Manifest.read(into).sources == (str(reports / "borealis.md"),)


def test_the_last_report_may_leave(build: Any, into: Path) -> None:
    build()
    build_index([], into=into, embedder=FakeEmbedder(), drop=["acme.md", "borealis.md"])
    assert names(into) == []


def test_a_name_that_no_report_has_changes_nothing(build: Any, into: Path) -> None:
    build()
    before = state(into)
    with pytest.raises(IndexingError, match=r"There is no report nowhere\.md in the index"):
        build_index([], into=into, embedder=FakeEmbedder(), drop=["acme.md", "nowhere.md"])
    assert state(into) == before


def test_what_stops_the_build_leaves_the_report_where_it_was(build: Any, into: Path) -> None:
    build()

    def stop(stage: str, done: int, total: int) -> None:
        if (stage, done) == ("write", 2):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_index([], into=into, embedder=FakeEmbedder(), drop=["acme.md"], progress=stop)
    assert names(into) == ["acme.md", "borealis.md"]
    assert len(found(into, "landfill")) == 1
