from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.building import build_index, building
from index.errors import IndexingError, IndexMismatchError, ReadError
from index.reading import read_report
from index.store import Index
from index.store.manifest import Manifest
from index.store.vectors import embedding_text
from index.types import Correction

WASTE = "Acme 2023 report > Waste\nAcme sent 35 tonnes of waste to landfill in 2023."
WATER = "Acme 2023 report > Water\nAcme withdrew 1,200 cubic metres of water in 2023."
ENERGY = "Borealis 2024 report > Energy\nBorealis used 88 MWh of electricity in 2024, and no diesel."


def counts(summary: Any) -> tuple[int, ...]:
    """(documents, passages, added, changed, removed, unchanged, embedded)"""
    return (
        summary.documents, summary.passages, summary.added, summary.changed, summary.removed, summary.unchanged,
        summary.embedded,
    )  # fmt: skip


def skipped(summary: Any) -> dict[str, str]:
    return {item.path.name: item.reason for item in summary.skipped}


def names(into: Path) -> list[str]:
    with Index.open(into) as index:
        return [document.name for document in index.documents()]


def found(into: Path, word: str) -> list[str]:
    with Index.open(into) as index:
        return [stored.passage.text for stored in index.passages([hit.id for hit in index.matching([word], 9)])]


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """When each file of an index was written, and which file it is."""
    files = {path: path.stat() for path in folder.rglob("*") if path.name != ".lock"}
    return {str(path): (stat.st_mtime_ns, stat.st_ino) for path, stat in files.items()}


def test_first_build(build: Any, into: Path, reports: Path, embedder: Any) -> None:
    summary = build()
    assert counts(summary) == (2, 3, 2, 0, 0, 0, 3)
    assert summary.skipped == ()
    assert sorted(embedder.embedded) == sorted([WATER, WASTE, ENERGY])
    with Index.open(into) as index:
        acme, borealis = index.documents()
        assert (acme.name, acme.title, acme.year) == ("acme.md", "Acme 2023 report", 2023)
        assert (borealis.name, borealis.path) == ("borealis.md", str(reports / "borealis.md"))
        (stored,) = index.passages([hit.id for hit in index.matching(["landfill"], 5)])
        assert stored.document == acme
        assert stored.passage.section == ("Waste",)
        assert stored.passage.lines == (9, 9)


def test_second_run_writes_and_embeds_nothing(build: Any, into: Path, embedder: Any) -> None:
    build()
    before = state(into)
    embedder.embedded.clear()
    progress: list[str] = []
    assert counts(build(progress=lambda stage, done, total: progress.append(stage))) == (2, 3, 0, 0, 0, 2, 0)
    assert state(into) == before
    assert embedder.embedded == []
    assert progress == []


