"""Households sign the chosen version; a signature written down by mistake is withdrawn and stays readable."""

from django.db import transaction
from django.utils import timezone

from communities.journal import actions as journal
from projects.consultations.enums import Capacity
from projects.costs.domain import Refused
from projects.costs.enums import SchemeState
from projects.costs.models import Signature

from .access import locked_scheme, require, require_state, words
from .plans import digest_of


def sign(*, scheme, shares, by, signed_on=None, capacity=Capacity.OWNER):
    """Write down that the households of ``shares`` signed this version that day. Returns the signatures."""
    with transaction.atomic():
        scheme = locked_scheme(scheme)
        require(by, "change", "sharingscheme", scheme.project)
        require_state(scheme, SchemeState.CHOSEN)
        rows = list(scheme.shares.filter(pk__in=[share.pk for share in shares]).select_related("unit"))
        _check(scheme, rows, len(shares), capacity)
        signed_on = signed_on or timezone.localdate()
        if signed_on > timezone.localdate():
            raise Refused("签字日期不能晚于今天")
        now = timezone.now()
        signatures = Signature.objects.bulk_create(
            Signature(share=row, signed_on=signed_on, capacity=capacity, recorded_by=by, recorded_at=now)
            for row in rows
        )
        changes = {"签字户数": [None, len(rows)], "签字日期": [None, signed_on], "方案摘要": [None, digest_of(scheme)]}
        journal.record(by=by, action="projects.sharingscheme.sign", obj=scheme, changes=changes)
    return signatures


def _check(scheme, rows, asked, capacity):
    if not rows or len(rows) < asked:
        raise Refused("请选这个方案里的一户")
    if capacity not in Capacity.values:
        raise Refused("请选签字人身份")
    if free := [row.unit.room for row in rows if not row.amount_fen]:
        raise Refused(f"{free[0]}室不分摊费用，不用签字")
    signed = Signature.objects.standing().filter(share__in=rows).select_related("share__unit").first()
    if signed is not None:
        raise Refused(f"{signed.share.unit.room}室已登记签字")


def withdraw(*, signature, reason, by):
    """It was written down by mistake, or the household withdrew it."""
    with transaction.atomic():
        scheme = locked_scheme(signature.share.scheme)
        require(by, "change", "sharingscheme", scheme.project)
        held = Signature.objects.select_for_update().get(pk=signature.pk)
        if held.withdrawn_at is not None:
            raise Refused("这个签字已经撤销")
        held.withdrawn_at, held.withdraw_reason = timezone.now(), words(reason, "撤销的原因")
        journal.store(held, by=by, action="withdraw")
    return held
