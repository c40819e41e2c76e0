"""甘泉苑速度: how many were built a year, how long it took, and which steps take longest. All computed."""

from django.db.models import Min, Q
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.places.models import Community
from portal.home import domain as home
from portal.speed import domain
from portal.templatetags.reading import keep
from projects.procedure.models import Step
from projects.retrofits.enums import ProjectKind, Stage
from projects.retrofits.models import Project


@require_safe
def speed(request, slug):
    place = get_object_or_404(Community, slug=slug)
    built = [domain.Built(*days) for days in _accepted(place)]
    found = domain.paces(_steps(place))
    known, middle = domain.whole(built)
    by_year = domain.years(built)
    growth = home.growth(home.Cell(0, "", Stage.COMPLETED, row.year, row.count) for row in by_year)
    context = {
        "title": _("%(place)s速度") % {"place": keep(place.name)},
        "description": _("每年建成几台电梯，从征询到验收要多少天，哪几步最慢。数字都由登记的日期算出。"),
        "community": place,
        "built": len(built),
        "known": known,
        "median": middle and domain.plain(middle),
        "years": [(row, row.median and domain.plain(row.median)) for row in by_year],
        "growth": growth,
        "columns": home.columns(growth),
        "paces": [(pace, domain.plain(pace.median), length) for pace, length in domain.drawn(found)],
        "slowest": [(pace, domain.plain(pace.median)) for pace in domain.slowest(found)],
        "enough": domain.ENOUGH,
    }
    return render(request, "speed/speed.html", context)


def _accepted(place):
    begun = Min("stage_changes__on_day", filter=Q(stage_changes__stage=Stage.CONSULTING))
    rows = Project.objects.done().filter(community=place, kind=ProjectKind.LIFT).annotate(begun=begun)
    return rows.order_by("completed_on", "pk").values_list("completed_on", "begun")


def _steps(place):
    """(code, name, opened, done) in the order of the steps; the names in the language of the page."""
    rows = Step.objects.durations().filter(course__project__community=place, course__project__kind=ProjectKind.LIFT)
    english = get_language() == "en"
    for row in rows.order_by("template__position", "pk").values(
        "template__code", "template__name", "template__english", "opened_on", "done_on"
    ):
        name = (english and row["template__english"].get("name")) or row["template__name"]
        yield row["template__code"], name, row["opened_on"], row["done_on"]
