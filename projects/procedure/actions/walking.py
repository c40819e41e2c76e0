"""A project begins its course and walks it step by step. What is missing is said, and nothing is written."""

from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from communities.journal import actions as journal
from projects.procedure.domain import Refused, lacks_to_finish, lacks_to_open, listed, stage_of, unsettled_before
from projects.procedure.enums import Status
from projects.procedure.models import Course, Posting, Procedure, Step, stop_of, walks
from projects.retrofits import actions as retrofits
from projects.retrofits.domain import WrongStage
from projects.retrofits.enums import Stage
from projects.retrofits.models import Project

from .access import locked_project, require, words


def begin(*, project, on, by, at=""):
    """Give a project the newest procedure of its kind; it waits at the first step, or stands at the step ``at``.

    What lies before ``at`` was done before this was written down: its days are unknown, its gates are not asked.
    """
    _require_day(on)
    with transaction.atomic():
        held = locked_project(project)
        require(by, "add", "course", held)
        if Course.objects.filter(project=held).exists():
            raise Refused("这个项目已经开始办理，请直接打开办理进度")
        procedure = Procedure.objects.newest().filter(kind=held.kind).first()
        if procedure is None:
            raise Refused(f"“{held.get_kind_display()}”还没有流程，请告诉系统管理员")
        rows = _rows_until(procedure, at, on) if at else {}
        return _write_course(held, procedure, rows, on=on, by=by)


def transcribe(*, project, procedure, rows, by):
    """Write down a course that was walked before: ``rows`` are {code: {status, opened_on, done_on, note, …}}.

    Steps without a row wait. Two inserts and one journal entry, however many steps; the database checks their order.
    """
    with transaction.atomic():
        held = locked_project(project)
        require(by, "add", "course", held)
        begun_on = min((row["opened_on"] for row in rows.values() if row.get("opened_on")), default=held.stage_since)
        return _write_course(held, procedure, rows, on=begun_on, by=by)


def open_step(*, step, on, by, expected_on=None):
    """The step begins on the day ``on``. Without ``expected_on`` it is expected after its usual time."""
    _require_day(on)
    with transaction.atomic():
        held, walk = _held(step, by)
        _require(held, Status.WAITING)
        _require_nothing(held, "还不能开始", lacks_to_open(_stop(walk, held), walk.stops, walk.facts))
        most = held.template.most_days
        held.status, held.opened_on = Status.OPEN, on
        held.expected_on = expected_on or held.expected_on or (on + timedelta(days=most) if most else None)
        _check_days(held, walk)
        journal.store(held, by=by, action="open")
        _follow(held.course.project, held.template.stage_opening, on=on, by=by)
    return held


def finish(*, step, on, by):
    """The step is done on the day ``on``."""
    _require_day(on)
    with transaction.atomic():
        held, walk = _held(step, by)
        _require(held, Status.OPEN)
        if held.template.is_permanent:
            raise Refused(f"“{held.template}”一直要办，没有办完的一天")
        _require_nothing(held, "还不能办完", lacks_to_finish(_stop(walk, held), walk.facts))
        if on < held.opened_on:
            raise Refused(f"办完日期不能早于开始日期{_day(held.opened_on)}")
        held.status, held.done_on = Status.DONE, on
        journal.store(held, by=by, action="finish")
        _follow(held.course.project, held.template.stage_done, on=on, by=by)
    return held


def skip(*, step, reason, by):
    """This project does not need the step; residents read why."""
    reason = words(reason, "不用办的原因")
    with transaction.atomic():
        held, walk = _held(step, by)
        _require(held, Status.WAITING, Status.OPEN)
        if not held.template.is_optional:
            raise Refused(f"“{held.template}”不能跳过：这一步每个项目都要办")
        _require_nothing(held, "还不能跳过", unsettled_before(_stop(walk, held), walk.stops))
        held.status, held.note = Status.SKIPPED, reason
        journal.store(held, by=by, action="skip")
    return held


