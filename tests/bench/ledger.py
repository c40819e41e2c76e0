"""Books of a thousand and of a million legs, month for month alike: the page of a month, and the balance of a book.

The rows are written past the actions in a database of this run alone, its guards lifted for the while. Fifty entries
a month and book; the last month is open, the others are published.
"""

import datetime

from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.utils import timezone

from communities import guards
from communities.models import BuildingGroup, Community, Compound, User
from projects.accounts.domain import Month
from projects.accounts.models import Account, Balance, Book, LedgerEntry, Leg, Period, book_balances
from projects.models import Project
from tests.bench.pages import call, minima, queries

A_MONTH, FEN = 50, 100
LAST, SHOWN = Month(2026, 11), "2026-10"
_COUNT = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {last})"
_KEY = {"postgresql": "gen_random_uuid()", "sqlite": "lower(hex(randomblob(16)))"}
_ENTRIES = (
    "INSERT INTO projects_ledgerentry (id, book_id, period_id, number, happened_on, kind, text, key, money_fen, "
    f"digest, posted, posted_at, posted_by_id) {_COUNT} SELECT i + 1, i / {{of_book}} + 1, i / {{of_month}} + 1, "
    "i % {of_book} + 1, '2026-10-10', CASE WHEN i % 2 = 0 THEN 'payment' ELSE 'subsidy' END, '收款', {key}, {fen}, "
    f"'{'0' * 64}', true, '2026-10-10 00:00:00', {{user}} FROM n"
)
_LEGS = (
    f"INSERT INTO projects_leg (id, entry_id, account_id, amount_fen) {_COUNT} SELECT i + 1, i / 2 + 1, "
    "(i / {of_book} / 2) * 2 + 1 + i % 2, CASE WHEN i % 2 = 0 THEN {fen} ELSE -{fen} END FROM n"
)


def prepare(books, months):
    books, months = int(books), int(months)
    user = User.objects.create_user("bench", is_staff=True)
    guards.remove(connection)
    _books(books, months, user)
    entries = books * months * A_MONTH
    numbers = {"of_book": months * A_MONTH, "of_month": A_MONTH, "fen": FEN, "user": user.pk}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET statement_timeout = 0")
        cursor.execute(_ENTRIES.format(last=entries - 1, key=_KEY[connection.vendor], **numbers))
        cursor.execute(_LEGS.format(last=2 * entries - 1, **numbers))
    guards.install(connection)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return {"legs": Leg.objects.count()}


def _books(books, months, user):
    place = Community.objects.create(slug="books", name="账目", publisher="居委会")
    compound = Compound.objects.create(community=place, name="一村", position=1)
    day = datetime.date(2026, 10, 10)
    now = timezone.now()
    for number in range(1, books + 1):
        stairs = BuildingGroup.objects.create(
            community=place, compound=compound, name=f"{number}号", no=str(number), position=number, floors=6
        )
        project = Project.objects.create(community=place, building_group=stairs, stage_since=day)
        book = Book.objects.create(
            pk=number, community=place, project=project, opened_on=LAST.plus(1 - months).first_day
        )
        accounts = [
            Account.objects.create(pk=2 * number - 1 + side, book=book, role=role)
            for side, role in enumerate(("bank", "subsidy"))
        ]
        _months(book, months, accounts, user, now)


def _months(book, months, accounts, user, now):
    moved = A_MONTH * FEN
    rows, balances = [], []
    for index in range(months):
        month = LAST.plus(index + 1 - months)
        row = Period(pk=(book.pk - 1) * months + index + 1, book=book, year=month.year, month=month.month)
        if month < LAST:
            row.opening_fen, row.in_fen, row.out_fen, row.closing_fen = index * moved, moved, 0, (index + 1) * moved
            row.bank_fen = row.statement_fen = row.closing_fen
            row.cash_fen, row.digest, row.closed_at, row.closed_by = 0, "0" * 64, now, user
            row.published_at, row.published_by = now, None
            balances += [
                Balance(period=row, account=account, closing_fen=side * row.closing_fen)
                for account, side in zip(accounts, (1, -1), strict=True)
            ]
        rows.append(row)
    second = User.objects.get_or_create(username="second", defaults={"is_staff": True})[0]
    for row in rows:
        row.published_by = second if row.published_at else None
    Period.objects.bulk_create(rows)
    Balance.objects.bulk_create(balances)


def ask(rounds="40"):
    """Milliseconds of the page of a month, of a book's balance, and what each asked of the database."""
    ours = WSGIHandler()
    book = Book.objects.order_by("pk").last()
    page = f"/c/books/accounts/{SHOWN}/?book={book.pk}"

    def cold():
        caches["pages"].clear()
        assert call(ours, page)[0] == 200

    found = minima(int(rounds), page=cold, balance=lambda: book_balances(book))
    months = Period.objects.filter(book=book).count()
    assert set(book_balances(book).values()) == {months * A_MONTH * FEN, -months * A_MONTH * FEN}
    return {
        "ms": found,
        "queries": {"page": queries(cold), "balance": queries(lambda: book_balances(book))},
        "legs": Leg.objects.count(),
        "entries": LedgerEntry.objects.count(),
    }


def main(act, *arguments):
    return {"prepare": prepare, "ask": ask}[act](*arguments)
