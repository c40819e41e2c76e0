"""Writes of notices: keyword-only, ``by=`` (None is the system), one transaction, journal entry beside the change."""

from .drafts import attach, covers, detach, discard, save_draft
from .publishing import blocking, correct, end_emergency, publish, restore, withdraw

__all__ = [
    "attach",
    "blocking",
    "correct",
    "covers",
    "detach",
    "discard",
    "end_emergency",
    "publish",
    "restore",
    "save_draft",
    "withdraw",
]
