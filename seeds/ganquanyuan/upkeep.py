"""The 28 lifts that were completed, in use since: inspected by the cycle, maintained, stopped and reviewed, by rule.

The dates of inspections and maintenance run up to the day of the first seeding, so that the demo shows what a
committee finds on an ordinary day: one lift out of service, one inspection overdue, one maintenance forgotten, three
reviews to be done, one lift without a manager. All 示例数据; no certificate has a number.
"""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from communities.bodies.enums import BodyKind
from communities.bodies.models import Company
from communities.people.models import User
from projects.retrofits.models import Project
from projects.upkeep import actions
from projects.upkeep.domain import MAINTENANCE_DAYS, add_years, kind_of_year
from projects.upkeep.models import Lift, Outage
from seeds import read

#: Counted from the one longest in use; from the end for negative numbers.
OVERDUE, FORGOTTEN, UNMANAGED, NOT_REVIEWED = 5, 9, -1, 3
VISITS = ("门机清洁、润滑，各项正常", "检查制动器和平层，各项正常", "清洁底坑，更换轿厢照明一处")
FINDINGS = "大家用得惯，没有困人。低楼层说夜里有轻微声响，已请维保单位调整。运行费按约定收，账目每月公布。（示例数据）"


@transaction.atomic
def load(community, tally):
    if Lift.objects.filter(project__community=community).exists():
        return
    clerk, today = User.objects.get(username="demo-juwei"), timezone.localdate()
    companies = Company.objects.filter(community=community)
    manager = companies.get(kind=BodyKind.PROPERTY_MANAGER)
    maintainer = companies.get(name__contains="维保")
    rows = Project.objects.filter(community=community).done().select_related("building_group")
    rows = list(rows.order_by("completed_on", "id"))
    for place, project in enumerate(rows):
        managed = None if place == len(rows) + UNMANAGED else manager
        lift = actions.register(lift=_unsaved(project, managed, maintainer), by=clerk)
        inspected = _inspect(lift, today, clerk, skip_last=place == OVERDUE)
        _maintain(lift, today - timedelta(days=20 if place == FORGOTTEN else 0), clerk)
        if place < len(rows) - NOT_REVIEWED:
            _review(lift, clerk)
        tally.added += 1 + inspected + len(VISITS) + (place < len(rows) - NOT_REVIEWED)
    tally.added += _stop(community, clerk, today)


def _number(lift):
    return int(lift.project.building_group.no)


def _unsaved(project, manager, maintainer):
    in_use_on = project.stage_since if project.stage == "delivered" else project.completed_on
    return Lift(
        project=project,
        in_use_on=in_use_on,
        registered_on=in_use_on + timedelta(days=18),
        manufacturer=f"{project.brand}电梯厂",
        warranty_until=add_years(in_use_on, 2),
        manager=manager,
        maintainer=maintainer,
        is_demo=True,
    )


def _inspect(lift, today, by, *, skip_last):
    """One a year, a few days before its day; returns how many."""
    ahead, done = timedelta(days=_number(lift) % 25 + 3), []
    year = 1
    while (on := add_years(lift.in_use_on, year) - ahead) <= today:
        done.append((on, kind_of_year(year)))
        year += 1
    done = done[:-1] if skip_last else done
    for on, kind in done:
        actions.inspect(lift=lift, kind=kind, result="passed", done_on=on, by=by)
    return len(done)


def _maintain(lift, last, by):
    for turn, words in enumerate(VISITS):
        on = last - timedelta(days=_number(lift) % 13 + MAINTENANCE_DAYS * turn)
        actions.maintain(lift=lift, done_on=on, words=words, by=by)


def _review(lift, by):
    on = add_years(lift.in_use_on, 1) + timedelta(days=_number(lift) % 20)
    actions.review(lift=lift, done_on=on, findings=FINDINGS, by=by)


def _stop(community, by, today):
    """What the file tells, and one that is not over; returns how many."""
    told = read(__file__, "upkeep.toml")
    lifts = Lift.objects.filter(project__community=community).with_places()
    by_stair = {lift.project.building_group.no: lift for lift in lifts}
    for no, days, hour, minutes, cause, words, outcome in told["stopped"]:
        lift = by_stair[no]
        start = _at(lift.in_use_on + timedelta(days=days), hour)
        outage = actions.stop(outage=Outage(lift=lift, cause=cause, starts_at=start, words=words), by=by)
        actions.resume(outage=outage, ends_at=start + timedelta(minutes=minutes), outcome=outcome, by=by)
    row = told["open"]
    since, until = (
        _at(today + timedelta(days=days), row["hour"]) for days in (-row["since_days"], row["expected_days"])
    )
    out = Outage(lift=by_stair[row["stair"]], cause="fault", starts_at=since, expected_at=until, words=row["words"])
    actions.stop(outage=out, by=by)
    return len(told["stopped"]) + 1


def _at(day, hour):
    return timezone.make_aware(datetime.combine(day, time(hour)))
