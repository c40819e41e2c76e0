"""A lift of 1号 whose works began on 2 March 2026, with three milestones and two safety items known."""

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from projects.models import MilestoneKind, Project, SafetyItem
from projects.procedure import actions
from projects.retrofits.actions import move, open_project
from tests.portal.notices.samples import picture

BEGUN = datetime.date(2026, 3, 2)
CHECKED = {"citation": "文件", "checked_on": BEGUN}


def at(day, hour, minute=0):
    """A moment of March 2026 in Shanghai."""
    return timezone.make_aware(datetime.datetime(2026, 3, day, hour, minute))


class Yard:
    def __init__(self, cast):
        self.cast, self.by = cast, cast.member
        self.project = self.begun(cast.stair1)
        names = (("PIT", "基坑"), ("PILE", "桩基"), ("ACCEPTANCE", "验收"))
        self.pit, self.pile, self.end = (
            MilestoneKind.objects.create(
                project_kind="lift", code=code, name=name, position=n, least_days=5, most_days=10, **CHECKED
            )
            for n, (code, name) in enumerate(names, start=1)
        )
        self.items = [
            SafetyItem.objects.create(code=code, name=name, position=n, **CHECKED)
            for n, (code, name) in enumerate((("HOARDING", "围挡"), ("SIGNS", "警示标志"), ("NET", "安全网")), start=1)
        ]

    def open(self, group):
        return open_project(
            project=Project(community=group.community, building_group=group, stage_since=datetime.date(2026, 1, 5)),
            by=None,
        )

    def begun(self, group):
        project = move(project=self.open(group), to="not_started", on=datetime.date(2026, 2, 2), by=None)
        return move(project=project, to="under_construction", on=BEGUN, by=None)

    def record(self, kind=None, **days):
        return actions.record_milestone(project=self.project, kind=kind or self.pit, by=self.by, **days)

    def photo(self, content=None, name="a.jpg", **values):
        plain = {"phase": "during", "taken_on": BEGUN, "alt": "围挡已装好", "by": self.by, "project": self.project}
        upload = SimpleUploadedFile(name, picture() if content is None else content)
        return actions.add_photo(**{**plain, "upload": upload, **values})

    def noisy(self, starts_at, ends_at, **values):
        return actions.record_noise(
            **{"project": self.project, "starts_at": starts_at, "ends_at": ends_at, "text": "打桩", "by": self.by}
            | values
        )

    def announce(self, starts_at, ends_at, **values):
        return actions.announce(
            **{"project": self.project, "starts_at": starts_at, "ends_at": ends_at, "text": "打桩", "by": self.by}
            | values
        )
