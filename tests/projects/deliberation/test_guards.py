"""What the database itself refuses of meetings, whoever asks."""

import pytest
from django.db import connection
from django.utils import timezone

from communities.models import Committee
from projects.models import AgendaItem, Meeting, MeetingKind, Rescheduling

from .conftest import DAY, copy

rows = Meeting.objects.all


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_meeting_is_whole(hall, refused):
    draft, now = hall.draft(), timezone.now()
    for name, values in {
        "deliberation_meeting_titled": {"title": ""},
        "deliberation_meeting_ordered": {"ends_at": draft.starts_at},
        "deliberation_meeting_reachable": {"place": ""},
        "deliberation_meeting_called_at": {"called_at": now},
        "deliberation_meeting_cancelled_with_reason": {"cancel_reason": "不开"},
    }.items():
        with refused(name):
            copy(draft, **values)
    with refused("deliberation_meeting_starts_draft"):
        copy(draft, status="called", called_at=now, told_at=now)
    with refused("deliberation_kind_cited"):
        MeetingKind.objects.filter(pk=hall.strict.pk).update(citation="")


def test_meeting_stays_at_home(hall, refused):
    draft, cast = hall.draft(), hall.cast
    far = Committee.objects.create(community=cast.there, kind="residents_committee", name="乙居委会")
    project = hall.project()
    foreign = {"body_id": far.pk, "building_group_id": cast.stair9.pk}
    for column, value in foreign.items():
        with refused(f"deliberation_meeting_{column}_home_insert"):
            copy(draft, **{column: value})
        with refused(f"deliberation_meeting_{column}_home_update"):
            rows().update(**{column: value})
    with refused("deliberation_meeting_project_id_home_insert"):
        copy(draft, project_id=project.pk, community_id=cast.there.pk)
    with refused("deliberation_meeting_project_id_home_update"):
        rows().update(project_id=project.pk, community_id=cast.there.pk)
    # By their whole names: deliberation_meeting_body_id_home_insert, deliberation_meeting_body_id_home_update,
    # deliberation_meeting_building_group_id_home_insert, deliberation_meeting_building_group_id_home_update.


def test_steps_follow_one_another(hall, refused):
    now = timezone.now()
    past = hall.draft(starts_at=hall.now - DAY)
    told = {"status": "called", "called_at": now, "told_at": now}
    with refused("deliberation_meeting_called_ahead"):
        rows().update(**told)
    with refused("deliberation_meeting_moves"):
        rows().update(**{**told, "status": "held"})
    sql(f"DELETE FROM projects_agendaitem WHERE meeting_id = {past.pk}")
    sql(f"DELETE FROM projects_meeting WHERE id = {past.pk}")
    called = hall.called()
    with refused("deliberation_meeting_held_in_time"):
        rows().update(status="held")
    with refused("deliberation_meeting_frozen"):
        rows().update(title="别的会")
    with refused("deliberation_meeting_move_recorded"):
        rows().update(starts_at=called.starts_at - DAY)
    with refused("deliberation_meeting_no_delete"):
        sql("DELETE FROM projects_meeting")


def test_held_meeting_never_changes(hall, refused):
    hall.held()
    with refused("deliberation_meeting_over"):
        rows().update(sequence=9)


def test_agenda_is_written_in_the_draft(hall, refused):
    other = hall.draft(agenda=(5,))
    with refused("deliberation_agenda_sane"):
        AgendaItem.objects.update(minutes=0)
    with refused("deliberation_agenda_fixed"):
        AgendaItem.objects.update(meeting=hall.draft(agenda=()))
    called = hall.called(agenda=(7,))
    item = called.agenda.get()
    with refused("deliberation_agenda_in_draft_insert"):
        copy(item)
    with refused("deliberation_agenda_in_draft_update"):
        AgendaItem.objects.filter(pk=item.pk).update(text="换了")
    with refused("deliberation_agenda_in_draft_delete"):
        AgendaItem.objects.filter(pk=item.pk).delete()
    assert other.agenda.count() == 1


def test_move_is_written_once(hall, refused):
    hall.move(hall.called())
    with refused("deliberation_rescheduling_explained"):
        copy(Rescheduling.objects.get(), reason="")
    with refused("deliberation_rescheduling_no_update"):
        Rescheduling.objects.update(reason="别的")
    with refused("deliberation_rescheduling_no_delete"):
        sql("DELETE FROM projects_rescheduling")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
def test_tables_of_meetings_are_not_emptied(hall, refused):
    hall.move(hall.called())
    with refused("deliberation_meeting_no_truncate"):
        sql("TRUNCATE projects_meeting CASCADE")
    with refused("deliberation_rescheduling_no_truncate"):
        sql("TRUNCATE projects_rescheduling CASCADE")
