"""What the database refuses of the books by itself."""

import datetime

import pytest
from django.utils import timezone

from projects.models import Account, Balance, Book, Difference, LedgerEntry, Leg, Period

from .conftest import day
from .rows import account, copy, post, unguarded, unposted

NOW = timezone.now()


def test_book_is_of_a_project_or_a_fund(books, refused):
    with refused("accounts_book_of_a_project"):
        Book.objects.create(community=books.cast.here, kind="project", opened_on=day(1, 5))
    with refused("accounts_book_of_a_project"):
        Book.objects.create(community=books.cast.here, kind="common_income", project=books.project, opened_on=day(1, 5))


def test_fund_has_one_book_a_community(books, refused):
    books.open(kind="repair_fund")
    with refused("accounts_fund_once"):
        Book.objects.create(community=books.cast.here, kind="repair_fund", opened_on=day(1, 5))


def test_book_keeps_its_place_and_day(books, refused):
    with refused("accounts_book_fixed"):
        Book.objects.update(opened_on=day(1, 6))
    with refused("accounts_book_project_id_home_insert"):
        Book.objects.create(community=books.cast.there, project=books.project, opened_on=day(1, 5))
    with refused("accounts_book_project_id_home_update"):
        Book.objects.update(community=books.cast.there)
    with refused("accounts_book_no_delete"):
        Book.objects.all()._raw_delete("default")


def test_account_is_one_and_fits_its_role(books, refused):
    unit = books.unit()
    account(books.book, "bank")
    account(books.book, "receivable", unit_id=unit)
    with refused("accounts_account_once"):
        Account.objects.create(book=books.book, role="bank")
    with refused("accounts_unit_account_once"):
        Account.objects.create(book=books.book, role="receivable", unit_id=unit)
    with refused("accounts_account_role_known"):
        Account.objects.create(book=books.book, role="pocket")
    for values in ({"role": "bank", "unit_id": unit}, {"role": "refund"}):
        with refused("accounts_account_unit_fits_role"):
            Account.objects.create(book=books.book, **values)
    for values in ({"role": "bank", "item": "pile"}, {"role": "construction"}):
        with refused("accounts_account_item_fits_role"):
            Account.objects.create(book=books.book, **values)


def test_account_stays_and_is_at_home(books, refused):
    account(books.book, "bank")
    with refused("accounts_account_unit_home"):
        Account.objects.create(book=books.book, role="refund", unit=books.cast.units["9", "101"])
    with refused("accounts_account_fixed"):
        Account.objects.update(role="cash")
    with refused("accounts_account_no_delete"):
        Account.objects.all()._raw_delete("default")


def test_entry_is_born_unposted(books, refused):
    with refused("accounts_entry_starts_unposted"):
        unposted(books.book, posted=True, number=1, posted_at=NOW, posted_by=books.first, period=books.month(1))


def test_post_gate_weighs_the_legs(books, refused):
    for amounts, guard in (
        ((), "accounts_entry_two_legs"),
        ((500,), "accounts_entry_two_legs"),
        ((500, -499), "accounts_entry_balances"),
        ((500, -500, 1), "accounts_entry_balances"),
    ):
        entry = unposted(books.book, *amounts)
        with refused(guard):
            post(entry, books.month(1), books.first)
    with refused("accounts_entry_money"):
        post(unposted(books.book, 500, -500), books.month(1), books.first, money_fen=0)
    assert post(unposted(books.book, 500, -500), books.month(1), books.first) == 1


@pytest.mark.parametrize("number", [1, 3, None])
def test_post_gate_gives_the_next_number_only(books, refused, number):
    books.pay(100)
    with refused("accounts_entry_numbered"):
        post(unposted(books.book, 500, -500), books.month(1), books.first, number=number)


def test_posted_entry_is_whole(books, refused):
    whole = {"posted": True, "number": 1, "posted_at": NOW, "posted_by": books.first, "period": books.month(1)}
    for name in ("number", "posted_at", "posted_by", "period"):
        entry = unposted(books.book, 500, -500)
        with refused("accounts_posted_is_whole"):
            unguarded()
            LedgerEntry.objects.filter(pk=entry.pk).update(**{**whole, name: None, "money_fen": 500})
    with refused("accounts_posted_is_whole"):
        LedgerEntry.objects.filter(pk=entry.pk).update(number=1)


def test_post_gate_takes_open_months_of_the_day_only(closed, refused):
    january, february = closed.month(1), closed.month(2)
    with refused("accounts_entry_in_open_month"):
        post(unposted(closed.book, 500, -500), january, closed.first)
    with refused("accounts_entry_in_open_month"):
        post(unposted(closed.book, 500, -500), february, closed.first)
    before = unposted(closed.book, 500, -500, happened_on=datetime.date(2025, 2, 1))
    with refused("accounts_entry_in_open_month"):
        post(before, february, closed.first)
    other = closed.open(kind="repair_fund").periods.get()
    with refused("accounts_entry_in_open_month"):
        post(unposted(closed.book, 500, -500), other, closed.first)


