"""A book ends by two people once nothing is left in it; after that the database itself takes nothing more.

The stair of collecting.py: 390,000 元 called at once and paid, 260,000 subsidy, 650,000 spent.
"""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from communities.models import Entry as JournalEntry
from projects.accounts import actions
from projects.accounts.domain import Refused, credit, debit
from projects.accounts.models import Book, book_balances, collected, ledger_findings
from projects.models import Ending, LedgerEntry, Period

from .collecting import Collection, day, key
from .rows import copy, post, unguarded, unposted

SHARES = {"2": 1_911_765, "3": 3_823_529, "4": 4_205_882, "5": 4_588_235, "6": 4_970_588}
LAST = day(4, 20)


class Settled(Collection):
    def __init__(self, cast, spent_fen=65_000_000):
        super().__init__(cast)
        self.call(10_000)
        for room, fen in self.owed().items():
            self.receive(room, fen)
        self.post("subsidy", debit("bank", 26_000_000), credit("subsidy", 26_000_000))
        self.post("spending", debit("construction", spent_fen, item="lift"), credit("bank", spent_fen))
        proposed = actions.propose_settlement(book=self.book, by=self.first)
        actions.approve_settlement(settlement=proposed, by=self.second, on=LAST)

    def post(self, kind, *lines, on=LAST, book=None):
        said = {"kind": kind, "text": "记一笔", "lines": lines, "key": key(), "by": self.first}
        return actions.post(book=book or self.book, happened_on=on, **said)

    def publish(self, *months):
        for number in months:
            period = Period.objects.get(book=self.book, year=2026, month=number)
            bank = book_balances(self.book).get(self.book.accounts.get(role="bank").pk, 0) if number > 3 else 0
            actions.close_month(period=period, statement_fen=bank, by=self.first)
            actions.publish_month(period=period, by=self.second)

    def end(self, on=LAST):
        proposed = actions.propose_ending(book=self.book, on=on, by=self.first)
        return actions.confirm_ending(ending=proposed, by=self.second)

    def faults(self, on=LAST):
        return actions.ending_faults(self.book, on)


@pytest.fixture
def settled(cast):
    """Nothing is left, nothing is published yet."""
    return Settled(cast)


@pytest.fixture
def finished(settled):
    settled.publish(3, 4)
    return settled


@pytest.fixture
def ended(finished):
    finished.ending = finished.end()
    return finished


def running_book(settled):
    plain = {"community": settled.cast.here, "project": settled.cost.project, "by": settled.first}
    return actions.open_book(**plain, kind="running", opened_on=day(4, 1))


def test_book_ends_by_two_people(finished):
    proposed = actions.propose_ending(book=finished.book, on=LAST, by=finished.first)
    assert Book.objects.get(pk=finished.book.pk).ended_on is None
    with pytest.raises(Refused, match="要由另一位复核"):
        actions.confirm_ending(ending=proposed, by=finished.first)
    ending = actions.confirm_ending(ending=proposed, by=finished.second)
    assert (ending.ended_on, ending.confirmed_by) == (LAST, finished.second)
    assert Book.objects.get(pk=finished.book.pk).ended_on == LAST
    told = JournalEntry.objects.filter(action__startswith="projects.ending.").values_list("action", flat=True)
    assert sorted(told) == ["projects.ending.propose", "projects.ending.settle"]


def test_book_with_something_left_to_tell_does_not_end(cast):
    collection = Collection(cast)
    collection.call()
    assert actions.ending_faults(collection.book, day(4, 20)) == [
        "还没有决算：先提出决算，由另一位批准",
        "还有10户没有缴清",
        "2026年3月还没有公布：先月结，再由另一位公布",
    ]
    with pytest.raises(Refused, match="还没有决算"):
        actions.propose_ending(book=collection.book, by=collection.first)
    assert Ending.objects.count() == 0


def test_every_month_has_to_be_published_first(settled):
    assert settled.faults() == ["2026年3月还没有公布：先月结，再由另一位公布"]
    settled.publish(3, 4)
    assert settled.faults() == []
    assert settled.faults(on=day(4, 19)) == ["结清日期不能早于最后一笔账，也不能晚于今天"]
    assert len(settled.faults(on=timezone.localdate() + datetime.timedelta(days=1))) == 1


def test_credit_of_households_is_paid_back_first(cast):
    """1,000 元 were saved: ten households have credit, the bank still holds it."""
    saved = Settled(cast, spent_fen=64_900_000)
    assert saved.faults()[:2] == ["还有10户多缴的钱没有退", "账上还有结余：按“结转结余”转到电梯运行费账"]


