"""Refunds by two people, the late joiner, and the settlement: every sum by the same weights, exact to the fen."""

import datetime
from fractions import Fraction

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from projects.accounts import actions
from projects.accounts.domain import Refused, credit, debit
from projects.accounts.models import collection_findings, statement_of
from projects.costs.domain import split
from projects.models import Charge, Contract, Contributor, Joining, LedgerEntry, Payout, Settlement

from .collecting import Collection, day, key
from .rows import copy, sql, unguarded
from .test_spending import company


@pytest.fixture
def paid(called):
    called.receive("201", 600_000)
    return called


def payout(paid, room="201", kind="credit", **values):
    return actions.propose_payout(book=paid.book, unit=paid.unit(room), kind=kind, by=paid.first, **values)


def finish(paid, row):
    row = actions.approve_payout(payout=row, by=paid.second)
    return actions.pay_payout(payout=row, on=day(4, 20), by=paid.first)


def spend(paid, fen, on=None):
    lines = [debit("construction", fen, item="foundation"), credit("bank", fen)]
    said = {"kind": "spending", "text": "桩基", "lines": lines, "key": key(), "by": paid.first}
    return actions.post(book=paid.book, happened_on=on or day(4, 12), **said)


def subsidise(paid, fen):
    lines = [debit("bank", fen), credit("subsidy", fen)]
    said = {"kind": "subsidy", "text": "补贴", "lines": lines, "key": key(), "by": paid.first}
    return actions.post(book=paid.book, happened_on=day(4, 12), **said)


def test_credit_goes_back_by_two_people(paid):
    row = payout(paid)
    assert (row.amount_fen, row.how) == (26_471, "已缴减去应缴，多缴264.71元")
    with pytest.raises(Refused, match="要由另一位批准"):
        actions.approve_payout(payout=row, by=paid.first)
    row = finish(paid, row)
    assert row.entry.money_fen == -26_471
    assert paid.owed()["201"] == 0
    assert list(collection_findings()) == []
    with pytest.raises(Refused, match="没有可以退的"):
        payout(paid)


def test_payout_whose_sum_changed_is_not_paid(paid):
    row = actions.approve_payout(payout=payout(paid), by=paid.second)
    paid.receive("201", 1)
    with pytest.raises(Refused, match="提出以后账变了"):
        actions.pay_payout(payout=row, on=day(4, 20), by=paid.first)
    assert actions.withdraw_payout(payout=row, by=paid.first).status == "withdrawn"
    assert payout(paid).amount_fen == 26_472


def test_leaving_before_a_contract_gets_everything_back(paid):
    row = finish(paid, payout(paid, kind="leaving"))
    assert (row.amount_fen, row.kept_fen) == (600_000, 0)
    said = statement_of(paid.book, paid.unit("201"))
    assert (said.charged_fen, said.paid_fen, said.balance_fen) == (0, 0, 0)
    assert list(collection_findings()) == []


def test_leaving_after_a_contract_bears_its_part_of_the_cost(paid):
    sign = {"company": company(paid.cast), "cost": "foundation", "amount_fen": 12_000_000}
    actions.enter_contract(
        contract=Contract(book=paid.book, title="桩基合同", signed_on=day(4, 2), **sign), by=paid.first
    )
    spend(paid, 1_020_000)  # of 10.2 weights 201 has 0.5: 50,000
    row = finish(paid, payout(paid, kind="leaving"))
    assert (row.kept_fen, row.amount_fen) == (50_000, 550_000)
    assert paid.owed()["201"] == 0
    assert statement_of(paid.book, paid.unit("201")).charged_fen == 50_000
    assert "减去按比例承担的实际费用500.00元" in row.how


@pytest.fixture
def waived(cast):
    """As called, but 201 took no part at first."""
    here = Collection(cast, sign=False)
    unit = here.unit("201")
    from projects.costs import actions as costs

    here.scheme = costs.choose(
        scheme=here.cost.draft(waivers={unit.pk: "当时没有参加"}), on=day(3, 1), by=here.first, reason="改"
    )
    here.sign()
    here.call(10_000)
    return here


def join(here, use="redistribute", **values):
    plain = {"book": here.book, "unit": here.unit("201"), "use": use, "agreement": "分摊协议第6条", "on": day(4, 5)}
    return actions.join(**{**plain, "by": here.first, **values})


def test_late_joiner_pays_the_original_share_to_the_others(waived):
    before = waived.owed()
    row = join(waived)
    assert row.share_fen == 1_911_765  # 390,000 × 0.5 ÷ 10.2, as if it had taken part from the start
    after = waived.owed()
    assert after["201"] == 1_911_765
    assert sum(after.values()) == sum(before.values()) == 39_000_000
    assert before["601"] - after["601"] == split(1_911_765, [5, 10, 10, 11, 11, 12, 12, 13, 13])[7]
    assert Contributor.objects.get(unit=waived.unit("201")).is_late
    assert list(collection_findings()) == []
    with pytest.raises(Refused, match="不是后加入"):
        join(waived)


def test_late_share_goes_to_the_reserve_where_agreed(waived):
    before = waived.owed()
    join(waived, use="reserve")
    assert {**before, "201": 1_911_765} == waived.owed()
    assert ("reserve", -1_911_765) in {(line.role, line.amount_fen) for line in Joining.objects.get().entry.lines}


@pytest.mark.parametrize("values", [{"use": ""}, {"use": "keep"}, {"agreement": " "}, {"agreement": "13912345678"}])
def test_joining_without_choice_or_agreement_is_refused(waived, values):
    with pytest.raises(Refused):
        join(waived, **values)
    assert (Joining.objects.count(), Charge.objects.filter(kind="joining").count()) == (0, 0)