def test_up_to_date_asks_the_embedder_for_no_vector_and_imports_no_search(
    build: Any, reports: Path, into: Path
) -> None:
    build()
    code = f"""
import sys
from pathlib import Path
from index.building import build_index
from models.fakes import FakeEmbedder
class Named:
    name, fingerprint, dimension = FakeEmbedder().name, FakeEmbedder().fingerprint, FakeEmbedder().dimension
print(build_index([Path({str(reports)!r})], into=Path({str(into)!r}), embedder=Named()).unchanged)
print([name for name in ("faiss", "torch", "sentence_transformers", "langchain_text_splitters") if name in sys.modules])
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split("\n")[:2] == ["2", "[]"]


def test_only_changed_passages_are_embedded_again(build: Any, into: Path, reports: Path, embedder: Any) -> None:
    build()
    embedder.embedded.clear()
    file = reports / "acme.md"
    file.write_text(file.read_text(encoding="utf-8").replace("35 tonnes", "36 tonnes"), encoding="utf-8")
    assert counts(build()) == (2, 3, 0, 1, 0, 1, 1)
    assert embedder.embedded == [WASTE.replace("35", "36")]
    assert found(into, "tonnes") == ["Acme sent 36 tonnes of waste to landfill in 2023."]
    with Index.open(into) as index:
        hit = index.nearest(embedder.embed_query(WATER), 1)[0]
        assert hit.score == pytest.approx(1.0, abs=1e-5)
        assert index.passages([hit.id])[0].passage.text.startswith("Acme withdrew")


def test_a_new_report_is_added_and_a_vanished_one_dropped(build: Any, into: Path, reports: Path, embedder: Any) -> None:
    build()
    embedder.embedded.clear()
    (reports / "borealis.md").unlink()
    (reports / "sub").mkdir()
    (reports / "sub" / "cobalt.md").write_text("# Cobalt\n\nCobalt employs 12 people.\n", encoding="utf-8")
    assert counts(build()) == (2, 3, 1, 0, 1, 1, 1)
    assert names(into) == ["acme.md", "sub/cobalt.md"]
    assert len(embedder.embedded) == 1
    assert found(into, "electricity") == []


def test_a_renamed_report_is_not_embedded_again(build: Any, into: Path, reports: Path) -> None:
    build()
    (reports / "borealis.md").rename(reports / "north.md")
    assert counts(build()) == (2, 3, 1, 0, 1, 1, 0)
    assert names(into) == ["acme.md", "north.md"]


def test_reports_from_elsewhere_stay(build: Any, into: Path, reports: Path, tmp_path: Path) -> None:
    build()
    single = tmp_path / "cobalt.md"
    single.write_text("# Cobalt\n\nCobalt employs 12 people.\n", encoding="utf-8")
    assert counts(build(single)) == (3, 4, 1, 0, 0, 2, 1)
    single.unlink()
    assert counts(build()) == (3, 4, 0, 0, 0, 3, 0)
    assert counts(build(single)) == (2, 3, 0, 0, 1, 2, 0)
    with pytest.raises(IndexingError, match=r"There is no file or folder .*cobalt\.md\. Check the path"):
        build(single)


def test_the_same_content_is_indexed_once(build: Any, into: Path, reports: Path) -> None:
    (reports / "copy.md").write_bytes((reports / "acme.md").read_bytes())
    summary = build()
    assert counts(summary) == (2, 3, 2, 0, 0, 0, 3)
    assert skipped(summary) == {"copy.md": "same content as acme.md"}
    before = state(into)
    assert skipped(build()) == {"copy.md": "same content as acme.md"}
    assert state(into) == before
    (reports / "acme.md").unlink()
    assert counts(build()) == (2, 3, 1, 0, 1, 1, 0)
    assert names(into) == ["borealis.md", "copy.md"]


def test_two_reports_that_exchange_their_content(build: Any, into: Path, reports: Path) -> None:
    build()
    first, second = (reports / "acme.md").read_bytes(), (reports / "borealis.md").read_bytes()
    (reports / "acme.md").write_bytes(second)
    (reports / "borealis.md").write_bytes(first)
    assert counts(build()) == (2, 3, 0, 2, 0, 0, 0)
    with Index.open(into) as index:
        assert [document.title for document in index.documents()] == ["Borealis 2024 report", "Acme 2023 report"]


def test_a_report_that_becomes_a_copy_leaves_the_index(build: Any, into: Path, reports: Path) -> None:
    build()
    (reports / "acme.md").write_bytes((reports / "borealis.md").read_bytes())
    summary = build()
    assert counts(summary) == (1, 1, 0, 0, 1, 1, 0)
    assert skipped(summary) == {"acme.md": "same content as borealis.md"}


def test_names_that_clash_are_told_apart_by_folders(build: Any, into: Path, tmp_path: Path) -> None:
    for folder, text in (("x/2023", "one"), ("y/2023", "two"), ("z", "three")):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "esg.md").write_text(f"# {text}\n\nText {text}.\n", encoding="utf-8")
    build(tmp_path / "x/2023", tmp_path / "y/2023", tmp_path / "z/esg.md")
    assert names(into) == ["2023/esg.md", "esg.md", "z/esg.md"]
    # A report keeps its name, however it is named later.
    build(tmp_path / "y")
    assert names(into) == ["2023/esg.md", "esg.md", "z/esg.md"]


def test_hidden_linked_and_unknown_files(build: Any, into: Path, reports: Path) -> None:
    (reports / ".hidden.md").write_text("# Hidden\n\nsecret\n", encoding="utf-8")
    (reports / ".git").mkdir()
    (reports / ".git" / "a.md").write_text("# Hidden\n\nsecret\n", encoding="utf-8")
    (reports / "data.xyz").write_text("not a report", encoding="utf-8")
    (reports / "loop").symlink_to(reports, target_is_directory=True)
    (reports / "dangling.md").symlink_to(reports / "nowhere")
    os.mkfifo(reports / "pipe.md")
    summary = build(reports, reports / "data.xyz")
    assert names(into) == ["acme.md", "borealis.md"]
    assert skipped(summary) == {"data.xyz": "not a kind of report that can be read"}


def test_an_index_inside_the_folder_is_not_read(build: Any, reports: Path, embedder: Any) -> None:
    inside = reports / "my.index"
    inside.mkdir()
    (inside / "notes.md").write_text("# Notes\n\nnot a report\n", encoding="utf-8")
    build_index([reports], into=inside, embedder=embedder)
    assert names(inside) == ["acme.md", "borealis.md"]


def test_files_that_cannot_be_read_are_told_and_the_rest_goes_on(build: Any, into: Path, reports: Path) -> None:
    (reports / "binary.md").write_bytes(b"\x00\x01" * 400)
    (reports / "empty.md").write_bytes(b"")
    (reports / os.fsdecode(b"caf\xe9.md")).write_text("# Name\n\nin latin-1\n", encoding="utf-8")
    summary = build()
    assert counts(summary)[:3] == (2, 3, 2)
    assert skipped(summary)["binary.md"].startswith("is binary")
    assert skipped(summary)["empty.md"] == "holds no text"
    assert skipped(summary)[os.fsdecode(b"caf\xe9.md")] == "its name is not valid UTF-8"
    before = state(into)
    assert len(build().skipped) == 3
    assert state(into) == before


def test_a_report_that_can_no_longer_be_read_keeps_its_passages(build: Any, into: Path, reports: Path) -> None:
    build()
    before = state(into)
    (reports / "acme.md").write_bytes(b"\x00\x01" * 400)
    summary = build()
    assert counts(summary) == (2, 3, 0, 0, 0, 2, 0)
    assert list(skipped(summary)) == ["acme.md"]
    assert state(into) == before
    assert len(found(into, "landfill")) == 1


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder of one report, for whom the system refuses things even where the tests run as root."""
    if not hasattr(os, "geteuid"):
        pytest.skip("needs POSIX permissions")
    import faiss  # noqa: F401 - not to be looked for by a user who may not see it

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        (folder / "reports").mkdir()
        (folder / "reports" / "open.md").write_text("# Open\n\nOpen words.\n", encoding="utf-8")
        read_report(folder / "reports" / "open.md", name="open.md", passage_characters=600)
        user = os.geteuid()
        try:
            if user == 0:
                os.seteuid(65534)
            yield folder
        finally:
            os.seteuid(user)
            for path in (folder / "reports").iterdir():
                path.chmod(0o700)


