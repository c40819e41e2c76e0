"""The books recounted from their legs alone, for ``manage.py verify``: one line a finding, none when all holds."""

from collections import defaultdict

from django.db.models import Count, F, Max, Q, Sum
from django.db.models.functions import Coalesce

from projects.accounts.domain import entry_digest
from projects.accounts.enums import MONEY, STANDING

from .balances import book_balances
from .books import Account, Book
from .entries import LedgerEntry, Leg
from .periods import Period


def ledger_findings():
    yield from _entries_that_do_not_balance()
    yield from _entries_that_say_something_else()
    for book in Book.objects.select_related("ending").order_by("pk"):
        yield from _gaps(book)
        yield from _months_that_do_not_follow(book)
        yield from _balances_that_differ(book)
        yield from _ended_too_early(book)


def _entries_that_do_not_balance():
    felt = Coalesce(Sum("legs__amount_fen", filter=Q(legs__account__role__in=MONEY)), 0)
    weighed = LedgerEntry.objects.posted().annotate(legs_n=Count("legs"), total=Sum("legs__amount_fen"), felt=felt)
    wrong = weighed.filter(~Q(total=0) | Q(legs_n__lt=2) | ~Q(felt=F("money_fen")))
    for entry in wrong.order_by("pk"):
        yield f"entry {entry.pk} has {entry.legs_n} legs of {entry.total} fen, its money is {entry.felt}"


def _entries_that_say_something_else():
    entries = LedgerEntry.objects.posted().select_related("reverses").prefetch_related("legs__account")
    for entry in entries.order_by("pk").iterator(chunk_size=1000):
        said = entry_digest(
            book=entry.book_id,
            happened_on=entry.happened_on,
            kind=entry.kind,
            text=entry.text,
            reverses=entry.reverses.number if entry.reverses_id else None,
            lines=entry.lines,
        )
        if said != entry.digest:
            yield f"entry {entry.pk} does not say what was posted"


def _gaps(book):
    found = LedgerEntry.objects.posted().filter(book=book).aggregate(n=Count("pk"), last=Max("number"))
    if found["n"] != (found["last"] or 0):
        yield f"book {book.pk} has {found['n']} entries, the last is number {found['last']}"


def _months_that_do_not_follow(book):
    before = None
    for period in Period.objects.filter(book=book).in_order():
        if before is not None and period.calendar != before.calendar.plus(1):
            yield f"book {book.pk} has no month between {before.calendar} and {period.calendar}"
        if period.is_closed:
            yield from _faults_of_month(period, before)
        before = period


def _faults_of_month(period, before):
    come, gone = period.entries.posted().sums()
    opening = before.closing_fen if before else 0
    counted = (opening, come, gone)
    if (period.opening_fen, period.in_fen, period.out_fen) != counted or period.closing_fen != opening + come - gone:
        yield f"book {period.book_id} month {period.calendar} does not add up from its entries"
    if period.statement_fen - period.bank_fen != sum(row.amount_fen for row in period.differences.all()):
        yield f"book {period.book_id} month {period.calendar} differs from the bank without an explanation"
    if period.digest_of_rows() != period.digest:
        yield f"book {period.book_id} month {period.calendar} was altered after it was closed"


def _balances_that_differ(book):
    """Every stored balance against the running sum of all legs from the first on."""
    moved = defaultdict(dict)
    legs = Leg.objects.filter(entry__book=book, entry__posted=True).order_by()
    for period, account, fen in legs.values_list("entry__period", "account").annotate(fen=Sum("amount_fen")):
        moved[period][account] = int(fen)
    running = dict.fromkeys(Account.objects.filter(book=book).values_list("pk", flat=True), 0)
    for period in Period.objects.filter(book=book).closed().in_order().prefetch_related("balances"):
        for account, fen in moved[period.pk].items():
            running[account] += fen
        stored = {balance.account_id: balance.closing_fen for balance in period.balances.all()}
        if stored != {account: fen for account, fen in running.items() if fen}:
            yield f"book {book.pk} month {period.calendar} keeps balances that its legs do not give"


def _ended_too_early(book):
    """An ended book holds nothing, owes nothing and was owed nothing."""
    if not book.ended_on:
        return
    fen = book_balances(book)
    if any(fen.get(pk) for pk in book.accounts.filter(role__in=STANDING).values_list("pk", flat=True)):
        yield f"book {book.pk} has ended and still holds something"
    if book.entries.filter(posted_at__gt=book.ending.confirmed_at).exists():
        yield f"book {book.pk} has entries from after its end"
