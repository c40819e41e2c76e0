"""How the lift of these stairs is looked after: does it run, when is it inspected, how often did it stand still."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.home.domain import spoken
from portal.templatetags.reading import keep
from projects.accounts.models import published_running_of
from projects.upkeep.domain import MAINTENANCE_DAYS, Due, Stop, add_years, availability
from projects.upkeep.models import Lift, Report

from . import words

ZONE = ZoneInfo("Asia/Shanghai")
OUTAGES, INSPECTIONS, VISITS = 50, 30, 6


@require_safe
def building_upkeep(request, slug, no):
    now = timezone.now()
    lift = _lift(slug, no, timezone.localdate(now))
    group = lift.project.building_group
    name = spoken(group.name)
    outages = list(lift.outages.order_by("-starts_at", "-id"))
    standing = [outage for outage in outages if outage.struck_at is None]
    out = next((outage for outage in standing if outage.ends_at is None), None)
    stops = [Stop(outage.starts_at, outage.ends_at, outage.is_planned) for outage in standing]
    state = _("停用") if out else _("使用和维护")
    context = {
        "title": _("%(building)s电梯：%(state)s") % {"building": name, "state": state},
        "description": _("%(place)s%(building)s的电梯能不能坐，什么时候检验、保养，停过几次，运行费还有多少。")
        % {"place": keep(group.compound.name), "building": name},
        "community": group.community,
        "building": group,
        "building_name": name,
        "lift": lift,
        "out": out,
        "is_late": bool(out and out.expected_at and out.expected_at <= now),
        "years": availability(lift.in_use_on, now, stops, ZONE),
        "outages": [(outage, words.CAUSES[outage.cause]) for outage in outages[:OUTAGES]],
        "updated_by": group.community.publisher,
        **_inspected(lift, timezone.localdate(now)),
        **_maintained(lift, timezone.localdate(now)),
        **_money(lift),
    }
    return render(request, "upkeep/building.html", context)


def _lift(slug, no, today):
    rows = Lift.objects.with_owners(today).select_related(
        "project__building_group__compound", "project__building_group__community", "manager", "maintainer", "review"
    )
    place = {"project__building_group__community__slug": slug, "project__building_group__no": no}
    found = rows.filter(**place).first()
    if found is None:
        raise Http404
    return found


def _inspected(lift, today):
    """What was inspected, and what is due next."""
    public = Prefetch("reports", Report.objects.public().order_by("pk"))
    rows = lift.inspections.prefetch_related(public).order_by("-done_on", "-id")[:INSPECTIONS]
    due = Due(0, lift.next_inspection_kind, lift.next_inspection_on)
    return {
        "inspections": [(row, words.KINDS[row.kind], *words.RESULTS[row.result]) for row in rows],
        "due": due,
        "due_kind": words.KINDS[due.kind],
        "is_overdue": due.on < today,
        "review_from": add_years(lift.in_use_on, 1),
        "is_review_due": add_years(lift.in_use_on, 1) <= today,
    }


def _maintained(lift, today):
    rows = list(lift.visits.standing().select_related("company").order_by("-done_on")[:VISITS])
    last = rows[0].done_on if rows else lift.in_use_on
    return {"visits": rows, "is_unmaintained": last < today - timedelta(days=MAINTENANCE_DAYS)}


def _money(lift):
    """The fund of its running as the books have it in public: sums, never a household."""
    found = published_running_of(lift.project_id)
    spent = found[0].spent if found else {}
    return {"running": found, "running_spent": [(words.SPENT[label], fen) for label, fen in spent.items()]}
