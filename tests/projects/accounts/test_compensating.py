"""What low floors are paid: as the chosen scheme says, by two people, once, borne by the others by their weights."""

import re

import pytest

from communities.journal.models import Entry, Reading
from projects.accounts import actions
from projects.accounts.domain import Refused, credit, debit
from projects.accounts.models import LedgerEntry, collection_findings, statements_of, with_compensated
from projects.costs import actions as costs
from projects.costs.domain import split
from projects.models import Charge, Payout, Settlement, Share

from .collecting import Collection, day, key
from .rows import copy, sql, unguarded
from .test_admin import press, url
from .test_settling import finish, payout, spend, subsidise

WEIGHTS = [5, 5, 10, 10, 11, 11, 12, 12, 13, 13]


@pytest.fixture
def low(cast):
    """101 and 102 are to get 5,000 元 each; 390,000 and 10,000 元 called whole, 201 first of the ten that bear it."""
    here = Collection(cast, sign=False)
    given = {here.unit(room).pk: (500_000, "采光受影响") for room in ("101", "102")}
    here.scheme = costs.choose(scheme=here.cost.draft(compensations=given), on=day(3, 1), by=here.first, reason="改")
    here.sign()
    here.first_call = here.call(10_000)
    return here


def give(here, room="101", **values):
    return payout(here, room, "compensation", **values)


def test_low_floor_is_paid_what_the_scheme_says_by_two_people(low):
    row = give(low)
    assert (row.amount_fen, row.kept_fen) == (500_000, 0)
    assert row.how == "选定的方案给5,000.00元，已付0.00元：采光受影响"
    with pytest.raises(Refused, match=r"第[0-9]+号补偿是您提出的，要由另一位批准"):
        actions.approve_payout(payout=row, by=low.first)
    row = finish(low, row)
    assert (row.entry.kind, row.entry.money_fen, row.entry.text) == ("compensation", -500_000, "低层补偿")
    assert [(line.role, line.unit, line.amount_fen) for line in row.entry.lines] == [
        ("compensation", None, 500_000),
        ("bank", None, -500_000),
    ]
    assert statements_of(low.unit("101")) == []
    assert list(collection_findings()) == []


def test_compensation_is_paid_once(low):
    with pytest.raises(Refused, match="等着办"):
        give(low, room=give(low).unit.room)
    finish(low, Payout.objects.get())
    with pytest.raises(Refused, match=r"没有可以付的：选定的方案给5,000\.00元，已付5,000\.00元"):
        give(low)
    assert actions.unpaid_compensations(low.book) == (1, 500_000)
    assert finish(low, give(low, "102", paid_from="cash")).entry.money_fen == -500_000
    assert actions.unpaid_compensations(low.book) == (0, 0)


def test_household_that_the_scheme_gives_nothing_is_not_paid(low):
    with pytest.raises(Refused, match="没有给601室的补偿"):
        give(low, "601")
    assert not Payout.objects.exists()


def test_more_of_a_later_scheme_is_paid_as_the_difference(low):
    finish(low, give(low))
    more = {low.unit(room).pk: (600_000, "采光受影响") for room in ("101", "102")}
    low.scheme = costs.choose(scheme=low.cost.draft(compensations=more), on=day(4, 21), by=low.first, reason="加")
    assert [give(low, room).amount_fen for room in ("101", "102")] == [100_000, 600_000]


def test_sum_that_another_scheme_changed_is_not_paid(low):
    row = actions.approve_payout(payout=give(low), by=low.second)
    less = {low.unit("101").pk: (400_000, "采光受影响")}
    costs.choose(scheme=low.cost.draft(compensations=less), on=day(4, 2), by=low.first, reason="少")
    with pytest.raises(Refused, match="提出以后账变了"):
        actions.pay_payout(payout=row, on=day(4, 20), by=low.first)
    assert not LedgerEntry.objects.filter(kind="compensation").exists()


def test_payment_that_was_reversed_may_be_paid_again(low):
    row = finish(low, give(low))
    actions.reverse(entry=row.entry, reason="退票", by=low.first, happened_on=day(4, 21))
    assert actions.unpaid_compensations(low.book) == (2, 1_000_000)
    assert give(low).amount_fen == 500_000


@pytest.fixture
def spent(low):
    spend(low, 64_000_000)
    subsidise(low, 26_000_000)
    return low


def settle(here):
    proposed = actions.propose_settlement(book=here.book, by=here.first)
    return actions.approve_settlement(settlement=proposed, by=here.second, on=day(4, 30))


def test_settlement_lets_the_others_bear_what_was_paid(spent):
    for room in ("101", "102"):
        finish(spent, give(spent, room))
    done = settle(spent)
    assert (done.owners_fen, done.compensated_fen, done.charged_fen) == (38_000_000, 1_000_000, 40_000_000)
    both = zip(split(38_000_000, WEIGHTS), split(1_000_000, WEIGHTS), strict=True)
    assert list(spent.owed().values()) == [owners + given for owners, given in both]
    assert list(collection_findings()) == []


