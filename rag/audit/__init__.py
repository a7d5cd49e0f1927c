"""The audit file: every answer as a line that nobody can change unseen, and how to ask it all again.

It is written where the settings or the caller name a file, and never leaves the machine.
"""

from __future__ import annotations

from rag.audit.entry import Asking, Setup
from rag.audit.log import AuditLog
from rag.audit.overheard import Overheard

__all__ = ["Asking", "AuditLog", "Overheard", "Setup"]
