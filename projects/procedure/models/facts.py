"""What the other subjects say of projects, asked through their read models, for one project as for thousands."""

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from projects.consultations.enums import ConsultationStatus
from projects.consultations.models import Consultation
from projects.costs.models import SharingScheme
from projects.procedure.domain import Facts, Named, Standing, Stop, days_late, turn
from projects.procedure.enums import Status
from projects.retrofits.enums import Stage
from projects.retrofits.models import StageChange

from .courses import Course, Step, StepDocument
from .publicity import Posting, Remark


@dataclass(frozen=True)
class Walk:
    """One project's course with its steps as rows (``steps``) and as the domain reads them (``stops``)."""

    course: Course
    steps: list[Step]
    stops: list[Stop]
    facts: Facts

    @property
    def turn(self):
        return turn(self.stops, self.facts)

    def standing(self, today) -> Standing:
        """``reached`` and ``total`` were counted with the course; the steps may be the unsettled ones alone."""
        project, now = self.course.project, self.turn
        since = now.stop.opened_on if now.stop else None
        return Standing(
            stage=project.stage,
            turn=now,
            reached=self.course.reached,
            total=self.course.total,
            days_in_stage=(today - project.stage_since).days,
            days_in_step=(today - since).days if since else None,
            days_late=days_late(now.stop.expected_on, today) if now.stop and not now.stop.is_settled else 0,
            reason=self.course.pause or next((step.delay for step in self.steps if _is(step, now.stop)), None) or "",
        )


def walks(projects, today, *, whole=True) -> list[Walk]:
    """One for each of ``projects`` (a queryset) that has a course, in four queries however many there are.

    Unless ``whole``, with only the steps at which something can be done: enough for whose turn it is, and a fraction
    to read.
    """
    courses = list(_with_facts(Course.objects.filter(project__in=projects)))
    steps = Step.objects.filter(course__project__in=projects).select_related("template")
    if not whole:
        steps = steps.at_hand()
    steps = list(steps.with_delay().order_by("course_id", "template__position"))
    missing, votes = _missing_documents(projects), _votes(projects)
    by_course = {}
    for step in steps:
        by_course.setdefault(step.course_id, []).append(step)
    return [_walk(course, by_course.get(course.pk, []), missing, votes, today) for course in courses]


def standings(projects, today) -> dict[int, Standing]:
    """{project: where it stands} of those that have a course: days in stage and step, and what it is stuck at."""
    return {walk.course.project_id: walk.standing(today) for walk in walks(projects, today, whole=False)}


def stop_of(step, missing=()) -> Stop:
    """A step as the domain reads it."""
    template = step.template
    return Stop(
        key=step.pk,
        code=template.code,
        rank=template.rank,
        name=Named(template.name, template.english.get("name", "")),
        actor=Named(template.actor, template.english.get("actor", "")),
        status=step.status,
        opens_with=tuple(template.opens_with),
        closes_with=tuple(template.closes_with),
        missing=tuple(missing),
        is_optional=template.is_optional,
        is_permanent=template.is_permanent,
        stage_opening=template.stage_opening,
        stage_done=template.stage_done,
        most_days=template.most_days,
        opened_on=step.opened_on,
        done_on=step.done_on,
        expected_on=step.expected_on,
    )


def _walk(course, steps, missing, votes, today):
    project = course.project
    facts = Facts(
        today=today,
        votes=votes.get(("group", project.building_group_id), {}) | votes.get(("project", project.pk), {}),
        payers=course.payers,
        signed=course.signed or 0,
        opinions_until=course.opinions_until,
        unanswered=course.unanswered or 0,
    )
    return Walk(course, steps, [stop_of(step, missing.get(step.pk, ())) for step in steps], facts)


def _is(step, stop):
    return stop is not None and step.pk == stop.key


def _with_facts(courses):
    """What hangs on the project or the course by one row: scheme and signatures, the latest posting, a pause."""
    scheme = SharingScheme.objects.chosen().filter(project=OuterRef("project")).with_signatures()
    posting = Posting.objects.filter(course=OuterRef("pk")).order_by("-number")
    waiting = Remark.objects.unanswered().filter(posting__course=OuterRef("pk")).order_by()
    paused = StageChange.objects.filter(project=OuterRef("project"), project__stage=Stage.PAUSED)
    return (
        courses.with_progress()
        .select_related("project__building_group", "procedure")
        .annotate(
            payers=Subquery(scheme.values("payers")[:1]),
            signed=Subquery(scheme.values("signed")[:1]),
            opinions_until=Subquery(posting.values("opinions_until")[:1]),
            unanswered=Subquery(waiting.values("posting__course").annotate(n=Count("pk")).values("n")),
            pause=Subquery(paused.order_by("-on_day", "-id").values("reason")[:1]),
        )
    )


def _missing_documents(projects):
    """{step: required documents that an open one has not}."""
    wanted = Step.objects.filter(course__project__in=projects, status=Status.OPEN).annotate(
        document=F("template__documents"),
        zh=F("template__documents__name"),
        en=F("template__documents__name_en"),
        place=F("template__documents__position"),
        must=F("template__documents__is_required"),
    )
    there = StepDocument.objects.filter(step=OuterRef("pk"), wanted=OuterRef("document"), withdrawn_at__isnull=True)
    rows = wanted.filter(~Exists(there), must=True).order_by("place")
    found = {}
    for step, zh, en in rows.values_list("pk", "zh", "en"):
        found.setdefault(step, []).append(Named(zh, en))
    return found


def _votes(projects):
    """{("project" or "group", id): {rule: state}}: a passed one stands, else the newest tells how far it is.

    A vote of the stair that names no project is taken for its project's.
    """
    asked = Q(project__in=projects) | Q(project__isnull=True, building_group__in=projects.values("building_group"))
    rows = Consultation.objects.published().exclude(status=ConsultationStatus.ANNULLED).filter(asked).order_by("id")
    found = {}
    for row in rows.values("project_id", "building_group_id", "rule__code", "status", "result__passed"):
        key = ("project", row["project_id"]) if row["project_id"] else ("group", row["building_group_id"])
        of_place = found.setdefault(key, {})
        if of_place.get(row["rule__code"]) != "passed":
            of_place[row["rule__code"]] = _state(row)
    return found


def _state(row):
    if row["status"] != ConsultationStatus.FINAL:
        return row["status"]
    return "passed" if row["result__passed"] else "failed"
