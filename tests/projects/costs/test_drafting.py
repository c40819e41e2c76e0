"""A draft holds exactly what the plan says, line by line."""

import datetime

import pytest

from communities.journal.models import Entry
from projects.costs import actions
from projects.costs.domain import Refused, apportion
from projects.costs.models import Share, SharingScheme, SubsidyPolicy

from .conftest import DAY


def test_draft_is_computed_from_budget_subsidy_and_table(cost, draft):
    assert (draft.cost_fen, draft.subsidy_fen, draft.owners_pay_fen) == (65_000_000, 26_000_000, 39_000_000)
    # Weights 2 × (0.5 + 1 + 1.1 + 1.2 + 1.3) = 10.2, so 3,823,529.41 for 1: of the four fen left over two go to
    # the second floor (1,911,764.71) and two to the third.
    by_floor = {"1": 0, "2": 1_911_765, "3": 3_823_530, "4": 4_205_882, "5": 4_588_235, "6": 4_970_588}
    assert cost.yuan(draft) == {f"{floor}0{number}": by_floor[floor] for floor in by_floor for number in "12"}
    assert (draft.version, draft.state, str(draft)) == (1, "draft", "东村12号加装电梯分摊方案第1稿")


def test_anybody_computes_the_same_from_the_plan(cost):
    waived = {cost.units["202"].pk: "困难家庭"}
    draft = cost.draft(waivers=waived, method="floor_coefficient_area")
    result = apportion(actions.plan_of(draft))
    assert result["owners_pay"] == "390000.00"
    computed = {share["unit"]: int(share["amount"].replace(".", "")) for share in result["shares"]}
    assert computed == cost.yuan(draft)
    assert computed["202"] == 0


def test_compensation_is_a_line_of_its_own_borne_by_those_who_pay(cost):
    draft = cost.draft(
        compensations={cost.units["101"].pk: (500_000, "采光受影响"), cost.units["102"].pk: (20, "同上")}
    )
    shares = {share.unit.room: share for share in draft.shares.select_related("unit")}
    assert sum(share.compensation_fen for share in shares.values()) == 500_020
    # 500,020 × 1.3 / 10.2 = 63,728.04 and × 0.5 / 10.2 = 24,510.78
    assert (shares["601"].compensation_fen, shares["201"].compensation_fen) == (63_728, 24_511)
    assert (shares["101"].compensation_fen, shares["601"].amount_fen) == (0, 4_970_588)
    assert list(draft.compensations.values_list("amount_fen", flat=True)) == [500_000, 20]


def test_fixed_amounts_are_taken_as_they_are(cost):
    amounts = {unit.pk: 3_900_000 for room, unit in cost.units.items() if room[0] != "1"}
    draft = cost.draft(method="fixed", floors={}, amounts=amounts)
    assert cost.yuan(draft)["201"] == 3_900_000
    assert apportion(actions.plan_of(draft))["total"] == "390000.00"
    amounts[cost.units["201"].pk] -= 1
    with pytest.raises(Refused, match=r"389999\.99，应为390000\.00"):
        cost.draft(method="fixed", floors={}, amounts=amounts)


def test_rate_is_counted_on_the_construction_amount(cost):
    items = (("lift", 60_000_000, "", True), ("agent", 5_000_000, "", False))
    budget = actions.change_budget(budget=cost.budget, items=items, by=cost.by)
    draft = actions.draft_scheme(project=cost.project, budget=budget, terms=cost.terms(), by=cost.by)
    assert (draft.cost_fen, draft.subsidy_fen) == (65_000_000, 24_000_000)
    assert actions.plan_of(draft)["subsidies"] == [{"name": "市区补贴", "amount": "240000.00"}]
    assert apportion(actions.plan_of(draft))["owners_pay"] == "410000.00"


def test_subsidies_are_those_in_force_here(cost):
    common = {"scope": "street", "amount_fen": 2_000_000, "citation": "街道文件", "checked_on": DAY}
    SubsidyPolicy.objects.create(name="过期的", valid_to=datetime.date(2020, 1, 1), **common)
    SubsidyPolicy.objects.create(name="别处的", community=cost.cast.there, **common)
    SubsidyPolicy.objects.create(name="本街道", community=cost.cast.here, **common)
    draft = cost.draft()
    assert draft.subsidy_fen == 28_000_000
    assert [line.name for line in draft.subsidies.all()] == ["市区补贴", "本街道"]


