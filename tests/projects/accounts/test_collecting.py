"""Calls, payments and receipts: nothing before vote and signature, sums exact, numbers without a gap."""

import datetime
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communities.models import Entry as JournalEntry
from projects.accounts import actions
from projects.accounts.domain import Refused, called_until, usual_portion
from projects.accounts.models import Collected, collected, collection_findings, statement_of
from projects.costs import actions as costs
from projects.models import Call, Charge, LedgerEntry, Payment

from .collecting import Collection, day, key


def test_usual_portions_are_thirty_fifty_and_the_rest():
    assert [usual_portion(1, 0), usual_portion(2, 3000), usual_portion(3, 8000)] == [3000, 5000, 2000]
    assert [usual_portion(2, 9000), usual_portion(4, 9900)] == [1000, 100]


@given(st.integers(0, 10**12), st.lists(st.integers(1, 4000), min_size=1, max_size=6))
def test_instalments_of_any_share_sum_exactly_to_it(share, portions):
    portions = [*portions, 10_000 - sum(portions)] if sum(portions) < 10_000 else [10_000]
    until, steps = 0, []
    for portion in portions:
        steps.append(called_until(share, until + portion) - called_until(share, until))
        until += portion
        assert sum(steps) == floor(Fraction(share) * Fraction(until, 10_000))
    assert sum(steps) == share
    assert min(steps) >= 0


