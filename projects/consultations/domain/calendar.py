"""Periods by the Civil Code: arts. 201 and 203 (domain §0, rule 8), and the half-open time of collecting."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from .refusal import Refused

#: The length for the display of a vote's result was found in no text; a committee may choose a longer one.
DISPLAY_DAYS = 7
#: Years a vote can lie in: what lies outside is a slip of the hand, and the first and last year break a database.
YEARS = range(2000, 2100)
WRONG_YEAR = "年份不对，请核对"
#: Off in every year (全国年节及纪念日放假办法): a list without one of them was not written down whole.
ALWAYS_OFF = ((1, 1), (5, 1), (10, 1))
#: The longest holiday so far had ten days; more is a slip of the pen.
LONGEST = timedelta(days=15)
_NEXT = timedelta(days=1)


def last_day(start: date, days: int, holidays: Collection[date]) -> date:
    """Last day of a period: the start day is not counted; an end on a holiday moves to the next day that is none."""
    end = start + timedelta(days=days)
    while end in holidays:
        end += _NEXT
    return end


def years_known(holidays: Collection[date]) -> set[int]:
    """A December day alone may belong to the New Year holiday of the next year's notice."""
    return {day.year for day in holidays if day.month < 12}


def year_wanting(end: date, holidays: Collection[date]) -> int | None:
    """The year whose holidays must be known before ``end`` is certain; None when it is.

    A New Year holiday may begin two days before its year.
    """
    known = years_known(holidays)
    return next((year for year in (end.year, (end + 2 * _NEXT).year) if year not in known), None)


def read_holidays(year: int, text: str) -> dict[date, str]:
    """``{day: festival}`` from lines "国庆节 2026-10-01 2026-10-07" or "中秋节 2026-09-25". Refused: why, by line."""
    days, faults = {}, []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            fault = _read_line(line.strip(), year, days)
            faults += [f"第{number}行“{line.strip()}”：{fault}"] if fault else []
    if not faults:
        missing = [f"{month}月{day}日" for month, day in ALWAYS_OFF if date(year, month, day) not in days]
        faults += [f"没有写{'、'.join(missing)}：请把{year}年通知里的节日都写上"] if missing else []
    if faults:
        raise Refused(*faults)
    return days


def _read_line(line, year, days):
    """Add the days of one line; returns what is wrong with it, if anything."""
    name, *given = line.split()
    if len(given) not in (1, 2) or len(name) > 20:
        return "请写节日、第一天、最后一天，中间用空格隔开"
    try:
        first, last = date.fromisoformat(given[0]), date.fromisoformat(given[-1])
    except ValueError:
        return f"日期写成{year}-10-01这样"
    if not date(year - 1, 12, 30) <= first <= last <= date(year, 12, 31):
        return f"日期要在{year}年里，先写第一天，后写最后一天"
    if last - first >= LONGEST:
        return f"一个节日不会放{(last - first).days + 1}天，请核对"
    while first <= last:
        if first in days:
            return f"{first:%-m月%-d日}已写在“{days[first]}”里"
        days[first] = name
        first += _NEXT
    return ""


def display_over(on: date, ends_on: date) -> bool:
    """The last day still belongs to the period."""
    return on > ends_on


def within(opens: datetime, closes: datetime, at: datetime) -> bool:
    """``[opens, closes)``: the closing moment itself is too late."""
    return opens <= at < closes
