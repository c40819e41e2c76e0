"""What stands between a draft and its readers."""

from dataclasses import dataclass
from datetime import date, datetime

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
