"""What stands on the printed sheets of collecting: 缴费通知单 and 收据."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from projects.accounts.models import Charge, balances_by_unit
from projects.consultations.admin.sheets import qr
from projects.costs.domain import capitals
from projects.costs.models import Share

from .acting import yuan


@dataclass(frozen=True)
class Notice:
    """One household's page; the sums as they are printed. ``due`` is empty when credit covers the instalment."""

    room: str
    share: str
    step: str
    before: str
    due: str
    capitals: str


def place(book):
    """What every sheet of this book says about who collects, and where to read more."""
    group, community = book.project.building_group, book.community
    address = settings.SITE_URL + reverse("building-costs", args=[community.slug, group.no])
    return {
        "book": book,
        "group": group,
        "community": community,
        "account": settings.COLLECTION_ACCOUNT,
        "address": address,
        "qr": qr(address),
    }


def notices(call):
    """In the order of the rooms. ``before`` is what was open, or (with its word) the credit, before this instalment."""
    owed = balances_by_unit(call.book)
    shares = {
        unit: amount + compensation
        for unit, amount, compensation in Share.objects.filter(scheme=call.scheme).values_list(
            "unit", "amount_fen", "compensation_fen"
        )
    }
    charges = Charge.objects.filter(call=call).select_related("unit")
    return [
        _notice(charge, shares[charge.unit_id], owed[charge.unit_id])
        for charge in sorted(charges, key=lambda charge: (charge.unit.floor, charge.unit.room))
    ]


def _notice(charge, share, owed):
    before = owed - charge.amount_fen
    word = "还差" if before > 0 else "多"
    return Notice(
        room=charge.unit.room,
        share=yuan(share),
        step=yuan(charge.amount_fen),
        before=f"{word}{yuan(abs(before))}" if before else "",
        due=yuan(owed) if owed > 0 else "",
        capitals=capitals(owed) if owed > 0 else "",
    )


def slip(payout):
    return {
        "room": payout.unit.room,
        "figures": yuan(payout.amount_fen),
        "capitals": capitals(payout.amount_fen),
        "clerk": payout.proposed_by.get_full_name(),
        "approver": payout.approved_by.get_full_name(),
    }


def receipt(payment):
    return {
        "room": payment.unit.room,
        "figures": yuan(payment.amount_fen),
        "capitals": capitals(payment.amount_fen),
        "clerk": payment.recorded_by.get_full_name(),
    }
