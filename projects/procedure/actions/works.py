"""Milestones are written down as they come, their days changed with a reason; acceptances with the owners present."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.journal import actions as journal
from projects.procedure.domain import YEARS, Refused, fault_of_days
from projects.procedure.enums import AcceptanceResult, MilestoneDay
from projects.procedure.models import AHEAD, ON_SITE, Acceptance, Milestone, MilestoneChange, SafetyCheck

from .access import locked_project, require, words


def site(project, by, stages=ON_SITE):
    """The project, held; refused to whoever may not, and before it is far enough."""
    held = locked_project(project)
    require(by, "change", "worksite", held)
    if held.stage not in stages:
        begun = "定下来" if stages == AHEAD else "开工"
        raise Refused(f"这个项目现在是“{held.get_stage_display()}”，{begun}以后才能登记")
    return held


def record_milestone(*, project, kind, by, planned_on=None, started_on=None, done_on=None):
    """Write down days that are not there yet; returns the milestone. A day that is there changes by ``change_day``."""
    given = {"planned_on": planned_on, "started_on": started_on, "done_on": done_on}
    given = {name: day for name, day in given.items() if day is not None}
    if not given:
        raise Refused("请至少写一个日期")
    with transaction.atomic():
        held = site(project, by)
        if kind.project_kind != held.kind:
            raise Refused(f"“{kind}”不是这种项目的节点")
        found = Milestone.objects.filter(project=held, kind=kind).first() or Milestone(project=held, kind=kind)
        for name, day in given.items():
            if getattr(found, name) not in (None, day):
                raise Refused("这个日期已经登记过。要改，请用“改节点日期”，写明原因")
            setattr(found, name, day)
        _check_days(found)
        journal.store(found, by=by)
    return found


def change_day(*, project, kind, what, to, reason, by):
    """Another day, or none for an actual one written down by mistake; the old one stays to be read."""
    reason = words(reason, "改日期的原因")
    column = f"{MilestoneDay(what)}_on"
    with transaction.atomic():
        held = site(project, by)
        found = Milestone.objects.select_for_update(of=("self",)).filter(project=held, kind=kind).first()
        old = found and getattr(found, column)
        if old is None:
            raise Refused(f"“{kind}”还没有登记{MilestoneDay(what).label}，不用改")
        if to == old:
            raise Refused("日期没有变")
        if to is None and what == MilestoneDay.PLANNED:
            raise Refused("计划日期只能改到另一天")
        setattr(found, column, to)
        _check_days(found)
        line = MilestoneChange(milestone=found, what=what, old_on=old, new_on=to, reason=reason)
        line.entered_at = timezone.now()
        journal.store(line, by=by)
        journal.store(found, by=by)
    return found


def accept(*, project, kind, on, result, owners_present, by):
    """An acceptance took place with so many of the owners' representatives; their names stay on paper."""
    if on > timezone.localdate() or on.year not in YEARS:
        raise Refused("验收日期不能晚于今天；年份也请核对")
    if owners_present < 1:
        raise Refused("验收要有业主代表在场：至少1人")
    row = Acceptance(kind=kind, on_day=on, result=result, owners_present=owners_present, entered_by=by)
    with transaction.atomic():
        row.project, row.entered_at = site(project, by), timezone.now()
        if result == AcceptanceResult.PASSED and row.project.acceptances.filter(kind=kind, result=result).exists():
            raise Refused(f"{row.get_kind_display()}已经登记通过")
        try:
            with transaction.atomic():
                journal.store(row, by=by)
        except IntegrityError as error:
            raise Refused("没有保存：业主代表人数不对，或者这次验收刚刚已登记通过") from error
    return row


def transcribe_works(*, project, milestones, acceptances, answers, checked_on, by):
    """Write a whole site down afterwards, with one line in the journal. Returns how many rows.

    ``milestones``: (kind, planned_on, started_on, done_on); ``acceptances``: (kind, on_day, result, owners_present);
    ``answers``: {safety item: answer}.
    """
    now = timezone.now()
    with transaction.atomic():
        held = site(project, by)
        if held.milestones.exists():
            raise Refused("这个工地已有节点，请一个一个登记")
        days = ("planned_on", "started_on", "done_on")
        stones = [Milestone(project=held, kind=kind, **dict(zip(days, row, strict=True))) for kind, *row in milestones]
        for stone in stones:
            _check_days(stone)
        names = ("kind", "on_day", "result", "owners_present")
        passed = [dict(zip(names, row, strict=True)) for row in acceptances]
        who = {"project": held, "entered_at": now, "entered_by": by}
        Milestone.objects.bulk_create(stones)
        Acceptance.objects.bulk_create([Acceptance(**row, **who) for row in passed])
        checks = [SafetyCheck(item=item, answer=told, checked_on=checked_on, **who) for item, told in answers.items()]
        SafetyCheck.objects.bulk_create(checks)
        changes = {
            "milestones": {stone.kind.code: [str(getattr(stone, name) or "") for name in days] for stone in stones},
            "acceptances": [{**row, "on_day": str(row["on_day"])} for row in passed],
            "safety": {item.code: str(told) for item, told in answers.items()},
        }
        journal.record(by=by, action="projects.worksite.transcribe", obj=held, changes=changes)
    return len(stones) + len(passed) + len(checks)


def _check_days(milestone):
    fault = fault_of_days(milestone.started_on, milestone.done_on, timezone.localdate())
    if milestone.planned_on is not None and milestone.planned_on.year not in YEARS:
        fault = "年份不对，请核对"
    if fault:
        raise Refused(f"{milestone.kind}：{fault}")
