"""A record that was a slip of the pen is struck out, with the reason; it stays to be read."""

from django.db import transaction
from django.utils import timezone

from communities.journal import actions as journal
from projects.upkeep.domain import Refused

from .access import locked, public_words, reckon, require


def strike(*, row, reason, by):
    """Strike out an Inspection, Visit or Outage; what is due next is reckoned without it. Returns it."""
    reason = public_words(reason, "划去的原因")
    with transaction.atomic():
        lift = locked(row.lift)
        held = type(row).objects.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
        require(by, "change", type(row), lift.project)
        if held.struck_at is not None:
            raise Refused("这一条已经划去")
        held.struck_at, held.struck_by, held.struck_reason = timezone.now(), by, reason
        journal.store(held, by=by, action="strike")
        reckon(lift)
        journal.store(lift, by=by, action="reckon")
    return held
