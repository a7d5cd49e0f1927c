"""Who may log in."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path

import pytest

from rag.errors import AnswerError
from ui import accounts
from ui.accounts import Accounts, add_user, read, remove_user


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with one account."""
    add_user(tmp_path / "users", "ann", "correct horse")
    return tmp_path / "users"


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong login waits shortly."""
    monkeypatch.setattr(accounts, "WRONG_WAIT", 0.05)


def login(file: Path, name: str, password: str) -> bool:
    """Whether a login is let in."""
    return asyncio.run(Accounts(file).login(name, password))


def test_only_name_and_password_together_let_in(file: Path) -> None:
    assert login(file, "ann", "correct horse")
    assert not login(file, "ann", "correct horse ")
    assert not login(file, "bob", "correct horse")
    assert not login(file, "ann", "")


def test_a_wrong_login_waits(file: Path) -> None:
    async def both() -> tuple[float, float]:
        loop, found = asyncio.get_running_loop(), []
        for password in ("correct horse", "correct horse", "correct horse", "wrong"):
            begin = loop.time()
            await Accounts(file).login("ann", password)
            found.append(loop.time() - begin)
        return min(found[:3]), found[3]  # the best of three, since the machine may be busy

    accounts.WRONG_WAIT = 0.5
    right, wrong = asyncio.run(both())
    assert wrong >= 0.5 > right


def test_no_password_is_kept(file: Path) -> None:
    add_user(file, "bob", "correct horse")
    text = file.read_text()
    assert "horse" not in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    ann, bob = read(file).values()
    assert ann.kept != bob.kept  # salted


def test_a_second_time_gives_another_password(file: Path) -> None:
    assert add_user(file, "bob", "password1") is True
    assert add_user(file, "ann", "battery staple") is False
    assert login(file, "ann", "battery staple")
    assert not login(file, "ann", "correct horse")
    assert login(file, "bob", "password1")


def test_an_administrator_is_one_at_once_and_stays_one_with_another_password(file: Path) -> None:
    accounts = Accounts(file)
    assert not accounts.is_admin("ann")
    add_user(file, "ann", "correct horse", admin=True)
    add_user(file, "bob", "password1")
    assert (accounts.is_admin("ann"), accounts.is_admin("bob"), accounts.is_admin("")) == (True, False, False)
    add_user(file, "ann", "battery staple")
    assert accounts.is_admin("ann")
    assert login(file, "ann", "battery staple")


def test_who_is_removed_is_kept_out(file: Path) -> None:
    add_user(file, "bob", "password1")
    remove_user(file, "ann")
    assert not login(file, "ann", "correct horse")
    with pytest.raises(AnswerError, match="no user 'ann'"):
        remove_user(file, "ann")


@pytest.mark.parametrize("name", ["", "a:b", "a b", "-a", "x" * 65, "a\nb", "../a"])
def test_names_that_cannot_be(tmp_path: Path, name: str) -> None:
    with pytest.raises(AnswerError, match="cannot be a user's name"):
        add_user(tmp_path / "users", name, "correct horse")


def test_a_short_password_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AnswerError, match="too short"):
        add_user(tmp_path / "users", "ann", "1234567")
    assert not (tmp_path / "users").exists()


def test_a_login_that_nobody_can_pass_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AnswerError, match="Nobody can log in"):
        Accounts(tmp_path / "users")


def test_a_broken_line_lets_nobody_in(file: Path) -> None:
    file.write_text("ann:plain\nbob:scrypt$x$8$1$a$b\n# c:d\n")
    assert not login(file, "ann", "plain")
    assert not login(file, "bob", "x")
