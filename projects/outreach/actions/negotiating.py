"""Talks with one household are opened, go from rung to rung, and end with or without an agreement."""

from django.db import transaction
from django.utils import timezone

from communities.journal import actions as journal
from projects.outreach.domain import Refused
from projects.outreach.enums import NegotiationStatus, Rung
from projects.outreach.models import Negotiation, NegotiationStep

from .access import TALKS_KEPT, require, require_kept, require_past, words

LONGEST = 1000


def open_negotiation(*, negotiation, by):
    """Begin talks with a flat; what is said goes into its steps."""
    with transaction.atomic():
        require(by, "add", negotiation)
        require_past(negotiation.opened_on, "开始日期")
        if negotiation.expires_on is None:
            negotiation.expires_on = negotiation.opened_on + TALKS_KEPT
        require_kept(negotiation.expires_on, negotiation.opened_on)
        negotiation.opened_at, negotiation.opened_by = timezone.now(), by
        journal.store(negotiation, by=by, action="open")
    return negotiation


def talk(*, negotiation, rung, on_day, offer, reply, by):
    """One more line: on which rung, what was offered, what was answered."""
    if rung not in Rung.values:
        raise Refused("请选在哪一级谈")
    offer, reply = (
        words(offer, "提出什么", LONGEST, required=False),
        words(reply, "对方怎么说", LONGEST, required=False),
    )
    if not (offer or reply):
        raise Refused("提出什么、对方怎么说，至少写一样")
    require_past(on_day)
    with transaction.atomic():
        held = _locked(negotiation, by)
        last = held.steps.order_by("on_day", "id").last()
        if on_day < (last.on_day if last else held.opened_on):
            raise Refused("日期不能早于上一步和开始日期")
        line = NegotiationStep(negotiation=held, rung=rung, on_day=on_day, offer=offer, reply=reply)
        line.at, line.by = timezone.now(), by
        line.save(force_insert=True)
        journal.record(by=by, action="projects.negotiation.talk", obj=held, changes={"rung": [None, rung]})
    return line


def close_negotiation(*, negotiation, status, on_day, by, agreement=""):
    """The end: agreed, with what was agreed; or talked of no more."""
    if status not in (NegotiationStatus.AGREED, NegotiationStatus.STOPPED):
        raise Refused("请选结果")
    agreement = words(agreement, "谈成了什么", LONGEST, required=status == NegotiationStatus.AGREED)
    require_past(on_day)
    with transaction.atomic():
        held = _locked(negotiation, by)
        last = held.steps.order_by("on_day", "id").last()
        if on_day < (last.on_day if last else held.opened_on):
            raise Refused("日期不能早于上一步和开始日期")
        held.status, held.closed_on, held.agreement = status, on_day, agreement
        journal.store(held, by=by, action="close")
    return held


def _locked(negotiation, by):
    held = Negotiation.objects.select_for_update(of=("self",)).get(pk=negotiation.pk)
    require(by, "change", held)
    if held.status != NegotiationStatus.OPEN:
        raise Refused(f"这次协商现在是“{held.get_status_display()}”，不能再加")
    return held