def test_subsidies_never_exceed_the_cost(cost):
    SubsidyPolicy.objects.create(
        name="全额", scope="street", amount_fen=70_000_000, citation="街道文件", checked_on=DAY
    )
    draft = cost.draft()
    assert (draft.subsidy_fen, draft.owners_pay_fen) == (65_000_000, 0)
    assert actions.choose(scheme=draft, by=cost.by).state == "chosen"


@pytest.mark.parametrize(
    "values,why",
    (
        ({"method": "floor_percent"}, "百分比合计应为100"),
        ({"method": "by_mood"}, "分摊办法不认识"),
        ({"floors": {"1": "0"}}, "201的楼层没有系数"),
        ({"floors": {"1": "0", "2": "-1"}}, "不是十进制数"),
        ({"floors": dict.fromkeys("123456", "0")}, "没有一户需要分摊"),
        ({"source": " "}, "请写数值从哪里来"),
        ({"source": "字" * 241}, "最多240字"),
        ({"waivers": {0: "没有这一室"}}, "要在这个楼组里"),
    ),
)
def test_terms_that_cannot_be_computed_leave_nothing_behind(cost, values, why):
    entries = Entry.objects.count()
    with pytest.raises(Refused, match=why):
        cost.draft(**values)
    assert not SharingScheme.objects.exists()
    assert not Share.objects.exists()
    assert Entry.objects.count() == entries


def test_waiver_and_compensation_say_why(cost):
    unit = cost.units["201"]
    with pytest.raises(Refused, match="请写免的原因"):
        cost.draft(waivers={unit.pk: ""})
    with pytest.raises(Refused, match="请写补偿的原因"):
        cost.draft(compensations={unit.pk: (1, " ")})
    with pytest.raises(Refused, match="补偿要大于0"):
        cost.draft(compensations={unit.pk: (0, "采光")})


def test_percent_floor_left_without_a_payer_is_refused(cost):
    percents = {"1": "0", "2": "10", "3": "15", "4": "20", "5": "25", "6": "30"}
    waivers = {cost.units[room].pk: "困难" for room in ("201", "202")}
    with pytest.raises(Refused, match="2层没有一户分摊"):
        cost.draft(method="floor_percent", floors=percents, waivers=waivers)
    assert cost.yuan(cost.draft(method="floor_percent", floors=percents))["601"] == 5_850_000


def test_flat_without_floor_or_area_is_named(cost):
    type(cost.units["301"]).objects.filter(pk=cost.units["301"].pk).update(area_cm2=None)
    with pytest.raises(Refused, match="还有1室缺楼层或面积，例如301室"):
        cost.draft()
    cost.group.units.all().update(area_cm2=None)
    with pytest.raises(Refused, match="还有12室"):
        cost.draft()


def test_draft_is_redrawn_and_discarded(cost, draft):
    again = actions.redraft_scheme(
        scheme=draft, budget=cost.budget, terms=cost.terms(method="equal", floors={}), by=cost.by
    )
    assert again.pk == draft.pk
    assert set(cost.yuan(again).values()) == {3_250_000}
    actions.discard_scheme(scheme=draft, by=cost.by)
    assert not Share.objects.exists()
    assert cost.draft().version == 1


def test_budget_of_another_project_is_refused(cost):
    from projects.models import Project
    from projects.retrofits.actions import open_project

    other = open_project(
        project=Project(community=cost.cast.here, building_group=cost.cast.stair1, stage_since=DAY), by=None
    )
    with pytest.raises(Refused, match="不是这个项目的"):
        actions.draft_scheme(project=other, budget=cost.budget, terms=cost.terms(), by=cost.by)
    assert not SharingScheme.objects.exists()


@pytest.mark.parametrize("who,why", (("outsider", "不在您负责的范围"), ("leader", "没有这项权限")))
def test_draft_is_the_committees(cost, who, why):
    with pytest.raises(Refused, match=why):
        actions.draft_scheme(project=cost.project, budget=cost.budget, terms=cost.terms(), by=getattr(cost.cast, who))
    assert not SharingScheme.objects.exists()
