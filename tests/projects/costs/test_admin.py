"""The committee's way from a budget to signatures, button by button."""

import datetime
import json

import pytest
from django.utils import timezone

from projects.costs import actions
from projects.costs.domain import apportion
from projects.costs.models import (
    Budget,
    Contributor,
    ReferenceTable,
    SharingScheme,
    Signature,
    SubsidyPolicy,
)
from seeds import reference
from seeds.tally import Tally

from .conftest import DAY

SCHEMES = "/admin/projects/sharingscheme"
BUDGETS = "/admin/projects/budget"
TERMS = {"method": "floor_coefficient", "values": "1 0\n2 0.5\n3：1\n4 1.1\n5 1.2\n6 1.3", "source": "楼组会议商定"}


@pytest.fixture
def desk(cost, client):
    client.force_login(cost.cast.member)
    return client


@pytest.fixture
def tables(cost):
    cost.city.delete()
    reference.load(Tally())


def items(*rows):
    """The inline's post: (kind, yuan) lines."""
    posted = {"items-TOTAL_FORMS": len(rows), "items-INITIAL_FORMS": 0}
    for at, (kind, yuan) in enumerate(rows):
        posted |= {f"items-{at}-kind": kind, f"items-{at}-amount": yuan, f"items-{at}-counts_for_subsidy": "on"}
    return posted


def test_budget_is_entered_in_yuan_with_its_usual_items(cost, desk):
    page = desk.get(f"{BUDGETS}/add/").content.decode()
    assert page.count('value="inspection" selected') == 1
    post = {"project": cost.project.pk, "note": "设计院报价", **items(("lift", "300000.50"), ("shaft", ""))}
    reply = desk.post(f"{BUDGETS}/add/", post)
    assert "必填" in reply.content.decode()
    post = {"project": cost.project.pk, "note": "设计院报价", **items(("lift", "300000.50"), ("shaft", "2e5"))}
    desk.post(f"{BUDGETS}/add/", post)
    budget = Budget.objects.get(version=2)
    assert (budget.total_fen, budget.note) == (50_000_050, "设计院报价")


def test_budget_of_a_chosen_scheme_is_only_read(cost, chosen, desk):
    page = desk.get(f"{BUDGETS}/{cost.budget.pk}/change/").content.decode()
    assert "查看概算" in page
    assert desk.post(f"{BUDGETS}/{cost.budget.pk}/change/", {"note": "改"}).status_code == 403
    assert desk.get(f"{BUDGETS}/{cost.budget.pk}/delete/").status_code == 403


