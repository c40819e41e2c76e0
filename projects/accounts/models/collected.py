"""What was collected, recounted for ``manage.py verify``: one line a finding, none when all holds."""

from collections import defaultdict

from django.db.models import Count, Max, Sum

from projects.accounts.domain import WHOLE_BP
from projects.accounts.enums import ChargeKind, Role
from projects.costs.models import Compensation, Share

from .books import Book
from .collecting import Call, Charge, Payment
from .entries import Leg
from .settling import Payout, Settlement
from .statements import balances_by_unit


def collection_findings():
    for book in Book.objects.filter(calls__isnull=False).distinct().order_by("pk"):
        yield from _claims_that_differ(book)
        left = Payout.objects.left(book)
        yield from _calls_that_do_not_sum_up(book, left)
        yield from _leavers_that_bear_something_else(book, left)
    yield from _compensations_that_differ()
    for settlement in Settlement.objects.filter(approved_at__isnull=False).order_by("pk"):
        yield from _settlement_that_does_not_add_up(settlement)
    found = Payment.objects.order_by("book").values_list("book").annotate(n=Count("pk"), last=Max("number"))
    for book, n, last in found:
        if n != last:
            yield f"book {book} has {n} receipts, the last is number {last}"


def _compensations_that_differ():
    """What low floors were paid, against the ledger and against what a scheme of the project gave them."""
    legs = Leg.objects.filter(account__role=Role.COMPENSATION, entry__posted=True).order_by()
    booked = {book: int(fen) for book, fen in legs.values_list("account__book").annotate(fen=Sum("amount_fen"))}
    paid, by_unit = defaultdict(int), defaultdict(int)
    for book, project, unit, fen in Payout.objects.compensations().values_list(
        "book", "book__project", "unit", "amount_fen"
    ):
        paid[book] += fen
        by_unit[project, unit] += fen
    for book in sorted(booked.keys() | paid.keys()):
        if booked.get(book, 0) != paid[book]:
            yield f"book {book} paid {booked.get(book, 0)} fen of compensation by the ledger, {paid[book]} by its lines"
    given = defaultdict(int)
    for project, unit, fen in Compensation.objects.values_list("scheme__project", "unit", "amount_fen"):
        given[project, unit] = max(given[project, unit], fen)
    for (project, unit), fen in sorted(by_unit.items()):
        if fen > given[project, unit]:
            yield f"project {project} paid unit {unit} {fen} fen of compensation, a scheme gives {given[project, unit]}"


def _settlement_that_does_not_add_up(row):
    """What had been called and the differences, against what was spent and what low floors were paid."""
    changed = Charge.objects.filter(entry=row.entry_id).aggregate(fen=Sum("amount_fen"))["fen"] or 0
    if row.charged_fen + changed != row.owners_fen + row.compensated_fen:
        borne = row.owners_fen + row.compensated_fen
        yield f"settlement {row.pk} charges {row.charged_fen + changed} fen of {borne}"


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
