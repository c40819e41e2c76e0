"""How much of each year a lift ran, in whole minutes. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo


@dataclass(frozen=True)
class Stop:
    """The lift stood still from ``starts_at`` until ``ends_at`` (None: still does)."""

    starts_at: datetime
    ends_at: datetime | None
    is_planned: bool


@dataclass(frozen=True)
class Year:
    """Minutes of one year in use: all of them, those stopped by faults, those stopped by plan."""

    year: int
    minutes: int
    stopped: int
    planned: int

    @property
    def percent(self) -> str:
        """Of all minutes those without a fault, truncated: 99.99 is never shown as 100.00. Empty before the first."""
        if not self.minutes:
            return ""
        hundredths = (self.minutes - self.stopped) * 10_000 // self.minutes
        return f"{hundredths // 100}.{hundredths % 100:02d}"


def availability(in_use_on: date, now: datetime, stops: Iterable[Stop], zone: tzinfo) -> list[Year]:
    """One line a calendar year in ``zone``, the latest first, from the day of first use until ``now``."""
    stops, first = list(stops), datetime(in_use_on.year, in_use_on.month, in_use_on.day, tzinfo=zone)
    return [
        _year(number, first, now, stops, zone) for number in range(now.astimezone(zone).year, in_use_on.year - 1, -1)
    ]


def _year(number, first, now, stops, zone):
    start = max(first, datetime(number, 1, 1, tzinfo=zone))
    end = max(start, min(now, datetime(number + 1, 1, 1, tzinfo=zone)))
    lost = {True: 0, False: 0}
    for stop in stops:
        lost[stop.is_planned] += _minutes(max(start, stop.starts_at), min(end, stop.ends_at or end))
    return Year(number, _minutes(start, end), lost[False], lost[True])


def _minutes(start, end):
    return max(0, int((end.astimezone(UTC) - start.astimezone(UTC)).total_seconds() // 60))


def overlaps(one: Stop, other: Stop) -> bool:
    """Whether both cover some moment; that one ends when the other begins is none."""
    return (other.ends_at is None or one.starts_at < other.ends_at) and (
        one.ends_at is None or other.starts_at < one.ends_at
    )
