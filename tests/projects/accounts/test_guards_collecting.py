"""Each constraint and guard of collecting, met past the actions."""

import pytest
from django.db import connection
from django.utils import timezone

from projects.accounts import actions
from projects.accounts.domain import credit, debit
from projects.models import Call, Charge, LedgerEntry, Payment, SharingScheme, Signature

from .collecting import Collection, day, key
from .rows import copy, sql, unguarded

TABLES = {"accounts_call": Call, "accounts_charge": Charge, "accounts_payment": Payment}
KEPT = {
    "accounts_call_no_update": "UPDATE projects_call SET portion_bp = 1",
    "accounts_call_no_delete": "DELETE FROM projects_call",
    "accounts_charge_no_update": "UPDATE projects_charge SET amount_fen = 1",
    "accounts_charge_no_delete": "DELETE FROM projects_charge",
    "accounts_payment_no_update": "UPDATE projects_payment SET amount_fen = 1",
    "accounts_payment_no_delete": "DELETE FROM projects_payment",
}
TRUNCATED = {
    "accounts_call_no_truncate": "call",
    "accounts_charge_no_truncate": "charge",
    "accounts_payment_no_truncate": "payment",
}


@pytest.fixture
def paid(called):
    called.payment = called.receive("201", 573_529)
    return called


@pytest.mark.parametrize("name", KEPT)
def test_what_was_collected_is_kept(paid, refused, name):
    with refused(name):
        sql(KEPT[name])
    assert Payment.objects.get().amount_fen == 573_529


@pytest.mark.parametrize("name", TRUNCATED)
def test_tables_of_collecting_cannot_be_emptied(paid, refused, name):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with refused(name):
        sql(f"TRUNCATE projects_{TRUNCATED[name]} CASCADE")
    assert Call.objects.count() == 1


def booked(paid, lines=None):
    """Another posted entry of the same household, as raw rows may hang on it."""
    unit = paid.unit("201").pk
    lines = lines or [debit("bank", 7), credit("receivable", 7, unit=unit)]
    return actions.post(
        book=paid.book, happened_on=day(4, 11), kind="payment", text="缴款", lines=lines, key=key(), by=paid.first
    )


def test_number_of_call_and_receipt_follows_the_last(paid, refused):
    with refused("accounts_call_numbered"):
        copy(paid.first_call, number=3, entry_id=booked(paid).pk)
    with refused("accounts_payment_numbered"):
        copy(paid.payment, number=3, entry_id=booked(paid).pk, amount_fen=7)
    assert Payment.objects.get().number == 1


def test_number_is_given_once(paid, refused):
    entry = booked(paid).pk
    for name, row in (("accounts_call_number_once", paid.first_call), ("accounts_receipt_number_once", paid.payment)):
        with refused(name):
            unguarded()
            copy(row, entry_id=entry)
    assert Call.objects.get().number == Payment.objects.get().number == 1


def test_call_rests_on_the_chosen_scheme_the_vote_and_the_signatures(paid, refused):
    draft = paid.cost.draft()
    with refused("accounts_call_of_chosen"):
        copy(paid.first_call, number=2, entry_id=booked(paid).pk, scheme_id=draft.pk)
    with refused("accounts_call_after_signing"):
        copy(paid.first_call, number=2, entry_id=booked(paid).pk, scheme_id=draft.pk)
    assert SharingScheme.objects.chosen().count() == 1
    assert Signature.objects.count() == 10


def test_call_waits_for_the_vote(cast, refused):
    here = Collection(cast, vote=False)
    lines = [debit("bank", 7), credit("interest", 7)]
    said = {"happened_on": day(4, 1), "kind": "interest", "text": "利息", "lines": lines, "key": key()}
    entry = actions.post(book=here.book, by=here.first, **said)
    plain = {"book": here.book, "scheme": here.scheme, "number": 1, "portion_bp": 3000, "due_on": day(4, 30)}
    with refused("accounts_call_after_vote"):
        Call.objects.create(**plain, entry=entry, called_at=timezone.now(), called_by=here.first)
    assert Call.objects.count() == 0


def test_call_is_within_the_whole_and_in_the_books(paid, refused):
    with refused("accounts_call_within_whole"):
        copy(paid.first_call, number=2, entry_id=booked(paid).pk, portion_bp=7001)
    other = actions.open_book(community=paid.cast.here, kind="repair_fund", opened_on=day(3, 1), by=paid.first)
    with refused("accounts_call_booked"):
        copy(paid.first_call, number=2, entry_id=booked(paid).pk, book_id=other.pk)
    with refused("accounts_call_portion"):
        copy(paid.first_call, number=2, entry_id=booked(paid).pk, portion_bp=0)
    assert Call.objects.count() == 1


def test_charge_is_what_the_entry_says(paid, refused):
    charge = Charge.objects.filter(unit=paid.unit("201")).get()
    with refused("accounts_charge_is_its_leg"):
        copy(charge, entry_id=booked(paid).pk)
    with refused("accounts_charge_once"):
        copy(charge)
    with refused("accounts_charge_of_its_call"):
        copy(charge, entry_id=booked(paid).pk, amount_fen=-7, call_id=None)
    with refused("accounts_charge_of_its_call"):
        copy(charge, entry_id=booked(paid).pk, amount_fen=-7, kind="running")
    with refused("accounts_charge_not_zero"):
        unguarded()
        copy(charge, entry_id=booked(paid).pk, amount_fen=0)
    assert Charge.objects.count() == 10


def test_payment_is_what_the_entry_says(paid, refused):
    entry = booked(paid).pk
    with refused("accounts_payment_is_its_leg"):
        copy(paid.payment, number=2, entry_id=entry, amount_fen=8)
    with refused("accounts_payment_method_known"):
        copy(paid.payment, number=2, entry_id=entry, amount_fen=7, method="gold")
    with refused("accounts_payment_replaces_reversed"):
        copy(paid.payment, number=2, entry_id=entry, amount_fen=7, replaces_id=paid.payment.pk)
    with refused("accounts_payment_amount"):
        unguarded()
        copy(paid.payment, number=2, entry_id=entry, amount_fen=0)
    assert (Payment.objects.count(), LedgerEntry.objects.filter(kind="payment").count()) == (1, 2)
