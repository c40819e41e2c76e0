"""A lift of 1号 whose works began on 2 March 2026, with three milestones and two safety items known."""

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from communities import guards
from projects.models import (
    MilestoneKind,
    NoiseWindow,
    NoisyWork,
    Project,
    QuietDay,
    SafetyItem,
    SitePhoto,
    WorkSite,
)
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


def site_rows(project, today):
    """One row of each kind that a site has in the back office."""
    now = timezone.now()
    hours = {"project": project, "text": "打桩"}
    photo = SitePhoto.objects.create(
        project=project, phase="before", taken_on=today, alt="门口", file="works/gone.jpg", size=1,
        digest="0" * 64, width=1, height=1, added_at=now,
    )  # fmt: skip
    soon = now + datetime.timedelta(days=2)
    window = NoiseWindow.objects.create(
        **hours, starts_at=soon, ends_at=soon + datetime.timedelta(hours=1), announced_at=now
    )
    guards.remove(connection)
    work = NoisyWork.objects.create(
        **hours, starts_at=now - datetime.timedelta(hours=1), ends_at=now, entered_at=now,
        is_unannounced=True, is_night=False, is_holiday=False, is_quiet=False,
    )  # fmt: skip
    guards.install(connection)
    quiet = {"name": "高考", "citation": "通知", "checked_on": today}
    day = QuietDay.objects.get_or_create(day=datetime.date(2026, 6, 7), defaults=quiet)[0]
    return [WorkSite.objects.get(pk=project.pk), photo, window, work, day]
