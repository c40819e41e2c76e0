"""全部项目总览: by stage with days, stuck with its reason, nearest votes first, nobody's stairs; within reach."""

import datetime
import re

import pytest
from django.utils import timezone

from communities.models import BuildingGroup
from projects.models import Project
from projects.procedure.actions import publish_procedure, transcribe
from projects.retrofits.actions import move, open_project
from tests.projects.consultations.conftest import Vote
from tests.projects.procedure.conftest import PLAN

DAY = datetime.timedelta(days=1)


@pytest.fixture
def begin(cast):
    """``begin(stairs, days)``: a project of the stairs, in its stage for so many days."""

    def project(stairs, days, **values):
        row = Project(
            community=stairs.community, building_group=stairs, stage_since=timezone.localdate() - days * DAY, **values
        )
        open_project(project=row, by=None)
        return row

    return project


def read(client, user):
    client.force_login(user)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get("/admin/overview/").content.decode()))


def test_stuck_projects_come_with_days_and_reason(client, cast, begin):
    paused = begin(cast.stair1, 400)
    today = timezone.localdate()
    move(project=paused, to="not_started", on=today - 80 * DAY, by=cast.member, reason="煤气管还没有移")
    begin(cast.stair2, 59)
    page = read(client, cast.member)
    assert "60天以上没有进展的1个项目" in page
    assert "东村1号 待开工 80天 煤气管还没有移" in page
    assert "东村2号 59天 没有写" in page
    assert "征询中： 1个" in page


def test_stuck_project_says_whose_turn_it_is(client, cast, begin):
    project = begin(cast.stair1, 100)
    plan = publish_procedure(values={**PLAN, "kind": "lift"}, by=None)
    since = timezone.localdate() - 70 * DAY
    done = {"status": "done", "opened_on": since - 20 * DAY, "done_on": since}
    rows = {"ASK": done, "LAND": {"status": "skipped", "note": "不用"}, "VOTE": {"status": "open", "opened_on": since}}
    transcribe(project=project, procedure=plan, rows=rows, by=None)
    page = read(client, cast.member)
    assert "东村1号 征询中 100天 正在办“步骤VOTE”，轮到VOTE的单位，已70天" in page
    assert "60天以上没有进展的1个项目" in page


def test_nothing_is_said_where_there_is_nothing(client, cast):
    page = read(client, cast.member)
    assert "没有：每个项目60天以内都有进展。" in page
    assert "没有还差人数或面积的征询。" in page
    assert "还没有项目。" in page


def test_nearest_vote_stands_first(client, cast):
    vote = Vote(cast)
    opened = vote.open_now()
    for room in ("101", "102", "201"):
        vote.both(opened, room, "agree")
    page = read(client, cast.member)
    # Two thirds of 12 are 8, of 692.64 m² 461.76; three came with 169.80 m².
    assert "东村12号 征询中 参与面积还差291.96平方米，参与人数还差5人" in page
    assert "同意" not in page[page.index("离通过最近的征询") : page.index("还没有志愿者的楼组")]


def test_failed_count_says_what_it_missed_until_a_newer_vote(client, cast):
    vote = Vote(cast)
    vote.displayed(agree="101 201 102 202 302", disagree="301 401 402")
    page = read(client, cast.member)
    # Three quarters of 8 are 6: one more head; 291.96 m² of 461.76 agreed, and 346.32 are asked.
    assert "东村12号 没有通过 同意面积还差54.36平方米，同意人数还差1人" in page
    vote.open_now()
    page = read(client, cast.member)
    assert "没有通过 同意" not in page
    assert "参与人数还差8人" in page


def test_only_what_lies_within_reach_is_told(client, cast, begin):
    begin(cast.stair1, 90)
    begin(cast.stair2, 90)
    begin(cast.stair9, 90)
    page = read(client, cast.member)
    assert "东村2号" in page
    assert "远村" not in page
    page = read(client, cast.leader)
    assert "东村1号" in page
    assert "东村2号" not in page
    page = read(client, cast.outsider)
    assert "远村9号" in page
    assert "东村" not in page


def test_stairs_without_a_volunteer_are_counted_and_those_at_work_lead(client, cast, begin):
    begin(cast.stair2, 5)
    page = read(client, cast.member)
    part = page[page.index("还没有志愿者的楼组") : page.index("各阶段的项目")]
    assert "一共3个" in part
    assert part.index("东村2号") < part.index("东村1号")


@pytest.mark.parametrize("stairs", [1, 30])
def test_overview_costs_the_same_for_any_number(client, cast, begin, stairs, django_assert_num_queries):
    for no in range(100, 100 + stairs):
        group = BuildingGroup.objects.create(
            community=cast.here, compound=cast.east, name=f"{no}号", no=str(no), position=no, floors=6
        )
        begin(group, 90)
    client.force_login(cast.member)
    with django_assert_num_queries(7):
        page = client.get("/admin/overview/").content.decode()
    assert f"60天以上没有进展的{stairs}个项目" in page


def test_anonymous_is_sent_to_the_log_in(client, cast):
    reply = client.get("/admin/overview/")
    assert reply.status_code == 302
    assert reply["Location"].startswith("/admin/login/")
