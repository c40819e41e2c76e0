"""Rows written past the actions, as a raw statement would."""

import uuid

from django.db import connection
from django.utils import timezone

from communities import guards
from projects.models import Account, LedgerEntry, Leg

from .conftest import day


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else None


def copy(instance, **values):
    """The same row once more, with other values, as a raw INSERT."""
    held = {field.attname: getattr(instance, field.attname) for field in instance._meta.concrete_fields}
    held.pop("id")
    return type(instance).objects.create(**{**held, **values})


def account(book, role, **values):
    return Account.objects.get_or_create(book=book, role=role, **values)[0]


def unposted(book, *amounts, **values):
    """An entry with legs on bank and the accounts after it, not posted."""
    plain = {"book": book, "happened_on": day(1, 10), "kind": "other_income", "text": "利息", "key": uuid.uuid4()}
    entry = LedgerEntry.objects.create(**{**plain, "digest": "0" * 64, **values})
    for role, fen in zip(("bank", "interest", "other_income"), amounts, strict=False):
        Leg.objects.create(entry=entry, account=account(book, role), amount_fen=fen)
    return entry


def post(entry, period, by, **values):
    """The one UPDATE that posts."""
    plain = {"posted": True, "posted_at": timezone.now(), "posted_by": by, "period": period}
    money = sum(leg.amount_fen for leg in entry.legs.filter(account__role__in=("bank", "cash")))
    last = LedgerEntry.objects.filter(book=entry.book, posted=True).order_by("-number").first()
    plain |= {"number": last.number + 1 if last else 1, "money_fen": money}
    return LedgerEntry.objects.filter(pk=entry.pk).update(**{**plain, **values})


def unguarded():
    """Without triggers, until the savepoint around it is rolled back: so that a constraint behind them is met."""
    if connection.vendor == "postgresql":
        sql("SET CONSTRAINTS ALL IMMEDIATE")
    guards.remove(connection)
