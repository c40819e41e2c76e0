"""What the database itself refuses of counts, minutes and resolutions."""

import pytest
from django.db import connection
from django.utils import timezone

from communities.models import Committee
from projects.deliberation import actions
from projects.models import Addendum, Attendance, Minutes, Resolution

from .conftest import DAY, copy
from .test_guards import sql

rows = Minutes.objects.all


def test_count_is_added_only_and_in_time(hall, refused):
    held = hall.held()
    counted = hall.count(held)
    with refused("deliberation_attendance_within"):
        copy(counted, people_present=13)
    with refused("deliberation_attendance_in_time"):
        copy(counted, meeting_id=hall.draft().pk)
    with refused("deliberation_attendance_no_update"):
        Attendance.objects.update(people_present=1)
    with refused("deliberation_attendance_no_delete"):
        sql("DELETE FROM projects_attendance")
    hall.publish(held)
    with refused("deliberation_attendance_in_time"):
        copy(counted)


def test_minutes_need_two_people(hall, refused):
    held, now = hall.held(), timezone.now()
    written = hall.write(held)
    checked = {"status": "checked", "checked_by": hall.second, "checked_at": now, "checker_duty": "书记"}
    with refused("deliberation_minutes_second_person"):
        rows().update(**{**checked, "checked_by": hall.first})
    with refused("deliberation_minutes_checked_by_whom"):
        rows().update(status="checked")
    with refused("deliberation_minutes_whole"):
        rows().update(text="")
    published = {"status": "published", "published_by": hall.first, "published_at": now}
    with refused("deliberation_minutes_moves"):
        rows().update(**checked | published)
    rows().update(**checked)
    with refused("deliberation_minutes_published_by_whom"):
        rows().update(status="published")
    with refused("deliberation_minutes_as_checked"):
        rows().update(**published, text="别的话")
    assert Minutes.objects.get().text == written.text


def test_minutes_are_of_a_held_meeting_and_stay(hall, refused):
    held, other = hall.held(), hall.held()
    written = hall.write(held)
    with refused("deliberation_minutes_of_held"):
        copy(written, meeting_id=hall.called().pk)
    checked = {
        "status": "checked",
        "checked_by_id": hall.second.pk,
        "checked_at": timezone.now(),
        "checker_duty": "书记",
    }
    with refused("deliberation_minutes_starts_draft"):
        copy(written, meeting_id=other.pk, **checked)
    with refused("deliberation_minutes_fixed"):
        rows().update(meeting=other)
    with refused("deliberation_minutes_no_delete"):
        sql("DELETE FROM projects_minutes")


def test_published_minutes_never_change(hall, refused):
    held = hall.held()
    hall.publish(held)
    with refused("deliberation_minutes_frozen"):
        rows().update(attendance=None)
    added = actions.add_to_minutes(meeting=held, text="补充", by=hall.first)
    with refused("deliberation_addendum_says_something"):
        copy(added, text="")
    with refused("deliberation_addendum_after_publishing"):
        copy(added, minutes_id=hall.write(hall.held()).pk)
    with refused("deliberation_addendum_no_update"):
        Addendum.objects.update(text="改")
    with refused("deliberation_addendum_no_delete"):
        sql("DELETE FROM projects_addendum")


def test_resolution_is_whole_and_at_home(hall, refused):
    made, cast = hall.resolve(hall.held()), hall.cast
    far = Committee.objects.create(community=cast.there, kind="residents_committee", name="乙居委会")
    with refused("deliberation_resolution_numbered"):
        copy(made)
    with refused("deliberation_resolution_says_something"):
        copy(made, serial=9, text="")
    with refused("deliberation_resolution_done_how"):
        Resolution.objects.update(done_on=timezone.localdate())
    with refused("deliberation_resolution_body_id_home_insert"):
        copy(made, serial=9, body_id=far.pk)
    with refused("deliberation_resolution_body_id_home_update"):
        Resolution.objects.update(body=far)
    with refused("deliberation_resolution_meeting_id_home_insert"):
        copy(made, serial=9, community_id=cast.there.pk)
    with refused("deliberation_resolution_meeting_id_home_update"):
        Resolution.objects.update(community=cast.there)


def test_checked_resolution_stays_and_is_done_once(hall, refused):
    held = hall.held()
    made = hall.resolve(held)
    hall.publish(held)
    with refused("deliberation_resolution_before_check"):
        copy(made, serial=9)
    with refused("deliberation_resolution_frozen"):
        Resolution.objects.update(due_on=made.due_on + DAY)
    with refused("deliberation_resolution_no_delete"):
        sql("DELETE FROM projects_resolution")
    actions.carry_out(resolution=made, done_on=timezone.localdate(), note="办了", by=hall.first)
    with refused("deliberation_resolution_done_once"):
        Resolution.objects.update(done_note="又办了")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
@pytest.mark.parametrize("table", ("attendance", "minutes", "addendum", "resolution"))
def test_tables_of_minutes_are_not_emptied(hall, refused, table):
    """deliberation_attendance_no_truncate, deliberation_minutes_no_truncate, deliberation_addendum_no_truncate,
    deliberation_resolution_no_truncate."""
    hall.resolve(hall.held())
    with refused(f"deliberation_{table}_no_truncate"):
        sql(f"TRUNCATE projects_{table} CASCADE")