def reopen(*, step, reason, by):
    """It was not done after all; only while nothing after it has begun."""
    reason = words(reason, "重新打开的原因")
    with transaction.atomic():
        held, walk = _held(step, by)
        _require(held, Status.DONE, Status.SKIPPED)
        after = [stop for stop in walk.stops if stop.rank > held.template.rank and stop.status != Status.WAITING]
        if after:
            raise Refused(f"后面的“{after[0].name.zh}”已经开始，不能再打开“{held.template}”")
        if held.template.stage_done and held.status == Status.DONE:
            raise Refused(f"“{held.template}”办完时项目的阶段已经跟着变了，不能再打开")
        held.status = Status.OPEN if held.opened_on else Status.WAITING
        held.done_on, held.note = None, reason
        journal.store(held, by=by, action="undo")
    return held


def _write_course(project, procedure, rows, *, on, by):
    course = Course(project=project, procedure=procedure, begun_on=on)
    course.save(force_insert=True)
    templates = list(procedure.steps.order_by("position"))
    steps = [
        Step(course=course, template=template, is_transcript=template.code in rows, **rows.get(template.code, {}))
        for template in templates
    ]
    Step.objects.bulk_create(steps)
    _require_same_stage(project, steps)
    told = {template.code: [None, rows[template.code]["status"]] for template in templates if template.code in rows}
    journal.record(by=by, action="projects.course.begin", obj=course, changes=told)
    return course


def _rows_until(procedure, at, on):
    """Rows of ``transcribe``: everything of a lower rank is done, ``at`` is open since ``on``."""
    steps = {step.code: step for step in procedure.steps.all()}
    if at not in steps:
        raise Refused("请选现在办到哪一步")
    before = {code: {"status": Status.DONE} for code, step in steps.items() if step.rank < steps[at].rank}
    return before | {at: {"status": Status.OPEN, "opened_on": on}}


def _require_same_stage(project, steps):
    """The steps must speak of the stage the project is in: there is no second truth."""
    said = stage_of([stop_of(step) for step in steps]) or Stage.CONSULTING
    if said != project.stage and project.stage != Stage.PAUSED:
        raise Refused(
            f"项目现在是“{project.get_stage_display()}”，办到这一步应该是“{Stage(said).label}”：请先核对，再登记"
        )


def _held(step, by):
    """The step as it stands, its project held, with the whole walk around it."""
    project = locked_project(step.course.project)
    require(by, "change", "course", project)
    (walk,) = walks(Project.objects.filter(pk=project.pk), timezone.localdate())
    held = Step.objects.select_for_update(of=("self",)).select_related("template", "course__project").get(pk=step.pk)
    posting = Posting.objects.filter(course=walk.course).order_by("number").last()
    until = posting.last_day() if posting else None
    return held, replace(walk, facts=replace(walk.facts, opinions_until=until))


def _stop(walk, step):
    return next(stop for stop in walk.stops if stop.key == step.pk)


def _require(step, *statuses):
    if step.status not in statuses:
        allowed = "、".join(Status(status).label for status in statuses)
        raise Refused(f"“{step.template}”现在是“{step.get_status_display()}”；这样做要在“{allowed}”的时候")


def _require_nothing(step, what, lacks):
    if lacks:
        raise Refused(f"“{step.template}”{what}，还缺：{listed(lacks)}")


def _check_days(step, walk):
    before = [stop for stop in walk.stops if stop.rank < step.template.rank and stop.done_on]
    last = max(before, key=lambda stop: stop.done_on, default=None)
    if last and step.opened_on < last.done_on:
        raise Refused(f"开始日期不能早于“{last.name.zh}”办完的日期{_day(last.done_on)}")
    if step.expected_on and step.expected_on < step.opened_on:
        raise Refused("预计办完日期不能早于开始日期")


def _follow(project, stage, *, on, by):
    """Bring the project to the stage that this step means, unless it is there."""
    if not stage or project.stage == stage:
        return
    try:
        retrofits.move(project=project, to=stage, on=on, by=by)
    except WrongStage as error:
        now, to = project.get_stage_display(), Stage(stage).label
        raise Refused(
            f"项目现在是“{now}”（{_day(project.stage_since)}起），这一步会把它变成“{to}”：请先在项目页核对阶段和日期"
        ) from error


def _require_day(day):
    if day is None or day > timezone.localdate():
        raise Refused("日期不能晚于今天")


def _day(day):
    return f"{day.year}年{day.month}月{day.day}日"
