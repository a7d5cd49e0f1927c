"""The audit file itself: nothing in it can be changed or removed unseen, and many may write at once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rag.audit.entry import FORMAT, sha256
from rag.audit.log import append, head_of
from rag.audit.reading import AuditError, entries, verify

ROOT = Path(__file__).parents[3]
GAP = "Line {} does not follow line {}: one was changed, or some removed."
END = "Lines at the end were removed or changed: audit.jsonl.head holds the hash of another line."
Edit = Callable[[list[bytes]], list[bytes]]


def write(file: Path, *questions: str) -> None:
    """Add entries with these questions."""
    for question in questions:
        append(file, {"format": FORMAT, "time": "2024-05-01T10:00:00.000+00:00", "question": question})


def told(file: Path) -> list[str]:
    """What is wrong with a file."""
    return [finding.text for finding in verify(file) if finding.wrong]


def noted(file: Path) -> list[str]:
    """What is only good to know of a file."""
    return [finding.text for finding in verify(file) if not finding.wrong]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An audit file of four lines."""
    file = tmp_path / "new folder" / "audit.jsonl"
    write(file, "one?", "two?", "three?", "four – ₂\ud800?")
    return file


def test_a_line_is_json_and_holds_the_hash_of_the_line_before(file: Path) -> None:
    lines = file.read_bytes().splitlines()
    values = [json.loads(line) for line in lines]
    assert [value["question"] for value in values] == ["one?", "two?", "three?", "four – ₂\ud800?"]
    assert [value["before"] for value in values] == ["", *map(sha256, lines[:-1])]
    assert [list(value)[-2:] for value in values] == [["before", "sha256"]] * 4
    assert head_of(file).read_text(encoding="ascii") == sha256(lines[-1]) + "\n"


def test_what_nobody_touched_is_in_order(file: Path) -> None:
    assert told(file) == []
    assert noted(file) == [f"4 answers; the last line's sha256 is {head_of(file).read_text(encoding='ascii').strip()}."]


def test_only_its_owner_reads_it(file: Path) -> None:
    assert [path.stat().st_mode & 0o777 for path in (file, head_of(file))] == [0o600, 0o600]


def _resealed(line: bytes) -> bytes:
    """A line with another question, and the hash of itself made anew."""
    text = line.replace(b"?", b"!").rpartition(b', "sha256": "')[0]
    return text + f', "sha256": "{sha256(text + b"}")}"}}\n'.encode()


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda lines: [lines[0].replace(b"one", b"won"), *lines[1:]], "Line 1 was changed after it was written."),
        (lambda lines: [*lines[:2], b"{}\n", lines[3]], "Line 3 was changed after it was written."),
        (lambda lines: [*lines[:3], lines[3].replace(b"four", b"five")], "Line 4 was changed after it was written."),
        (lambda lines: [lines[0], lines[2], lines[3]], GAP.format(2, 1)),
        (lambda lines: [_resealed(lines[0]), *lines[1:]], GAP.format(2, 1)),
        (lambda lines: lines[1:], "Line 1 follows a line that is not here: the lines before it were removed."),
        (lambda lines: [*lines[:2], lines[3], lines[2]], GAP.format(3, 2)),
        (lambda lines: lines[:3], END),
        (lambda lines: [*lines[:3], _resealed(lines[3])],
         END),
        (lambda lines: [], END),
    ],
    ids=["first", "not json", "last", "removed", "resealed", "beginning", "swapped", "end", "last resealed",
         "emptied"],
)  # fmt: skip
def test_a_change_is_told(file: Path, edit: Edit, expected: str) -> None:
    file.write_bytes(b"".join(edit(file.read_bytes().splitlines(keepends=True))))
    assert told(file)[0] == expected


def test_a_file_begun_anew_tells_of_the_one_before(file: Path) -> None:
    file.unlink()
    write(file, "five?")
    assert told(file) == ["Line 1 follows a line that is not here: the lines before it were removed."]


@pytest.mark.parametrize("length", [1, 40, -2])
def test_a_half_written_last_line_is_told_and_goes_on(file: Path, length: int) -> None:
    *whole, last = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(whole) + last[:length])
    head_of(file).write_text(sha256(whole[-1][:-1]) + "\n", encoding="ascii")  # it was to be written after the line
    half = "Line 4 was only half written: its answer is lost."
    assert (told(file), noted(file)[0]) == ([], half)
    write(file, "five?")
    assert (told(file), noted(file)[0]) == ([], half)
    assert [(entry.number, entry.content["question"]) for entry in entries(file)] == [
        (1, "one?"), (2, "two?"), (3, "three?"), (5, "five?"),
    ]  # fmt: skip
    file.write_bytes(file.read_bytes().replace(last[:length] + b"\n", b"[\n"))
    assert told(file) == ["Line 4 was changed after it was written."]


def test_a_line_without_its_hash_beside_is_no_change(file: Path) -> None:
    head = head_of(file).read_bytes()
    write(file, "five?")
    head_of(file).write_bytes(head)  # as if the machine had stopped between the two
    assert told(file) == []
    head_of(file).unlink()
    assert told(file) == []
    assert "audit.jsonl.head is missing: lines cut off at the end would not be told." in noted(file)


def test_a_line_that_only_lacks_its_end_is_whole(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])
    assert (told(file), len(noted(file)), len(entries(file))) == ([], 1, 4)
    write(file, "five?")
    assert (told(file), len(noted(file)), len(entries(file))) == ([], 1, 5)


def test_long_lines_follow_each_other(tmp_path: Path) -> None:
    file = tmp_path / "audit.jsonl"
    write(file, "a" * 200_000, "b" * 65_536, "c")
    assert told(file) == []
    assert [len(entry.content["question"]) for entry in entries(file, last=2)] == [65_536, 1]


def test_threads_and_processes_write_one_chain(tmp_path: Path) -> None:
    file = tmp_path / "audit.jsonl"
    code = f"""
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from rag.audit.log import append
file, name = Path(sys.argv[1]), sys.argv[2]
def entry(number):
    append(file, {{"format": {FORMAT}, "time": "", "question": name + str(number)}})
with ThreadPoolExecutor(4) as threads:
    list(threads.map(entry, range(60)))
"""
    command = [sys.executable, "-c", code, str(file)]
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda name: subprocess.run([*command, name], cwd=ROOT, check=True, timeout=120), "abc"))
    assert told(file) == []
    asked = [entry.content["question"] for entry in entries(file)]
    assert sorted(asked) == sorted(f"{name}{number}" for name in "abc" for number in range(60))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    for read in (verify, entries):
        with pytest.raises(AuditError, match=r"The audit file .*none\.jsonl cannot be read: No such file"):
            list(read(tmp_path / "none.jsonl"))
