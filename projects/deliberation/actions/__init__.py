"""Table of contents: calling a meeting · what came of it."""

from .calling import add_item, call, cancel, check_draft, discard, hold, move, notice_warning, prepare
from .concluding import (
    add_to_minutes,
    carry_out,
    check_minutes,
    publish_minutes,
    record_attendance,
    resolve,
    write_minutes,
)
from .listening import advance, answer, hear, raise_topic

__all__ = [
    "add_item",
    "add_to_minutes",
    "advance",
    "answer",
    "call",
    "cancel",
    "carry_out",
    "check_draft",
    "check_minutes",
    "discard",
    "hear",
    "hold",
    "move",
    "notice_warning",
    "prepare",
    "publish_minutes",
    "raise_topic",
    "record_attendance",
    "resolve",
    "write_minutes",
]
