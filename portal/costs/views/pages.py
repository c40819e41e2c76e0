"""What a lift costs and what each floor bears of it: sums by floor, never a room."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.costs.domain import Floor, Subsidy, shaded
from portal.home.domain import spoken
from portal.templatetags.reading import keep, money
from projects.accounts.models import with_collected
from projects.costs.enums import PolicyScope, SchemeState
from projects.costs.models import SharingScheme
from projects.retrofits.enums import ProjectKind

from . import words


@require_safe
def building_costs(request, slug, no):
    """The chosen scheme of these stairs; while there is none, the last that was, marked as given up."""
    rows = _versions(slug, no)
    if not rows:
        raise Http404
    versions = list({row.pk: row for row in rows}.values())
    scheme = next((one for one in versions if one.state == SchemeState.CHOSEN), versions[0])
    group = scheme.project.building_group
    name = spoken(group.name)
    context = {
        "title": _("%(building)s费用：业主承担%(sum)s元") % {"building": name, "sum": money(scheme.owners_pay_fen)},
        "description": _("%(place)s%(building)s的电梯花多少钱，补贴多少，每一层分摊多少，怎样算出来的。")
        % {"place": keep(group.compound.name), "building": name},
        "community": group.community,
        "building": group,
        "building_name": name,
        "scheme": scheme,
        "earlier": [one for one in versions if one is not scheme],
        "updated_at": scheme.superseded_on or scheme.chosen_on,
        "updated_by": group.community.publisher,
    }
    return render(request, "costs/building.html", context | _floors(scheme) | _subsidies(scheme, rows))


def _versions(slug, no):
    """The newest first, each once for every subsidy."""
    place = {"project__building_group__community__slug": slug, "project__building_group__no": no}
    rows = SharingScheme.objects.published().filter(project__kind=ProjectKind.LIFT, **place)
    rows = rows.select_related("project__building_group__compound", "project__building_group__community")
    return list(with_collected(rows.with_signatures().with_subsidies()))


def _floors(scheme):
    rows = list(scheme.shares.by_floor())
    floors = [
        Floor(
            number=row["floor"],
            flats=row["flats"],
            payers=row["payers"],
            least=row["least_fen"] or 0,
            most=row["most_fen"] or 0,
            total=row["total_fen"],
            value=words.shown(scheme.method, scheme.floors.get(str(row["floor"]))),
        )
        for row in rows
    ]
    return {
        "floors": shaded(floors),
        "waived": sum(row["waived_flats"] for row in rows),
        "compensation": sum(row["borne_fen"] for row in rows),
        "value_name": words.VALUES.get(scheme.method),
        "method": words.METHODS[scheme.method],
        "formula": words.FORMULAS[scheme.method],
        "rounding": words.rounding(),
    }


def _subsidies(scheme, rows):
    lines = [
        Subsidy(
            name=row.line_name,
            name_en=row.line_name_en,
            citation=row.line_citation,
            scope=row.line_scope,
            rate_bp=row.line_rate_bp,
            cap=row.line_cap_fen,
            base=row.line_base_fen,
            amount=row.line_amount_fen,
        )
        for row in rows
        if row.pk == scheme.pk and row.line_name is not None
    ]
    return {
        "subsidies": lines,
        "has_street": any(line.scope == PolicyScope.STREET for line in lines),
        "granted": sum(line.amount for line in lines),
    }
