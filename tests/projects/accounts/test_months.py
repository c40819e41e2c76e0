"""Months: closed in order and agreeing with the bank, published by another, then frozen."""

import datetime

import pytest
from django.utils import timezone

from communities.models import Entry as JournalEntry
from projects.accounts import actions
from projects.accounts.domain import Refused, credit, debit
from projects.models import Balance, Period

from .conftest import day


def test_closed_month_carries_its_figures(closed):
    january = closed.month(1)
    assert (january.opening_fen, january.in_fen, january.out_fen, january.closing_fen) == (0, 300_000, 120_050, 179_950)
    assert (january.bank_fen, january.cash_fen, january.statement_fen) == (179_950, 0, 179_950)
    assert (january.closed_by, len(january.digest)) == (closed.first, 64)
    balances = Balance.objects.filter(period=january).values_list("account__role", "closing_fen")
    assert dict(balances) == {"bank": 179_950, "receivable": -300_000, "construction": 120_050}


def test_next_month_begins_where_the_last_one_ended(closed):
    closed.post([debit("cash", 20_000), credit("bank", 20_000)], "transfer", on=day(2, 5))
    february = closed.close(2, 209_950)
    assert (february.opening_fen, february.in_fen, february.out_fen, february.closing_fen) == (
        179_950,
        50_000,
        0,
        229_950,
    )
    assert (february.bank_fen, february.cash_fen) == (209_950, 20_000)


def test_closed_month_takes_nothing(closed):
    with pytest.raises(Refused, match="2026年1月已经月结"):
        closed.pay(100, on=day(1, 31))
    with pytest.raises(Refused, match="已经月结，不能再改"):
        closed.close(1, 179_950)


def test_months_close_in_order(books):
    books.pay(100, on=day(2, 3))
    with pytest.raises(Refused, match="2026年1月还没有月结"):
        books.close(2, 100)
    assert Period.objects.closed().count() == 0


def test_running_month_is_not_closed(books):
    today = timezone.localdate()
    books.pay(100, on=today)
    period = books.month(today.month, today.year)
    assert f"{period}还没有过完" in actions.closing_faults(period)[0]


def test_difference_from_the_bank_is_explained_line_by_line(books):
    books.pay(300_000)
    with pytest.raises(Refused, match=r"相差−500\.00元没有说明"):
        books.close(1, 250_000)
    books.close(1, 250_000, differences=[("31日存入，银行次日入账", -60_000), ("利息未记", 10_000)])
    assert list(books.month(1).differences.values_list("amount_fen", flat=True)) == [-60_000, 10_000]


@pytest.mark.parametrize("line", [("", -50_000), ("存入13912345678", -50_000), ("没有差", 0)])
def test_difference_without_words_is_refused(books, line):
    books.pay(300_000)
    with pytest.raises(Refused):
        books.close(1, 250_000, differences=[("已说明", -50_000), line])
    assert Period.objects.closed().count() == 0


def test_statement_out_of_all_bounds_is_refused(books):
    with pytest.raises(Refused, match="余额太大"):
        books.close(1, 10**20)
    assert books.month(1).closed_at is None


def test_another_person_publishes(closed):
    with pytest.raises(Refused, match="公布要由另一位复核"):
        closed.publish(1, by=closed.first)
    published = closed.publish(1)
    assert (published.published_by, published.published_at is not None) == (closed.second, True)
    with pytest.raises(Refused, match="已经公布"):
        closed.publish(1)
    assert JournalEntry.objects.filter(action="projects.period.publish").count() == 1


def test_open_month_is_not_published(closed):
    with pytest.raises(Refused, match="先月结"):
        closed.publish(2)
    closed.close(2, 229_950)
    with pytest.raises(Refused, match="2026年1月还没有公布"):
        closed.publish(2)


def test_published_month_is_mended_by_a_reversal_in_an_open_one(closed):
    entry = closed.month(1).entries.get(number=1)
    closed.publish(1)
    reversal = actions.reverse(entry=entry, reason="入错了账户", by=closed.first, happened_on=day(2, 10))
    assert reversal.period == closed.month(2)
    february = closed.close(2, -70_050)
    assert (february.in_fen, february.out_fen, february.closing_fen) == (50_000, 300_000, -70_050)
    assert closed.month(1).closing_fen == 179_950


def test_digest_is_that_of_the_rows_and_of_the_month_before(closed):
    january, february = closed.month(1), closed.close(2, 229_950)
    assert [period.digest_of_rows() for period in (january, february)] == [january.digest, february.digest]
    january.in_fen += 1
    assert january.digest_of_rows() != closed.month(1).digest


@pytest.mark.parametrize("who", ["outsider", "leader"])
def test_only_the_committee_of_the_place_closes_and_publishes(closed, who):
    by = getattr(closed.cast, who)
    with pytest.raises(Refused):
        closed.publish(1, by=by)
    with pytest.raises(Refused):
        closed.close(2, 229_950, by=by)
    assert (Period.objects.closed().count(), Period.objects.published().count()) == (1, 0)


def test_empty_month_closes_too(books):
    january = books.close(1, 0)
    assert (january.closing_fen, january.balances.count()) == (0, 0)
    assert isinstance(january.closed_at, datetime.datetime)
