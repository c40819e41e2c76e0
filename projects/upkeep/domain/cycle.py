"""When a lift is inspected next (TSG T7001-2023, 特种设备安全法 art. 40). Pure calendar arithmetic.

Every year something is due on the day on which the lift was put in use: a periodic inspection by the inspection body in
the years 1, 4, 7, 9, 11, 13, 15 and in each one after, a self-test in the others.
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

PERIODIC, SELF_TEST = "periodic", "self_test"
PERIODIC_YEARS, LAST_LISTED = frozenset({1, 4, 7, 9, 11, 13, 15}), 15
#: So many months before its day an inspection counts for that day and leaves the cycle where it is.
EARLY_MONTHS = {PERIODIC: 2, SELF_TEST: 1}
APPLY_MONTHS = 1
#: Common practice of upkeep contracts.
MAINTENANCE_DAYS = 15


@dataclass(frozen=True)
class Due:
    """``year`` counts from the day of first use; ``on`` is the last day on which the inspection is in time."""

    year: int
    kind: str
    on: date

    @property
    def opens_on(self) -> date:
        """From this day on an inspection counts for this year."""
        return minus_months(self.on, EARLY_MONTHS[self.kind])

    @property
    def apply_by(self) -> date:
        return minus_months(self.on, APPLY_MONTHS)


def add_years(day: date, years: int) -> date:
    """The same day of another year; 29 February is 28 February where there is none."""
    year = day.year + years
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


def minus_months(day: date, months: int) -> date:
    """The same day of an earlier month, or its last day where it is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def latest_start(today: date) -> date:
    """The last day whose first anniversary is ``today`` or earlier: what began by then is a year old."""
    start = add_years(today, -1)
    following = date.fromordinal(start.toordinal() + 1)
    return following if add_years(following, 1) <= today else start


def kind_of_year(year: int) -> str:
    """What is due at the end of the ``year``-th year of use."""
    return PERIODIC if year in PERIODIC_YEARS or year > LAST_LISTED else SELF_TEST


def next_due(in_use_on: date, passed: Iterable[tuple[date, str]]) -> Due:
    """What is due next after the inspections ``passed``: (day, kind) each.

    Done in time or late, an inspection counts for its own day and the cycle stays; done earlier than allowed, it counts
    as that year's and the cycle goes on from the day it was done. Late by a year or more, it counts for the latest year
    it can be for. A self-test never stands for a periodic inspection; the reverse does.
    """
    start, started, year = in_use_on, 0, 1

    def opens(number: int, kind: str) -> date:
        return minus_months(add_years(start, number - started), EARLY_MONTHS[kind])

    for done_on, kind in sorted(passed):
        if not _stands_for(kind, year):
            continue
        if done_on < opens(year, kind):
            start, started = done_on, year
        while _stands_for(kind, year + 1) and opens(year + 1, kind) <= done_on:
            year += 1
        year += 1
    return Due(year, kind_of_year(year), add_years(start, year - started))


def _stands_for(kind, year):
    return kind == PERIODIC or kind_of_year(year) == SELF_TEST
