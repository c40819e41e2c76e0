"""Booking: idempotent, balanced, numbered without gaps, mended by its reverse only."""

import datetime
import uuid

import pytest
from django.utils import timezone

from communities.models import Entry as JournalEntry
from projects.accounts import actions
from projects.accounts.domain import Line, Refused, credit, debit
from projects.accounts.models import book_balances
from projects.models import Account, LedgerEntry, Leg, Period

from .conftest import day


def test_book_is_opened_with_its_first_month(books):
    assert str(books.book) == "东村1号加装电梯项目资金账"
    assert list(Period.objects.values_list("year", "month", "closed_at")) == [(2026, 1, None)]
    assert JournalEntry.objects.filter(action="projects.book.open").count() == 1


def test_second_book_of_a_project_or_fund_is_refused(books):
    with pytest.raises(Refused, match="已经有这种账簿"):
        books.open(project=books.project)
    books.open(kind="repair_fund")
    with pytest.raises(Refused, match="已经有这种账簿"):
        books.open(kind="repair_fund")
    assert Period.objects.count() == 2


def test_book_is_not_opened_ahead_or_elsewhere(books):
    with pytest.raises(Refused, match="不能晚于今天"):
        books.open(kind="repair_fund", opened_on=timezone.localdate() + datetime.timedelta(days=1))
    with pytest.raises(Refused, match="不在您负责的范围内"):
        books.open(kind="repair_fund", community=books.cast.there)


def test_entry_is_posted_with_number_month_and_who(books):
    entry = books.pay(300_000)
    entry.refresh_from_db()
    assert (entry.number, entry.period, entry.posted, entry.posted_by) == (1, books.month(1), True, books.first)
    assert (entry.money_fen, entry.kind) == (300_000, "payment")
    assert entry.lines == [Line("bank", 300_000), Line("receivable", -300_000, unit=books.unit())]
    assert [books.spend(1).number, books.subsidise(1).number] == [2, 3]


def test_transfer_between_bank_and_cash_moves_no_money(books):
    entry = books.post([debit("cash", 20_000), credit("bank", 20_000)], "transfer")
    assert entry.money_fen == 0
    assert list(LedgerEntry.objects.moving_money()) == []


def test_months_between_are_opened_along_the_way(books):
    books.pay(100, on=day(4, 1))
    assert list(Period.objects.in_order().values_list("month", flat=True)) == [1, 2, 3, 4]


def test_same_key_again_returns_the_same_entry(books):
    key = uuid.uuid4()
    first, again = (books.pay(300_000, key=key) for _ in range(2))
    assert first.pk == again.pk
    assert (LedgerEntry.objects.count(), Leg.objects.count()) == (1, 2)
    assert JournalEntry.objects.filter(action="projects.ledgerentry.post").count() == 1


def test_legs_in_another_order_are_the_same_content(books):
    key, lines = uuid.uuid4(), [debit("bank", 500), credit("interest", 500)]
    assert books.post(lines, key=key).pk == books.post(lines[::-1], key=key).pk


@pytest.mark.parametrize("other", [{"fen": 300_001}, {"room": "601"}, {"on": day(1, 11)}, {"text": "又一笔"}])
def test_another_content_under_the_same_key_is_refused(books, other):
    key = uuid.uuid4()
    books.pay(300_000, key=key)
    with pytest.raises(Refused, match="内容不一样"):
        books.pay(**{"fen": 300_000, "key": key, **other})
    assert LedgerEntry.objects.count() == 1


def test_same_key_in_another_book_is_refused(books):
    entry = books.pay(300_000)
    with pytest.raises(Refused, match="已经记过"):
        books.post([debit("bank", 5), credit("interest", 5)], book=books.open(kind="repair_fund"), key=entry.key)


