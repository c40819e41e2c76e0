"""One of several processes at one book; the rounds begin for all of them at the same moments.

usage: python -m tests.projects.accounts.clerk USER BOOK START STEP post|close|pay|confirm KEY…
"""

import datetime
import sys
import time
import uuid

import django

django.setup()

from django.db import DatabaseError  # noqa: E402

from communities.models import User  # noqa: E402
from projects.accounts import actions  # noqa: E402
from projects.accounts.domain import Refused, credit, debit  # noqa: E402
from projects.models import BankLine, Book, Period  # noqa: E402


def act(verb, book, user, key):
    if verb == "close":
        period = Period.objects.get(book=book, year=2026, month=1)
        return actions.close_month(period=period, statement_fen=int(key), by=user)
    if verb in ("pay", "confirm"):
        return collect(verb, book, user, int(key))
    return actions.post(
        book=book,
        happened_on=datetime.date(2026, 1, 10),
        kind="interest",
        text="利息",
        lines=[debit("bank", 100), credit("interest", 100)],
        key=uuid.UUID(int=int(key)),
        by=user,
    )


def collect(verb, book, user, key):
    """One payment of the household that was called first: by its form's key, or by its line of the bank."""
    unit = book.charges.order_by("pk").first().unit
    if verb == "confirm":
        return actions.confirm_line(line=BankLine.objects.get(pk=key), unit=unit, by=user)
    said = {"amount_fen": 100, "received_on": datetime.date(2026, 4, 10), "key": uuid.UUID(int=key)}
    return actions.receive(book=book, unit=unit, by=user, **said)


def main(user, book, start, step, verb, *keys):
    user, book = User.objects.get(pk=user), Book.objects.get(pk=book)
    for number, key in enumerate(keys):
        time.sleep(max(0, float(start) + number * float(step) - time.time()))
        try:
            done = act(verb, book, user, key)
        except (Refused, DatabaseError) as refusal:
            sys.stdout.write(f"{key} refused {type(refusal).__name__}\n")
        else:
            sys.stdout.write(f"{key} done {done.pk}\n")


main(*sys.argv[1:])
