"""The rules of telling: what may be written, what blocks publishing, which files are taken. Pure."""

from .files import Checked, check_file
from .publishing import RESTORE_DAYS, Draft, Refused, obstacles, publicity_days
from .text import MAX_BODY, blanks, render, share_text, tidy

__all__ = [
    "MAX_BODY",
    "RESTORE_DAYS",
    "Checked",
    "Draft",
    "Refused",
    "blanks",
    "check_file",
    "obstacles",
    "publicity_days",
    "render",
    "share_text",
    "tidy",
]