def test_settlement_gives_back_what_was_called_and_not_paid(spent):
    finish(spent, give(spent))
    done = settle(spent)
    assert done.compensated_fen == 500_000
    assert sum(spent.owed().values()) == 38_500_000
    with pytest.raises(Refused, match="要在决算以前支付"):
        give(spent, "102")
    assert list(collection_findings()) == []


def test_settlement_waits_for_a_compensation_on_its_way(spent):
    row = give(spent)
    with pytest.raises(Refused, match="还有补偿没有办完"):
        actions.propose_settlement(book=spent.book, by=spent.first)
    actions.withdraw_payout(payout=row, by=spent.first)
    proposed = actions.propose_settlement(book=spent.book, by=spent.first)
    finish(spent, give(spent))
    with pytest.raises(Refused, match="提出以后账变了"):
        actions.approve_settlement(settlement=proposed, by=spent.second)
    assert Settlement.objects.get().entry is None


def test_database_pays_no_more_than_the_scheme_gives(low, refused):
    row = actions.approve_payout(payout=give(low), by=low.second)
    held = Payout.objects.filter(pk=row.pk)
    with refused("accounts_payout_given_insert"):
        copy(row, status="proposed", approved_at=None, approved_by_id=None, amount_fen=500_001)
    with refused("accounts_payout_given_insert"):
        copy(row, status="proposed", approved_at=None, approved_by_id=None, unit_id=low.unit("601").pk)
    with refused("accounts_payout_booked"):
        held.update(status="paid", entry=spend(low, 500_000))
    twin = copy(row, status="proposed", approved_at=None, approved_by_id=None)
    actions.pay_payout(payout=row, on=day(4, 20), by=low.first)
    with refused("accounts_payout_given_update"):
        Payout.objects.filter(pk=twin.pk).update(status="proposed", paid_from="cash")
    assert held.get().status == "paid"


@pytest.mark.parametrize(
    "statement, words",
    [
        ("UPDATE projects_payout SET amount_fen = 600000", "paid 500000 fen of compensation by the ledger, 600000"),
        ("UPDATE projects_compensation SET amount_fen = 1", "a scheme gives 1"),
        ("UPDATE projects_settlement SET compensated_fen = 0", "charges 38500000 fen of 38000000"),
    ],
)
def test_compensation_changed_behind_the_guards_is_found(spent, statement, words):
    finish(spent, give(spent))
    settle(spent)
    unguarded()
    sql(statement)
    assert [line for line in collection_findings() if words in line]
    assert Charge.objects.filter(kind="settlement").exists()


def test_compensation_beside_the_rule_is_found(low):
    lines = [debit("compensation", 7), credit("bank", 7)]
    said = {"happened_on": day(4, 12), "kind": "compensation", "text": "补偿", "lines": lines, "key": key()}
    actions.post(book=low.book, by=low.first, **said)
    assert [line for line in collection_findings() if "paid 7 fen of compensation by the ledger, 0" in line]
    assert not Payout.objects.exists()


def test_desk_page_and_slip_lead_through_the_payment(low, client):
    client.force_login(low.first)
    assert "还有2户没有付，合计10,000.00元" in client.get(url(low.book, "compensate")).content.decode()
    assert "已提出" in press(client, low.book, "compensate", room="101", paid_from="bank")
    row = Payout.objects.get()
    assert "还没有批准，不能打印" in client.get(url(row, "slip"), follow=True).content.decode()
    assert "要由另一位批准" in press(client, row, "approve")
    assert "退款和补偿等待您批准" not in client.get("/admin/").content.decode()
    client.force_login(low.second)
    assert "1笔退款和补偿等待您批准" in client.get("/admin/").content.decode()
    assert "已批准" in press(client, row, "approve")
    assert "已付款并记账" in press(client, row, "pay", on="2026-04-20")
    slip = client.get(url(row, "slip")).content.decode()
    assert "人民币伍仟元整" in slip
    assert "101室 加装电梯低层补偿（银行存款（监管账户））" in slip
    assert Reading.objects.filter(purpose="打印领款单").count() == 1
    assert "还有1户没有付，合计5,000.00元。决算以后不能再付" in client.get(url(low.book, "settle")).content.decode()


def test_household_reads_what_it_is_given_and_was_paid(low):
    def told():
        shares = with_compensated(Share.objects.of_household(low.unit("101")))
        return [(share.received_fen, share.compensated_fen) for share in shares]

    assert told() == [(500_000, None)]
    finish(low, give(low))
    finish(low, give(low, "102"))
    assert told() == [(500_000, 500_000)]


def test_room_of_a_compensation_is_in_no_journal(low):
    finish(low, give(low))
    told = " ".join(
        f"{entry.object_label} {entry.changes}" for entry in Entry.objects.filter(action__contains="payout")
    )
    assert told
    assert "101" not in told
    assert "500000" not in told


def test_public_page_tells_number_and_sum_alone(low, client):
    page = "/c/jia/b/12/costs/"
    assert "补偿已支付" not in client.get(page).content.decode()
    for room in ("101", "102"):
        finish(low, give(low, room))
    text = re.sub(r"<[^>]+>", "", client.get(page).content.decode().partition("<main")[2].partition("</main>")[0])
    assert "补偿已支付2笔，合计10,000.00元。" in text
    assert "101" not in text
