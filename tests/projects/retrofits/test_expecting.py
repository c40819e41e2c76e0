"""The day on which it can be used: another one keeps the old, with the reason."""

import datetime

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from projects.models import ExpectedChange, Project
from projects.retrofits import actions
from projects.retrofits.domain import WrongDay, check_expected

DAY, LATER = datetime.date(2026, 5, 1), datetime.date(2026, 6, 1)


@pytest.fixture
def project(cast):
    row = Project(community=cast.here, building_group=cast.stair1, stage_since=DAY, expected_on=DAY)
    return actions.open_project(project=row, by=None)


def rows(project):
    return Project.objects.filter(pk=project.pk)


@pytest.mark.parametrize(
    "old, new, reason, fault",
    [
        (DAY, DAY, "雨", "same"),
        (None, None, "", "same"),
        (DAY, LATER, "", "reason"),
        (DAY, None, "", "reason"),
        (DAY, LATER.replace(year=226), "雨", "year"),
    ],
)
def test_expected_day_that_cannot_be_written_names_its_fault(old, new, reason, fault):
    with pytest.raises(WrongDay, match=fault):
        check_expected(old, new, reason)
    assert check_expected(None, DAY, "") is check_expected(DAY, None, "不知道") is None


def test_another_day_leaves_the_old_one_with_its_reason(cast, project):
    assert actions.expect(project=project, on=LATER, reason=" 管线要移位 ", by=cast.member).expected_on == LATER
    assert actions.expect(project=project, on=None, reason="停工", by=cast.member).expected_on is None
    told = list(ExpectedChange.objects.values_list("old_on", "new_on", "reason"))
    assert told == [(DAY, LATER, "管线要移位"), (LATER, None, "停工")]
    actions.expect(project=project, on=LATER, by=cast.member)
    assert ExpectedChange.objects.count() == 2


def test_finished_project_expects_nothing_any_more(cast, project):
    for stage in ("not_started", "under_construction", "completed"):
        actions.move(project=project, to=stage, on=DAY, by=None)
    with pytest.raises(WrongDay, match="done"):
        actions.expect(project=project, on=LATER, reason="晚了", by=cast.member)
    assert not ExpectedChange.objects.exists()


def test_database_asks_for_the_line_of_a_delay(project, refused):
    for day in (LATER, None):
        with refused("retrofits_project_delay_recorded"):
            rows(project).update(expected_on=day)
    line = {"project": project, "old_on": DAY, "new_on": LATER, "entered_at": timezone.now()}
    with refused("retrofits_expectedchange_explained"):
        ExpectedChange.objects.create(reason="", **line)
    with refused("retrofits_expectedchange_explained"):
        ExpectedChange.objects.create(reason="没有变", **{**line, "new_on": DAY})
    ExpectedChange.objects.create(reason="雨", **line)
    assert rows(project).update(expected_on=LATER) == 1


@pytest.mark.parametrize("event", ("update", "delete", "truncate"))
def test_history_of_expected_days_is_only_added_to(project, refused, event):
    """retrofits_expectedchange_no_update, retrofits_expectedchange_no_delete, retrofits_expectedchange_no_truncate."""
    if event == "truncate" and connection.vendor == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    actions.expect(project=project, on=LATER, reason="雨", by=None)
    with refused(f"retrofits_expectedchange_no_{event}"):
        lines = ExpectedChange.objects.all()
        if event == "update":
            lines.update(reason="晴")
        elif event == "delete":
            lines._raw_delete("default")
        else:
            connection.cursor().execute("TRUNCATE projects_expectedchange")


def test_day_is_changed_by_its_button_in_two_inputs(client, cast, project):
    client.force_login(cast.member)
    url = reverse("admin:projects_project_expect", args=[project.pk])
    assert url in client.get(reverse("admin:projects_project_change", args=[project.pk])).content.decode()
    assert "请写改日期的原因" in client.post(url, {"on": "2026-06-01"}).content.decode()
    assert client.post(url, {"on": "2026-06-01", "reason": "管线要移位"}).status_code == 302
    assert rows(project).get().expected_on == LATER


def test_day_is_not_typed_over_on_the_project_page(client, cast, project):
    client.force_login(cast.member)
    client.post(reverse("admin:projects_project_change", args=[project.pk]), {"expected_on": "2026-09-09"})
    assert rows(project).get().expected_on == DAY
