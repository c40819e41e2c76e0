"""A lift's books from 5 January 2026 on, and short words for what is booked."""

import datetime
import uuid

import pytest

from projects.accounts import actions
from projects.accounts.domain import credit, debit
from projects.accounts.models import Period
from projects.models import Project
from projects.retrofits.actions import open_project

from .collecting import Collection

JANUARY, FEBRUARY, MARCH = ((2026, month) for month in (1, 2, 3))


def day(month, number):
    return datetime.date(2026, month, number)


class Books:
    """``first`` and ``second`` are two members of the committee of community A."""

    def __init__(self, cast):
        self.cast = cast
        self.first, self.second = cast.member, cast.secretary
        self.project = open_project(
            project=Project(community=cast.here, building_group=cast.stair1, stage_since=day(1, 1)), by=None
        )
        self.book = self.open(project=self.project)

    def open(self, **values):
        plain = {"community": self.cast.here, "opened_on": day(1, 5), "by": self.first}
        return actions.open_book(**{**plain, **values})

    def unit(self, room="101"):
        return self.cast.units["1", room].pk

    def post(self, lines, kind="other_income", on=None, **values):
        plain = {"book": self.book, "happened_on": on or day(1, 10), "text": "记一笔", "key": uuid.uuid4()}
        return actions.post(**{**plain, "kind": kind, "lines": lines, "by": self.first, **values})

    def pay(self, fen, room="101", on=None, **values):
        """A household pays into the bank."""
        lines = [debit("bank", fen), credit("receivable", fen, unit=self.unit(room))]
        return self.post(lines, "payment", on, **{"text": "业主缴款", **values})

    def subsidise(self, fen, on=None, **values):
        return self.post([debit("bank", fen), credit("subsidy", fen)], "subsidy", on, **{"text": "加梯补贴", **values})

    def spend(self, fen, on=None, item="foundation", **values):
        lines = [debit("construction", fen, item=item), credit("bank", fen)]
        return self.post(lines, "spending", on, **{"text": "桩基首付款", **values})

    def month(self, number, year=2026):
        return Period.objects.get(book=self.book, year=year, month=number)

    def close(self, number, statement_fen, by=None, **values):
        return actions.close_month(
            period=self.month(number), statement_fen=statement_fen, by=by or self.first, **values
        )

    def publish(self, number, by=None):
        return actions.publish_month(period=self.month(number), by=by or self.second)


@pytest.fixture
def books(cast):
    return Books(cast)


@pytest.fixture
def closed(books):
    """January with 3,000.00 in and 1,200.50 out, closed; February with one payment, open."""
    books.pay(300_000)
    books.spend(120_050, on=day(1, 31))
    books.pay(50_000, on=day(2, 3))
    books.close(1, 179_950)
    return books


@pytest.fixture
def collection(cast):
    return Collection(cast)


@pytest.fixture
def called(collection):
    """The first 30 % is called."""
    collection.first_call = collection.call()
    return collection