def test_a_file_that_may_not_be_opened(unprivileged: Path, embedder: Any) -> None:
    reports = unprivileged / "reports"
    user = os.geteuid()
    if user == 65534:
        os.seteuid(0)
    (reports / "closed.md").write_text("# Closed\n\nClosed words.\n", encoding="utf-8")
    (reports / "closed.md").chmod(0)
    os.seteuid(user)
    summary = build_index([reports], into=unprivileged / "index", embedder=embedder)
    assert counts(summary)[:2] == (1, 1)
    assert skipped(summary) == {"closed.md": "cannot be opened: Permission denied"}
    with pytest.raises(IndexingError, match=r"No report could be read: .*closed\.md: cannot be opened"):
        build_index([reports / "closed.md"], into=unprivileged / "other", embedder=embedder)


def test_reports_in_a_folder_that_may_not_be_listed_have_not_vanished(unprivileged: Path, embedder: Any) -> None:
    folder, user = unprivileged / "reports" / "sub", os.geteuid()
    if user == 65534:
        os.seteuid(0)
    folder.mkdir()
    (folder / "deep.md").write_text("# Deep\n\nDeep words.\n", encoding="utf-8")
    os.seteuid(user)
    build_index([unprivileged / "reports"], into=unprivileged / "index", embedder=embedder)
    if user == 65534:
        os.seteuid(0)
    folder.chmod(0)
    os.seteuid(user)
    summary = build_index([unprivileged / "reports"], into=unprivileged / "index", embedder=embedder)
    assert counts(summary) == (2, 2, 0, 0, 0, 2, 0)
    assert skipped(summary) == {"sub": "cannot be looked into"}


