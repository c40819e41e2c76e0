"""A project is opened and moved by its actions; a wrong step is answered in words."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.journal.models import Entry
from projects.models import Project, StageChange
from projects.retrofits.actions import move, open_project


@pytest.fixture
def member(client, cast):
    client.force_login(cast.member)
    return client


@pytest.fixture
def project(cast):
    row = Project(community=cast.here, building_group=cast.stair1, stage_since=datetime.date(2025, 1, 5))
    return open_project(project=row, by=None)


def url(project, name="change"):
    return reverse(f"admin:projects_project_{name}", args=[project.pk])


def test_project_is_opened_with_the_first_line_of_its_history(member, cast):
    form = {"community": cast.here.pk, "building_group": cast.stair1.pk, "kind": "lift", "stage_since": "2026-01-05"}
    assert member.post("/admin/projects/project/add/", {**form, "stage": "completed"}).status_code == 302
    project = Project.objects.get()
    assert (project.stage, project.stage_changes.get().stage) == ("consulting", "consulting")
    assert Entry.objects.order_by("seq").first().action == "projects.project.open"


def test_project_is_moved_by_the_button(member, project):
    page = member.get(url(project)).content.decode()
    assert url(project, "move") in page
    assert "现在是“征询中”，下一步只能是：待开工、暂停" in member.get(url(project, "move")).content.decode()
    answer = member.post(url(project, "move"), {"to": "not_started", "on": "2025-02-01", "reason": ""})
    project.refresh_from_db()
    assert answer.status_code == 302
    assert (project.stage, project.stage_since) == ("not_started", datetime.date(2025, 2, 1))
    assert "待开工" in member.get(url(project)).content.decode()


@pytest.mark.parametrize(
    "step, said",
    [
        ({"to": "completed", "on": "2025-02-01"}, "下一步只能是：待开工、暂停"),
        ({"to": "paused", "on": "2025-02-01"}, "暂停要写明原因"),
        ({"to": "not_started", "on": "2024-12-31"}, "日期不能早于进入“征询中”的日期2025年1月5日"),
        ({"to": "not_started", "on": "2999-01-01"}, "日期不能晚于今天"),
        ({"to": "not_started", "on": "明天"}, "有效的日期"),
        ({"to": "nowhere", "on": "2025-02-01"}, "下一步只能是"),
        ({}, "必填"),
    ],
)
def test_wrong_step_is_answered_in_words_and_nothing_moves(member, project, step, said):
    before = Entry.objects.count()
    answer = member.post(url(project, "move"), step)
    project.refresh_from_db()
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert project.stage == "consulting"
    assert Entry.objects.count() == before


def test_step_overtaken_by_a_colleague_is_answered_in_words(member, project, monkeypatch):
    """The page was right when it was opened; meanwhile somebody else moved the project."""
    from projects.retrofits import admin as page

    def overtaken(**step):
        monkeypatch.setattr(page.actions, "move", move)
        move(project=project, to="not_started", on=datetime.date(2025, 2, 1), by=None)
        return move(**step)

    monkeypatch.setattr(page.actions, "move", overtaken)
    answer = member.post(url(project, "move"), {"to": "not_started", "on": "2025-02-02"})
    assert "现在是“待开工”" in answer.content.decode()
    assert StageChange.objects.count() == 1  # here the overtaking shares the transaction that is rolled back


def test_stage_and_place_cannot_be_typed(member, cast, project):
    form = {
        "stage": "delivered", "stage_since": "2020-01-01", "completed_on": "2020-01-01", "started_on": "2020-01-01",
        "building_group": cast.stair2.pk, "community": cast.there.pk, "brand": "示例牌",
        "stage_changes-TOTAL_FORMS": "0", "stage_changes-INITIAL_FORMS": "0",
    }  # fmt: skip
    assert member.post(url(project), form).status_code == 302
    project.refresh_from_db()
    assert (project.stage, project.building_group, project.brand) == ("consulting", cast.stair1, "示例牌")
    assert project.completed_on is None


def test_second_project_of_a_kind_is_refused_in_words(member, cast, project):
    form = {"community": cast.here.pk, "building_group": cast.stair1.pk, "kind": "lift", "stage_since": "2026-01-05"}
    page = member.post("/admin/projects/project/add/", form).content.decode()
    assert "这个楼组已有同类项目" in page
    assert Project.objects.count() == 1


def test_leader_looks_and_moves_nothing(client, cast, project):
    client.force_login(cast.leader)
    assert "进入下一阶段</a>" not in client.get(url(project)).content.decode()
    assert client.post(url(project, "move"), {"to": "not_started", "on": "2025-02-01"}).status_code == 403
    project.refresh_from_db()
    assert project.stage == "consulting"


def test_delivered_project_offers_no_next_stage(member, cast, project):
    day = datetime.date(2025, 2, 1)
    for stage in ("not_started", "under_construction", "completed", "delivered"):
        move(project=project, to=stage, on=day, by=None)
    assert "进入下一阶段</a>" not in member.get(url(project)).content.decode()
    answer = member.post(url(project, "move"), {"to": "completed", "on": timezone.localdate().isoformat()})
    assert "已经是最后一个阶段" in answer.content.decode()


def test_projects_without_progress_are_found(member, project):
    assert "东村1号" in member.get("/admin/projects/project/", {"stale": "yes"}).content.decode()
    move(project=project, to="not_started", on=timezone.localdate(), by=None)
    assert "东村1号加装电梯" not in member.get("/admin/projects/project/", {"stale": "yes"}).content.decode()
