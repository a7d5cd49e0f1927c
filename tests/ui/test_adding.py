"""Reports added and removed while the chat goes on."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from models.fakes import FakeEmbedder
from rag.config import Settings
from tests.ui.making import document
from tests.ui.test_panels import words
from tests.ui.working import dies, hangs, indexes, tells
from ui import adding, documents_tab
from ui.adding import Additions, Job
from ui.library import Library


def additions(tmp_path: Path, run: adding.Run = tells) -> Additions:
    """Additions to an index that nobody reads."""
    return Additions(into=tmp_path / "index", folder=tmp_path / "reports", settings=Settings(), run=run)


def ended(job: Additions) -> Job:
    """The job once it is done."""
    end = time.monotonic() + 30
    while job.job.running and time.monotonic() < end:
        time.sleep(0.02)
    return job.job


@pytest.fixture(autouse=True)
def found_by_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that adds reports looks for what it runs where this one does; pytest leaves the root out of that."""
    monkeypatch.syspath_prepend(Path(__file__).parents[2])


@pytest.fixture
def upload(tmp_path: Path) -> Path:
    """An uploaded file."""
    file = tmp_path / "upload" / "acme.md"
    file.parent.mkdir()
    file.write_text("# Acme\n\nAcme used 12 tonnes of water.\n")
    return file


def test_an_upload_is_kept_and_indexed_and_what_cannot_be_read_is_not(tmp_path: Path, upload: Path) -> None:
    broken = upload.with_name("broken.docx")
    broken.write_bytes(b"PK nonsense")
    job = additions(tmp_path, indexes)
    job.add([upload, broken])
    assert job.job.title == "Adding acme.md, broken.docx"
    done = ended(job)
    assert (done.failed, done.told) == (
        False,
        (
            "1 report: 1 added, 0 changed, 0 removed, 0 unchanged, 1 skipped.",
            "skipped: broken.docx: is not a whole Word document",
        ),
    )
    assert [file.name for file in job.folder.iterdir()] == ["acme.md"]
    upload.write_text("# Another\n\nAnother one of that name.\n")
    job.add([upload])
    assert job.job.told == ("skipped: acme.md: a report of this name was added before; remove that one first",)
    assert "12 tonnes" in (job.folder / "acme.md").read_text()


def test_files_that_cannot_be_reports_are_refused_with_the_reason(
    tmp_path: Path, upload: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"a.exe": b"x", "b.pdf": b"not one", "c.txt": b"", "d.txt": b"x" * 20, "e.pdf": b"%PDF-1.7"}
    for name, content in files.items():
        (upload.parent / name).write_bytes(content)
    monkeypatch.setattr(adding, "LARGEST", 10)
    reasons = [adding.refusal(upload.parent / name) for name in files]
    assert [reason[:30] for reason in reasons] == [
        "not a kind of report that can ", "it is not a PDF", "it is empty", "larger than 0 MB", "",
    ]  # fmt: skip
    job = additions(tmp_path)
    job.add([upload.parent / "a.exe"])
    assert (job.job.running, job.job.failed) == (False, True)
    assert job.job.told[0].startswith("skipped: a.exe: not a kind of report")
    assert not job.folder.exists()


def test_an_end_without_a_word_is_a_failure(tmp_path: Path, upload: Path) -> None:
    job = additions(tmp_path, dies)
    job.add([upload])
    done = ended(job)
    assert (done.failed, done.told) == (True, (adding.BROKEN_OFF,))
    assert list(job.folder.iterdir()) == []


def test_a_job_is_cancelled_and_no_second_one_begins_meanwhile(tmp_path: Path, upload: Path) -> None:
    job = additions(tmp_path, hangs)
    job.add([upload])
    assert not job.remove(document(2024, "Report"))
    assert not job.add([upload])
    assert job.job.title == "Adding acme.md"
    assert (job.folder / "acme.md").exists()
    job.cancel()
    assert ended(job).told == (adding.BROKEN_OFF,)


def test_any_report_is_taken_out_and_only_an_uploaded_file_deleted(tmp_path: Path) -> None:
    job, report = additions(tmp_path), document(2024, "Report")
    assert job.remove(report)
    assert job.job.title == "Removing report-2024.md"
    assert ended(job).told == ("dropped report-2024.md", "wrote index")
    assert job.remove(replace(report, path=str(job.folder.resolve() / "r.md")))
    assert ended(job).told == ("dropped report-2024.md", "deleted r.md", "wrote index")


