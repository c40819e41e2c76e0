"""全部项目总览: every project by stage with its days, what is stuck and why, which votes are near, who has nobody.

Lists are cut, counts are whole: the page costs the same for 144 stairs and for 14,400.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone

from communities.places.models import BuildingGroup
from portal.desk.domain import distance, of_count, of_turnout
from portal.votes.domain import rounded_up
from projects.consultations.domain import read_rule, square_metres
from projects.consultations.enums import ConsultationStatus
from projects.consultations.models import Consultation
from projects.procedure.models import Step
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

    listed, stuck_count = _listed(rows(Project), today)
    stuck = sorted((row for row in listed if row.is_stuck), key=lambda row: (-row.days, row.pk))[:SHOWN]
    _explain(stuck, today)
    unserved = _unserved(rows(BuildingGroup), today)
    return {
        "stages": _stages(listed),
        "stuck": stuck,
        "stuck_count": stuck_count,
        "stale_days": STALE,
        "near": _near(rows(Consultation)),
        "unserved": unserved,
        "unserved_count": unserved[0].of_all if unserved else 0,
        "shown": SHOWN,
    }


def _listed(projects, today):
    """(the longest in each stage, of the finished stages one; how many projects are stuck), in one query."""
    stuck = ~Q(stage__in=DONE) & Q(stage_since__lte=today - timedelta(days=STALE))
    said = StageChange.objects.filter(project=OuterRef("pk")).order_by("-on_day", "-pk").values("reason")[:1]
    by_stage = {"partition_by": F("stage")}
    found = projects.with_places().annotate(
        place=Window(RowNumber(), order_by=[F("stage_since").asc(), F("pk").asc()], **by_stage),
        of_stage=Window(Count("pk"), **by_stage),
        of_stuck=Window(Count("pk", filter=stuck)),
        said=Subquery(said),
    )
    rows = list(found.filter(Q(place=1) | (Q(place__lte=SHOWN) & ~Q(stage__in=DONE))).order_by("stage", "place"))
    for row in rows:
        row.days = (today - row.stage_since).days
        row.is_stuck = row.stage not in DONE and row.days >= STALE
    return rows, rows[0].of_stuck if rows else 0


def _stages(listed):
    found = {}
    for row in listed:
        found.setdefault(row.stage, []).append(row)
    page = reverse("admin:projects_project_changelist")
    return [
        StageRows(
            stage.label,
            found[stage][0].of_stage,
            found[stage][0].days,
            [] if stage in DONE else found[stage],
            f"{page}?stage__exact={stage}",
        )
        for stage in LIST_ORDER
        if stage in found
    ]


def _explain(stuck, today):
    """``reason``: the words of a pause or of the last delay, and whose turn it is in which step."""
    steps = Step.objects.current().filter(course__project__in=[row.pk for row in stuck]).with_delay()
    turns = {}
    for step in steps.select_related("template", "course").order_by("template__position"):
        turns.setdefault(step.course.project_id, step)
    for row in stuck:
        step = turns.get(row.pk)
        words = [row.said or (step.delay if step else "")]
        if step:
            words.append(
                f"正在办“{step.template.name}”，轮到{step.template.actor}，已{(today - step.opened_on).days}天"
            )
        row.reason = "；".join(word for word in words if word)


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
