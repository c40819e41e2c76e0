"""The demo's hall: each thing that a meeting can come to is there to be looked at."""

import datetime

from projects.models import Meeting, Opinion, Resolution, Topic


def test_meetings_of_every_outcome_are_there(db):
    rows = Meeting.objects.all()
    assert sorted(rows.values_list("status", flat=True)) == ["called", "cancelled", "held", "held", "held"]
    assert rows.get(status="called").reschedulings.count() == 1
    assert rows.filter(minutes__status="published").count() == 3
    assert all(rows.values_list("is_demo", flat=True))


def test_resolutions_are_done_but_for_one_overdue(db):
    assert Resolution.objects.public().count() == 5
    (late,) = Resolution.objects.overdue(datetime.date(2023, 7, 7))
    assert late.number == "2023-02"


def test_minutes_are_checked_by_another_than_wrote_them(db):
    for meeting in Meeting.objects.filter(status="held").select_related("minutes"):
        assert meeting.minutes.checked_by_id != meeting.minutes.written_by_id
        assert meeting.minutes.attendance.people_present > 0


def test_topics_have_their_meetings_and_one_opinion_waits(db):
    assert sorted(Topic.objects.values_list("stage", flat=True)) == ["settled", "talked_over"]
    assert all(topic.steps.filter(meeting__isnull=False).exists() for topic in Topic.objects.all())
    assert Opinion.objects.count() == 5
    assert Opinion.objects.unanswered().count() == 1