@pytest.fixture
def spent(called):
    """All called; 640,000 元 spent of 650,000, 260,000 of subsidy came."""
    called.call(7000)
    spend(called, 64_000_000)
    subsidise(called, 26_000_000)
    return called


def test_settlement_returns_the_difference_by_the_same_weights(spent):
    proposed = actions.propose_settlement(book=spent.book, by=spent.first)
    assert (proposed.owners_fen, proposed.charged_fen) == (38_000_000, 39_000_000)
    with pytest.raises(Refused, match="要由另一位批准"):
        actions.approve_settlement(settlement=proposed, by=spent.first)
    done = actions.approve_settlement(settlement=proposed, by=spent.second, on=day(4, 30))
    weights = [5, 5, 10, 10, 11, 11, 12, 12, 13, 13]
    assert list(spent.owed().values()) == split(38_000_000, weights)
    assert done.entry.kind == "settlement"
    assert list(collection_findings()) == []
    with pytest.raises(Refused, match="已经决算"):
        actions.propose_settlement(book=spent.book, by=spent.first)


def test_settlement_over_figures_that_changed_is_refused(spent):
    proposed = actions.propose_settlement(book=spent.book, by=spent.first)
    spend(spent, 1)
    with pytest.raises(Refused, match="提出以后账变了"):
        actions.approve_settlement(settlement=proposed, by=spent.second)
    assert LedgerEntry.objects.filter(kind="settlement").count() == 0


def test_settlement_before_anything_was_spent_is_refused(called):
    with pytest.raises(Refused, match="还不能决算"):
        actions.propose_settlement(book=called.book, by=called.first)
    assert Settlement.objects.count() == 0


@given(st.integers(0, 10**11), st.integers(0, 10**11), st.lists(st.integers(1, 40), min_size=1, max_size=12))
def test_settled_differences_are_exact_for_any_sums(planned, actual, weights):
    """Reference: each part differs from its exact fraction by less than a fen, and the parts sum to the whole."""
    differences = [a - b for a, b in zip(split(actual, weights), split(planned, weights), strict=True)]
    assert sum(differences) == actual - planned
    for difference, weight in zip(differences, weights, strict=True):
        assert abs(difference - Fraction((actual - planned) * weight, sum(weights))) < 2


FROZEN = {
    "accounts_payout_fixed": "UPDATE projects_payout SET amount_fen = 1",
    "accounts_payout_no_delete": "DELETE FROM projects_payout",
    "accounts_joining_no_update": "UPDATE projects_joining SET share_fen = 1",
    "accounts_joining_no_delete": "DELETE FROM projects_joining",
    "accounts_settlement_fixed": "UPDATE projects_settlement SET spent_fen = 1",
    "accounts_settlement_no_delete": "DELETE FROM projects_settlement",
}
TRUNCATED = {
    "accounts_payout_no_truncate": "payout",
    "accounts_joining_no_truncate": "joining",
    "accounts_settlement_no_truncate": "settlement",
}


@pytest.fixture
def all_three(waived):
    join(waived)
    waived.receive("301", 9_000_000)
    waived.payout = payout(waived, "301")
    spend(waived, 64_000_000)
    subsidise(waived, 26_000_000)
    waived.settlement = actions.propose_settlement(book=waived.book, by=waived.first)
    return waived


def test_rows_are_kept_and_fixed(all_three, refused):
    for name, statement in FROZEN.items():
        with refused(name):
            sql(statement)
    if connection.vendor == "postgresql":
        for name, table in TRUNCATED.items():
            with refused(name):
                sql(f"TRUNCATE projects_{table} CASCADE")
    assert Payout.objects.count() == Joining.objects.count() == Settlement.objects.count() == 1


def test_second_person_and_steps_are_asked_for_by_the_database(all_three, refused):
    row, now, by = Payout.objects.filter(pk=all_three.payout.pk), timezone.now(), all_three.first
    with refused("accounts_payout_by_another"):
        row.update(status="approved", approved_at=now, approved_by=by)
    with refused("accounts_payout_step_is_whole"):
        row.update(status="approved")
    with refused("accounts_payout_moves"):
        row.update(status="paid", approved_at=now, approved_by=all_three.second, entry=spend(all_three, 5))
    with refused("accounts_payout_booked"):
        row.update(status="paid", approved_at=now, approved_by=all_three.second, entry=spend(all_three, 5))
    with refused("accounts_payout_starts"):
        copy(all_three.payout, status="withdrawn")
    with refused("accounts_payout_amount"):
        copy(all_three.payout, amount_fen=0)
    settled = Settlement.objects.filter(pk=all_three.settlement.pk)
    with refused("accounts_settlement_by_another"):
        settled.update(approved_at=now, approved_by=by)
    with refused("accounts_settlement_is_whole"):
        settled.update(approved_at=now)
    with refused("accounts_settlement_starts"):
        copy(all_three.settlement, approved_at=now, approved_by_id=all_three.second.pk)
    assert row.get().status == "proposed"


def test_joining_and_settlement_happen_once(all_three, refused):
    actions.approve_settlement(settlement=all_three.settlement, by=all_three.second)
    with refused("accounts_settlement_once"):
        Settlement.objects.update(approved_at=timezone.now())
    with refused("accounts_settled_once"):
        unguarded()
        copy(Settlement.objects.get(), entry_id=None)
    row, entry = Joining.objects.get(), spend(all_three, 5)
    with refused("accounts_joins_once"):
        copy(row, entry_id=entry.pk)
    with refused("accounts_joining_agreed"):
        copy(row, entry_id=entry.pk, agreement="")
    assert row.joined_on == datetime.date(2026, 4, 5)
