"""The arguments of ``esg chat``, ``esg user`` and ``esg feedback``."""

from __future__ import annotations

import argparse
from pathlib import Path

from rag import chat_commands, commands
from rag.arguments import Adder, add_common, add_index_choice, whole


def add_chat(add: Adder) -> None:
    """``esg chat``."""
    command = add(
        "chat", commands.chat, "open the chat in the browser", "esg chat --sample", "esg chat --port 8080",
        "esg chat --host 0.0.0.0 --auth users",
    )  # fmt: skip
    add_index_choice(command)
    command.add_argument("--sample", action="store_true", help="chat about the sample reports that come with it")
    command.add_argument("--host", metavar="HOST", help="address to listen on (default: 127.0.0.1, this machine only)")
    command.add_argument("--port", type=whole(0, 65535), metavar="PORT", help="port to listen on (default: 7860)")
    command.add_argument(
        "--open", action=argparse.BooleanOptionalAction, default=True, help="open the browser (default: yes)"
    )
    command.add_argument("--no-audit", action="store_true", help="do not write the answers to the audit file")
    login = command.add_mutually_exclusive_group()
    login.add_argument(
        "--auth", type=Path, metavar="FILE", help="let in only who logs in (esg user add NAME --auth FILE)"
    )
    login.add_argument(
        "--without-login", action="store_true",
        help="listen beyond this machine without a login: all who reach it share all conversations",
    )  # fmt: skip


def add_user(add: Adder) -> None:
    """``esg user add | remove | list``."""
    command = add(
        "user", chat_commands.user, "say who may log in to the chat", "esg user add ann --auth users",
        "esg user add bob --admin --auth users", "esg user remove ann --auth users", "esg user list",
    )  # fmt: skip
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True, dest="action")
    added = actions.add_parser("add", help="let somebody in, or give them another password, which is asked for")
    added.add_argument("--admin", action="store_true", help="let them add and remove reports too")
    removed = actions.add_parser("remove", help="let somebody in no more")
    listing = actions.add_parser("list", help="who may log in")
    for action in (added, removed):
        action.add_argument("name", metavar="NAME")
    for action in (added, removed, listing):
        action.add_argument("--auth", type=Path, metavar="FILE", help="default: users in the home folder")
        add_common(action, config=argparse.SUPPRESS, verbose=argparse.SUPPRESS)


def add_feedback(add: Adder) -> None:
    """``esg feedback export``."""
    command = add(
        "feedback", chat_commands.feedback, "make gold-set candidates of the answers that were rated in the chat",
        "esg feedback export --out candidates.jsonl",
    )  # fmt: skip
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True, dest="action")
    export = actions.add_parser("export", help="write a candidate a line")
    export.add_argument("--out", type=Path, metavar="FILE", default="feedback.jsonl", help="default: feedback.jsonl")
    add_common(export, config=argparse.SUPPRESS, verbose=argparse.SUPPRESS)
