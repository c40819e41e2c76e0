"""红色议事厅: a few meetings with minutes and resolutions, one ahead, moved, and one cancelled (meetings.toml).

All through the committee's own actions by two demo accounts. What lies ahead does so from the day of the first seeding.
"""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from communities.bodies.models import Body
from communities.journal import actions as journal
from communities.people.models import User
from communities.places.models import BuildingGroup
from portal.meetings.models import TopicVote
from projects.consultations.models import Consultation
from projects.deliberation import actions
from projects.deliberation.models import Meeting, MeetingKind, Topic
from seeds import read

EVENING, LENGTH = time(19), timedelta(hours=1, minutes=30)


@transaction.atomic
def load(community, tally):
    if Meeting.objects.filter(community=community).exists():
        return
    first, second = (User.objects.get(username=name) for name in ("demo-juwei", "demo-shuji"))
    body = Body.objects.get(community=community, kind="general_party_branch")
    told, met = read(__file__, "meetings.toml"), []
    for row in told["meeting"]:
        meeting = actions.prepare(meeting=_draft(community, body, row), by=first)
        for text, minutes in row["agenda"]:
            actions.add_item(meeting=meeting, text=text, minutes=minutes, by=first)
        meeting = actions.call(meeting=meeting, by=first)
        met.append(meeting)
        tally.added += 1 + len(row["agenda"])
        if "day" in row:
            tally.added += _concluded(meeting, row, first, second)
        else:
            _ahead(meeting, row, first)
    for row in told["topic"]:
        tally.added += _topic(community, row, met, first, second)


def _topic(community, row, met, first, second):
    """Raised, talked over, with what was said to it; returns how many rows it took."""
    group = BuildingGroup.objects.get(community=community, no=row["stair"]) if "stair" in row else None
    words = {name: row[name] for name in ("kind", "title", "plain")}
    topic = Topic(community=community, project=group and group.projects.first(), is_demo=True, **words)
    actions.raise_topic(topic=topic, on=row["raised"], by=first)
    vote = group and Consultation.objects.published().filter(building_group=group).order_by("-id").first()
    if vote is not None:
        journal.store(TopicVote(topic=topic, consultation=vote), by=first)
    for to, on, note, number in row["steps"]:
        meeting = met[number - 1] if number else None
        actions.advance(topic=topic, to=to, on=on, note=note, meeting=meeting, by=first)
    for source, received_on, text, outcome, answer in row["opinions"]:
        said = actions.hear(topic=topic, source=source, received_on=received_on, text=text, by=first)
        if outcome:
            actions.answer(opinion=said, outcome=outcome, text=answer, by=second)
    return 2 + (vote is not None) + len(row["steps"]) + len(row["opinions"])


def _draft(community, body, row):
    day = row.get("day") or timezone.localdate() + timedelta(days=row["ahead"])
    starts_at = timezone.make_aware(datetime.combine(day, EVENING))
    group = BuildingGroup.objects.get(community=community, no=row["stair"]) if "stair" in row else None
    return Meeting(
        community=community,
        kind=MeetingKind.objects.get(code=row["kind"]),
        body=body,
        building_group=group,
        project=group and group.projects.first(),
        title=row["title"],
        mode=row.get("mode", "on_site"),
        place=row["place"],
        how_to_join=row.get("how_to_join", ""),
        starts_at=starts_at,
        ends_at=starts_at + LENGTH,
        is_transcript="day" in row,
        is_demo=True,
    )


def _concluded(meeting, row, first, second):
    """Held, counted, minuted by one and published by the other; returns how many rows it took."""
    actions.hold(meeting=meeting, by=first)
    names = ("people_due", "people_present", "households_due", "households_present")
    actions.record_attendance(meeting=meeting, by=first, **dict(zip(names, row["count"], strict=True)))
    for text, due_on, done_on, note in row["resolutions"]:
        made = actions.resolve(meeting=meeting, text=text, body=meeting.body, due_on=due_on, by=first)
        if done_on:
            actions.carry_out(resolution=made, done_on=date.fromisoformat(done_on), note=note, by=first)
    said = {"chair": "居民区党总支书记", "recorder": "居委会委员", "guests": row.get("guests", "")}
    actions.write_minutes(meeting=meeting, text=row["text"], by=first, **said)
    actions.check_minutes(meeting=meeting, by=second)
    actions.publish_minutes(meeting=meeting, by=first)
    if "addendum" in row:
        actions.add_to_minutes(meeting=meeting, text=row["addendum"], by=first)
    return 2 + len(row["resolutions"]) + ("addendum" in row)


def _ahead(meeting, row, by):
    if "moved" in row:
        reason, days = row["moved"]
        later = {name: getattr(meeting, name) + timedelta(days=days) for name in ("starts_at", "ends_at")}
        actions.move(meeting=meeting, **later, place=meeting.place, mode=meeting.mode, reason=reason, by=by)
    if "cancelled" in row:
        actions.cancel(meeting=meeting, reason=row["cancelled"], by=by)
