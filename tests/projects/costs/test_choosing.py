"""Choosing freezes; a new choice voids the signatures of the old one, visibly."""

import datetime

import pytest
from django.utils import timezone

from projects.consultations.models import Consultation, Result
from projects.costs import actions
from projects.costs.domain import Refused
from projects.costs.models import SharingScheme
from tests.projects.consultations.conftest import make_rule

from .conftest import DAY, ITEMS


def test_chosen_scheme_has_its_day(cost, chosen):
    assert (chosen.state, chosen.chosen_on) == ("chosen", DAY)
    with pytest.raises(Refused, match="已选定"):
        actions.choose(scheme=chosen, by=cost.by)


def test_draft_whose_budget_changed_is_computed_again_first(cost, draft):
    actions.change_budget(budget=cost.budget, items=ITEMS[:2], by=cost.by)
    with pytest.raises(Refused, match="请重新计算"):
        actions.choose(scheme=draft, by=cost.by)
    again = actions.redraft_scheme(scheme=draft, budget=cost.budget, terms=cost.terms(), by=cost.by)
    assert actions.choose(scheme=again, by=cost.by).cost_fen == 50_000_000


def test_budget_of_a_chosen_scheme_is_frozen(cost, chosen):
    with pytest.raises(Refused, match="不能再改"):
        actions.change_budget(budget=cost.budget, items=ITEMS[:1], by=cost.by)
    with pytest.raises(Refused, match="不能删除"):
        actions.discard_budget(budget=cost.budget, by=cost.by)
    assert actions.draw_budget(project=cost.project, items=ITEMS, by=cost.by).version == 2


def test_second_choice_asks_why_and_leaves_signatures_with_the_first(cost, chosen):
    cost.sign(chosen, "201", "601")
    second = cost.draft(method="equal", floors={})
    with pytest.raises(Refused, match="请写代替原方案的原因"):
        actions.choose(scheme=second, by=cost.by)
    actions.choose(scheme=second, by=cost.by, reason="二楼两户要求平均分摊")
    chosen.refresh_from_db()
    assert (chosen.state, chosen.supersede_reason) == ("superseded", "二楼两户要求平均分摊")
    assert chosen.shares.filter(signatures__isnull=False).count() == 2
    assert not second.shares.filter(signatures__isnull=False).exists()
    assert list(SharingScheme.objects.chosen()) == [second]


def test_scheme_is_given_up_with_a_reason(cost, chosen):
    with pytest.raises(Refused, match="请写代替原方案的原因"):
        actions.supersede(scheme=chosen, reason=" ", by=cost.by)
    gone = actions.supersede(scheme=chosen, reason="总价变了", by=cost.by)
    assert (gone.state, gone.superseded_on) == ("superseded", timezone.localdate())
    with pytest.raises(Refused, match="已被代替"):
        actions.discard_scheme(scheme=gone, by=cost.by)


def test_choice_is_not_dated_ahead_nor_before_the_one_it_replaces(cost, chosen):
    second = cost.draft()
    with pytest.raises(Refused, match="不能晚于今天"):
        actions.choose(scheme=second, on=timezone.localdate() + datetime.timedelta(days=1), by=cost.by, reason="改")
    with pytest.raises(Refused, match="不能早于原方案"):
        actions.choose(scheme=second, on=DAY - datetime.timedelta(days=1), by=cost.by, reason="改")


def vote_on(cost, status="displayed", passed=True, **values):
    """A consultation as it stands after its steps, written past them."""
    from django.db import connection

    from communities import guards

    plain = {"community": cost.cast.here, "building_group": cost.group, "question": "同意", "plain": "装"}
    rule = values.pop("rule", None) or make_rule(code=f"R{Consultation.objects.count()}")
    guards.remove(connection)
    now = timezone.now()
    done = {"opens_at": now - datetime.timedelta(2), "closes_at": now, "rule_frozen": {}, "roll_heads": 1}
    row = Consultation.objects.create(
        **{**plain, **done, "rule": rule, "roll_area_cm2": 1, "roll_digest": "0" * 64, "status": status, **values}
    )
    if status in ("counted", "displayed"):
        sums = dict.fromkeys(("heads_agree", "heads_disagree", "heads_abstain"), 0)
        sums |= dict.fromkeys(("area_agree_cm2", "area_disagree_cm2", "area_abstain_cm2"), 0)
        Result.objects.create(
            consultation=row, counted_at=now, passed=passed, ballots=0, digest="0" * 64,
            counted={}, channels={}, set_aside={}, **sums,
        )  # fmt: skip
    guards.install(connection)
    return row


def test_scheme_names_the_vote_that_chose_it_once(cost, draft):
    vote = vote_on(cost)
    assert actions.choose(scheme=draft, consultation=vote, by=cost.by).consultation == vote
    with pytest.raises(Refused, match="不能再改"):
        actions.link_vote(scheme=draft, consultation=vote_on(cost), by=cost.by)


def test_vote_is_named_after_the_choice(cost, chosen):
    vote = vote_on(cost, project=cost.project)
    actions.link_vote(scheme=chosen, consultation=vote, by=cost.by)
    chosen.refresh_from_db()
    assert chosen.consultation == vote


def test_vote_that_failed_or_is_of_another_place_chooses_nothing(cost, chosen):
    elsewhere = vote_on(cost, building_group=cost.cast.stair1)
    for vote, why in (
        (vote_on(cost, passed=False), "没有通过"),
        (vote_on(cost, status="draft"), "准备中"),
        (vote_on(cost, status="counted"), "结果公示以后才能作为依据"),
        (vote_on(cost, status="counted", passed=False), "结果公示以后才能作为依据"),
        (elsewhere, "不是这个项目的"),
    ):
        with pytest.raises(Refused, match=why):
            actions.link_vote(scheme=chosen, consultation=vote, by=cost.by)
    chosen.refresh_from_db()
    assert chosen.consultation is None
