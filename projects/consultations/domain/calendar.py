"""Periods by the Civil Code: arts. 201 and 203 (domain §0, rule 8), and the half-open time of collecting."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

#: The length for the display of a vote's result was found in no text; a committee may choose a longer one.
DISPLAY_DAYS = 7


def last_day(start: date, days: int, holidays: Collection[date]) -> date:
    """Last day of a period: the start day is not counted; an end on a holiday moves to the next day that is none."""
    end = start + timedelta(days=days)
    while end in holidays:
        end += timedelta(days=1)
    return end


def display_over(on: date, ends_on: date) -> bool:
    """The last day still belongs to the period."""
    return on > ends_on


def within(opens: datetime, closes: datetime, at: datetime) -> bool:
    """``[opens, closes)``: the closing moment itself is too late."""
    return opens <= at < closes
