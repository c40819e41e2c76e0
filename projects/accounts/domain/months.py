"""Months of a book and when they must be published (domain.md §6). Pure; ``today`` is always given."""

from dataclasses import dataclass
from datetime import date, timedelta

DONE, DUE, LATE, ENDED = "done", "due", "late", "ended"
#: How many months are published together, and the last day for it, counted in the first month after them.
#: 公共收益: every quarter by the 15th of its first month (沪房规范〔2025〕8号第十四条). 维修资金: at least every half
#: year (上海市住宅物业管理规定第六十六条); the law names no day, so the whole month after it is left.
#: 项目资金 monthly, 电梯运行费 every quarter: no rule was found, this is the usual practice.
RHYTHMS = {"project": (1, 15), "running": (3, 15), "common_income": (3, 15), "repair_fund": (6, None)}


@dataclass(frozen=True, order=True)
class Month:
    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """ "2026-11"; raises ValueError for anything else."""
        year, dash, month = text.partition("-")
        if not (dash and len(year) == 4 and len(month) == 2 and text.replace("-", "").isdecimal() and text.isascii()):
            raise ValueError(text)
        found = cls(int(year), int(month))
        if not (1 <= found.month <= 12 and 2000 <= found.year <= 2100):
            raise ValueError(text)
        return found

    def __str__(self):
        return f"{self.year}-{self.month:02d}"

    def plus(self, months: int) -> "Month":
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return self.plus(1).first_day - timedelta(days=1)


@dataclass(frozen=True)
class Standing:
    """``since`` is the first month not published yet, ``due_on`` the last day for it and those it goes with; an ended
    book has neither."""

    since: Month | None
    due_on: date | None
    state: str


def due_on(kind: str, month: Month) -> date:
    """The last day on which ``month`` of a book of this kind may be published in time."""
    length, day = RHYTHMS[kind]
    return _due(_stretch(month, length).plus(length), day)


def last_overdue(kind: str, today: date) -> Month:
    """The latest month of a book of this kind whose last day for publication has passed."""
    month = Month.of(today)
    while due_on(kind, month) >= today:
        month = month.plus(-1)
    return month


def standing(kind: str, opened_on: date, published: Month | None, today: date) -> Standing:
    """Where a book stands whose months are published in order up to ``published``.

    ``done`` while the stretch that comes next is still running; then ``due``, and ``late`` after its last day.
    """
    since = published.plus(1) if published else Month.of(opened_on)
    end = _stretch(since, RHYTHMS[kind][0]).plus(RHYTHMS[kind][0] - 1)
    due = due_on(kind, since)
    if today <= end.last_day:
        return Standing(since, due, DONE)
    return Standing(since, due, LATE if today > due else DUE)


def _stretch(month, length):
    """The first month of the quarter or half year that ``month`` lies in."""
    return Month(month.year, (month.month - 1) // length * length + 1)


def _due(month, day):
    return month.last_day if day is None else month.first_day.replace(day=day)