def test_rest_goes_over_to_the_running_costs_by_an_entry_in_each_book(settled):
    settled.post("interest", debit("bank", 12_345), credit("interest", 12_345))
    settled.post("other_income", debit("cash", 5_000), credit("reserve", 5_000))
    with pytest.raises(Refused, match="还没有电梯运行费账"):
        actions.carry_over(book=settled.book, on=LAST, by=settled.first)
    running, once = running_book(settled), key()
    gone, come = actions.carry_over(book=settled.book, on=LAST, by=settled.first, key=once)
    assert (gone.money_fen, come.money_fen) == (-17_345, 17_345)
    fen = book_balances(running)
    assert {row.role: fen[row.pk] for row in running.accounts.all()} == {
        "bank": 12_345,
        "cash": 5_000,
        "reserve": -5_000,
        "carried": -12_345,
    }
    assert actions.carry_over(book=settled.book, on=LAST, by=settled.first, key=once) == (gone, come)
    with pytest.raises(Refused, match="没有可以结转的"):
        actions.carry_over(book=settled.book, on=LAST, by=settled.first)
    settled.publish(3, 4)
    assert settled.end().ended_on == LAST
    assert list(ledger_findings()) == []


def test_money_of_the_households_is_not_carried_over_before_the_settlement(cast):
    collection = Collection(cast)
    collection.call()
    collection.receive("201", 573_529)
    running = running_book(collection)
    with pytest.raises(Refused, match="先决算，再结转"):
        actions.carry_over(book=collection.book, on=LAST, by=collection.first)
    assert running.entries.count() == 0


def test_proposal_is_weighed_again_when_it_is_confirmed(finished):
    proposed = actions.propose_ending(book=finished.book, on=LAST, by=finished.first)
    finished.post("interest", debit("bank", 5), credit("interest", 5), on=day(5, 2))
    with pytest.raises(Refused, match="账上还有结余"):
        actions.confirm_ending(ending=proposed, by=finished.second)
    proposed.refresh_from_db()
    assert proposed.confirmed_at is None


def test_proposal_is_replaced_by_a_second_one(finished):
    first = actions.propose_ending(book=finished.book, on=LAST, by=finished.first)
    second = actions.propose_ending(book=finished.book, on=day(5, 1), by=finished.second)
    assert (second.pk, second.ended_on) == (first.pk, day(5, 1))
    assert actions.confirm_ending(ending=second, by=finished.first).confirmed_by == finished.first


def test_ended_book_takes_nothing(ended):
    for act in (
        lambda: ended.post("interest", debit("bank", 5), credit("interest", 5), on=day(5, 2)),
        lambda: ended.receive("201", 5, on=day(5, 2)),
        lambda: actions.propose_ending(book=ended.book, by=ended.first),
        lambda: actions.propose_payout(book=ended.book, unit=ended.unit("201"), kind="credit", by=ended.first),
    ):
        with pytest.raises(Refused, match="2026年4月20日已经结清，不能再记"):
            act()
    may = Period.objects.get(book=ended.book, year=2026, month=5)
    assert actions.closing_faults(may) == ["这本账已经结清，后面的月份不用结"]
    assert list(ledger_findings()) == []


def test_ended_book_is_never_due_nor_late(finished):
    today = datetime.date(2026, 11, 23)

    def state():
        return Book.objects.with_publication().get(pk=finished.book.pk).standing(today).state

    assert (state(), Period.objects.to_close(today).count(), Period.objects.late(today).count()) == ("late", 1, 1)
    finished.end()
    assert (state(), Period.objects.to_close(today).count(), Period.objects.late(today).count()) == ("ended", 0, 0)


def test_running_costs_have_a_book_of_their_own(settled):
    running = running_book(settled)
    with pytest.raises(Refused, match="已经有这种账簿"):
        running_book(settled)
    agreed = {"basis": "equal", "agreement": "运行管理协议", "agreed_on": day(4, 1), "reserve_fen": 0}
    actions.agree_running(book=running, yearly_fen=960_000, by=settled.first, **agreed)
    settled.cost.cast.here.refresh_from_db()
    assert actions.calling_faults(running) == ["只有项目资金账收分摊款；运行费按“收年度运行费”收"]
    assert actions.ending_faults(running, LAST) == ["只有项目资金账会结清；运行费、公共收益和维修资金的账一直记下去"]
    with pytest.raises(Refused, match="没有选定的分摊方案"):
        actions.propose_settlement(book=running, by=settled.first)
    assert collected(running, timezone.localdate()).called == 0


