"""The steps of the 34 lifts, in keeping with their stages, votes and agreements: written down afterwards, by rule.

The days between are made up and marked 示例数据 like the rest; two lifts had their expected day moved.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from projects.consultations.models import Consultation
from projects.procedure import actions
from projects.procedure.models import Course, Procedure, Step
from projects.retrofits.enums import ProjectKind, Stage
from projects.retrofits.models import Project

#: The day of the report the demo rests on: nothing is made up after it.
REPORTED = date(2023, 7, 7)
NOT_COMMON = "电梯不占小区共有的地，不用全小区表决"
#: (stair, step, expected at first, expected then, why)
DELAYS = (
    ("99", "BUILD", date(2023, 8, 31), date(2023, 10, 13), "自来水管线位置与图纸不符，移位停了四周"),
    ("13", "BUILD", date(2023, 8, 4), date(2023, 9, 1), "钢结构到货晚，雨天多"),
)


@transaction.atomic
def load(community, tally):
    if Course.objects.filter(project__community=community).exists():
        return
    procedure = Procedure.objects.newest().filter(kind=ProjectKind.LIFT).first()
    voted = _votes(community)
    rows = Project.objects.filter(community=community, kind=ProjectKind.LIFT).prefetch_related("stage_changes")
    for project in rows:
        told = _rows(_days(project), *voted[project.pk])
        actions.transcribe(project=project, procedure=procedure, rows=told, by=None)
        tally.added += 1 + procedure.steps.count()
    for no, code, first, then, why in DELAYS:
        step = Step.objects.get(course__project__building_group__no=no, template__code=code)
        actions.expect(step=step, on=first, by=None)
        actions.expect(step=step, on=then, reason=why, by=None)
        tally.added += 1


def _votes(community):
    """{project: (day the vote began, day after its display)}."""
    final = Consultation.objects.filter(community=community, status="final", project__isnull=False).with_display()
    return {
        vote.project_id: (timezone.localdate(vote.opens_at), vote.display_ends_on + timedelta(days=1))
        for vote in final.order_by("id")
    }


def _days(project):
    """{stage: day it was first reached}."""
    days = {}
    for line in sorted(project.stage_changes.all(), key=lambda line: line.on_day):
        days.setdefault(line.stage, line.on_day)
    return days


def _rows(days, opened, settled):
    """One row a step that was reached, as ``actions.transcribe`` takes them."""
    agreed = days[Stage.NOT_STARTED]
    signing = max(settled, agreed - timedelta(days=21))
    rows = {
        "APPLY": _done(opened - timedelta(days=35), opened - timedelta(days=30)),
        "FEASIBILITY": _done(opened - timedelta(days=30), opened),
        "CONSULT": _done(opened, settled),
        "COMMON_VOTE": {"status": "skipped", "note": NOT_COMMON},
        "SCHEME": _done(settled, signing),
        "AGREEMENT": _done(signing, agreed),
    }
    if Stage.UNDER_CONSTRUCTION not in days:
        return rows | {"PUBLICITY": _open(agreed)}
    return rows | _works(agreed, days)


def _works(agreed, days):
    """From the display of the plan to the works, and what followed."""
    started = days[Stage.UNDER_CONSTRUCTION]
    shown, filed = agreed + timedelta(days=18), started - timedelta(days=4)
    rows = {
        "PUBLICITY": _done(agreed, shown),
        "REVIEW": _done(shown, filed),
        "PIPES": _done(shown, filed),
        "START": _done(filed, started),
    }
    if Stage.COMPLETED not in days:
        return rows | {"BUILD": _open(started)}
    completed = days[Stage.COMPLETED]
    built, inspected = completed - timedelta(days=17), completed - timedelta(days=8)
    rows |= {
        "BUILD": _done(started, built),
        "INSPECT": _done(built, inspected),
        "ACCEPT": _done(inspected, completed),
    }
    if Stage.DELIVERED not in days:
        return rows | {"REGISTER": _open(completed)}
    return rows | {"REGISTER": _done(completed, days[Stage.DELIVERED])} | _running(days[Stage.DELIVERED])


def _running(delivered):
    """The subsidy comes some four months later, as far as that had come by the day of the report."""
    paid = delivered + timedelta(days=120)
    subsidy = _done(delivered, paid) if paid <= REPORTED else _open(delivered)
    return {"SUBSIDY": subsidy, "FUND": _open(delivered), "OPERATE": _open(delivered)}


def _done(opened_on, done_on):
    return {"status": "done", "opened_on": opened_on, "done_on": done_on}


def _open(on):
    return {"status": "open", "opened_on": on}