@pytest.mark.parametrize(
    "lines, words",
    [
        ([debit("bank", 1)], "至少要有两条"),
        ([debit("bank", 5), credit("interest", 4)], "借贷不平，相差1分"),
        ([debit("bank", 0), credit("interest", 0)], "不能是0"),
        ([debit("bank", 10**13), credit("interest", 10**13)], "金额太大"),
        ([debit("bank", 5), debit("bank", 5), credit("interest", 10)], "只写一条分录"),
        ([debit("bank", 1.5), credit("interest", 1.5)], "整数的分"),
        ([debit("construction", 5), credit("bank", 5)], "明细或户不对"),
        ([debit("bank", 5), credit("receivable", 5)], "明细或户不对"),
        ([debit("nonsense", 5), credit("bank", 5)], "明细或户不对"),
    ],
)
def test_legs_that_are_no_entry_are_refused(books, lines, words):
    with pytest.raises(Refused, match=words):
        books.post(lines)
    assert (LedgerEntry.objects.count(), Leg.objects.count(), Account.objects.count()) == (0, 0, 0)


def test_household_of_another_community_is_refused(books):
    far = books.cast.units["9", "101"].pk
    with pytest.raises(Refused, match="别的居民区"):
        books.post([debit("bank", 5), credit("receivable", 5, unit=far)])
    assert Account.objects.count() == 0


@pytest.mark.parametrize("text", ["", "  ", "李某13912345678缴款", "转账6222 0202 0000 0000", "101室缴款", "长" * 201])
def test_words_that_name_a_person_or_a_room_are_refused(books, text):
    with pytest.raises(Refused):
        books.pay(100, text=text)
    assert LedgerEntry.objects.count() == 0


def test_day_out_of_the_books_is_refused(books):
    with pytest.raises(Refused, match="早于建账日期2026年1月5日"):
        books.pay(100, on=day(1, 4))
    with pytest.raises(Refused, match="不能晚于今天"):
        books.pay(100, on=timezone.localdate() + datetime.timedelta(days=1))


@pytest.mark.parametrize("who", ["outsider", "leader", None])
def test_only_the_committee_of_the_place_books(books, who):
    with pytest.raises(Refused):
        books.pay(100, by=who and getattr(books.cast, who))
    assert LedgerEntry.objects.count() == 0


def test_reversal_is_the_exact_negation(books):
    entry = books.spend(120_050)
    reversal = actions.reverse(entry=entry, reason="付错了收款方", by=books.second, happened_on=day(2, 1))
    assert reversal.lines == [Line("construction", -120_050, "foundation"), Line("bank", 120_050)]
    assert (reversal.text, reversal.kind, reversal.number) == ("冲正第1号凭证：付错了收款方", "reversal", 2)
    assert (reversal.reverses, entry.reversed_by, reversal.period) == (entry, reversal, books.month(2))
    assert set(book_balances(books.book).values()) == {0}


def test_reversal_happens_once(books):
    entry = books.spend(120_050)
    first = actions.reverse(entry=entry, reason="付错了", by=books.first)
    assert actions.reverse(entry=entry, reason="付错了", by=books.first).pk == first.pk
    with pytest.raises(Refused, match="已经冲正过"):
        actions.reverse(entry=entry, reason="又想起来", by=books.first)
    assert LedgerEntry.objects.count() == 2


def test_reversal_is_not_reversed(books):
    reversal = actions.reverse(entry=books.spend(1), reason="付错了", by=books.first)
    with pytest.raises(Refused, match="冲正不能再冲正"):
        actions.reverse(entry=reversal, reason="又对了", by=books.first)
    with pytest.raises(Refused, match="要从原来的凭证上做"):
        books.post([debit("bank", 5), credit("interest", 5)], "reversal")


def test_reason_of_a_reversal_is_public_too(books):
    with pytest.raises(Refused, match="请写冲正的原因"):
        actions.reverse(entry=books.spend(1), reason=" ", by=books.first)
    assert LedgerEntry.objects.count() == 1


def test_journal_tells_no_household_and_no_amount(books):
    books.pay(298_765)
    said = [
        (entry.object_label, str(entry.changes)) for entry in JournalEntry.objects.filter(action__contains="ledger")
    ]
    assert len(said) == 1
    assert "298765" not in str(said)
    assert "101" not in said[0][0]


def test_balances_are_those_of_closed_and_open_months_together(closed):
    closed.spend(10_000, on=day(3, 1))
    fen = {account.role: fen for account, fen in named(closed.book)}
    assert fen == {"bank": 219_950, "receivable": -350_000, "construction": 130_050}


def named(book):
    fen = book_balances(book)
    return [(account, fen[account.pk]) for account in Account.objects.filter(book=book)]
