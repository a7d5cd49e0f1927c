"""The command ``esg``: its arguments, and the one place where a failure becomes one line and an exit code.

0 done, 1 failed (one line on stderr says why and what to do), 2 wrong use, 130 interrupted, 141 the reader went away.
"""

from __future__ import annotations

import argparse
import io
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from models.errors import EsgError
from rag import commands
from rag.arguments import Adder, Version, add_common, add_index_choice, clean, whole, years
from rag.chat_arguments import add_chat, add_feedback, add_user
from rag.logs import configure_logging

logger = logging.getLogger(__name__)


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="esg",
        description="Answers questions about ESG reports on this machine, with every figure cited.",
        epilog="Start with: esg chat --sample\nHelp on one command: esg COMMAND --help",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=Version, nargs=0, help="print the version and exit")
    add_common(parser, config=None, verbose=False)
    kinds = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def add(name: str, run: Callable[..., int], summary: str, *examples: str) -> argparse.ArgumentParser:
        """A command with its examples below the help."""
        command: argparse.ArgumentParser = kinds.add_parser(
            name,
            help=summary,
            description=summary[0].upper() + summary[1:] + ".",
            epilog="\n".join(["examples:", *(f"  {example}" for example in examples)]),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        add_common(command, config=argparse.SUPPRESS, verbose=argparse.SUPPRESS)
        command.set_defaults(run=run, command=name)
        return command

    for group in (
        _add_index, _add_questions, _add_figures, add_chat, add_user, add_feedback, _add_audit, _add_eval, _add_models,
        _add_doctor,
    ):  # fmt: skip
        group(add)
    return parser


def _add_index(add: Adder) -> None:
    """``esg index``."""
    command = add(
        "index",
        commands.index,
        "read reports into an index; what is unchanged is left alone",
        "esg index reports/",
        "esg index reports/2024.md reports/2023.txt --into acme.index",
        "esg index reports/ --rebuild",
        "esg index reports/ --no-pictures",
    )
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a report or a folder of reports")
    command.add_argument("--into", type=Path, metavar="DIR", help="the index folder (default: that of the settings)")
    command.add_argument("--rebuild", action="store_true", help="make the index anew, also one of another format")
    command.add_argument("--no-pictures", action="store_true", help="do not read pages that are pictures (quicker)")
    command.add_argument("--quiet", action="store_true", help="no progress and no summary")


def _add_questions(add: Adder) -> None:
    """``esg ask`` and ``esg search``."""
    ask = add(
        "ask",
        commands.ask,
        "answer a question from the reports, with its sources",
        'esg ask "What were Scope 1 emissions in 2024?"',
        'esg ask "How much water was used?" --year 2023 --json',
        'esg ask "Why did waste grow in 2024?" --explain',
    )
    ask.add_argument("--json", action="store_true", help="print the answer as JSON")
    search = add(
        "search",
        commands.search,
        "list the passages nearest to a question, without an answer",
        'esg search "water withdrawal" -k 5',
    )
    search.add_argument("-k", type=whole(1, 1000), default=10, metavar="N", help="how many passages (default: 10)")
    for command in (ask, search):
        command.add_argument("question", type=clean, metavar="QUESTION", help="the question, in quotes")
        add_index_choice(command)
        command.add_argument("--document", action="append", metavar="NAME", help="only this report (may be repeated)")
        command.add_argument("--year", action="append", type=int, metavar="Y", help="only this year (may be repeated)")
        command.add_argument("--explain", action="store_true", help="tell why each passage stands where it does")


def _add_figures(add: Adder) -> None:
    """``esg figures``."""
    command = add(
        "figures",
        commands.figures,
        "list the figures that the reports state of an indicator",
        'esg figures "scope 1" --years 2020-2024',
        'esg figures "water withdrawal" --document acme-2024.pdf --csv',
        "esg figures --restated",
    )
    command.add_argument("text", nargs="?", type=clean, metavar="TEXT", help="words of the indicator (default: all)")
    add_index_choice(command)
    command.add_argument("--years", type=years, metavar="YEARS", help="only these, such as 2020-2024 or 2022,2024")
    command.add_argument("--document", action="append", metavar="NAME", help="only this report (may be repeated)")
    command.add_argument("--segment", type=clean, metavar="S", help="only this part of the company; total: the whole")
    command.add_argument("--tables-only", action="store_true", help="leave out figures that stand in a sentence")
    form = command.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="print a line a figure for a spreadsheet")
    form.add_argument("--json", action="store_true", help="print the figures as JSON")
    form.add_argument("--restated", action="store_true", help="list the years that are printed with different values")


