"""A meeting before it takes place: whether its agenda fits, and whether it was called early enough."""

import datetime

#: Years that a meeting can have: no database holds the others, and nobody means them.
YEARS = range(2000, 2101)
WRONG_YEAR = "年份不对：要在2000年到2100年之间"


def minutes_between(starts_at: datetime.datetime, ends_at: datetime.datetime) -> int:
    """Whole minutes of a meeting."""
    return int((ends_at - starts_at).total_seconds() // 60)


def too_long(agenda: list[int], length: int) -> int:
    """By how many minutes the agenda is longer than the meeting; 0 when it fits."""
    return max(0, sum(agenda) - length)


def days_short(called_on: datetime.date, starts_on: datetime.date, lead_days: int | None) -> int:
    """How many days of notice lack (物业管理条例14 asks for 15); the day of calling is not counted. 0 when enough."""
    return max(0, (lead_days or 0) - (starts_on - called_on).days)
