"""The books of the demo lifts: whole ones for what is finished, half ones for what is being built."""

from collections import Counter

from django.utils import timezone

from projects.accounts.models import balances_by_unit, collection_findings, ledger_findings
from projects.models import Book, Call, Joining, LedgerEntry, Payment, Payout, Period, Settlement


def book(no, kind="project"):
    return Book.objects.get(project__building_group__no=no, kind=kind)


def test_every_lift_that_was_begun_has_books_that_verify(db):
    assert Book.objects.filter(is_demo=True, kind="project").count() == 33
    assert list(ledger_findings()) == []
    assert list(collection_findings()) == []


def test_finished_lifts_are_called_in_full_and_settled(db):
    assert Call.objects.filter(number=3).count() == 28
    assert Settlement.objects.filter(approved_at__isnull=False).count() == 28
    assert Period.objects.filter(published_at__isnull=False).count() > 200
    assert not Period.objects.filter(closed_at__isnull=False, published_at__isnull=True).exists()


def test_lifts_being_built_are_mid_collection_with_one_late_and_one_refund(db):
    building = Book.objects.filter(project__stage="under_construction", kind="project")
    assert [found.calls.count() for found in building] == [2] * 5
    owing = [no for no in ("53", "13", "99", "78", "121") if max(balances_by_unit(book(no)).values()) > 0]
    assert owing == ["13"]
    assert Payout.objects.get(book__in=building).book == book("53")


def test_finished_books_have_ended_and_one_that_goes_on_is_late(db):
    today = timezone.localdate()
    told = Book.objects.with_publication().select_related("ending")
    states = Counter(found.standing(today).state for found in told)
    ended = told.filter(ending__confirmed_at__isnull=False)
    assert ended.count() == states["ended"] == 28
    assert set(ended.values_list("project__stage", flat=True)) == {"completed", "delivered"}
    assert book("13") in [found for found in told if found.standing(today).state == "late"]
    assert states["late"] == 1
    assert {told.get(pk=book(no).pk).standing(today).state for no in ("53", "99", "78", "121")} <= {"done", "due"}


def test_interest_went_over_to_the_running_costs_and_savings_to_the_households(db):
    running = book("142", "running")
    assert running.entries.get(kind="carry").money_fen == 31_250
    assert book("142").ended_on is not None
    assert Payout.objects.filter(book=book("36")).count() >= 10
    assert max(map(abs, balances_by_unit(book("36")).values())) == 0
    assert not Period.objects.filter(bank_fen__lt=0).exists()


def test_low_floors_of_two_lifts_were_paid_before_the_settlement(db):
    paid = Payout.objects.compensations().order_by("pk")
    assert {(row.book, row.amount_fen) for row in paid} == {(book("40"), 500_000), (book("69"), 500_000)}
    for no in ("40", "69"):
        here = book(no)
        assert here.settlements.get().compensated_fen == 500_000 * paid.filter(book=here).count() > 500_000
        assert here.ended_on is not None


def test_one_payment_was_reversed_and_one_household_joined_late(db):
    assert LedgerEntry.objects.get(kind="reversal").book == book("16")
    assert Payment.objects.get(replaces__isnull=False).book == book("16")
    assert Joining.objects.get().unit.room == "201"
