"""The frozen plan of a scheme: whoever has it computes the same shares without this site."""

import hashlib
import json

from communities.journal.models import Entry
from projects.costs.domain import BadPlan, Flat, apportion, bear, fen, plan
from projects.costs.enums import Method

FROZEN = "projects.sharingscheme.freeze"


def plan_of(scheme):
    """The sharing plan (design: sharing plan) of one scheme. It holds rooms and areas: for staff and the stair only."""
    fixed = scheme.method == Method.FIXED
    flats = [
        Flat(share.unit.room, share.floor, share.area_cm2, share.waived, share.amount_fen if fixed else None)
        for share in scheme.shares.select_related("unit").order_by("id")
    ]
    return plan(scheme.cost_fen, scheme.subsidies.order_by("id"), scheme.method, scheme.floors, flats)


def digest_of(scheme) -> str:
    """SHA-256 over what choosing freezes: the plan and every share, in canonical JSON. The journal keeps it where the
    scheme is chosen and signed, so that no later row can pass for what was signed."""
    shares = scheme.shares.order_by("id").values_list("unit", "amount_fen", "compensation_fen")
    said = {"scheme": scheme.pk, "version": scheme.version, "plan": plan_of(scheme), "shares": list(map(list, shares))}
    body = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()


def faults_of(scheme):
    """What is wrong with the stored sums of a scheme, one line each; none when anybody computes the same."""
    shares = list(scheme.shares.order_by("id"))
    compensation = sum(scheme.compensations.values_list("amount_fen", flat=True))
    try:
        found = plan_of(scheme)
        result, borne = apportion(found), bear(found, compensation)
    except BadPlan as error:
        yield f"cannot be computed: {error}"
        return
    if fen(result["owners_pay"]) != scheme.owners_pay_fen:
        yield f"lets owners pay {scheme.owners_pay_fen}, its plan {fen(result['owners_pay'])}"
    computed = [fen(share["amount"]) for share in result["shares"]]
    if wrong := sum(share.amount_fen != part for share, part in zip(shares, computed, strict=True)):
        yield f"has {wrong} shares that its plan does not compute to"
    if wrong := sum(share.compensation_fen != part for share, part in zip(shares, borne, strict=True)):
        yield f"has {wrong} parts of the compensation that its plan does not compute to"
    frozen = Entry.objects.about(scheme).filter(action=FROZEN).last()
    if frozen is not None and frozen.changes != {"摘要": [None, digest_of(scheme)]}:
        yield "is not what the journal says was chosen"
