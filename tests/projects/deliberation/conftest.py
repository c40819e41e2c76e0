"""The hall of community A: a body that calls, one kind that asks for something and one that does not."""

import datetime

import pytest
from django.utils import timezone

from communities.models import Committee
from projects.deliberation import actions
from projects.models import Meeting, MeetingKind
from projects.retrofits.actions import open_project
from projects.retrofits.models import Project

DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)


def copy(instance, **values):
    """The same row once more, with other values, as a raw INSERT."""
    held = {field.attname: getattr(instance, field.attname) for field in instance._meta.concrete_fields}
    held.pop("id")
    return type(instance).objects.create(**{**held, **values})


class Hall:
    def __init__(self, cast):
        self.cast, self.first, self.second = cast, cast.member, cast.secretary
        self.body = Committee.objects.create(community=cast.here, kind="residents_committee", name="甲居委会")
        day = datetime.date(2026, 11, 22)
        self.plain = MeetingKind.objects.create(code="TALK", name="协调会", name_en="Mediation meeting", checked_on=day)
        self.strict = MeetingKind.objects.create(
            code="ASSEMBLY", name="业主大会会议", lead_days=15, citation="物业管理条例第十四条", checked_on=day,
            people_quorum=">=2/3", area_quorum=">=2/3",
        )  # fmt: skip
        self.now = timezone.now().replace(second=0, microsecond=0)

    def project(self):
        project = Project(community=self.cast.here, building_group=self.cast.stair1, stage_since=timezone.localdate())
        return open_project(project=project, by=None)

    def unsaved(self, **values):
        starts_at = values.pop("starts_at", self.now + 10 * DAY)
        plain = {"community": self.cast.here, "kind": self.plain, "body": self.body, "title": "分摊协调会"}
        plain |= {"place": "议事厅", "starts_at": starts_at, "ends_at": starts_at + 2 * HOUR}
        return Meeting(**{**plain, **values})

    def draft(self, agenda=(60, 30), **values):
        meeting = actions.prepare(meeting=self.unsaved(**values), by=self.first)
        for minutes in agenda:
            actions.add_item(meeting=meeting, text="怎样分摊", minutes=minutes, by=self.first)
        return meeting

    def called(self, **values):
        return actions.call(meeting=self.draft(**values), by=self.first)

    def held(self, **values):
        past = {"starts_at": self.now - 3 * DAY, "is_transcript": True}
        return actions.hold(meeting=self.called(**{**past, **values}), by=self.first)

    def count(self, meeting):
        return actions.record_attendance(meeting=meeting, people_due=12, people_present=8, by=self.first)

    def write(self, meeting, **values):
        plain = {"chair": "居委会主任", "recorder": "居委会委员", "text": "低楼层担心采光。", "by": self.first}
        return actions.write_minutes(meeting=meeting, **{**plain, **values})

    def resolve(self, meeting, **values):
        day = timezone.localdate(meeting.starts_at)
        plain = {"text": "请两家厂报价", "body": self.body, "due_on": day + 60 * DAY, "by": self.first}
        return actions.resolve(meeting=meeting, **{**plain, **values})

    def publish(self, meeting):
        """Counted, written, checked by another, published."""
        self.count(meeting)
        self.write(meeting)
        actions.check_minutes(meeting=meeting, by=self.second)
        return actions.publish_minutes(meeting=meeting, by=self.first)

    def move(self, meeting, by=None, **values):
        plain = {"starts_at": meeting.starts_at + DAY, "ends_at": meeting.ends_at + DAY, "place": meeting.place}
        plain |= {"mode": meeting.mode, "reason": "议事厅有别的活动", "by": by or self.first}
        return actions.move(meeting=meeting, **{**plain, **values})


@pytest.fixture
def hall(cast):
    return Hall(cast)
