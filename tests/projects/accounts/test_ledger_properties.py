"""Whatever is done to the books in whatever order, they balance, have no gaps and say what a plain model says.

A few sequences by default, 5,000 with ``-m slow``.
"""

import uuid
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.accounts import actions
from projects.accounts.domain import Refused, credit, debit
from projects.accounts.models import book_balances, ledger_findings
from projects.models import Account, LedgerEntry, Period

from .conftest import day

CASES = pytest.mark.parametrize("cases", (20, pytest.param(5_000, marks=pytest.mark.slow)))
ROLES = ("bank", "cash", "interest", "subsidy", "bank_fee")
MONTH = st.integers(1, 4)
POST = st.tuples(
    st.just("post"), st.integers(-5, 1_000), st.sampled_from(ROLES), st.sampled_from(ROLES), MONTH, st.integers(0, 9)
)
STEP = st.one_of(
    *[POST] * 4,
    st.tuples(st.just("uneven"), st.integers(1, 9)),
    st.tuples(st.just("reverse"), st.integers(1, 9), MONTH),
    st.tuples(st.just("close"), MONTH, st.integers(-1, 1)),
    st.tuples(st.just("publish"), MONTH, st.booleans()),
)


@dataclass
class Model:
    """The books as a child would keep them: a list of what was said, and how far they are closed."""

    entries: list = field(default_factory=list)  # (key, month, {role: fen}, number reversed or None)
    closed: int = 0
    published: int = 0

    def fen(self, until=12):
        held = dict.fromkeys(ROLES, 0)
        for _key, month, legs, _reversed in self.entries:
            for role, amount in legs.items():
                held[role] += amount if month <= until else 0
        return held

    def post(self, fen, to, of, month, key):
        """Whether it is refused; a repeated key adds nothing."""
        said = (key, month, {to: fen, of: -fen}, None)
        if any(entry[0] == key for entry in self.entries):
            return said not in self.entries
        if to == of or fen == 0 or month <= self.closed:
            return True
        self.entries.append(said)
        return False

    def reverse(self, number, month):
        if number > len(self.entries) or self.entries[number - 1][3]:
            return True
        again = [entry for entry in self.entries if entry[3] == number]
        if again or month <= self.closed:
            return not (again and again[0][1] == month)
        legs = {role: -fen for role, fen in self.entries[number - 1][2].items()}
        self.entries.append((f"reversal of {number}", month, legs, number))
        return False

    def close(self, month, off):
        if month != self.closed + 1 or off:
            return True
        self.closed = month
        return False

    def publish(self, month, same):
        if month != self.published + 1 or month > self.closed or same:
            return True
        self.published = month
        return False


class Real:
    def __init__(self, books, keys):
        self.books, self.keys = books, keys

    def post(self, fen, to, of, month, key):
        lines = [debit(to, fen), credit(of, fen)]
        self.books.post(lines, on=day(month, 10), key=self.keys[key])

    def uneven(self, fen):
        self.books.post([debit("bank", fen), credit("interest", fen + 1)])

    def reverse(self, number, month):
        entry = LedgerEntry.objects.filter(book=self.books.book, number=number).first()
        if entry is None:
            raise Refused("no such entry")
        actions.reverse(entry=entry, reason="记错", by=self.books.first, happened_on=day(month, 11))

    def close(self, month, off, bank):
        period = Period.objects.filter(book=self.books.book, month=month, year=2026).first()
        if period is None:
            raise Refused("no such month")
        actions.close_month(period=period, statement_fen=bank + off, by=self.books.first)

    def publish(self, month, same):
        period = Period.objects.filter(book=self.books.book, month=month, year=2026).first()
        if period is None:
            raise Refused("no such month")
        actions.publish_month(period=period, by=self.books.first if same else self.books.second)


def step(model, real, name, *values):
    """One step in both; they refuse alike."""
    extra = (model.fen(values[0])["bank"],) if name == "close" else ()
    expected = True if name == "uneven" else getattr(model, name)(*values)
    try:
        getattr(real, name)(*values, *extra)
    except Refused:
        assert expected, (name, values)
    else:
        assert not expected, (name, values)


def check(model, book):
    names = {account.pk: account.role for account in Account.objects.filter(book=book)}
    held = {names[pk]: fen for pk, fen in book_balances(book).items()}
    assert {role: held.get(role, 0) for role in ROLES} == model.fen()
    numbers = list(LedgerEntry.objects.filter(book=book).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(model.entries) + 1))
    closed = Period.objects.filter(book=book).closed().in_order()
    money = [model.fen(month) for month in range(1, model.closed + 1)]
    assert [period.closing_fen for period in closed] == [fen["bank"] + fen["cash"] for fen in money]
    assert Period.objects.filter(book=book).published().count() == model.published
    assert list(ledger_findings()) == []


@CASES
def test_any_sequence_of_acts_leaves_books_that_hold(books, cases):
    @settings(
        max_examples=cases,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
    )
    @given(st.lists(STEP, max_size=14))
    def run(steps):
        with transaction.atomic():
            model, real = Model(), Real(books, [uuid.uuid4() for _ in range(10)])
            for name, *values in steps:
                step(model, real, name, *values)
            check(model, books.book)
            transaction.set_rollback(True)

    run()
    assert LedgerEntry.objects.count() == 0
