"""What a flat bears and has paid: the one place where a household's sums come together."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.journal import actions as journal
from portal.costs.views import words
from projects.accounts.models import Payment, with_compensated
from projects.consultations.domain import square_metres
from projects.costs.domain import capitals
from projects.costs.models import Share
from projects.retrofits.enums import ProjectKind

from .private import household_only


def shares_of(unit):
    """[(share, how it was computed)] of the schemes that were chosen."""
    return [(share, _computed(share)) for share in with_compensated(Share.objects.of_household(unit))]


def _computed(share):
    scheme = share.scheme
    return {
        "method": words.METHODS[scheme.method],
        "formula": words.FORMULAS[scheme.method],
        "value_name": words.VALUES.get(scheme.method, ""),
        "value": words.shown(scheme.method, scheme.floors.get(str(share.floor))),
    }


@household_only
@require_safe
def fund(request, session, pk):
    """The sheet for the housing fund: the share after subsidy, to be signed and sealed. Names are written by hand."""
    code = session.code
    share = Share.objects.of_household(code.unit).filter(pk=pk, scheme__project__kind=ProjectKind.LIFT).first()
    if share is None or not share.amount_fen:
        raise Http404
    journal.record_reading(by=code, obj=share, purpose="住户打印公积金分摊说明")
    context = {
        "title": _("费用分摊说明（提取住房公积金用）"),
        "community": code.unit.building_group.community,
        "unit": code.unit,
        "share": share,
        "computed": _computed(share),
        "area": square_metres(share.area_cm2),
        "capitals": capitals(share.amount_fen),
        "printed_on": timezone.localdate(),
        "noindex": True,
    }
    return render(request, "household/fund.html", context)


@household_only
@require_safe
def receipt(request, session, pk):
    """A copy of one receipt of this flat, marked as a copy; a void one is not handed out."""
    unit = session.code.unit
    payment = Payment.objects.standing().filter(unit=unit, pk=pk).select_related("book__project", "entry").first()
    if payment is None:
        raise Http404
    journal.record_reading(by=session.code, obj=payment, purpose="住户打印收据")
    context = {
        "title": _("收据"),
        "community": unit.building_group.community,
        "unit": unit,
        "payment": payment,
        "capitals": capitals(payment.amount_fen),
        "printed_on": timezone.localdate(),
        "noindex": True,
    }
    return render(request, "household/receipt.html", context)