def test_an_empty_folder(build: Any, into: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(IndexingError, match=r"There is no report in .*empty\. These kinds of file are read: .*\.md"):
        build(tmp_path / "empty")
    assert not into.exists()
    build()
    with pytest.raises(IndexingError, match="There is no report in"):
        build(tmp_path / "empty")


def test_no_path_and_a_path_that_is_not_there(build: Any, into: Path, reports: Path) -> None:
    with pytest.raises(IndexingError, match=r"There is no file or folder .*nowhere"):
        build(reports, reports / "nowhere")
    assert not into.exists()


def test_all_unreadable(build: Any, into: Path, tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.md").write_bytes(b"\x00" * (number + 1))
    with pytest.raises(IndexingError, match=r"No report could be read: .*0\.md: is binary.*; and 2 more"):
        build(*(tmp_path / f"{number}.md" for number in range(5)))
    assert [path.name for path in into.iterdir()] == [".lock"]


def test_everything_vanished(build: Any, into: Path, reports: Path, embedder: Any) -> None:
    build()
    for file in reports.iterdir():
        file.unlink()
    assert counts(build()) == (0, 0, 0, 0, 2, 0, 0)
    with Index.open(into) as index:
        assert (index.count, index.documents()) == (0, ())
        assert index.nearest(embedder.embed_query("water"), 3) == []
        assert index.matching(["water"], 3) == []


def test_into_a_place_that_cannot_be(build: Any, reports: Path, embedder: Any) -> None:
    with pytest.raises(IndexingError, match=r"acme\.md.* cannot be written: "):
        build_index([reports], into=reports / "acme.md", embedder=embedder)


class OtherEmbedder:
    """Another embedder than the index was made with; it must not be asked for a vector."""

    name, fingerprint, dimension = "other-embedder", "0123456789abcdef", 7


def test_another_embedder_is_refused(build: Any, into: Path, reports: Path, embedder: Any) -> None:
    build()
    before = state(into)
    with pytest.raises(IndexMismatchError) as caught:
        build_index([reports], into=into, embedder=OtherEmbedder())  # type: ignore[arg-type]
    assert caught.value.problem == (
        f"{into} was made with the embedder {embedder.name} ({embedder.fingerprint[:12]}), "
        "but other-embedder (0123456789ab) is set now"
    )
    assert caught.value.fix.endswith(f"esg index {reports} --into {into} --rebuild")
    assert state(into) == before


def test_another_passage_length_is_refused(build: Any, into: Path) -> None:
    build(passage_characters=500)
    with pytest.raises(IndexMismatchError, match="passages of 500 characters, but 600 are set now"):
        build()


def test_rebuild_takes_up_everything_known(
    build: Any, into: Path, reports: Path, tmp_path: Path, embedder: Any
) -> None:
    single = tmp_path / "cobalt.md"
    single.write_text("# Cobalt\n\nCobalt employs 12 people.\n", encoding="utf-8")
    build(reports, single)
    embedder.embedded.clear()
    embedder.name = "another"
    assert counts(build(single, passage_characters=400, rebuild=True)) == (3, 4, 3, 0, 0, 0, 4)
    assert len(embedder.embedded) == 4
    assert names(into) == ["acme.md", "borealis.md", "cobalt.md"]
    manifest = Manifest.read(into)
    assert (manifest.fingerprint, manifest.passage_characters, manifest.generation) == ("another-256", 400, 2)
    assert [path.name for path in into.glob("generation-*")] == ["generation-000002"]
    (reports / "acme.md").unlink()
    summary = build(single, passage_characters=400, rebuild=True)
    assert names(into) == ["borealis.md", "cobalt.md"]
    assert skipped(summary) == {"acme.md": "cannot be opened: No such file or directory"}


def test_rebuild_of_an_index_that_cannot_be_read(build: Any, into: Path) -> None:
    build()
    (into / "manifest.json").write_text("{broken", encoding="utf-8")
    assert counts(build(rebuild=True)) == (2, 3, 2, 0, 0, 0, 3)
    assert [path.name for path in into.glob("generation-*")] == ["generation-000002"]
    assert len(found(into, "landfill")) == 1


def test_rebuild_where_there_is_no_index(build: Any) -> None:
    assert counts(build(rebuild=True)) == (2, 3, 2, 0, 0, 0, 3)


def test_a_changed_reader_reads_everything_again(
    build: Any, into: Path, reports: Path, embedder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    embedder.embedded.clear()

    def shouting(file: Path, **options: Any) -> Any:
        report = read_report(file, **options)
        return replace(report, passages=tuple(replace(p, text=p.text.upper()) for p in report.passages))

    monkeypatch.setattr(building, "READING_VERSION", 99)
    monkeypatch.setattr("index.building.generation.READING_VERSION", 99)
    assert counts(build(reports / "acme.md", read=shouting)) == (2, 3, 0, 2, 0, 0, 3)
    assert found(into, "electricity") == ["BOREALIS USED 88 MWH OF ELECTRICITY IN 2024, AND NO DIESEL."]
    assert counts(build(reports / "acme.md")) == (2, 3, 0, 0, 0, 2, 0)


def test_a_broken_reader_does_no_harm(build: Any, into: Path) -> None:
    build()
    before = state(into)

    def broken(file: Path, **options: Any) -> Any:
        raise ReadError(f"{file} is odd", fix="None.")

    with pytest.raises(IndexingError, match="No report could be read"):
        build(rebuild=True, read=broken)
    assert state(into) == before


@pytest.mark.parametrize(
    ("vectors", "reason"),
    [
        (np.full((3, 256), 1 / 16, dtype=np.float64), "float32 of shape"),
        (np.full((2, 256), 1 / 16, dtype=np.float32), "float32 of shape"),
        (np.full((3, 256), 1.0, dtype=np.float32), "their length must be 1"),
        (np.full((3, 256), np.nan, dtype=np.float32), "not finite"),
    ],
)
def test_vectors_that_are_none_are_refused(reports: Path, into: Path, vectors: Any, reason: str) -> None:
    class Wrong:
        name, fingerprint, dimension = "wrong", "wrong", 256

        def embed_passages(self, texts: Any, *, progress: Any = None) -> Any:
            return vectors

    with pytest.raises(IndexingError, match=reason):
        build_index([reports], into=into, embedder=Wrong())  # type: ignore[arg-type]
    assert [path.name for path in into.iterdir()] == [".lock"]


def test_progress(build: Any) -> None:
    calls: list[tuple[str, int, int]] = []
    build(progress=lambda *call: calls.append(call))
    assert [call for call in calls if call[0] == "read"] == [("read", 0, 2), ("read", 1, 2), ("read", 2, 2)]
    assert [call for call in calls if call[0] == "embed"][-1] == ("embed", 3, 3)
    assert [call for call in calls if call[0] == "write"] == [("write", n, 3) for n in range(4)]


def test_embedding_text(reports: Path) -> None:
    report = read_report(reports / "borealis.md", name="borealis.md", passage_characters=600)
    assert [embedding_text(report.document, passage) for passage in report.passages] == [ENERGY]
    bare = replace(report.passages[0], section=())
    assert embedding_text(replace(report.document, title=""), bare) == bare.text


# --- corrections and pictures


def test_a_report_is_corrected_and_only_what_that_changes_is_embedded(
    build: Any, into: Path, reports: Path, embedder: Any
) -> None:
    build()
    embedder.embedded.clear()
    company = {"acme.md": Correction(company="Acme Inc.", language="en")}
    assert counts(build(corrections=company)) == (2, 3, 0, 1, 0, 1, 0)
    assert embedder.embedded == []
    with Index.open(into) as index:
        acme, borealis = index.documents()
        assert (acme.company, acme.language, acme.title, acme.year) == ("Acme Inc.", "en", "Acme 2023 report", 2023)
        assert borealis.company != "Acme Inc."
    before = state(into)
    assert counts(build(corrections=company)) == (2, 3, 0, 0, 0, 2, 0)
    assert state(into) == before
    titled = {"acme.md": Correction(title="Acme review", year=2022)}
    assert counts(build(corrections=titled)) == (2, 3, 0, 1, 0, 1, 2)
    assert embedder.embedded == [text.replace("Acme 2023 report", "Acme review") for text in (WATER, WASTE)]
    with Index.open(into) as index:
        acme = index.documents()[0]
        assert (acme.title, acme.year) == ("Acme review", 2022)
        assert acme.company != "Acme Inc."
    assert counts(build()) == (2, 3, 0, 1, 0, 1, 2)
    with Index.open(into) as index:
        assert (index.documents()[0].title, index.documents()[0].year) == ("Acme 2023 report", 2023)


def test_a_correction_reaches_reports_from_elsewhere_and_a_rebuild(
    build: Any, into: Path, reports: Path, tmp_path: Path
) -> None:
    build()
    single = tmp_path / "cobalt.md"
    single.write_text("# Cobalt\n\nCobalt employs 12 people.\n", encoding="utf-8")
    corrections = {"borealis.md": Correction(year=2001), "cobalt.md": Correction(year=2002)}
    assert counts(build(single, corrections=corrections)) == (3, 4, 1, 1, 0, 1, 1)
    for _ in range(2):
        with Index.open(into) as index:
            assert [document.year for document in index.documents()] == [2023, 2001, 2002]
        build(single, corrections=corrections, rebuild=True)


def test_a_corrected_report_that_is_gone_keeps_its_passages(build: Any, into: Path, tmp_path: Path) -> None:
    single = tmp_path / "cobalt.md"
    single.write_text("# Cobalt\n\nCobalt employs 12 people.\n", encoding="utf-8")
    build()
    build(single)
    single.unlink()
    summary = build(corrections={"cobalt.md": Correction(year=2002)})
    assert counts(summary) == (3, 4, 0, 0, 0, 3, 0)
    assert skipped(summary) == {"cobalt.md": "cannot be opened: No such file or directory"}


def test_a_correction_of_no_report_is_told(build: Any) -> None:
    corrections = {"nope.md": Correction(year=2020), "acme.md": Correction(year=2023), "ACME.md": Correction(year=2023)}
    assert build(corrections=corrections).unknown == ("ACME.md", "nope.md")
    assert build(corrections=corrections).unknown == ("ACME.md", "nope.md")
    assert build().unknown == ()


def test_pictures_switched_on_or_off_mean_reading_again(build: Any, into: Path, reports: Path, embedder: Any) -> None:
    told: list[tuple[str, bool]] = []

    def read(file: Path, *, options: Any, **rest: Any) -> Any:
        told.append((file.name, options.pictures))
        return read_report(file, options=options, **rest)

    build(read=read)
    build(read=read)
    assert told == [("acme.md", True), ("borealis.md", True)]
    told.clear()
    embedder.embedded.clear()
    assert counts(build(reports / "acme.md", read=read, pictures=False)) == (2, 3, 0, 2, 0, 0, 0)
    assert told == [("acme.md", False), ("borealis.md", False)]
    assert Manifest.read(into).pictures is False
    assert counts(build(read=read, pictures=False)) == (2, 3, 0, 0, 0, 2, 0)
    assert len(told) == 2
    assert embedder.embedded == []
