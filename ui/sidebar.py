"""The list of conversations as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from ui import icons, render
from ui.conversations import Conversation
from ui.panels import FORMS


def sidebar(conversations: Sequence[Conversation], *, current: str = "", busy: bool = False) -> str:
    """The conversations, the one that is open marked; while an answer is written none can be changed.

    :param conversations: The latest first.
    :param current: The id of the one that is open.
    :param busy: Whether an answer is being written.
    """
    items = "".join(_item(each, current=each.id == current) for each in conversations)
    listed = f'<ul class="talks">{items}</ul>' if items else '<p class="hint">Your conversations are kept here.</p>'
    forms = "".join(render.button(label, "save", turn=-1, form=form) for form, label in FORMS)
    saving = (
        f'<details class="menu whole"><summary class="quiet">Save this conversation</summary>'
        f'<div class="choices">{forms}</div></details>'
    )
    fresh = render.button("+ New conversation", "fresh", kind="fresh")
    inert = " inert" if busy else ""
    return f'<nav aria-label="Conversations"{inert}>{fresh}{listed}{saving if current else ""}</nav>'


def _item(conversation: Conversation, *, current: bool) -> str:
    """One conversation: its title opens it."""
    title = render.escape(conversation.title)
    here = ' aria-current="page"' if current else ""
    of = {"id": conversation.id, "name": conversation.title}
    opening = (
        f'<button type="button" class="talk" dir="auto" data-do="reopen" data-id="{conversation.id}"{here}>'
        f"{title}</button>"
    )
    renaming = render.button(icons.PENCIL, "rename", kind="quiet", title="Rename", **of)
    removing = render.button(icons.CROSS, "discard", kind="quiet", title="Delete", **of)
    return f"<li>{opening}{renaming}{removing}</li>"
