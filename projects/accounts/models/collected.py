"""What was collected, recounted for ``manage.py verify``: one line a finding, none when all holds."""

from collections import defaultdict

from django.db.models import Count, Max, Sum

from projects.accounts.domain import WHOLE_BP
from projects.accounts.enums import ChargeKind, Role
from projects.costs.models import Share

from .books import Book
from .collecting import Call, Charge, Payment
from .entries import Leg
from .settling import Payout
from .statements import balances_by_unit


def collection_findings():
    for book in Book.objects.filter(calls__isnull=False).distinct().order_by("pk"):
        yield from _claims_that_differ(book)
        left = Payout.objects.left(book)
        yield from _calls_that_do_not_sum_up(book, left)
        yield from _leavers_that_bear_something_else(book, left)
    found = Payment.objects.order_by("book").values_list("book").annotate(n=Count("pk"), last=Max("number"))
    for book, n, last in found:
        if n != last:
            yield f"book {book} has {n} receipts, the last is number {last}"


def _claims_that_differ(book):
    """What a household owes by the ledger against its charges less its payments."""
    legs = Leg.objects.filter(account__book=book, account__role=Role.RECEIVABLE, entry__posted=True).order_by()
    booked = {unit: int(fen) for unit, fen in legs.values_list("account__unit").annotate(fen=Sum("amount_fen")) if fen}
    told = {unit: fen for unit, fen in balances_by_unit(book).items() if fen}
    for unit in sorted(booked.keys() | told.keys()):
        if booked.get(unit) != told.get(unit):
            owed, called = booked.get(unit, 0), told.get(unit, 0)
            yield f"book {book.pk} unit {unit} owes {owed} fen in the ledger, {called} by its calls and payments"


def _leavers_that_bear_something_else(book, left):
    """Who left was charged for the works what was kept then; its part of the lift ended."""
    charged = Charge.objects.filter(book=book).exclude(kind=ChargeKind.RUNNING).standing().by_unit()
    holding = set(book.project.contributors.filter(until__isnull=True, is_late=False).values_list("unit", flat=True))
    for unit, kept in sorted(left.items()):
        if charged.get(unit, 0) != kept:
            yield f"book {book.pk} unit {unit} left and bears {charged.get(unit, 0)} fen of {kept}"
        if unit in holding:
            yield f"book {book.pk} unit {unit} left and is a contributor still"


def _calls_that_do_not_sum_up(book, left):
    """Once the whole is called, a household was called for exactly its share of the scheme called last; who
    left is another matter."""
    calls = list(Call.objects.filter(book=book).standing().order_by("number"))
    if sum(call.portion_bp for call in calls) != WHOLE_BP:
        return
    called = defaultdict(int)
    rows = Charge.objects.filter(book=book, kind__in=(ChargeKind.CALL, ChargeKind.LEAVING)).standing()
    called.update(rows.by_unit())
    for unit, amount, compensation in Share.objects.filter(scheme=calls[-1].scheme_id).values_list(
        "unit", "amount_fen", "compensation_fen"
    ):
        if unit not in left and called[unit] != amount + compensation:
            yield f"book {book.pk} unit {unit} was called for {called[unit]} fen of {amount + compensation}"