@pytest.mark.parametrize("who", ["outsider", "leader"])
def test_only_the_committee_of_the_place_ends_a_book(finished, who):
    by = getattr(finished.cast, who)
    with pytest.raises(Refused):
        actions.propose_ending(book=finished.book, on=LAST, by=by)
    with pytest.raises(Refused):
        actions.confirm_ending(ending=actions.propose_ending(book=finished.book, on=LAST, by=finished.first), by=by)
    assert Ending.objects.filter(confirmed_at__isnull=False).count() == 0


def proposal(settled, **values):
    plain = {"book": settled.book, "ended_on": LAST, "proposed_at": timezone.now(), "proposed_by": settled.first}
    return Ending.objects.create(**{**plain, **values})


def confirm(settled, **values):
    plain = {"confirmed_at": timezone.now(), "confirmed_by": settled.second}
    return Ending.objects.filter(book=settled.book).update(**{**plain, **values})


def test_database_weighs_the_end_itself(settled, refused):
    proposal(settled)
    with refused("accounts_ending_all_published"):
        confirm(settled)
    settled.publish(3, 4)
    settled.post("interest", debit("bank", 5), credit("interest", 5), on=day(5, 2))
    with refused("accounts_ending_nothing_left"):
        confirm(settled)
    with refused("accounts_ending_day"):
        confirm(settled)
    with refused("accounts_ending_day"):
        confirm(settled, ended_on=timezone.localdate() + datetime.timedelta(days=1))


def test_database_ends_settled_books_of_projects_alone(finished, refused):
    fund = actions.open_book(community=finished.cast.here, kind="repair_fund", opened_on=day(4, 1), by=finished.first)
    proposal(finished, book=fund)
    with refused("accounts_ending_settled"):
        Ending.objects.filter(book=fund).update(confirmed_at=timezone.now(), confirmed_by=finished.second)


def test_end_is_whole_by_another_and_for_good(finished, refused):
    with refused("accounts_ending_starts"):
        proposal(finished, confirmed_at=timezone.now(), confirmed_by=finished.second)
    proposal(finished)
    for values, name in (
        ({"confirmed_by": finished.first}, "accounts_ending_by_another"),
        ({"confirmed_by": None}, "accounts_ending_is_whole"),
    ):
        with refused(name):
            confirm(finished, **values)
    assert confirm(finished) == 1
    with refused("accounts_ending_for_good"):
        Ending.objects.update(confirmed_at=None, confirmed_by=None)
    with refused("accounts_ending_no_delete"):
        Ending.objects.all()._raw_delete("default")


def test_proposal_stays_with_its_book(finished, refused):
    other = actions.open_book(community=finished.cast.here, kind="repair_fund", opened_on=day(4, 1), by=finished.first)
    proposal(finished)
    with refused("accounts_ending_fixed"):
        Ending.objects.update(book=other)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
def test_endings_are_not_emptied_at_a_stroke(ended, refused):
    with refused("accounts_ending_no_truncate"):
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE projects_ending CASCADE")
    assert Ending.objects.count() == 1


def test_database_posts_and_closes_nothing_after_the_end(ended, refused):
    may = Period.objects.get(book=ended.book, year=2026, month=5)
    entry = unposted(ended.book, 500, -500, happened_on=day(5, 2))
    with refused("accounts_entry_before_the_end"):
        post(entry, may, ended.first)
    with refused("accounts_period_before_the_end"):
        Period.objects.filter(pk=may.pk).update(
            **dict.fromkeys(("opening_fen", "in_fen", "out_fen", "closing_fen", "bank_fen", "cash_fen"), 0),
            statement_fen=0,
            digest="0" * 64,
            closed_at=timezone.now(),
            closed_by=ended.first,
        )


def test_project_has_one_book_of_a_kind(finished, refused):
    with refused("accounts_book_once"):
        copy(finished.book)


def test_verify_tells_of_a_book_that_ended_too_early(ended):
    with_triggers_gone = unposted(ended.book, 500, -500, happened_on=day(5, 2))
    unguarded()
    post(with_triggers_gone, Period.objects.get(book=ended.book, year=2026, month=5), ended.first)
    found = "\n".join(ledger_findings())
    assert "has ended and still holds something" in found
    assert "entries from after its end" in found
    assert LedgerEntry.objects.filter(book=ended.book).count() > 0
