"""Zip archives of reports: read in memory, brought up to date member by member, harmless whatever they hold."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from index import archives
from index.archives import ArchiveError, archive_of, checksum, members_of, read_bytes, size_of
from index.errors import IndexingError, ReadError
from index.reading import read_report
from index.store import Index

ACME = "# Acme 2023 report\n\nAcme withdrew 1,200 cubic metres of water in 2023.\n"
NORDA = "# Norda 2022 report\n\nNorda sent 35 tonnes of waste to landfill in 2022.\n"


def packed(file: Path, members: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


@pytest.fixture
def reports_zip(tmp_path: Path) -> Path:
    return packed(tmp_path / "reports.zip", {"acme.md": ACME, "2022/norda.md": NORDA})


def names(into: Path) -> list[str]:
    with Index.open(into) as index:
        return [document.name for document in index.documents()]


def paths(into: Path) -> list[str]:
    with Index.open(into) as index:
        return [document.path for document in index.documents()]


def counts(summary: Any) -> tuple[int, ...]:
    """(documents, added, changed, removed, unchanged, embedded)"""
    return (
        summary.documents, summary.added, summary.changed, summary.removed, summary.unchanged, summary.embedded
    )  # fmt: skip


def skipped(summary: Any) -> dict[str, str]:
    return {item.path.name: item.reason for item in summary.skipped}


def test_members_are_reports_hidden_ones_and_archives_left_out(tmp_path: Path) -> None:
    file = packed(
        tmp_path / "a.zip",
        {
            "b.md": "b",
            "A/a.TXT": "a",
            "A/": "",
            ".hidden.md": "h",
            "A/.git/c.md": "h",
            "__MACOSX/._b.md": "h",
            "picture.png": "p",
            "A/inner.zip": "z",
            "../up.md": "u",
            "/root.md": "r",
            "A//b.md": "d",
            "C:/c.md": "w",
            "A\\back.md": "s",
        },
    )
    found = members_of(file, suffixes={".md", ".txt"})
    assert found.reports == ("A/a.TXT", "b.md")
    outside = "its name leads out of the archive"
    assert dict(found.skipped) == {
        "A/inner.zip": "is an archive in an archive, which is not looked into",
        **dict.fromkeys(["../up.md", "/root.md", "A//b.md", "C:/c.md", "A\\back.md"], outside),
    }


def test_a_member_is_read_by_its_path(reports_zip: Path) -> None:
    path = reports_zip / "2022" / "norda.md"
    assert archive_of(path) == reports_zip
    assert read_bytes(path).decode() == NORDA
    assert size_of(path) == len(NORDA)
    assert checksum(path) == hashlib.sha256(NORDA.encode()).hexdigest()
    report = read_report(path, name="norda.md")
    assert (report.document.title, report.document.path) == ("Norda 2022 report", str(path))
    with pytest.raises(ReadError, match=r"gone\.md cannot be opened: No such file in the archive"):
        read_report(reports_zip / "gone.md", name="gone.md")


def test_a_file_is_no_member(tmp_path: Path) -> None:
    folder = tmp_path / "folder.zip"
    folder.mkdir()
    (folder / "a.md").write_text(ACME, encoding="utf-8")
    assert archive_of(folder / "a.md") is None
    assert read_bytes(folder / "a.md").decode() == ACME
    assert checksum(folder / "a.md") == hashlib.sha256(ACME.encode()).hexdigest()


def test_an_index_of_an_archive_is_brought_up_to_date(build: Any, into: Path, reports_zip: Path) -> None:
    assert counts(build(reports_zip)) == (2, 2, 0, 0, 0, 2)
    assert sorted(names(into)) == ["2022/norda.md", "acme.md"]
    assert sorted(paths(into)) == [f"{reports_zip}/2022/norda.md", f"{reports_zip}/acme.md"]
    read: list[str] = []

    def counting(file: Path, **options: Any) -> Any:
        read.append(file.name)
        return read_report(file, **options)

    assert counts(build(reports_zip, read=counting)) == (2, 0, 0, 0, 2, 0)
    assert read == []
    packed(reports_zip, {"acme.md": ACME.replace("1,200", "1,300"), "2022/norda.md": NORDA})
    assert counts(build(reports_zip, read=counting)) == (2, 0, 1, 0, 1, 1)
    assert read == ["acme.md"]
    packed(reports_zip, {"2022/norda.md": NORDA})
    assert counts(build(reports_zip)) == (1, 0, 0, 1, 1, 0)
    assert names(into) == ["2022/norda.md"]
    reports_zip.unlink()
    assert counts(build(reports_zip)) == (0, 0, 0, 1, 0, 0)
    with pytest.raises(IndexingError, match=r"There is no file or folder .*reports\.zip"):
        build(reports_zip)


def test_an_archive_in_a_folder(build: Any, into: Path, reports: Path) -> None:
    packed(reports / "more.zip", {"norda.md": NORDA})
    assert counts(build()) == (3, 3, 0, 0, 0, 4)
    assert names(into) == ["acme.md", "borealis.md", "more.zip/norda.md"]
    assert counts(build(rebuild=True))[0] == 3
    (reports / "more.zip").unlink()
    assert counts(build()) == (2, 0, 0, 1, 2, 0)


def test_members_of_the_same_name_are_told_apart(build: Any, into: Path, tmp_path: Path) -> None:
    first = packed(tmp_path / "one.zip", {"esg.md": ACME})
    second = packed(tmp_path / "two.zip", {"esg.md": NORDA, "copy.md": ACME})
    summary = build(first, second)
    assert names(into) == ["esg.md", "two.zip/esg.md"]
    assert skipped(summary) == {"copy.md": "same content as esg.md"}


def encrypted(file: Path) -> Path:
    """An archive whose first member says that it is encrypted."""
    content = bytearray(packed(file, {"secret.md": NORDA, "open.md": ACME}).read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    file.write_bytes(content)
    return file


def test_members_that_cannot_be_read_are_told_and_the_rest_goes_on(build: Any, into: Path, tmp_path: Path) -> None:
    file = encrypted(tmp_path / "a.zip")
    inner = io.BytesIO()
    packed(inner, {"a.md": ACME})  # type: ignore[arg-type]
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("binary.md", b"\x00\x01" * 400)
        archive.writestr("empty.md", b"")
        archive.writestr("inner.zip", inner.getvalue())
    summary = build(file)
    assert names(into) == ["open.md"]
    assert skipped(summary) == {
        "secret.md": "is encrypted",
        "binary.md": "is binary, not text",
        "empty.md": "holds no text",
        "inner.zip": "is an archive in an archive, which is not looked into",
    }


def test_a_damaged_member_is_told(reports_zip: Path, build: Any, into: Path) -> None:
    content = bytearray(reports_zip.read_bytes())
    start = content.index(b"acme.md") + len("acme.md")
    content[start : start + 20] = b"\xff" * 20
    reports_zip.write_bytes(content)
    summary = build(reports_zip)
    assert names(into) == ["2022/norda.md"]
    assert skipped(summary) == {"acme.md": "is damaged, or packed in a way that cannot be read"}


def test_a_broken_archive_is_told_and_nothing_in_it_has_vanished(build: Any, into: Path, reports: Path) -> None:
    file = packed(reports / "more.zip", {"norda.md": NORDA})
    build()
    file.write_bytes(file.read_bytes()[:60])
    summary = build()
    assert counts(summary) == (3, 0, 0, 0, 3, 0)
    assert skipped(summary) == {"more.zip": "is not a whole zip archive"}
    with pytest.raises(IndexingError, match=r"No report could be read: .*more\.zip: is not a whole zip archive"):
        build(file, into=reports.parent / "other.index")


def test_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = packed(tmp_path / "a.zip", {"a.md": "a" * 20_000_000, "b.md": ACME})
    with pytest.raises(ArchiveError, match="unpacks to more than reports can hold"):
        members_of(file, suffixes={".md"})
    with pytest.raises(ArchiveError, match="unpacks to more than reports can hold"):
        read_bytes(file / "a.md")
    assert read_bytes(file / "b.md").decode() == ACME
    monkeypatch.setattr(archives, "_MOST_MEMBERS", 1)
    with pytest.raises(ArchiveError, match="holds more than 1 files"):
        members_of(packed(file, {"a.md": "a", "b.md": "b"}), suffixes={".md"})


def test_a_member_never_gives_more_than_it_declares(tmp_path: Path) -> None:
    file = packed(tmp_path / "a.zip", {"a.md": "words " * 1000})
    content = bytearray(file.read_bytes())
    place = content.index(b"PK\x01\x02") + 24
    content[place : place + 4] = (10).to_bytes(4, "little")
    file.write_bytes(content)
    with pytest.raises(ArchiveError, match="is damaged"):
        read_bytes(file / "a.md")


def test_nothing_is_written_to_the_disk(build: Any, tmp_path: Path, into: Path) -> None:
    (tmp_path / "zips").mkdir()
    file = packed(tmp_path / "zips" / "a.zip", {"a.md": ACME})
    build(file)
    assert [path.name for path in file.parent.iterdir()] == ["a.zip"]
    assert {path.name for path in tmp_path.iterdir()} <= {"zips", "my.index", "reports"}