def test_first_call_asks_every_payer_for_its_part(called):
    shares = called.cost.yuan(called.scheme)
    assert shares["201"] == 1_911_765
    owed = called.owed()
    assert len(owed) == 10
    assert (owed["201"], owed["601"]) == (573_529, 1_491_176)
    assert sum(owed.values()) == sum(share * 3 // 10 for share in shares.values())
    entry = LedgerEntry.objects.get(kind="call")
    assert (entry.money_fen, entry.text) == (0, "第1期分摊款，10户应缴")


def test_all_calls_together_are_the_shares(called):
    called.call(5000)
    called.call(2000)
    shares = {room: fen for room, fen in called.cost.yuan(called.scheme).items() if fen}
    assert called.owed() == shares
    assert sum(shares.values()) == 39_000_000
    assert list(collection_findings()) == []
    with pytest.raises(Refused, match="全部分摊款"):
        called.call(1)


@pytest.mark.parametrize(
    "missing, why", [({"vote": False}, "征询还没有最终通过"), ({"sign": False}, "还有10户没有在这一稿方案上签字")]
)
def test_nothing_is_called_before_vote_and_signature(cast, missing, why):
    collection = Collection(cast, **missing)
    with pytest.raises(Refused, match=why):
        collection.call()
    assert (Call.objects.count(), LedgerEntry.objects.count()) == (0, 0)


def test_vote_that_failed_opens_nothing(cast):
    collection = Collection(cast, vote=False)
    collection.pass_vote(passed=False)
    with pytest.raises(Refused, match="征询还没有最终通过"):
        collection.call()
    assert Charge.objects.count() == 0


@pytest.mark.parametrize("values", [{"bp": 0}, {"bp": 10_001}, {"due_on": day(3, 31)}])
def test_call_of_nothing_too_much_or_due_before_it_is_refused(collection, values):
    with pytest.raises(Refused):
        collection.call(**values)
    assert Call.objects.count() == 0


def test_calling_twice_with_one_key_calls_once(collection):
    same = key()
    assert collection.call(key=same).pk == collection.call(key=same).pk
    assert Charge.objects.count() == 10


def test_reversed_call_counts_no_more(called):
    actions.reverse(entry=called.first_call.entry, reason="期限写错", by=called.first, happened_on=day(4, 2))
    assert set(called.owed().values()) == {0}
    assert actions.called_so_far(called.book) == 0
    assert called.call().number == 2
    assert list(collection_findings()) == []


def test_payment_gets_the_next_receipt_and_is_booked(called):
    first, second = called.receive("201", 573_529), called.receive("601", 500_000, method="cash")
    assert (first.number, second.number) == (1, 2)
    assert called.owed()["201"] == 0
    assert called.owed()["601"] == 991_176
    assert (first.entry.money_fen, second.entry.text) == (573_529, "业主缴款（现金），第2号收据")
    assert {line.role for line in second.entry.lines} == {"cash", "receivable"}
    assert collected(called.book, day(4, 30)) == Collected(called=10, paid=1, late=0)
    assert collected(called.book, day(5, 1)) == Collected(called=10, paid=1, late=9)


def test_overpaid_stays_as_credit_until_the_next_call(called):
    called.receive("201", 600_000)
    said = statement_of(called.book, called.unit("201"))
    assert (said.charged_fen, said.paid_fen, said.credit_fen, said.due_fen) == (573_529, 600_000, 26_471, 0)
    called.call(5000)
    assert statement_of(called.book, called.unit("201")).due_fen == 1_529_412 - 600_000


def test_double_press_makes_one_payment(called):
    same = key()
    first, again = (called.receive("201", 500, key=same) for _ in range(2))
    assert first.pk == again.pk
    with pytest.raises(Refused, match="内容不一样"):
        called.receive("201", 501, key=same)
    assert (Payment.objects.count(), LedgerEntry.objects.filter(kind="payment").count()) == (1, 1)


def test_payment_of_a_household_that_was_not_called_is_refused(called):
    with pytest.raises(Refused, match="101室还没有缴费通知"):
        called.receive("101", 100)
    with pytest.raises(Refused, match="金额要大于0"):
        called.receive("201", 0)
    with pytest.raises(Refused, match="请选缴款方式"):
        called.receive("201", 5, method="gold")
    assert Payment.objects.count() == 0


def test_payment_into_a_closed_month_is_refused(called):
    for month, fen in ((3, 0), (4, 0)):
        period = called.book.periods.get(month=month)
        actions.close_month(period=period, statement_fen=fen, by=called.first)
    with pytest.raises(Refused, match="已经月结"):
        called.receive("201", 573_529)
    assert Payment.objects.count() == 0
    assert called.receive("201", 573_529, on=day(5, 2)).number == 1


def test_payment_for_the_wrong_household_moves_visibly(called):
    wrong = called.receive("201", 573_529)
    right = actions.move_payment(
        payment=wrong, unit=called.unit("202"), reason="看错一行", by=called.first, on=day(4, 20)
    )
    assert (called.owed()["201"], called.owed()["202"]) == (573_529, 0)
    assert (right.number, right.replaces, right.received_on) == (2, wrong, day(4, 10))
    said = statement_of(called.book, called.unit("201"))
    assert ([p.number for p in said.void], said.payments) == ([1], ())
    assert LedgerEntry.objects.get(kind="reversal").text == "冲正第2号凭证：看错一行"
    assert list(collection_findings()) == []
    with pytest.raises(Refused, match="已经作废"):
        actions.move_payment(payment=wrong, unit=called.unit("301"), reason="又错", by=called.first)


def test_receipt_is_marked_when_printed_again(called):
    payment = called.receive("201", 100)
    assert actions.print_receipt(payment=payment, by=called.first) is False
    assert actions.print_receipt(payment=payment, by=called.second) is True


def test_journal_tells_neither_room_nor_sum(called):
    called.receive("201", 573_529)
    said = [(line.object_label, str(line.changes)) for line in JournalEntry.objects.filter(action__contains="payment")]
    assert said == [("第1号收据", "{'number': [None, 1]}")]
    assert "573529" not in str(list(JournalEntry.objects.values_list("changes", flat=True)))


@pytest.mark.parametrize("who", ["outsider", "leader"])
def test_only_the_committee_of_the_place_collects(called, who):
    by = getattr(called.cast, who)
    for act in (lambda: called.receive("201", 5, by=by), lambda: called.call(by=by)):
        with pytest.raises(Refused):
            act()
    assert (Payment.objects.count(), Call.objects.count()) == (0, 1)


def test_changed_scheme_makes_up_in_the_next_call(called):
    second = costs.choose(
        scheme=called.cost.draft(method="equal", floors={}), on=day(4, 2), by=called.first, reason="改"
    )
    called.scheme = second
    with pytest.raises(Refused, match="12户没有在这一稿"):
        called.call(5000)
    called.sign()
    called.call(7000)
    assert set(called.owed().values()) == {39_000_000 // 12}
    assert list(collection_findings()) == []
    assert datetime.date(2026, 4, 1) == LedgerEntry.objects.filter(kind="call").latest("id").happened_on
