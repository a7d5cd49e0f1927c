"""What can be done with an audit file, each as findings for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rag.audit.reading import Finding, entries, verify
from rag.audit.replaying import replay
from rag.audit.telling import told

if TYPE_CHECKING:
    from rag import Assistant

Action = Literal["verify", "replay", "show"]


def findings(
    action: Action, file: Path, *, last: int | None, open_index: Callable[[Path], Assistant]
) -> Iterator[Finding]:
    """Check an audit file, ask its questions again, or tell what it holds.

    :param action: Which of them.
    :param file: The audit file.
    :param last: Only so many answers, the latest; the check is always of the whole file.
    :param open_index: Gives the assistant on the index of a folder.
    :raises AuditError: If there is no such file or it can't be read.
    """
    if action == "verify":
        yield from verify(file)
    elif action == "replay":
        yield from replay(entries(file, last=last), open_index)
    else:
        yield from (Finding(text, wrong=False) for text in told(entries(file, last=last)))
