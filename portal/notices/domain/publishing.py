"""What stands between a draft and its readers."""

import difflib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

from .text import MAX_BODY, blanks

RESTORE_DAYS = 30


class Refused(ValueError):
    """Nothing was written; ``messages`` says why, in the reader's words."""

    def __init__(self, *messages: str):
        super().__init__("；".join(messages))
        self.messages = list(messages)


@dataclass(frozen=True)
class Draft:
    """What publishing looks at. ``day`` and ``at`` are when the notice would become public."""

    title: str
    summary: str
    body: str
    publisher: str
    at: datetime
    day: date
    valid_until: date | None = None
    emergency_until: datetime | None = None
    images_without_alt: tuple[str, ...] = ()
    files_without_text: tuple[str, ...] = ()


def obstacles(draft: Draft) -> list[str]:
    """Everything that blocks publishing, in the order of the form; nothing when the notice may go out."""
    return [*text_obstacles(draft.title, draft.summary, draft.body), *_time_obstacles(draft), *_file_obstacles(draft)]


def text_obstacles(title: str, summary: str, body: str) -> list[str]:
    found = [f"“{label}”还没有写" for label, text in (("标题", title), ("正文", body)) if not text.strip()]
    if len(body) > MAX_BODY:
        found.append(f"正文最多{MAX_BODY}字，现在有{len(body)}字")
    for label, text in (("标题", title), ("一句话看懂", summary), ("正文", body)):
        found += [f"“{label}”里还有空没填：{name}" for name in dict.fromkeys(blanks(text))]
    return found


def _time_obstacles(draft):
    found = [] if draft.publisher.strip() else ["“发布人职务”还没有写"]
    if draft.valid_until and draft.valid_until < draft.day:
        found.append("“有效到”的日期已经过去")
    if draft.emergency_until and draft.emergency_until <= draft.at:
        found.append("“紧急通知显示到”要晚于公开的时间")
    return found


def _file_obstacles(draft):
    return [
        *(f"图片“{name}”还没有写图片说明" for name in draft.images_without_alt),
        *(f"文件“{name}”还没有写文字内容" for name in draft.files_without_text),
    ]


def publicity_days(start: date, end: date) -> int:
    """Days of a 公示期: the day it starts is not counted, the last day is."""
    return (end - start).days


@dataclass(frozen=True)
class Box:
    """One 更正 as readers see it: ``changes`` are (label, lines that went, lines that came)."""

    revision: int
    at: datetime
    reason: str
    changes: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]


def box_from_row(row: dict, labels: dict[str, str]) -> Box:
    """From the database's JSON: SQLite gives inner JSON as text and times without a zone (they are UTC)."""
    old, new = (json.loads(value) if isinstance(value, str) else value for value in (row["old"], row["new"]))
    at = datetime.fromisoformat(row["at"])
    changes = tuple((label, *changed_lines(old[name], new[name])) for name, label in labels.items() if name in new)
    return Box(row["revision"], at if at.tzinfo else at.replace(tzinfo=UTC), row["reason"], changes)


def changed_lines(old: str, new: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Only the lines that differ, without the marks of Markdown: a reader wants to see what changed."""
    before, after = ([line for line in text.split("\n") if line.strip()] for text in (old, new))
    gone, come = [], []
    for step, from_old, to_old, from_new, to_new in difflib.SequenceMatcher(None, before, after, False).get_opcodes():
        if step != "equal":
            gone += before[from_old:to_old]
            come += after[from_new:to_new]
    return tuple(map(_plain, gone)), tuple(map(_plain, come))


def _plain(line):
    return line.strip().lstrip("#>-*+ ").replace("**", "")
