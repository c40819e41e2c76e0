import datetime

import pytest
from django.db import IntegrityError, transaction

from communities.journal import actions as journal
from communities.journal.models import Entry
from projects.models import Project, StageChange
from projects.retrofits import actions
from projects.retrofits.domain import WrongStage


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def project(cast):
    new = Project(community=cast.here, building_group=cast.stair1, stage_since=day("2023-01-10"))
    return actions.open_project(project=new, by=cast.member)


def walk(project, by, *steps):
    for to, on in steps:
        project = actions.move(project=project, to=to, on=day(on), by=by)
    return project


def test_open_project_starts_the_history(cast, project):
    line = StageChange.objects.get(project=project)
    assert (project.stage, line.stage, line.on_day) == ("consulting", "consulting", day("2023-01-10"))
    assert list(Entry.objects.order_by("seq").values_list("action", "actor")) == [
        ("projects.project.open", f"user:{cast.member.pk}"),
        ("projects.stagechange.create", f"user:{cast.member.pk}"),
    ]


def test_open_project_given_another_stage_still_opens_at_the_beginning(cast):
    new = Project(community=cast.here, building_group=cast.stair2, stage="completed", stage_since=day("2023-01-10"))
    opened = actions.open_project(project=new, by=cast.member)
    assert Project.objects.get(pk=opened.pk).stage == "consulting"
    assert StageChange.objects.get(project=opened).stage == "consulting"


def test_open_project_twice_keeps_one_and_its_one_line(cast, project):
    again = Project(community=cast.here, building_group=cast.stair1, stage_since=day("2023-02-01"))
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.open_project(project=again, by=cast.member)
    assert Project.objects.count() == StageChange.objects.count() == 1
    assert Entry.objects.count() == 2


def test_move_to_the_end_writes_the_dates_and_every_line(cast, project):
    done = walk(
        project,
        cast.member,
        ("not_started", "2023-03-01"),
        ("under_construction", "2023-04-02"),
        ("completed", "2023-09-30"),
        ("delivered", "2023-10-15"),
    )
    assert (done.started_on, done.completed_on, done.stage_since) == (
        day("2023-04-02"),
        day("2023-09-30"),
        day("2023-10-15"),
    )
    assert [line.stage for line in done.stage_changes.all()] == [
        "consulting",
        "not_started",
        "under_construction",
        "completed",
        "delivered",
    ]
    assert list(Entry.objects.faults()) == []


def test_move_back_to_work_after_a_pause_keeps_the_first_start(cast, project):
    building = walk(project, cast.member, ("not_started", "2023-03-01"), ("under_construction", "2023-04-02"))
    paused = actions.move(project=building, to="paused", on=day("2023-05-01"), by=cast.member, reason="管线迁移")
    again = walk(paused, cast.member, ("under_construction", "2023-06-01"))
    assert again.started_on == day("2023-04-02")
    assert StageChange.objects.get(stage="paused").reason == "管线迁移"


def test_move_to_a_stage_that_cannot_follow_changes_nothing(cast, project):
    with pytest.raises(WrongStage):
        walk(project, cast.member, ("completed", "2023-03-01"))
    with pytest.raises(WrongStage):
        walk(project, cast.member, ("not_started", "2023-01-09"))
    assert Project.objects.get().stage == "consulting"
    assert StageChange.objects.count() == 1
    assert Entry.objects.count() == 2


def test_move_from_a_page_that_is_out_of_date_judges_the_row_as_it_is(cast, project):
    stale = Project.objects.get(pk=project.pk)
    walk(project, cast.member, ("not_started", "2023-03-01"))
    with pytest.raises(WrongStage):
        actions.move(project=stale, to="not_started", on=day("2023-03-02"), by=cast.member)
    assert StageChange.objects.count() == 2


def test_move_to_a_pause_without_reason_changes_nothing(cast, project):
    with pytest.raises(IntegrityError), transaction.atomic():
        walk(project, cast.member, ("paused", "2023-03-01"))
    assert Project.objects.get().stage == "consulting"
    assert StageChange.objects.count() == 1


def test_move_whose_journal_entry_fails_saves_nothing(cast, project, monkeypatch):
    def broken(**_):
        raise RuntimeError("journal is broken")

    monkeypatch.setattr(journal, "record", broken)
    with pytest.raises(RuntimeError):
        walk(project, cast.member, ("not_started", "2023-03-01"))
    assert Project.objects.get().stage == "consulting"
    assert StageChange.objects.count() == 1
