"""A stair whose scheme is chosen, voted for and signed, with its books: ready to collect (issue 4, worked example)."""

import datetime
import uuid

from django.db import connection
from django.utils import timezone

from communities import guards
from projects.accounts import actions
from projects.models import Consultation, Result
from tests.projects.costs.conftest import Cost
from tests.projects.costs.test_choosing import vote_on

OPENED = datetime.date(2026, 3, 1)


def day(month, number):
    return datetime.date(2026, month, number)


class Collection:
    """``first`` and ``second`` are two members of the committee; 390,000 元 by 10.2 coefficients, 101 and 102 free."""

    def __init__(self, cast, sign=True, vote=True):
        self.cast, self.first, self.second = cast, cast.member, cast.secretary
        self.cost = Cost(cast)
        self.scheme = self.cost.chosen()
        if vote:
            self.pass_vote()
        if sign:
            self.sign()
        self.book = actions.open_book(community=cast.here, project=self.cost.project, opened_on=OPENED, by=self.first)

    def pass_vote(self, passed=True):
        row = vote_on(self.cost, passed=passed)
        guards.remove(connection)
        Consultation.objects.filter(pk=row.pk).update(status="final")
        guards.install(connection)
        return Result.objects.get(consultation=row)

    def sign(self):
        self.cost.sign(self.scheme, *(share.unit.room for share in self.scheme.shares.paying().select_related("unit")))

    def unit(self, room):
        return self.cost.units[room]

    def call(self, bp=3000, due_on=None, **values):
        plain = {"book": self.book, "portion_bp": bp, "due_on": due_on or day(4, 30), "on": day(4, 1)}
        return actions.call(**{**plain, "by": self.first, **values})

    def receive(self, room, fen, on=None, **values):
        plain = {"book": self.book, "unit": self.unit(room), "amount_fen": fen, "received_on": on or day(4, 10)}
        return actions.receive(**{**plain, "by": self.first, **values})

    def owed(self):
        """{room: fen} of the ledger itself."""
        from projects.accounts.models import book_balances

        fen = book_balances(self.book)
        rows = self.book.accounts.filter(role="receivable").select_related("unit")
        return {row.unit.room: fen.get(row.pk, 0) for row in rows}


def key():
    return uuid.uuid4()


def today():
    return timezone.localdate()
