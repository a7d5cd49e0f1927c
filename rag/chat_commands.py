"""The commands about the chat: who may log in to it, and what its readers said of answers.

The chat is the layer above: it is looked up by name when it is asked for, and nothing here depends on it.
"""

from __future__ import annotations

import argparse
import getpass
import pkgutil
import sys
from pathlib import Path

from rag.config import home

Arguments = argparse.Namespace


def user(arguments: Arguments) -> int:
    """``esg user add | remove | list``."""
    file: Path = arguments.auth or home() / "users"
    if arguments.action == "list":
        known = sorted(pkgutil.resolve_name("ui.accounts:read")(file).items())
        told = [f"{name} (admin)" if account.admin else name for name, account in known]
        print("\n".join(told) or f"There is nobody in {file}.")
    elif arguments.action == "remove":
        pkgutil.resolve_name("ui.accounts:remove_user")(file, arguments.name)
        print(f"{arguments.name} can log in no more; a chat that is running keeps whom it has let in until it ends.")
    else:
        add, password = pkgutil.resolve_name("ui.accounts:add_user"), _password(arguments.name)
        new = add(file, arguments.name, password, admin=arguments.admin)
        print(f"{arguments.name} can log in{'' if new else ' with the new password'}: esg chat --auth {file}")
    return 0


def feedback(arguments: Arguments) -> int:
    """``esg feedback export``."""
    export = pkgutil.resolve_name("ui.feedback:export_feedback")
    number = export(home() / "chat.sqlite", out=arguments.out)
    print(f"{number} rated {'answer' if number == 1 else 'answers'} in {arguments.out}; complete what is empty.")
    return 0


def _password(name: str) -> str:
    """A password that is typed unseen, or the first line of what is piped in."""
    if sys.stdin.isatty():
        return getpass.getpass(f"Password of {name}: ")
    return sys.stdin.readline().rstrip("\n")
