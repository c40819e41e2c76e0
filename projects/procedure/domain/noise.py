"""When noise is usual, what speaks against an hour, and whether noise was announced (domain.md §5).

All moments are local to Shanghai. A span holds its first moment and not its last: work until 18:00 ends with the day.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

#: The usual window on working days: no text orders it (domain.md §5 marks it as practice).
DAY_FROM, DAY_TO = time(8), time(18)
#: Night by the law on noise of 2018, kept by its successor.
NIGHT_FROM, NIGHT_TO = time(22), time(6)
#: Residents are told this long before.
NOTICE = timedelta(days=1)
_SATURDAY = 5

UNANNOUNCED, NIGHT, HOLIDAY, QUIET = "unannounced", "night", "holiday", "quiet"
OFF_HOURS, WEEKEND = "off_hours", "weekend"


@dataclass(frozen=True)
class Span:
    starts_at: datetime
    ends_at: datetime

    def days(self) -> list[date]:
        first, last = self.starts_at.date(), (self.ends_at - timedelta(microseconds=1)).date()
        return [first + timedelta(days=count) for count in range((last - first).days + 1)]


def against(span: Span, holidays: Collection[date], quiet_days: Collection[date]) -> tuple[str, ...]:
    """What speaks against announcing noise then; empty within 08:00–18:00 of a working day that is not quiet."""
    days = span.days()
    found = {
        NIGHT: _touches_night(span),
        OFF_HOURS: not _touches_night(span) and not _in_usual_hours(span),
        HOLIDAY: any(day in holidays for day in days),
        WEEKEND: any(day.weekday() >= _SATURDAY and day not in holidays for day in days),
        QUIET: any(day in quiet_days for day in days),
    }
    return tuple(name for name, holds in found.items() if holds)


def marks(
    span: Span, announced: Iterable[Span], holidays: Collection[date], quiet_days: Collection[date]
) -> tuple[str, ...]:
    """What residents are told of work that was loud: outside every announced window, at night, on such a day."""
    days = span.days()
    found = {
        UNANNOUNCED: not _covered(span, announced),
        NIGHT: _touches_night(span),
        HOLIDAY: any(day in holidays for day in days),
        QUIET: any(day in quiet_days for day in days),
    }
    return tuple(name for name, holds in found.items() if holds)


def is_short_notice(told_at: datetime, starts_at: datetime) -> bool:
    """Less than a day ahead."""
    return starts_at - told_at < NOTICE


def _in_usual_hours(span):
    one_day = len(span.days()) == 1
    ends = span.ends_at.time() if span.ends_at.date() == span.starts_at.date() else time.max
    return one_day and span.starts_at.time() >= DAY_FROM and ends <= DAY_TO


def _touches_night(span):
    zone = span.starts_at.tzinfo
    for day in span.days():
        midnight = datetime.combine(day, time.min, zone)
        morning, evening = datetime.combine(day, NIGHT_TO, zone), datetime.combine(day, NIGHT_FROM, zone)
        if span.starts_at < morning and span.ends_at > midnight:
            return True
        if span.ends_at > evening and span.starts_at < midnight + timedelta(days=1):
            return True
    return False


def _covered(span, announced):
    """Windows that follow each other without a gap count as one."""
    reached = span.starts_at
    for window in sorted(announced, key=lambda window: window.starts_at):
        if window.starts_at <= reached < window.ends_at:
            reached = window.ends_at
    return reached >= span.ends_at
