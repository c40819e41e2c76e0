"""What one household was called for, paid and still owes; and for the public, how many have paid, never which."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from projects.accounts.enums import BookKind, EntryKind, Role

from .books import Account, Book
from .collecting import Charge, Payment
from .entries import LedgerEntry
from .settling import Payout


@dataclass(frozen=True)
class Statement:
    """Fen. ``charges`` and ``payments`` oldest first; ``void`` are payments that were reversed.

    ``balance_fen`` above zero is still to be paid, below zero it is credit.
    """

    book: Book
    charges: tuple[Charge, ...]
    payments: tuple[Payment, ...]
    void: tuple[Payment, ...]
    returned: tuple[Payout, ...] = ()

    @property
    def charged_fen(self):
        return sum(charge.amount_fen for charge in self.charges)

    @property
    def paid_fen(self):
        """Less what went back."""
        return sum(row.amount_fen for row in self.payments) - sum(row.amount_fen for row in self.returned)

    @property
    def balance_fen(self):
        return self.charged_fen - self.paid_fen

    @property
    def due_fen(self):
        return max(0, self.balance_fen)

    @property
    def credit_fen(self):
        return max(0, -self.balance_fen)


@dataclass(frozen=True)
class Collected:
    """Households: those that were called, and of them those that have paid all they owe until today, and those late."""

    called: int
    paid: int
    late: int

    @property
    def unpaid(self):
        return self.called - self.paid


def statements_of(unit) -> list[Statement]:
    """One for each book in which this flat was ever called, the oldest first."""
    charges = Charge.objects.filter(unit=unit).standing().select_related("call", "entry", "book__project")
    called, paid, returned = defaultdict(list), defaultdict(list), defaultdict(list)
    for charge in charges.order_by("book_id", "id"):
        called[charge.book].append(charge)
    for entry in _moved(unit):
        if payment := getattr(entry, "payment", None):
            paid[entry.book_id].append(payment)
        elif (payout := getattr(entry, "payout", None)) and not hasattr(entry, "reversed_by"):
            returned[entry.book_id].append(payout)
    return [_statement(book, rows, paid[book.pk], returned[book.pk]) for book, rows in called.items()]


def _moved(unit):
    """The entries by which this flat paid or was paid back, in their order; found by its accounts, whatever the size
    of the ledger."""
    kinds = (EntryKind.PAYMENT, EntryKind.REFUND)
    of_flat = {"legs__account__unit": unit, "legs__account__role": Role.RECEIVABLE}
    entries = LedgerEntry.objects.posted().filter(kind__in=kinds, **of_flat)
    return entries.select_related("payment", "payout", "reversed_by").order_by("book_id", "number")


def statement_of(book, unit) -> Statement:
    found = (statement for statement in statements_of(unit) if statement.book == book)
    return next(found, _statement(book, (), ()))


def _statement(book, charges, payments, returned=()):
    return Statement(
        book=book,
        charges=tuple(charges),
        payments=tuple(payment for payment in payments if not payment.is_void),
        void=tuple(payment for payment in payments if payment.is_void),
        returned=tuple(returned),
    )


def balances_by_unit(book, due_by=None) -> dict[int, int]:
    """{household's key: fen it still owes (negative: credit)}; with ``due_by``, of what was due before that day."""
    charges = Charge.objects.filter(book=book).standing()
    if due_by is not None:
        charges = charges.filter(Q(call__isnull=True) | Q(call__due_on__lt=due_by))
    owed = charges.by_unit()
    for unit, fen in Payment.objects.filter(book=book).standing().by_unit().items():
        owed[unit] = owed.get(unit, 0) - fen
    for unit, fen in Payout.objects.refunds().filter(book=book).by_unit().items():
        owed[unit] = owed.get(unit, 0) + fen
    return owed


def with_compensated(shares):
    """Shares with ``compensated_fen``: what was paid to their household for living low; None while nothing was."""
    given = Payout.objects.compensations().filter(book__project=OuterRef("scheme__project"), unit=OuterRef("unit"))
    given = given.order_by().values("unit").annotate(fen=Sum("amount_fen"))
    return shares.annotate(compensated_fen=Subquery(given.values("fen")))


def with_collected(schemes):
    """Schemes with ``called`` and ``unpaid``: of their project's households, those called for money and those that
    still owe some; ``compensated`` and ``compensated_fen``, how many low floors were paid, and the sum; ``book``, the
    key of its book. Totals alone, fit for a public page; None while there is none."""
    works = {"book__kind": BookKind.PROJECT, "role": Role.RECEIVABLE}
    homes = Account.objects.filter(book__project=OuterRef("project"), **works).order_by()
    owing = Account.objects.filter(book__project=OuterRef(OuterRef("project")), legs__entry__posted=True, **works)
    owing = owing.order_by().values("pk").annotate(fen=Sum("legs__amount_fen")).filter(fen__gt=0).values("pk")
    called, unpaid = (
        Subquery(rows.values("book").annotate(n=Count("pk")).values("n"))
        for rows in (homes, homes.filter(pk__in=owing))
    )
    of_works = {"book__project": OuterRef("project"), "book__kind": BookKind.PROJECT}
    given = Payout.objects.compensations().filter(**of_works).order_by().values("book")
    totals = {
        "compensated": Subquery(given.annotate(n=Count("pk")).values("n")),
        "compensated_fen": Subquery(given.annotate(fen=Sum("amount_fen")).values("fen")),
    }
    book = Subquery(Book.objects.filter(project=OuterRef("project"), kind=BookKind.PROJECT).values("pk")[:1])
    return schemes.annotate(called=called, unpaid=Coalesce(unpaid, 0), book=book, **totals)


def collected(book, today) -> Collected:
    """Counts alone, fit for a public page."""
    owed = balances_by_unit(book)
    late = sum(fen > 0 for fen in balances_by_unit(book, today).values())
    return Collected(called=len(owed), paid=sum(fen <= 0 for fen in owed.values()), late=late)
