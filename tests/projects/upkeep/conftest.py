"""A lift of stairs 1 in community A, in use since 6 July 2020; two firms, two of the staff."""

import datetime

import pytest
from django.utils import timezone

from communities.models import Company
from projects.models import Lift, Outage, Project
from projects.retrofits.actions import move, open_project
from projects.upkeep import actions

START = datetime.date(2020, 7, 6)
DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)


def finished(stair, on=START):
    """A lift project walked to 已交付 on the day ``on``."""
    project = Project(community=stair.community, building_group=stair, stage_since=on - 4 * DAY, brand="示例品牌")
    return walk(open_project(project=project, by=None))


def walk(project):
    """A day for each stage."""
    for stage in ("not_started", "under_construction", "completed", "delivered"):
        project = move(project=project, to=stage, on=project.stage_since + DAY, by=None)
    return project


class Shaft:
    def __init__(self, cast):
        self.cast, self.first, self.second = cast, cast.member, cast.secretary
        self.manager, self.maintainer = (
            Company.objects.create(community=cast.here, kind=kind, name=name)
            for kind, name in (("property_manager", "甲物业"), ("specialist", "甲维保"))
        )
        self.foreign = Company.objects.create(community=cast.there, kind="specialist", name="乙维保")
        self.now = timezone.now().replace(second=0, microsecond=0)
        self.today = timezone.localdate()

    def unsaved(self, stair=None, **values):
        plain = {"in_use_on": START, "manager": self.manager, "maintainer": self.maintainer}
        return Lift(
            **{"project": values.pop("project", None) or finished(stair or self.cast.stair1), **plain, **values}
        )

    def lift(self, stair=None, **values):
        return actions.register(lift=self.unsaved(stair, **values), by=self.first)

    def inspect(self, lift, on, kind="periodic", result="passed", **values):
        return actions.inspect(lift=lift, kind=kind, result=result, done_on=on, **{"by": self.first, **values})

    def maintain(self, lift, on, **values):
        return actions.maintain(lift=lift, done_on=on, **{"words": "各项正常", "by": self.first, **values})

    def outage(self, lift, hours=5, lasts=None, **values):
        """Unsaved: began ``hours`` ago, over after ``lasts`` hours (None: still open)."""
        starts_at = values.pop("starts_at", self.now - hours * HOUR)
        ends_at = None if lasts is None else starts_at + lasts * HOUR
        plain = {"cause": "fault", "words": "门机坏了，等零件", "starts_at": starts_at, "ends_at": ends_at}
        return Outage(lift=lift, **{**plain, **values})

    def stop(self, lift, hours=5, lasts=None, by=None, **values):
        return actions.stop(outage=self.outage(lift, hours, lasts, **values), by=by or self.first)


@pytest.fixture
def shaft(cast):
    return Shaft(cast)
