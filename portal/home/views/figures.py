"""Numbers: lifts by year and compound, and the same rows as open data. Everything is counted, nothing typed."""

from django.core.exceptions import BadRequest
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.places.models import Community, Unit
from portal.home import domain
from portal.home.forms import StatsForm
from portal.opendata.domain import csv_file
from projects.retrofits.enums import ProjectKind
from projects.retrofits.models import Project, stairs_by_stage

from .places import cells_of


def stats(request):
    place = _asked_community(request)
    cells = cells_of(stairs_by_stage().filter(community=place)) if place else []
    units = Unit.objects.filter(building_group__community=place).order_by()
    households = dict(units.values_list("building_group__compound").annotate(Count("pk")) if place else ())
    tiles = domain.tiles(cells)
    growth = domain.growth(cells)
    context = {
        "title": _("电梯数字：已建成%(count)s台") % {"count": domain.total(tiles).done},
        "description": _("每年建成多少台，每个小区有多少台，数字都由登记的项目数出来。"),
        "community": place,
        "table": [{"tile": tile, "households": households.get(tile.compound, 0)} for tile in tiles],
        "whole": domain.total(tiles),
        "households": sum(households.values()),
        "growth": growth,
        "columns": domain.columns(growth),
        "dictionary": DICTIONARY,
    }
    return render(request, "home/stats.html", context)


#: Column of the file, and what it means: shown on the page as the data dictionary.
DICTIONARY = (
    ("小区", gettext_lazy("自然小区的名称")),
    ("门号", gettext_lazy("楼组的门号")),
    ("网址编号", gettext_lazy("这个楼组在本站网址里的编号")),
    ("阶段", gettext_lazy("征询中、待开工、在建、暂停、已完工、已交付")),
    ("进入本阶段日期", gettext_lazy("年-月-日")),
    ("开工日期", gettext_lazy("年-月-日；没有就空着")),
    ("完工日期", gettext_lazy("年-月-日；没有就空着")),
    ("预计可以使用日期", gettext_lazy("年-月-日；没有就空着")),
    ("示例数据", gettext_lazy("写“是”的是为演示编的，不是真实记录")),
)


def lifts_csv(request):
    """One row a lift, without any personal data."""
    place = _asked_community(request)
    projects = Project.objects.filter(community=place, kind=ProjectKind.LIFT).select_related("building_group__compound")
    rows = (
        (
            project.building_group.compound.name,
            project.building_group.name,
            project.building_group.no,
            project.get_stage_display(),
            project.stage_since,
            project.started_on,
            project.completed_on,
            project.expected_on,
            "是" if project.is_demo else "否",
        )
        for project in projects.order_by("building_group__position", "pk")
    )
    response = HttpResponse(
        csv_file([name for name, _meaning in DICTIONARY], rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="lifts-{place.slug if place else "none"}.csv"'
    return response


def _asked_community(request):
    """The community named in the address, else the first one; None on an empty site."""
    form = StatsForm(request.GET)
    if not form.is_valid():
        raise BadRequest
    slug = form.cleaned_data["community"]
    return get_object_or_404(Community, slug=slug) if slug else Community.objects.order_by("pk").first()
