"""A stair of six floors × two flats (six of 54.36 m², six of 61.08 m²), twelve owners, and a vote on it."""

import datetime

import pytest
from django.utils import timezone

from communities.models import BuildingGroup, Membership, Owner, Ownership, Unit, User
from projects.consultations import actions
from projects.consultations.domain import Reading
from projects.consultations.models import Consultation, Holiday, Paper, Result, Rule

A, B = 543_600, 610_800
SCHEME = {"question": "同意本门号加装电梯", "plain": "装一部电梯，12户分摊"}
THRESHOLDS = {"area_quorum": ">=2/3", "head_quorum": ">=2/3", "area_consent": ">=3/4", "head_consent": ">=3/4"}


def make_rule(code="LIFT_ENTRANCE", **values):
    plain = {"name": "加装电梯意见征询", "electorate": "entrance", "citation": "沪建房管联〔2020〕801号"}
    return Rule.objects.create(
        **{**plain, **THRESHOLDS, "code": code, "checked_on": datetime.date(2026, 11, 1), **values}
    )


def know_holidays():
    """The years about today count as published, with one holiday that no period of a test ends on."""
    today = timezone.localdate()
    month = 3 if today.month > 6 else 9
    Holiday.objects.bulk_create(
        Holiday(day=datetime.date(today.year + years, month, 15), name="节日") for years in (-1, 0, 1, 2)
    )


class Vote:
    """A stair, its owners by room, two clerks, and short words for what they do."""

    def __init__(self, cast, rule=None):
        self.cast = cast
        self.rule = rule or make_rule()
        self.first, self.second = cast.member, cast.secretary
        self.third = User.objects.create_user("third", password="pass-word-123", is_staff=True, duty="居委会主任")
        Membership.objects.create(
            user=self.third, community=cast.here, role="committee", starts_on=datetime.date(2020, 1, 1)
        )
        self.group = BuildingGroup.objects.create(
            community=cast.here, compound=cast.east, name="12号", no="12", position=12, floors=6
        )
        know_holidays()
        self.units, self.owners = {}, {}
        for floor in range(1, 7):
            for number, area in ((1, A), (2, B)):
                self.add_flat(f"{floor}0{number}", floor, area)

    def add_flat(self, room, floor, area, owner=None):
        unit = Unit.objects.create(building_group=self.group, room=room, floor=floor, area_cm2=area)
        owner = owner or Owner.objects.create(community=self.group.community, expires_on=datetime.date(2030, 1, 1))
        Ownership.objects.create(unit=unit, owner=owner)
        self.units[room], self.owners[room] = unit, owner
        return unit

    def hand_over(self, room, owner):
        """The flat belongs to ``owner`` instead."""
        Ownership.objects.filter(unit=self.units[room]).delete()
        Ownership.objects.create(unit=self.units[room], owner=owner)

    def draft(self, **values):
        now = timezone.now()
        plain = {"opens_at": now - datetime.timedelta(days=30), "closes_at": now - datetime.timedelta(days=10)}
        plain |= {"is_transcript": True, "community": self.cast.here, "building_group": self.group, "rule": self.rule}
        return actions.prepare(consultation=Consultation(**{**SCHEME, **plain, **values}), by=self.first)

    def open(self, **values):
        """Papers printed, by default a vote that was finished on paper (its window lies in the past)."""
        opened = actions.open_consultation(consultation=self.draft(**values), by=self.first)
        actions.print_papers(consultation=opened, by=self.first)
        return opened

    def open_now(self, **values):
        now = timezone.now()
        return self.open(
            **{"opens_at": None, "closes_at": now + datetime.timedelta(days=10), "is_transcript": False, **values}
        )

    def paper(self, consultation, room):
        return Paper.objects.live().get(consultation=consultation, voter__units__unit=self.units[room])

    def serial(self, consultation, room):
        return str(self.paper(consultation, room).serial)

    def key(self, consultation, room, choice="agree", by=None, reason="", **reading):
        consultation.refresh_from_db()
        at = consultation.opens_at + datetime.timedelta(days=1) if consultation.is_transcript else None
        return actions.key_ballot(
            consultation=consultation,
            code=self.serial(consultation, room),
            reading=Reading(choice=choice, channel=reading.pop("channel", "on_site"), **reading),
            by=by or self.first,
            at=at,
            reason=reason,
        )

    def both(self, consultation, room, choice="agree", **reading):
        """Two clerks, alike."""
        self.key(consultation, room, choice, **reading)
        return self.key(consultation, room, choice, by=self.second, **reading).ballot

    def vote(self, consultation, agree="", disagree="", abstain=""):
        for choice, rooms in (("agree", agree), ("disagree", disagree), ("abstain", abstain)):
            for room in rooms.split():
                self.both(consultation, room, choice)

    def closed(self, agree="101 201 102 202 302 402", disagree="301 401", abstain=""):
        """A finished vote, worked example 1 unless told otherwise."""
        consultation = self.open()
        self.vote(consultation, agree, disagree, abstain)
        actions.close(consultation=consultation, by=self.first)
        consultation.refresh_from_db()
        return consultation

    def display(self, consultation, **values):
        """Begun by the second clerk, who held the count against the paper."""
        plain = {"digest": Result.objects.get(consultation=consultation).digest, "by": self.second}
        return actions.display(consultation=consultation, **{**plain, **values})

    def displayed(self, **values):
        """A finished vote whose result hangs."""
        consultation = self.closed(**values)
        self.display(consultation)
        consultation.refresh_from_db()
        return consultation


@pytest.fixture
def vote(cast):
    return Vote(cast)


@pytest.fixture
def draft(vote):
    return vote.draft()


@pytest.fixture
def opened(vote):
    return vote.open()


@pytest.fixture
def keyed(vote, opened):
    """Read once, by the first clerk."""
    return vote.key(opened, "101").keying


@pytest.fixture
def displayed(vote):
    return vote.displayed()
