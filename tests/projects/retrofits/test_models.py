import datetime

import pytest
from django.db import connection

from communities.models import Body
from projects.models import Project, StageChange
from projects.retrofits import actions
from projects.retrofits.enums import Stage
from projects.retrofits.models import LIST_ORDER, stairs_by_stage

DAY = datetime.date(2024, 5, 1)


@pytest.fixture
def project(cast):
    return actions.open_project(
        project=Project(community=cast.here, building_group=cast.stair1, stage_since=DAY), by=cast.member
    )


def rows(project):
    return Project.objects.filter(pk=project.pk)


def test_second_lift_in_one_stair_is_refused(cast, project, refused):
    with refused("retrofits_project_once"):
        Project.objects.create(community=cast.here, building_group=cast.stair1, stage_since=DAY)
    assert Project.objects.create(community=cast.here, building_group=cast.stair1, kind="pipes", stage_since=DAY).pk


@pytest.mark.parametrize("stage", ("completed", "delivered"))
@pytest.mark.parametrize("missing", ("started_on", "completed_on"))
def test_done_without_a_date_is_refused(cast, refused, stage, missing):
    dates = {"started_on": DAY, "completed_on": DAY, missing: None}
    with refused("retrofits_done_has_dates"):
        Project.objects.create(community=cast.here, building_group=cast.stair2, stage=stage, stage_since=DAY, **dates)


def test_under_construction_without_start_is_refused(cast, refused):
    with refused("retrofits_started_has_date"):
        Project.objects.create(
            community=cast.here, building_group=cast.stair2, stage="under_construction", stage_since=DAY
        )


def test_completed_before_it_started_is_refused(project, refused):
    with refused("retrofits_dates_ordered"):
        rows(project).update(started_on=DAY, completed_on=datetime.date(2024, 4, 30))
    assert rows(project).update(started_on=DAY, completed_on=DAY) == 1


def test_project_never_moves_nor_changes_kind(cast, project, refused):
    for change in ({"community": cast.there}, {"building_group": cast.stair2}, {"kind": "pipes"}):
        with refused("retrofits_project_fixed"):
            rows(project).update(**change)


def test_project_in_a_stair_of_another_community_is_refused(cast, project, refused):
    with refused("retrofits_project_building_group_id_home_insert"):
        Project.objects.create(community=cast.here, building_group=cast.stair9, stage_since=DAY)
    with refused("retrofits_project_building_group_id_home_update"):
        rows(project).update(building_group=cast.stair9)


def test_project_with_a_team_or_contractor_of_another_community_is_refused(cast, project, refused):
    team = Body.objects.create(community=cast.there, kind="lift_team", name="9号小组", building_group=cast.stair9)
    firm = Body.objects.create(community=cast.there, kind="construction_agent", name="乙代建")
    new = {"community": cast.here, "building_group": cast.stair2, "stage_since": DAY}
    with refused("retrofits_project_team_id_home_insert"):
        Project.objects.create(team_id=team.pk, **new)
    with refused("retrofits_project_team_id_home_update"):
        rows(project).update(team=team.pk)
    with refused("retrofits_project_contractor_id_home_insert"):
        Project.objects.create(contractor_id=firm.pk, **new)
    with refused("retrofits_project_contractor_id_home_update"):
        rows(project).update(contractor=firm.pk)


def test_stage_changed_without_its_line_in_the_history_is_refused(project, refused):
    with refused("retrofits_project_stage_recorded"):
        rows(project).update(stage="not_started", stage_since=datetime.date(2024, 6, 1))
    assert rows(project).get().stage == "consulting"


def test_history_is_only_ever_added_to(project, refused):
    line = StageChange.objects.get(project=project)
    with refused("retrofits_stagechange_no_update"):
        StageChange.objects.filter(pk=line.pk).update(reason="改写")
    with refused("retrofits_stagechange_no_delete"):
        StageChange.objects.filter(pk=line.pk)._raw_delete("default")


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no TRUNCATE")
def test_history_is_not_truncated(project, refused):
    with refused("retrofits_stagechange_no_truncate"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE projects_stagechange")


def test_history_line_before_the_last_one_is_refused(project, refused):
    with refused("retrofits_stagechange_in_order"):
        StageChange.objects.create(
            project=project, stage="not_started", on_day=datetime.date(2024, 4, 30), entered_at="2024-05-02T00:00Z"
        )


def test_pause_without_a_reason_is_refused(project, refused):
    with refused("retrofits_pause_has_reason"):
        StageChange.objects.create(project=project, stage="paused", on_day=DAY, entered_at="2024-05-02T00:00Z")


def test_project_and_line_are_named_by_place_and_stage(project):
    assert str(project) == "东村1号加装电梯"
    assert str(StageChange.objects.get(project=project)) == "征询中2024-05-01"


def test_stairs_by_stage_count_every_building_group_once(cast, project):
    actions.open_project(
        project=Project(community=cast.here, building_group=cast.stair2, stage_since=DAY, kind="pipes"), by=None
    )
    actions.move(project=project, to="not_started", on=DAY, by=None)
    actions.move(project=project, to="under_construction", on=DAY, by=None)
    actions.move(project=project, to="completed", on=datetime.date(2024, 9, 1), by=None)
    cells = [(row.name, row.stage, row.year, row.stairs) for row in stairs_by_stage().filter(community=cast.here)]
    assert sorted(cells, key=str) == [("东村", "completed", 2024, 1), ("东村", None, None, 1), ("西村", None, None, 1)]
    assert sum(row.stairs for row in stairs_by_stage()) == 4
    assert [row.name for row in stairs_by_stage("pipes").filter(stage="consulting")] == ["东村"]


def test_stairs_by_stage_is_one_query_with_its_community(cast, project, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert {row.community.name for row in stairs_by_stage()} == {"甲居民区", "乙居民区"}


def test_list_order_puts_what_moves_first_and_goes_on_after_a_row(cast, project):
    second = Project(community=cast.here, building_group=cast.stair3, stage_since=DAY)
    actions.open_project(project=second, by=None)
    first = Project(community=cast.here, building_group=cast.stair2, stage_since=DAY)
    actions.open_project(project=first, by=None)
    actions.move(project=second, to="not_started", on=DAY, by=None)
    ordered = list(Project.objects.in_list_order())
    assert [item.building_group.no for item in ordered] == ["3", "1", "2"]
    after = (ordered[1].rank, ordered[1].place, ordered[1].pk)
    assert list(Project.objects.in_list_order(after=after)) == [ordered[2]]


def test_list_order_knows_every_stage():
    assert sorted(LIST_ORDER) == sorted(Stage)
