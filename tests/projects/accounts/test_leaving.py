"""A household leaves: its refund, its part of the lift, its signature, and what the others are called for after it."""

import pytest

from projects.accounts import actions
from projects.accounts.domain import Refused
from projects.accounts.models import collection_findings, statement_of
from projects.costs import actions as costs
from projects.costs.domain import split
from projects.models import Contract, Contributor, Payout, Signature

from .collecting import day
from .rows import sql, unguarded
from .test_settling import finish, payout, spend, subsidise
from .test_spending import company

#: Of 202 and of both flats of the floors 3 to 6, once 201 (weight 5) is gone; 10.2 − 0.5 = 9.7.
WITHOUT_201 = [5, 10, 10, 11, 11, 12, 12, 13, 13]


@pytest.fixture
def owning(called):
    """201 has paid its first call of 5,735.29 and some; everybody owns a part since 2 March."""
    costs.enter_contributors(scheme=called.scheme, on=day(3, 2), by=called.first)
    called.receive("201", 600_000)
    return called


def contract(here):
    row = Contract(book=here.book, title="桩基合同", signed_on=day(4, 2), company=company(here.cast))
    row.cost, row.amount_fen = "foundation", 12_000_000
    return actions.enter_contract(contract=row, by=here.first)


def charge_running(here, yearly_fen=1_000_000):
    said = {"basis": "equal", "agreement": "第3条", "agreed_on": day(3, 1), "by": here.first}
    actions.agree_running(book=here.book, yearly_fen=yearly_fen, reserve_fen=0, **said)
    return actions.charge_year(book=here.book, year=2026, on=day(4, 11), by=here.first)


def without(here, room="201"):
    """Another version that the household bears nothing of, chosen and signed by the others."""
    draft = here.cost.draft(waivers={here.unit(room).pk: "已退出"})
    here.scheme = costs.choose(scheme=draft, on=day(4, 21), by=here.first, reason="一户退出")
    here.sign()
    return here.scheme


def test_part_of_the_lift_ends_on_the_day_of_the_refund(owning):
    finish(owning, payout(owning, kind="leaving"))
    row = Contributor.objects.get(unit=owning.unit("201"))
    assert (row.since, row.until) == (day(3, 2), day(4, 20))
    assert Contributor.objects.current(day(4, 20)).count() == 9
    signature = Signature.objects.get(share__unit=owning.unit("201"))
    assert (signature.withdrawn_at is not None, signature.withdraw_reason) == (True, "退出出资")
    assert list(collection_findings()) == []


def test_refund_before_its_part_began_is_refused_whole(owning):
    row = actions.approve_payout(payout=payout(owning, kind="leaving"), by=owning.second)
    costs.leave(project=owning.book.project, unit=owning.unit("201"), on=day(3, 2), by=owning.first)
    owning.cost.sign(owning.scheme, "201")
    costs.enter_contributors(scheme=owning.scheme, on=day(4, 25), by=owning.first)
    with pytest.raises(Refused, match="日期不能早于原来登记的开始日期"):
        actions.pay_payout(payout=row, on=day(4, 20), by=owning.first)
    assert Contributor.objects.filter(unit=owning.unit("201"), until__isnull=True).count() == 1
    assert Payout.objects.get().status == "approved"


def test_credit_that_goes_back_ends_nothing(owning):
    finish(owning, payout(owning))
    assert Contributor.objects.get(unit=owning.unit("201")).until is None
    assert Signature.objects.standing().count() == 10


def test_running_fee_is_no_part_of_the_cost_a_leaver_gets_back(owning):
    charge_running(owning)  # 1,000.00 each of ten
    row = payout(owning, kind="leaving")
    assert (row.amount_fen, row.kept_fen) == (500_000, 0)
    assert row.how == "还没有签施工合同，全部退还：已缴6,000.00元，减去电梯运行费1,000.00元"
    finish(owning, row)
    said = statement_of(owning.book, owning.unit("201"))
    assert (said.charged_fen, said.paid_fen, said.balance_fen) == (100_000, 100_000, 0)
    assert owning.owed()["201"] == 0
    assert list(collection_findings()) == []


def test_running_fee_stays_apart_after_a_contract_too(owning):
    contract(owning)
    spend(owning, 1_020_000)  # of 10.2 weights 201 has 0.5: 50,000
    charge_running(owning)
    row = finish(owning, payout(owning, kind="leaving"))
    assert (row.kept_fen, row.amount_fen) == (50_000, 450_000)
    assert statement_of(owning.book, owning.unit("201")).charged_fen == 150_000
    assert owning.owed()["201"] == 0


def test_next_call_waits_for_a_version_without_the_leaver(owning):
    finish(owning, payout(owning, kind="leaving"))
    with pytest.raises(Refused, match="还有1户没有在这一稿方案上签字"):
        owning.call(5000, on=day(4, 22), due_on=day(5, 22))
    without(owning)
    made = owning.call(7000, on=day(4, 22), due_on=day(5, 22))
    assert made.charges.count() == 9
    assert sum(owning.owed().values()) == 39_000_000
    assert list(collection_findings()) == []


def test_leaver_who_bears_a_part_is_called_for_nothing_more(owning):
    contract(owning)
    spend(owning, 1_020_000)
    finish(owning, payout(owning, kind="leaving"))
    without(owning)
    owning.call(7000, on=day(4, 22), due_on=day(5, 22))
    assert statement_of(owning.book, owning.unit("201")).charged_fen == 50_000
    assert list(collection_findings()) == []


def test_settlement_leaves_the_leaver_what_it_bore(owning):
    contract(owning)
    spend(owning, 1_020_000)
    finish(owning, payout(owning, kind="leaving"))
    without(owning)
    owning.call(7000, on=day(4, 22), due_on=day(5, 22))
    spend(owning, 62_980_000, on=day(4, 23))
    subsidise(owning, 26_000_000)
    proposed = actions.propose_settlement(book=owning.book, by=owning.first)
    actions.approve_settlement(settlement=proposed, by=owning.second, on=day(4, 30))
    owed = owning.owed()
    assert owed.pop("201") == 0
    assert list(owed.values()) == split(38_000_000 - 50_000, WITHOUT_201)
    assert list(collection_findings()) == []


def test_who_withdrew_a_refund_is_written_down(owning, refused):
    row = actions.withdraw_payout(payout=payout(owning), by=owning.second)
    assert (row.withdrawn_by, row.withdrawn_at is not None) == (owning.second, True)
    with refused("accounts_payout_withdrawn_by_somebody"):
        Payout.objects.filter(pk=payout(owning).pk).update(status="withdrawn")
    assert Payout.objects.filter(status="withdrawn").count() == 1


@pytest.mark.parametrize(
    "statement, words",
    [
        ("UPDATE projects_charge SET amount_fen = amount_fen - 7 WHERE kind = 'leaving'", "bears -7 fen of 0"),
        ("UPDATE projects_contributor SET until = NULL", "left and is a contributor still"),
    ],
)
def test_leaver_whose_row_was_changed_is_found(owning, statement, words):
    finish(owning, payout(owning, kind="leaving"))
    unguarded()
    sql(statement)
    assert [line for line in collection_findings() if words in line]
    assert Payout.objects.left(owning.book) == {owning.unit("201").pk: 0}