def test_unused_budget_is_thrown_away_with_its_items(cost, desk):
    assert desk.post(f"{BUDGETS}/{cost.budget.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Budget.objects.exists()


def test_tables_stand_side_by_side_by_floor(cost, tables, desk):
    cost.draft(method="floor_coefficient_area")
    page = desk.get(f"{BUDGETS}/{cost.budget.pk}/compare/").content.decode()
    assert "广州楼层系数" in page
    assert "49,705.88" in page
    assert "39,000.00" in page
    assert "46,812.40～52,599.36" in page
    assert "是按7层楼定的，这个楼组是6层，不能直接用" in page
    assert "第1稿（草稿）" in page
    assert page.count(">做草稿<") == 3


def test_table_becomes_a_draft_and_is_chosen(cost, tables, desk):
    table = ReferenceTable.objects.get(code="EQUAL")
    reply = desk.post(f"{BUDGETS}/{cost.budget.pk}/compare/", {"reference": table.pk})
    scheme = SharingScheme.objects.get()
    assert reply["Location"] == f"{SCHEMES}/{scheme.pk}/choose/"
    assert "业主承担390,000.00元" in desk.get(reply["Location"]).content.decode()
    assert (scheme.method, scheme.reference, cost.yuan(scheme)["101"], cost.yuan(scheme)["201"]) == (
        "equal",
        table,
        0,
        3_900_000,
    )
    reply = desk.post(f"{SCHEMES}/{scheme.pk}/choose/", {"on": "2026-03-01"})
    assert reply.status_code == 302
    scheme.refresh_from_db()
    assert (scheme.state, scheme.chosen_on) == ("chosen", DAY)
    assert "已选定" in desk.get(f"{SCHEMES}/{scheme.pk}/change/").content.decode()


@pytest.mark.parametrize("pk", ("", "x", "99999", "9" * 30))
def test_table_that_is_none_is_no_draft(cost, desk, pk):
    assert desk.post(f"{BUDGETS}/{cost.budget.pk}/compare/", {"reference": pk}).status_code == 404
    assert not SharingScheme.objects.exists()


def test_own_values_with_waiver_and_compensation(cost, desk):
    post = {**TERMS, "waived": "202", "waive_reason": "困难家庭", "compensated": "101、102", "compensation": "5000"}
    reply = desk.post(f"{BUDGETS}/{cost.budget.pk}/draft/", {**post, "compensation_reason": "采光"})
    scheme = SharingScheme.objects.get()
    assert reply["Location"] == f"{SCHEMES}/{scheme.pk}/change/"
    assert cost.share(scheme, "202").waive_reason == "困难家庭"
    assert sum(scheme.compensations.values_list("amount_fen", flat=True)) == 1_000_000
    page = desk.get(f"{SCHEMES}/{scheme.pk}/redraft/").content.decode()
    assert "101 102" in page
    assert "困难家庭" in page
    desk.post(f"{SCHEMES}/{scheme.pk}/redraft/", {**TERMS, "method": "equal", "values": ""})
    assert set(cost.yuan(scheme).values()) == {3_250_000}
    assert not scheme.compensations.exists()


def test_fixed_amounts_by_room(cost, desk):
    values = "\n".join(f"{room} 39000" for room in cost.units if room[0] != "1")
    desk.post(f"{BUDGETS}/{cost.budget.pk}/draft/", {**TERMS, "method": "fixed", "values": values})
    scheme = SharingScheme.objects.get()
    assert cost.yuan(scheme)["601"] == 3_900_000
    assert "601 39000" in desk.get(f"{SCHEMES}/{scheme.pk}/redraft/").content.decode()


@pytest.mark.parametrize(
    "values,why",
    (
        ({"values": "1"}, "每行写两样"),
        ({"values": "1 0\n1 1"}, "写了两次"),
        ({"values": "1 0"}, "楼层没有系数"),
        ({"method": "floor_percent"}, "百分比合计应为100"),
        ({"waived": "999", "waive_reason": "困难"}, "这个楼组没有999室"),
        ({"waived": "201"}, "请写免的原因"),
        ({"compensated": "101", "compensation_reason": "采光"}, "补偿要大于0"),
        ({"method": "fixed", "values": "201 abc"}, "最多两位小数"),
        ({"method": "by_mood"}, "选"),
    ),
)
def test_terms_that_cannot_be_are_said_on_the_form(cost, desk, values, why):
    reply = desk.post(f"{BUDGETS}/{cost.budget.pk}/draft/", {**TERMS, **values})
    assert reply.status_code == 200
    assert why in reply.content.decode()
    assert not SharingScheme.objects.exists()


def test_signatures_are_ticked_withdrawn_and_make_contributors(cost, chosen, desk):
    page = desk.get(f"{SCHEMES}/{chosen.pk}/sign/").content.decode()
    assert "601室" in page
    assert "101室" not in page
    shares = [cost.share(chosen, room).pk for room in ("601", "602")]
    post = {"shares": shares, "signed_on": "2026-03-02", "capacity": "owner"}
    assert desk.post(f"{SCHEMES}/{chosen.pk}/sign/", post).status_code == 302
    assert "选择一个有效" in desk.post(f"{SCHEMES}/{chosen.pk}/sign/", post).content.decode()
    wrong = Signature.objects.get(share=shares[1])
    desk.post(f"{SCHEMES}/{chosen.pk}/withdraw/", {"signature": wrong.pk, "reason": "登记错了户"})
    desk.post(f"{SCHEMES}/{chosen.pk}/contributors/", {"on": "2026-03-03"})
    assert Contributor.objects.get().unit == cost.units["601"]
    page = desk.get(f"{SCHEMES}/{chosen.pk}/change/").content.decode()
    assert "分摊的10户里已签字1户" in page
    assert "2026年3月2日" in page


def test_second_choice_and_giving_up_ask_for_a_reason(cost, chosen, desk):
    second = cost.draft(method="equal", floors={})
    assert "必填" in desk.post(f"{SCHEMES}/{second.pk}/choose/", {"on": "2026-03-05"}).content.decode()
    desk.post(f"{SCHEMES}/{second.pk}/choose/", {"on": "2026-03-05", "reason": "改为平均"})
    chosen.refresh_from_db()
    assert chosen.supersede_reason == "改为平均"
    desk.post(f"{SCHEMES}/{second.pk}/supersede/", {"reason": "总价变了"})
    assert not SharingScheme.objects.chosen().exists()


def test_step_that_no_longer_holds_is_refused_in_words(cost, draft, desk):
    page = desk.post(f"{SCHEMES}/{draft.pk}/supersede/", {"reason": "不要了"}).content.decode()
    assert "现在是“草稿”，不能做这一步" in page
    assert desk.post(f"{SCHEMES}/{draft.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not SharingScheme.objects.exists()


def test_sheet_has_every_room_and_the_plan_computes_to_it(cost, chosen, desk):
    page = desk.get(f"{SCHEMES}/{chosen.pk}/print/").content.decode()
    assert page.count('<th scope="row">') == 13
    assert "49,705.88" in page
    assert "不上网" in page
    plan = json.loads(desk.get(f"{SCHEMES}/{chosen.pk}/plan/").content)
    assert plan == actions.plan_of(chosen)
    assert apportion(plan)["total"] == "390000.00"


def test_policy_is_typed_in_percent_and_yuan(cost, desk):
    plain = {"community": cost.cast.here.pk, "scope": "street", "citation": "街道文件", "checked_on": "2026-03-01"}
    desk.post("/admin/projects/subsidypolicy/add/", {**plain, "name": "甲", "rate": "12.5", "cap": "80000"})
    found = SubsidyPolicy.objects.get(name="甲")
    assert (found.rate_bp, found.cap_fen, found.amount_fen) == (1250, 8_000_000, None)
    desk.post("/admin/projects/subsidypolicy/add/", {**plain, "name": "乙", "amount": "20000"})
    assert SubsidyPolicy.objects.get(name="乙").amount_fen == 2_000_000
    reply = desk.post("/admin/projects/subsidypolicy/add/", {**plain, "name": "丙", "rate": "1", "amount": "1"})
    assert "只填一个" in reply.content.decode()
    page = desk.get("/admin/projects/subsidypolicy/").content.decode()
    assert "40%，最多280,000.00" in page
    assert desk.post(f"/admin/projects/subsidypolicy/{cost.city.pk}/change/", {}).status_code == 403


def test_part_is_handed_over_where_the_register_has_a_buyer(cost, chosen, desk):
    cost.sign(chosen, "601")
    (held,) = actions.enter_contributors(scheme=chosen, on=DAY, by=cost.by)
    page = f"/admin/projects/contributor/{held.pk}"
    assert "房屋转让" in desk.get(f"{page}/change/").content.decode()
    assert "产权人没有变" in desk.post(f"{page}/hand_over/", {"on": "2026-06-01"}).content.decode()
    assert Contributor.objects.get().until is None
    assert timezone.localdate() >= datetime.date(2026, 6, 1)


@pytest.mark.parametrize("flats", (0, 24))
def test_scheme_page_asks_as_often_for_few_flats_and_many(cost, desk, django_assert_max_num_queries, flats):
    for number in range(flats):
        cost._flat(f"6{number + 10}", 6, 500_000)
    scheme = cost.chosen()
    cost.sign(scheme, "601", "602")
    with django_assert_max_num_queries(24):
        assert desk.get(f"{SCHEMES}/{scheme.pk}/change/").status_code == 200
