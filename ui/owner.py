"""Whose a request is."""

from __future__ import annotations

import gradio as gr


def owner_of(request: gr.Request) -> str:
    """Who is asking: the name that was logged in with, or nobody's where there is no login."""
    return str(getattr(request, "username", None) or "")