def _add_audit(add: Adder) -> None:
    """``esg audit verify | replay | show``."""
    command = add(
        "audit",
        commands.audit,
        "check or show the file of the answers given, or ask them again",
        "esg audit verify",
        "esg audit replay acme-audit.jsonl --index acme.index --last 20",
        "esg audit show --last 1",
    )
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True, dest="action")
    verify = actions.add_parser("verify", help="tell whether a line was changed or removed; 1 if so")
    replay = actions.add_parser("replay", help="answer each question again; 1 if an answer is another now")
    show = actions.add_parser("show", help="print each answer with its verdicts and what made it")
    for action in (verify, replay, show):
        action.set_defaults(index=None, last=None)
        action.add_argument("file", nargs="?", type=Path, metavar="FILE", help="default: that of the settings or chat")
        add_common(action, config=argparse.SUPPRESS, verbose=argparse.SUPPRESS)
    replay.add_argument("--index", type=Path, metavar="DIR", help="ask this index (default: the one asked then)")
    for action in (replay, show):
        action.add_argument("--last", type=whole(1, 10**9), metavar="N", help="only the last N answers")


def _add_eval(add: Adder) -> None:
    """``esg eval``."""
    command = add(
        "eval",
        commands.evaluate,
        "measure the answers against a gold set",
        "esg eval",
        "esg eval gold.jsonl --index acme.index --baseline --out eval-results",
        "esg eval --dialogues",
        "esg eval --figures 500 --index acme.index",
    )
    command.add_argument("gold", nargs="?", type=Path, metavar="GOLD.jsonl", help="default: the sample set and index")
    add_index_choice(command)
    beside = command.add_mutually_exclusive_group()
    beside.add_argument("--baseline", action="store_true", help="run the textbook recipe beside it")
    beside.add_argument("--dialogues", action="store_true", help="search follow-up questions; the file holds dialogues")
    beside.add_argument(
        "--figures", nargs="?", type=whole(1, 1_000_000), const=500, metavar="N", help="ask N figures back (500)"
    )
    command.add_argument("--out", type=Path, metavar="DIR", help="write results and every miss to DIR")
    command.add_argument("--floors", action="store_true", help="fail if a figure is below its floor")
    command.add_argument("--limit", type=whole(1, 1_000_000), metavar="N", help="only the first N questions")


def _add_models(add: Adder) -> None:
    """``esg models list | verify | pull``."""
    command = add(
        "models",
        commands.models,
        "list, verify or download models",
        "esg models list",
        "esg models verify",
        "esg models pull qwen2.5-1.5b-instruct",
    )
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True, dest="action")
    listing = actions.add_parser("list", help="what the catalogue holds and what is on this machine")
    verify = actions.add_parser("verify", help="check files against their sha256")
    verify.add_argument("names", nargs="*", metavar="NAME", help="default: every model on this machine")
    pull = actions.add_parser("pull", help="download a model; nothing else ever uses the network")
    pull.add_argument("name", metavar="NAME", help="a name from esg models list")
    for action in (listing, verify, pull):
        add_common(action, config=argparse.SUPPRESS, verbose=argparse.SUPPRESS)


def _add_doctor(add: Adder) -> None:
    """``esg doctor``."""
    add("doctor", commands.doctor, "check the installation, the models and the index", "esg doctor")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without ₂ shows "?" rather than fail
    arguments = build_parser().parse_args(argv)
    configure_logging(verbose=arguments.verbose)
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except EsgError as error:
        logger.debug("The command failed", exc_info=True)
        return _fail(str(error))
    except KeyboardInterrupt:
        kept = "; the index is as it was before" if arguments.command == "index" else ""
        print(f"Interrupted{kept}.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Python flushes stdout once more on exit, which must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        logger.debug("The command failed", exc_info=True)
        return _fail(f"Unexpected {type(error).__name__}: {error}. Run it again with --verbose to see where.")
    return code


def _fail(text: str) -> int:
    """Say on one line what went wrong."""
    print("esg:", " ".join(text.split()), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