def test_nothing_before_the_opening_or_after_today(books, refused):
    with refused("accounts_entry_in_open_month"):
        post(unposted(books.book, 500, -500, happened_on=day(1, 4)), books.month(1), books.first)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with refused("accounts_entry_happened"):
        post(unposted(books.book, 500, -500, happened_on=tomorrow), books.month(1), books.first)


def test_entry_says_what_it_is(books, refused):
    with refused("accounts_entry_says_what"):
        unposted(books.book, text="")
    with refused("accounts_entry_kind_known"):
        unposted(books.book, kind="gift")
    with refused("accounts_reversal_of_something"):
        unposted(books.book, kind="reversal")
    with refused("accounts_reversal_of_something"):
        unposted(books.book, reverses=books.pay(100))


def test_key_and_number_are_used_once(books, refused):
    entry = books.pay(100)
    with refused("accounts_entry_key_once"):
        unposted(books.book, key=entry.key)
    with refused("accounts_entry_number_once"):
        unguarded()
        post(unposted(books.book, 500, -500), books.month(1), books.first, number=1)
    with refused("accounts_entry_fixed"):
        LedgerEntry.objects.filter(pk=entry.pk).update(book=books.open(kind="repair_fund"))


def test_reversal_is_exact(books, refused):
    original = interest(books, 500)
    for amounts in ((-500, 499, 1), (-499, 499), (500, -500)):
        entry = unposted(books.book, *amounts, kind="reversal", reverses=original)
        with refused("accounts_entry_reverses_exactly"):
            post(entry, books.month(1), books.first)
        Leg.objects.filter(entry=entry)._raw_delete("default")
        LedgerEntry.objects.filter(pk=entry.pk)._raw_delete("default")
    exact = unposted(books.book, -500, 500, kind="reversal", reverses=original)
    assert post(exact, books.month(1), books.first) == 1
    again = unposted(books.book, 500, -500, kind="reversal", reverses=LedgerEntry.objects.get(pk=exact.pk))
    with refused("accounts_entry_reverses_exactly"):
        post(again, books.month(1), books.first)


def interest(books, fen):
    entry = unposted(books.book, fen, -fen)
    post(entry, books.month(1), books.first)
    return LedgerEntry.objects.get(pk=entry.pk)


def test_leg_is_bounded_single_and_not_zero(books, refused):
    entry = unposted(books.book, 500, -500)
    cash = account(books.book, "cash")
    with refused("accounts_leg_not_zero"):
        Leg.objects.create(entry=entry, account=cash, amount_fen=0)
    for fen in (10**12 + 1, -(10**12) - 1):
        with refused("accounts_leg_bounded"):
            Leg.objects.create(entry=entry, account=cash, amount_fen=fen)
    with refused("accounts_leg_once"):
        Leg.objects.create(entry=entry, account=account(books.book, "bank"), amount_fen=1)


def test_leg_stays_with_its_entry_and_book(books, refused):
    entry, other = unposted(books.book, 500, -500), unposted(books.book)
    foreign = account(books.open(kind="repair_fund"), "bank")
    with refused("accounts_leg_fixed"):
        entry.legs.update(entry=other)
    with refused("accounts_leg_same_book_insert"):
        Leg.objects.create(entry=entry, account=foreign, amount_fen=1)
    with refused("accounts_leg_same_book_update"):
        entry.legs.filter(amount_fen=500).update(account=foreign)


def test_leg_of_a_posted_entry_is_out_of_reach(books, refused):
    entry = books.pay(100)
    with refused("accounts_leg_unposted_insert"):
        Leg.objects.create(entry=entry, account=account(books.book, "cash"), amount_fen=1)
    with refused("accounts_leg_unposted_update"):
        entry.legs.update(amount_fen=1)
    with refused("accounts_leg_unposted_delete"):
        entry.legs.all()._raw_delete("default")


def test_month_is_a_month_of_the_book_once(books, refused):
    with refused("accounts_period_once"):
        Period.objects.create(book=books.book, year=2026, month=1)
    with refused("accounts_period_month"):
        unguarded()
        Period.objects.create(book=books.book, year=2026, month=13)
    with refused("accounts_period_follows"):
        Period.objects.create(book=books.book, year=2026, month=3)
    with refused("accounts_period_follows"):
        Period.objects.create(book=books.book, year=2025, month=12)
    with refused("accounts_period_fixed"):
        Period.objects.update(month=2)


