"""The rules of telling: what may be written, what blocks publishing, which files are taken. Pure."""

from .files import check_file
from .publishing import (
    RESTORE_DAYS,
    Box,
    Draft,
    Refused,
    box_from_row,
    changed_lines,
    obstacles,
    publicity_days,
    text_obstacles,
)
from .text import MAX_BODY, blanks, render, share_text, tidy

__all__ = [
    "MAX_BODY",
    "RESTORE_DAYS",
    "Box",
    "Draft",
    "Refused",
    "blanks",
    "box_from_row",
    "changed_lines",
    "check_file",
    "obstacles",
    "publicity_days",
    "render",
    "share_text",
    "text_obstacles",
    "tidy",
]
