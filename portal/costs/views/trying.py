"""/rules/cost/: anyone's own figures, computed by the code that shares real costs. Nothing is kept."""

from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.costs.domain import floors_of
from portal.costs.forms import EXAMPLE, TryForm
from projects.costs.domain import fen
from projects.costs.enums import Method
from projects.costs.models import ReferenceTable

from . import words

#: A stranger's stair has floors but no areas; "equal" stands in the form itself.
WITHOUT_AREA = (Method.FLOOR_PERCENT, Method.FLOOR_COEFFICIENT)


@require_safe
def rules_cost(request):
    """What the address does not say is as in the example."""
    tables = list(ReferenceTable.objects.filter(method__in=WITHOUT_AREA))
    example = {**EXAMPLE, "table": tables[-1].code} if tables else EXAMPLE
    asked = {name: request.GET[name] for name in EXAMPLE if name in request.GET}
    form = TryForm({**example, **asked}, tables=tables, english=get_language() == "en")
    context = {
        "title": _("试算：装电梯每层分摊多少"),
        "description": _("填总价、层数和分摊办法，看每层每户大概分摊多少。"),
        "community": None,
        "form": form,
        "noindex": bool(request.GET),
    }
    if form.is_valid():
        return render(request, "costs/trying.html", context | _computed(form))
    return render(request, "costs/trying.html", context, status=400)


def _computed(form):
    result = form.result
    numbers = (unit["floor"] for unit in form.plan["units"])
    shares = [(number, fen(share["amount"])) for number, share in zip(numbers, result["shares"], strict=True)]
    values = {floor: words.shown(form.method, value) for floor, value in form.values.items()}
    return {
        **{name: fen(result[name]) for name in ("cost", "subsidy", "owners_pay")},
        "floors": floors_of(shares, values),
        "value_name": words.VALUES.get(form.method),
        "formula": words.FORMULAS[form.method],
        "rounding": words.rounding(),
        "reference": form.reference,
    }
