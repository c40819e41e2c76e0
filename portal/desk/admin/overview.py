"""全部项目总览: every project by stage with its days, what is stuck and why, which votes are near, who has nobody.

Lists are cut, counts are whole: the page costs the same for 144 stairs and for 14,400.
"""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, Min, OuterRef, Q, Subquery, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone

from communities.places.models import BuildingGroup
from portal.desk.domain import distance, of_count, of_turnout
from portal.votes.domain import rounded_up
from projects.consultations.domain import read_rule, square_metres
from projects.consultations.enums import ConsultationStatus
from projects.consultations.models import Consultation
from projects.retrofits.models import DONE, LIST_ORDER, Project, StageChange

from .tasks import STALE

SHOWN = 20
#: Votes weighed for nearness, the newest.
WEIGHED = 500
TESTS = {
    "area_quorum": "参与面积还差{}平方米",
    "head_quorum": "参与人数还差{}人",
    "area_consent": "同意面积还差{}平方米",
    "head_consent": "同意人数还差{}人",
}


@dataclass(frozen=True)
class StageRows:
    """One stage: how many, the longest in it, and the first ``SHOWN`` of them."""

    label: str
    count: int
    longest: int
    projects: list
    url: str


@dataclass(frozen=True)
class Near:
    """A vote that still lacks something, and how far it is."""

    vote: Consultation
    state: str
    words: str
    far: object
    url: str


def overview(site, request):
    """Context of admin/overview.html, within the reach of who asks."""
    today = timezone.localdate()

    def rows(model):
        page = site._registry[model]
        return page.rows(request) if page.has_view_permission(request) else model.objects.none()

    unserved = _unserved(rows(BuildingGroup), today)
    return {
        "stages": _stages(rows(Project), today),
        "stuck": _stuck(rows(Project), today),
        "stale_days": STALE,
        "near": _near(rows(Consultation)),
        "unserved": unserved,
        "unserved_count": unserved[0].of_all if unserved else 0,
        "shown": SHOWN,
    }


def _stages(projects, today):
    counted = projects.order_by().values("stage").annotate(n=Count("pk"), since=Min("stage_since"))
    sums = {row["stage"]: row for row in counted}
    place = Window(RowNumber(), partition_by=F("stage"), order_by=[F("stage_since").asc(), F("pk").asc()])
    going = projects.exclude(stage__in=DONE).with_places().annotate(place=place).filter(place__lte=SHOWN)
    listed = {}
    for project in going.order_by("stage_since", "pk"):
        project.days = (today - project.stage_since).days
        listed.setdefault(project.stage, []).append(project)
    page = reverse("admin:projects_project_changelist")
    return [
        StageRows(
            stage.label,
            sums[stage]["n"],
            (today - sums[stage]["since"]).days,
            listed.get(stage, []),
            f"{page}?stage__exact={stage}",
        )
        for stage in LIST_ORDER
        if stage in sums
    ]


def _stuck(projects, today):
    """Unfinished and without a move for ``STALE`` days, the longest first, with what was said of it last."""
    said = StageChange.objects.filter(project=OuterRef("pk")).order_by("-on_day", "-pk").values("reason")[:1]
    found = projects.stale(today, STALE).with_places().annotate(reason=Subquery(said), of_all=Window(Count("pk")))
    stuck = list(found.order_by("stage_since", "pk")[:SHOWN])
    for project in stuck:
        project.days = (today - project.stage_since).days
    return stuck


def _near(votes):
    """Open votes by what their quorum lacks, and the latest count of a stair that did not pass by what it missed."""
    newer = Consultation.objects.published().filter(building_group=OuterRef("building_group"), pk__gt=OuterRef("pk"))
    missed = Q(status__in=(ConsultationStatus.DISPLAYED, ConsultationStatus.FINAL), result__passed=False)
    found = votes.filter(Q(status=ConsultationStatus.OPEN) | missed, ~Exists(newer), building_group__isnull=False)
    found = found.with_turnout().select_related("building_group__compound", "result").order_by("-pk")
    near = [near for vote in found[:WEIGHED] if (near := _distance_of(vote))]
    return sorted(near, key=lambda item: (item.far, item.vote.pk))[:SHOWN]


def _distance_of(vote):
    is_open = vote.status == ConsultationStatus.OPEN
    if is_open:
        lacking = of_turnout(
            read_rule(vote.rule_frozen),
            heads=vote.heads_returned,
            of_heads=vote.roll_heads,
            area=vote.area_returned,
            of_area=vote.roll_area_cm2,
        )
    else:
        lacking = of_count(vote.result.counted["tests"])
    if not lacking:
        return None
    said = (TESTS[item.test].format(_amount(item)) for item in lacking)
    url = reverse("admin:projects_consultation_change", args=[vote.pk])
    return Near(vote, "征询中" if is_open else "没有通过", "，".join(said), distance(lacking), url)


def _amount(item):
    return square_metres(rounded_up(item.lacking)) if item.is_area else item.lacking


def _unserved(stairs, today):
    """Stairs without a volunteer, those with works or a vote first."""
    going = Project.objects.exclude(stage__in=DONE).filter(building_group=OuterRef("pk"))
    found = stairs.without_volunteer(today).annotate(is_going=Exists(going), of_all=Window(Count("pk")))
    return list(found.select_related("compound").order_by("-is_going", "community_id", "position", "pk")[:SHOWN])
