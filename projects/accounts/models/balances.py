"""What every account of a book holds now."""

from django.db.models import Sum

from .entries import Leg
from .periods import Balance


def book_balances(book, until=None) -> dict[int, int]:
    """{account key: fen} now, or at the end of ``until``, the first open month; accounts at zero may be absent.

    What the last closed month ended with and what the open months brought since: however long the book is, only its
    open months are added up.
    """
    fen = dict(Balance.objects.of_last_month(book).values_list("account_id", "closing_fen"))
    legs = (
        Leg.objects.since_closing(book)
        if until is None
        else Leg.objects.filter(entry__period=until, entry__posted=True)
    )
    for account, since in legs.order_by().values_list("account_id").annotate(fen=Sum("amount_fen")):
        fen[account] = fen.get(account, 0) + int(since)
    return fen
