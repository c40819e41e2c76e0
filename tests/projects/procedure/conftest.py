"""A procedure for pipes (nothing here knows of lifts), and a project of 1号 that walks it."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from projects.models import Project
from projects.procedure import actions
from projects.procedure.models import Step
from projects.retrofits.actions import open_project

from .yard import Yard

DAY = datetime.date(2026, 3, 2)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def plan_step(code, rank, part="consult", documents=(), **values):
    return {"code": code, "rank": rank, "part": part, "name": f"步骤{code}", "actor": f"{code}的单位"} | {
        "documents": list(documents),
        **values,
    }


PLAN = {
    "kind": "pipes",
    "version": 1,
    "name": "管线改造",
    "checked_on": DAY,
    "step": [
        plan_step("ASK", 1, documents=[("申请", "Application", True), ("照片", "", False)], least_days=1, most_days=7),
        plan_step("VOTE", 2, closes_with=["vote:LIFT_ENTRANCE"]),
        plan_step("LAND", 2, is_optional=True),
        plan_step("SIGN", 3, closes_with=["signed"], opens_with=["vote:LIFT_ENTRANCE"], stage_done="not_started"),
        plan_step("SHOW", 4, "prepare", opens_with=["signed"], closes_with=["publicity", "objections"]),
        plan_step(
            "WORK", 5, "build", stage_opening="under_construction", stage_done="completed", least_days=30, most_days=60
        ),
        plan_step("RUN", 6, "operate", is_permanent=True),
    ],
}


def days(count):
    return DAY + datetime.timedelta(days=count)


class Road:
    """A published procedure, a project that can walk it, and short words for what is done."""

    def __init__(self, cast):
        self.cast, self.by = cast, cast.member
        self.procedure = actions.publish_procedure(values=PLAN, by=None)
        self.project = self.open_project(cast.stair1)

    def open_project(self, group, kind="pipes"):
        project = Project(community=group.community, building_group=group, kind=kind, stage_since=DAY)
        return open_project(project=project, by=None)

    def begin(self, **values):
        return actions.begin(**{"project": self.project, "on": DAY, "by": self.by, **values})

    def step(self, code, project=None):
        return Step.objects.select_related("template", "course__project").get(
            course__project=project or self.project, template__code=code
        )

    def open(self, code, day=0, **values):
        return actions.open_step(**{"step": self.step(code), "on": days(day), "by": self.by, **values})

    def finish(self, code, day=0, **values):
        return actions.finish(**{"step": self.step(code), "on": days(day), "by": self.by, **values})

    def attach(self, code, name, content=PDF, filename="a.pdf"):
        step = self.step(code)
        wanted = step.template.documents.get(name=name)
        return actions.attach(step=step, wanted=wanted, upload=SimpleUploadedFile(filename, content), by=self.by)

    def walked(self, at, project=None):
        """A course that was written down standing at the step ``at``."""
        return actions.begin(project=project or self.project, on=DAY, at=at, by=self.by)

    def stage(self):
        self.project.refresh_from_db()
        return self.project.stage


@pytest.fixture
def road(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Road(cast)


@pytest.fixture
def yard(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Yard(cast)