def test_a_file_is_deleted_only_once_its_report_has_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.load_embedder", lambda _: FakeEmbedder())
    told: Any = SimpleNamespace(send=lambda each: sent.append(each))
    sent: list[tuple[str, Any]] = []
    files = tuple(tmp_path / name for name in ("a.md", "b.md"))
    for file in files:
        file.write_text(f"# Acme\n\nAcme used {file.stem} tonnes.\n", encoding="utf-8")
    change = adding.Change(tmp_path / "index", add=files)
    adding.work(told, change, Settings())
    assert ("step", ("read", 1, 2)) in sent
    assert sent[-1][1][0].startswith("2 reports: 2 added")
    adding.work(told, replace(change, add=(), drop=("none.md",), delete=files), Settings())
    assert sent[-1] == ("failed", ("There is no report none.md in the index. Check the name.",))
    assert all(file.exists() for file in files)
    adding.work(told, replace(change, add=(), drop=("a.md", "b.md"), delete=files[:1]), Settings())
    assert sent[-1][1][0].startswith("0 reports: 0 added, 0 changed, 2 removed")
    assert [file.exists() for file in files] == [False, True]


def test_the_shelf_lists_what_is_indexed(scripted: Any, tmp_path: Path) -> None:
    first, second = scripted.documents
    job = additions(tmp_path)
    blue = replace(first, path=str(job.folder.resolve() / first.name), title="<b>Blue</b>", company="Blue & Co")
    scripted.documents = (replace(blue, warnings=("page 3 <is> empty",)), second)
    html = documents_tab.shelf(Library(scripted).facts(), job)
    assert words(html) == (
        "2 reports · 14 passages, 3 figures Report Company Year Passages Figures &lt;b&gt;Blue&lt;/b&gt; "
        "report-2023.md 1 warning page 3 &lt;is&gt; empty Blue &amp; Co 2023 7 0 "
        "Report 2024 report-2024.md company unknown 2024 7 3"
    )
    assert 'data-of="passages">7' in html
    assert 'data-name="report-2023.md" data-file="Its file is deleted' in html
    assert 'data-name="report-2024.md" data-file="Its file stays where it is' in html
    job._job = Job("Adding", running=True)
    assert 'data-do="remove"' not in documents_tab.shelf(Library(scripted).facts(), job)


def who(name: str = "") -> Any:
    """A request of somebody."""
    return SimpleNamespace(username=name or None)


def test_who_may_not_change_what_is_indexed_sees_it_only(
    scripted: Any, tmp_path: Path, upload: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("gradio.Warning", told.append)
    nothing: Any = None
    job = additions(tmp_path, hangs)
    tab = documents_tab.DocumentsTab(Library(scripted), job, lambda name: name == "ann", *[nothing] * 4)
    ann, bob = tab.look(who("ann")), tab.look(who("bob"))
    assert (ann[0].visible, bob[0].visible) == (True, False)
    assert 'data-do="remove"' in ann[2]
    assert 'data-do="remove"' not in bob[2]
    assert documents_tab.DENIED in bob[2]
    tab.add([str(upload)], who("bob"))
    tab.remove(SimpleNamespace(name="report-2023.md"), who("bob"))
    assert told == [documents_tab.DENIED] * 2
    assert job.job == Job()
    assert not upload.exists()
    upload.write_text("# Acme")
    assert "Cancel" in words(tab.add([str(upload)], who("ann"))[1])
    assert "Cancel" not in words(tab.cancel(who("bob"))[1])
    assert job.job.running
    tab.cancel(who("ann"))
    assert ended(job).told == (adding.BROKEN_OFF,)


def test_what_goes_on_is_shown(scripted: Any) -> None:
    running = Job("Adding <a>", stage="embed", done=3, total=9, running=True)
    assert words(documents_tab._job(running)) == "Adding &lt;a&gt; · Embedding passages… Cancel"
    assert 'max="9" value="3"' in documents_tab._job(running)
    failed = Job("Adding a", failed=True, told=("skipped: <x>",))
    assert words(documents_tab._job(failed)) == "Adding a: failed skipped: &lt;x&gt;"
    assert documents_tab._job(Job()) == ""


def test_no_copy_of_an_upload_stays_behind(scripted: Any, tmp_path: Path, upload: Path) -> None:
    nothing: Any = None
    job = additions(tmp_path, hangs)
    tab = documents_tab.DocumentsTab(Library(scripted), job, lambda _: True, *[nothing] * 4)
    _, told, *_ = tab.add([str(upload)], who())
    assert words(told) == "Adding acme.md · Starting… Cancel"
    assert not upload.exists()
    assert (job.folder / "acme.md").exists()
    job.cancel()
    ended(job)
