"""The books of the demo lifts: whole ones for what is finished, half ones for what is being built."""

from projects.accounts.models import balances_by_unit, collection_findings, ledger_findings
from projects.models import Book, Call, Joining, LedgerEntry, Payment, Payout, Period, Settlement


def book(no):
    return Book.objects.get(project__building_group__no=no)


def test_every_lift_that_was_begun_has_books_that_verify(db):
    assert Book.objects.filter(is_demo=True, project__isnull=False).count() == 33
    assert list(ledger_findings()) == []
    assert list(collection_findings()) == []


def test_finished_lifts_are_called_in_full_and_settled(db):
    assert Call.objects.filter(number=3).count() == 28
    assert Settlement.objects.filter(approved_at__isnull=False).count() == 26  # two are built, not handed over
    assert Period.objects.filter(published_at__isnull=False).count() > 200
    assert not Period.objects.filter(closed_at__isnull=False, published_at__isnull=True).exists()


def test_lifts_being_built_are_mid_collection_with_one_late_and_one_refund(db):
    building = Book.objects.filter(project__stage="under_construction")
    assert [found.calls.count() for found in building] == [2] * 5
    owing = [no for no in ("53", "13", "99", "78", "121") if max(balances_by_unit(book(no)).values()) > 0]
    assert owing == ["13"]
    assert Payout.objects.get().book == book("53")


def test_one_payment_was_reversed_and_one_household_joined_late(db):
    assert LedgerEntry.objects.get(kind="reversal").book == book("16")
    assert Payment.objects.get(replaces__isnull=False).book == book("16")
    assert Joining.objects.get().unit.room == "201"