def test_month_starts_open(closed, refused):
    closed.close(2, 229_950)
    with refused("accounts_period_starts_open"):
        copy(closed.month(2), month=3)


#: What closes an empty February after the January of ``closed``.
SHUT = {
    "opening_fen": 179_950,
    "in_fen": 0,
    "out_fen": 0,
    "closing_fen": 179_950,
    "bank_fen": 179_950,
    "cash_fen": 0,
    "statement_fen": 179_950,
    "digest": "d" * 64,
    "closed_at": NOW,
}


@pytest.fixture
def february(books):
    """February after a closed January; its balances carried over, nothing booked."""
    books.pay(179_950)
    books.close(1, 179_950)
    books.pay(1, on=day(3, 1))
    period = books.month(2)
    for row in Balance.objects.filter(period=books.month(1)):
        copy(row, period_id=period.pk)
    return Period.objects.filter(pk=period.pk)


def shut(books, february, **values):
    return february.update(**{**SHUT, "closed_by": books.first, **values})


def test_month_is_closed_by_one_update(books, february):
    assert shut(books, february) == 1


@pytest.mark.parametrize(
    "values, guard",
    [
        ({"opening_fen": 0, "closing_fen": 0, "bank_fen": 0}, "accounts_period_carries_over"),
        ({"in_fen": 5, "out_fen": 5}, "accounts_period_of_its_entries"),
        ({"bank_fen": 179_000, "cash_fen": 950}, "accounts_period_of_its_balances"),
        ({"statement_fen": 179_951}, "accounts_period_reconciled"),
        ({"closing_fen": 179_951}, "accounts_period_adds_up"),
        ({"cash_fen": 1}, "accounts_period_adds_up"),
        ({"cash_fen": None}, "accounts_period_adds_up"),
        ({"digest": ""}, "accounts_period_adds_up"),
        ({"closed_by": None}, "accounts_period_adds_up"),
        ({"closed_at": None}, "accounts_period_adds_up"),
        ({"published_at": NOW}, "accounts_published_is_closed"),
    ],
)
def test_figures_of_a_month_are_weighed(books, february, refused, values, guard):
    with refused(guard):
        if guard in ("accounts_period_adds_up", "accounts_published_is_closed"):
            unguarded()
        shut(books, february, **values)


def test_balances_of_a_month_sum_to_nothing(books, february, refused):
    Balance.objects.create(period=books.month(2), account=account(books.book, "interest"), closing_fen=1)
    with refused("accounts_period_of_its_balances"):
        shut(books, february)


def test_month_closes_after_the_one_before(books, refused):
    books.pay(100, on=day(2, 3))
    february = Period.objects.filter(book=books.book, month=2)
    with refused("accounts_period_in_order"):
        shut(books, february, opening_fen=0, closing_fen=0, bank_fen=0, statement_fen=0)


def test_publishing_is_by_another_and_in_order(closed, refused):
    january = Period.objects.filter(pk=closed.month(1).pk)
    with refused("accounts_published_by_another"):
        january.update(published_at=NOW, published_by=closed.first)
    with refused("accounts_published_is_closed"):
        january.update(published_at=NOW)
    with refused("accounts_published_is_closed"):
        unguarded()
        Period.objects.filter(month=2).update(published_at=NOW, published_by=closed.second)
    closed.close(2, 229_950)
    with refused("accounts_period_published_in_order"):
        Period.objects.filter(month=2).update(published_at=NOW, published_by=closed.second)
    closed.publish(1)
    with refused("accounts_period_published_for_good"):
        january.update(published_at=None, published_by=None)


def test_difference_says_why_and_how_much(books, refused):
    for values in ({"text": "", "amount_fen": 5}, {"text": "利息", "amount_fen": 0}):
        name = "accounts_difference_not_zero" if values["text"] else "accounts_difference_explained"
        with refused(name):
            Difference.objects.create(period=books.month(1), **values)


def test_balance_is_one_and_not_zero(closed, refused):
    bank, february = account(closed.book, "bank"), closed.month(2)
    with refused("accounts_balance_not_zero"):
        Balance.objects.create(period=february, account=bank, closing_fen=0)
    Balance.objects.create(period=february, account=bank, closing_fen=5)
    with refused("accounts_balance_once"):
        Balance.objects.create(period=february, account=bank, closing_fen=6)


def test_nothing_is_added_to_a_closed_month(closed, refused):
    with refused("accounts_balance_while_open_insert"):
        Balance.objects.create(period=closed.month(1), account=account(closed.book, "interest"), closing_fen=5)
    with refused("accounts_difference_while_open_insert"):
        Difference.objects.create(period=closed.month(1), text="利息", amount_fen=5)
