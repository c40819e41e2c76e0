"""Two at once: the same payment sent twice, a posting against the close. Few rounds by default, many ``-m slow``."""

import functools
import os
import subprocess
import sys
import time

import pytest
from django.db import connection

from projects.accounts import actions
from projects.accounts.domain import Month
from projects.models import LedgerEntry
from tests.projects.consultations.test_races import ask, database, together
from tests.test_house.source import ROOT

from .collecting import Collection
from .conftest import Books
from .rows import post, unposted
from .test_banking import lines, take

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
SENT_TWICE = (3, pytest.param(500, marks=pytest.mark.slow))
POST_AND_CLOSE = (2, pytest.param(10, marks=pytest.mark.slow))


def run(url, *commands, step=0.15):
    """Start every clerk; returns the lines each said."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": url}
    start = str(time.time() + 5)
    clerks = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.projects.accounts.clerk", str(user), str(book), start, str(step), *rest],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for user, book, *rest in commands
    ]
    answers = [clerk.communicate(timeout=900) for clerk in clerks]
    assert [clerk.returncode for clerk in clerks] == [0] * len(clerks), answers
    return [said.splitlines() for said, _ in answers]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rounds", SENT_TWICE)
def test_payment_sent_twice_at_once_is_one_entry(cast, tmp_path, rounds):
    books = Books(cast)
    url = database(tmp_path)
    keys = [str(number) for number in range(1, rounds + 1)]
    first, second = run(url, *[(user.pk, books.book.pk, "post", *keys) for user in (books.first, books.second)])
    assert [line.split()[1] for line in first + second] == ["done"] * (2 * rounds)
    assert first == second
    assert ask(url, "(LedgerEntry.objects.count(), Leg.objects.count())") == (rounds, 2 * rounds)
    numbers = ask(url, "sorted(LedgerEntry.objects.values_list('number', flat=True))")
    assert numbers == list(range(1, rounds + 1))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rounds", SENT_TWICE)
def test_different_entries_at_once_leave_no_gap(cast, tmp_path, rounds):
    books = Books(cast)
    url = database(tmp_path)
    keys = [[str(number + offset) for number in range(1, rounds + 1)] for offset in (0, 10_000)]
    said = run(url, *[(books.first.pk, books.book.pk, "post", *some) for some in keys])
    assert {line.split()[1] for lines in said for line in lines} == {"done"}
    numbers = ask(url, "sorted(LedgerEntry.objects.values_list('number', flat=True))")
    assert numbers == list(range(1, 2 * rounds + 1))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rounds", SENT_TWICE[1:])
def test_payment_pressed_twice_is_one_receipt(cast, tmp_path, rounds):
    here = Collection(cast)
    here.call()
    url = database(tmp_path)
    keys = [str(number) for number in range(1, rounds + 1)]
    first, second = run(url, *[(user.pk, here.book.pk, "pay", *keys) for user in (here.first, here.second)])
    assert first == second
    one_entry_each(url, first, rounds)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rounds", SENT_TWICE)
def test_line_of_the_bank_confirmed_by_two_clerks_is_one_receipt(cast, tmp_path, rounds):
    here = Collection(cast)
    here.call()
    take(here, "".join(f"2026-04-10,转账,,示例业主,1.00,,{number}\n" for number in range(rounds)))
    keys = [str(line.pk) for line in lines(here)]
    url = database(tmp_path)
    first, second = run(url, *[(user.pk, here.book.pk, "confirm", *keys) for user in (here.first, here.second)])
    assert first == second
    one_entry_each(url, first, rounds)
    assert ask(url, "BankLine.objects.filter(status='paid').values('payment').distinct().count()") == rounds


def one_entry_each(url, said, rounds):
    """As many payments, entries and receipt numbers as rounds, and 1.00 元 each in the bank."""
    assert [line.split()[1] for line in said] == ["done"] * rounds
    paid = "LedgerEntry.objects.filter(kind='payment', posted=True)"
    assert ask(url, f"({paid}.count(), Payment.objects.count(), sum(e.money_fen for e in {paid}))") == (
        rounds,
        rounds,
        100 * rounds,
    )
    numbers = ask(url, "sorted(Payment.objects.values_list('number', flat=True))")
    assert numbers == list(range(1, rounds + 1))


@on_postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rounds", POST_AND_CLOSE)
def test_posting_on_its_way_is_in_the_closed_month(cast, rounds):
    books = Books(cast)
    for month in (Month(2026, 1).plus(number) for number in range(rounds)):
        on = month.first_day.replace(day=10)
        books.pay(100, on=on)
        period = books.month(month.month, month.year)
        before = period.before
        end = (before.closing_fen if before else 0) + 400
        close = functools.partial(actions.close_month, period=period, statement_fen=end, by=books.second)
        raised = together(lambda on=on: books.pay(300, on=on), close)
        assert raised == {}
        assert books.month(month.month, month.year).in_fen == 400


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_posting_past_the_actions_waits_for_the_close_and_is_refused(cast):
    """A raw posting that began while the month was open: the guard holds the month, sees it closed, refuses."""
    books = Books(cast)
    books.pay(300)
    entry = unposted(books.book, 500, -500)
    period = books.month(1)
    raised = together(lambda: books.close(1, 300), lambda: post(entry, period, books.first))
    assert list(raised) == ["second"]
    assert "not of an open month" in str(raised["second"])
    assert LedgerEntry.objects.posted().count() == 1


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_close_waits_for_a_raw_posting_and_counts_it(cast):
    """The guard of the posting holds the book, which the close asks for first."""
    books = Books(cast)
    entry = unposted(books.book, 500, -500)
    period = books.month(1)
    raised = together(lambda: post(entry, period, books.first), lambda: books.close(1, 500))
    assert raised == {}
    assert books.month(1).in_fen == 500
