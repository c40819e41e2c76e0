"""A stair of six floors × two flats (54.36 m² and 61.08 m²), its project, 650,000 元 and the city's subsidy."""

import datetime

import pytest

from communities.models import BuildingGroup, Owner, Ownership, Unit
from projects.costs import actions
from projects.costs.domain import Terms
from projects.costs.models import Share, SubsidyPolicy
from projects.models import Project
from projects.retrofits.actions import open_project

DAY = datetime.date(2026, 3, 1)
GUANGZHOU = {"1": "0", "2": "0.5", "3": "1", "4": "1.1", "5": "1.2", "6": "1.3"}
ITEMS = (
    ("lift", 30_000_000, "", True),
    ("shaft", 20_000_000, "", True),
    ("foundation", 12_000_000, "", True),
    ("survey", 3_000_000, "", True),
)


class Cost:
    """A project of 650,000 元, of which the city pays 260,000, and short words for what is done with it."""

    def __init__(self, cast):
        self.cast, self.by = cast, cast.member
        self.group = BuildingGroup.objects.create(
            community=cast.here, compound=cast.east, name="12号", no="12", position=12, floors=6
        )
        self.units = {
            f"{floor}0{number}": self._flat(f"{floor}0{number}", floor, area)
            for floor in range(1, 7)
            for number, area in ((1, 543_600), (2, 610_800))
        }
        self.project = open_project(
            project=Project(community=cast.here, building_group=self.group, stage_since=DAY), by=None
        )
        self.city = SubsidyPolicy.objects.create(
            name="市区补贴", scope="city", rate_bp=4000, cap_fen=28_000_000, citation="沪建房管联", checked_on=DAY
        )
        self.budget = actions.draw_budget(project=self.project, items=ITEMS, by=self.by)

    def _flat(self, room, floor, area):
        unit = Unit.objects.create(building_group=self.group, room=room, floor=floor, area_cm2=area)
        owner = Owner.objects.create(community=self.cast.here, expires_on=datetime.date(2030, 1, 1))
        Ownership.objects.create(unit=unit, owner=owner)
        return unit

    def terms(self, **values):
        plain = {"method": "floor_coefficient", "floors": GUANGZHOU, "source": "广州办法第8条，仅供参考"}
        return Terms(**{**plain, **values})

    def draft(self, **values):
        return actions.draft_scheme(project=self.project, budget=self.budget, terms=self.terms(**values), by=self.by)

    def chosen(self, **values):
        return actions.choose(scheme=self.draft(**values), on=DAY, by=self.by)

    def share(self, scheme, room):
        return Share.objects.get(scheme=scheme, unit=self.units[room])

    def sign(self, scheme, *rooms):
        shares = [self.share(scheme, room) for room in rooms]
        return actions.sign(scheme=scheme, shares=shares, signed_on=DAY, by=self.by)

    def yuan(self, scheme):
        """{room: fen} of a scheme."""
        return {share.unit.room: share.amount_fen for share in scheme.shares.select_related("unit")}


@pytest.fixture
def cost(cast):
    return Cost(cast)


@pytest.fixture
def draft(cost):
    return cost.draft()


@pytest.fixture
def chosen(cost):
    return cost.chosen()
