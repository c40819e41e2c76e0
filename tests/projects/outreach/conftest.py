"""Those who go from door to door in community A: two volunteers, a flat, and a way to say each thing briefly."""

import datetime

import pytest
from django.utils import timezone

from communities.models import Volunteer
from projects.models import Concern, HomeVisit, Negotiation
from projects.outreach import actions

DAY = datetime.timedelta(days=1)


def copy(instance, **values):
    """The same row once more, with other values, as a raw INSERT."""
    held = {field.attname: getattr(instance, field.attname) for field in instance._meta.concrete_fields}
    held.pop("id")
    return type(instance).objects.create(**{**held, **values})


class Round:
    def __init__(self, cast):
        self.cast, self.by, self.today = cast, cast.member, timezone.localdate()
        self.flat, self.high = cast.units["1", "101"], cast.units["1", "601"]
        self.ann, self.ben, self.cat = (
            self.volunteer(cast.here, name) for name in ("甲志愿者", "乙志愿者", "丙志愿者")
        )
        self.far = self.volunteer(cast.there, "远志愿者")

    def volunteer(self, community, name):
        later = timezone.localdate() + 700 * DAY
        return Volunteer.objects.create(community=community, tier="second_tier", name=name, expires_on=later)

    def visit(self, by=None, concerns=("daylight",), **values):
        plain = {"unit": self.flat, "on_day": self.today, "first": self.ann, "second": self.ben}
        plain |= {"met": "户主的女儿", "stance": "undecided", "promise": "下周带采光测算来"}
        return actions.record_visit(visit=HomeVisit(**{**plain, **values}), concerns=concerns, by=by or self.by)

    def concern(self, by=None, **values):
        plain = {"community": self.cast.here, "source": "door", "received_on": self.today, "text": "一楼会不会太暗"}
        plain |= {"caller": "李阿姨", "phone": "13900001111"}
        concern = Concern(**{**plain, **values})
        self.number = actions.receive(concern=concern, by=by or self.by)
        return concern

    def handled(self, **values):
        due_on = values.pop("due_on", self.today + 7 * DAY)
        return self.handle(self.concern(**values), due_on=due_on)

    def handle(self, concern, **values):
        plain = {"kind": "daylight", "assignee": self.by, "due_on": self.today + 7 * DAY, "by": self.by}
        return actions.handle(concern=concern, **{**plain, **values})

    def answered(self, **values):
        return actions.answer(concern=self.handled(**values), text="改成玻璃井道", on_day=self.today, by=self.by)

    def talks(self, **values):
        plain = {"unit": self.flat, "opened_on": self.today - 10 * DAY}
        return actions.open_negotiation(negotiation=Negotiation(**{**plain, **values}), by=self.by)

    def talk(self, negotiation, **values):
        plain = {
            "rung": "talk",
            "on_day": self.today - 5 * DAY,
            "offer": "装磨砂玻璃",
            "reply": "要看样板",
            "by": self.by,
        }
        return actions.talk(negotiation=negotiation, **{**plain, **values})


@pytest.fixture
def round_(cast):
    return Round(cast)
