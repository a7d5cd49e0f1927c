"""The server that shows the chat on this machine, or to those who log in."""

from __future__ import annotations

import ipaddress
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr
from starlette.middleware import Middleware

from rag.config import home
from rag.errors import AnswerError
from ui.accounts import Accounts
from ui.adding import Additions
from ui.app import create_app
from ui.conversations import Conversations
from ui.loading import Loading
from ui.policy import Health, LocalOnly
from ui.theme import LOGIN, theme

if TYPE_CHECKING:
    from rag import Assistant

logger = logging.getLogger(__name__)

LARGEST_UPLOAD = 200_000_000
"""Bytes of a report; larger ones are not read into an index either."""


@dataclass(frozen=True, slots=True)
class Access:
    """Where the chat listens, and who may use it."""

    host: str = "127.0.0.1"
    port: int = 7860
    """0 means the first free one from 7860."""
    accounts: Path | None = None
    """The file of those who may log in; without it, whoever reaches the address is let in."""
    open_to_all: bool = False
    """Whether it may listen beyond this machine without a login: all who reach it share all conversations."""

    def check(self) -> None:
        """Refuse to be open to others by mistake.

        :raises AnswerError: If it would listen beyond this machine without a login.
        """
        if self.accounts is None and not self.open_to_all and not is_loopback(self.host):
            raise AnswerError(
                f"The chat would be open to everybody who can reach {self.host}, without a login",
                fix="Name who may use it with --auth FILE (esg user add NAME), or say --without-login if you mean it.",
            )


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def start(assistant: Assistant, access: Access | None = None, *, open_browser: bool = False) -> gr.Blocks:
    """Listen and return; ``.local_url`` tells where, ``.close()`` ends it.

    :param assistant: Who answers.
    :param access: Where to listen, and who may use it.
    :param open_browser: Whether the browser is opened.
    :raises AnswerError: If the port is taken, or the chat would be open to others by mistake.
    """
    access = access or Access()
    access.check()
    accounts = Accounts(access.accounts) if access.accounts else None
    loading = Loading(assistant)
    additions = Additions(into=assistant.folder, folder=home() / "reports", settings=assistant.settings)
    store = Conversations(home() / "chat.sqlite")
    app = create_app(assistant, store, loading, additions, accounts.is_admin if accounts else lambda _: True)
    middleware = [Middleware(LocalOnly), Middleware(Health, state=lambda: loading.state)]
    try:
        app.launch(
            server_name=access.host, server_port=access.port or None, inbrowser=open_browser, prevent_thread_lock=True,
            quiet=True, share=False, ssr_mode=False, pwa=False, mcp_server=False, run_history=False,
            enable_monitoring=False, theme=theme(), css_paths=sorted(Path(__file__).parent.glob("*.css")),
            footer_links=[], auth_message=LOGIN, auth=accounts.login if accounts else None,  # type: ignore[arg-type] # Gradio awaits it
             max_file_size=LARGEST_UPLOAD,
            app_kwargs={"middleware": middleware, "docs_url": None, "redoc_url": None},
        )  # fmt: skip
    except OSError as error:
        problem = f"The chat cannot listen on {access.host}:{access.port}"
        raise AnswerError(problem, fix="Another program may hold that port: choose another with --port.") from error
    loading.start()
    return app


def launch(
    assistant: Assistant, *, host: str = "127.0.0.1", port: int = 7860, accounts: Path | None = None,
    open_to_all: bool = False, open_browser: bool = True, ready: Callable[[str], None] | None = None,
) -> None:  # fmt: skip
    """Show the chat until the process is interrupted; ``ready`` is told its address."""
    app = start(assistant, Access(host, port, accounts, open_to_all), open_browser=open_browser)
    try:
        if ready:
            ready(str(app.local_url))
        threading.Event().wait()
    finally:
        app.close(verbose=False)
