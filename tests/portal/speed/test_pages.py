"""The page of the pace: medians of recorded days, by year and by step, the same cost for one lift and for thirty."""

import datetime

import pytest

from communities.models import BuildingGroup
from projects.models import Project, Step
from projects.procedure import actions
from projects.retrofits.actions import move, open_project
from tests.projects.procedure.conftest import PLAN

CONSULT, DAY = datetime.date(2021, 1, 1), datetime.timedelta(days=1)
LIFTS = {**PLAN, "kind": "lift", "name": "加装电梯"}


@pytest.fixture
def build(cast):
    """``build(n, days)``: a lift of a new stair, accepted so many days after its consultation began."""
    procedure = actions.publish_procedure(values=LIFTS, by=None)

    def lift(n, days, voted=5):
        stairs = BuildingGroup.objects.create(
            community=cast.here, compound=cast.east, name=f"{n}号", no=str(n), position=n, floors=6
        )
        project = Project(community=cast.here, building_group=stairs, stage_since=CONSULT)
        open_project(project=project, by=None)
        for stage, day in (("not_started", 10), ("under_construction", 20), ("completed", days)):
            move(project=project, to=stage, on=CONSULT + day * DAY, by=None)
        spans = {"ASK": (0, 2), "VOTE": (2, voted), "SIGN": (voted, 15), "SHOW": (15, 18), "WORK": (20, days)}
        rows = {
            code: {"status": "done", "opened_on": CONSULT + first * DAY, "done_on": CONSULT + last * DAY}
            for code, (first, last) in spans.items()
        }
        rows["LAND"] = {"status": "skipped", "note": "不用小区的地"}
        actions.transcribe(project=project, procedure=procedure, rows=rows, by=None)
        return project

    return lift


def test_nothing_built_is_said(client, cast, text):
    page = text(client.get("/c/jia/speed/"))
    assert "还没有建成的电梯" in page
    assert client.get("/c/nowhere/speed/").status_code == 404


def test_medians_by_year_and_by_step(client, build, text):
    for n, days, voted in ((4, 300, 4), (6, 340, 6), (9, 400, 9), (11, 380, 11)):
        build(n, days, voted)
    page = text(client.get("/c/jia/speed/"))
    # 300, 340, 380, 400: between 340 and 380 lies 360; two in 2021 (320), two in 2022 (390).
    assert "从开始征询到竣工验收，一半的电梯用了360天以内（4台的中位数）" in page
    assert "20212320" in page
    assert "20222390" in page
    # WORK 280, 320, 360, 380; VOTE 2, 4, 7, 9; SIGN 11, 9, 6, 4.
    assert "步骤WORK，一般340天" in page
    assert "步骤VOTE" in page
    assert "一般5.5天（4台）" in page
    assert "最短4天，最长11天" in page
    assert page.index("步骤WORK，一般340天") < page.index("步骤SIGN，一般7.5天")


def test_what_is_under_way_or_elsewhere_is_not_measured(client, cast, build, text):
    going = Project(community=cast.there, building_group=cast.stair9, stage_since=CONSULT)
    open_project(project=going, by=None)
    build(4, 300)
    page = text(client.get("/c/jia/speed/"))
    assert "300天以内（1台的中位数）" in page
    assert "最慢的几步" not in page
    assert "还没有建成的电梯" in text(client.get("/c/yi/speed/"))


@pytest.mark.parametrize("lifts", [1, 30])
def test_page_costs_the_same_for_any_number(client, build, lifts, cold):
    for n in range(lifts):
        build(100 + n, 300)
    reply, queries = cold("/c/jia/speed/")
    assert Step.objects.filter(status="done").count() == 5 * lifts
    assert (reply.status_code, queries) == (200, 4)  # the site's pulse, the place, its lifts, their steps


def test_english_page_is_english(client, build, text):
    build(4, 300)
    page = text(client.get("/en/c/jia/speed/"))
    assert "halfoftheliftstook300daysorless(medianof1lift)" in page
    assert "typically2days(1lift)" in page
