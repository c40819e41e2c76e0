"""The bank's statement in the books: taken all or nothing and once, confirmed by a person, one payment a line."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from communities.journal.models import Entry
from communities.models import Owner
from projects.accounts import actions
from projects.accounts.domain import Refused
from projects.accounts.models import bank_findings, proposals_of
from projects.models import BankLine, Ending, LedgerEntry, Payment

from .collecting import Collection, day
from .rows import copy, sql, unguarded

HEAD = "交易日期,摘要,附言,对方户名,收入金额,支出金额,余额\n"
#: 201 pays the first call, 202 by somebody else with the room, 301 too little, one from nowhere, and a fee.
FIVE = (
    "2026-04-10,转账,,示例业主二零一,5735.29,,1\n"
    "2026-04-11,转账,202室第1期,示例亲戚,5735.29,,2\n"
    "2026-04-12,转账,301,示例亲戚,100.00,,3\n"
    "2026-04-12,转账,,示例路人,1.00,,4\n"
    "2026-04-13,手续费,,,,10.00,5\n"
)


def named(here, room="201", name="示例业主二零一"):
    Owner.objects.filter(ownerships__unit=here.unit(room)).update(name=name)
    return here


def take(here, text=FIVE, by=None, head=HEAD, name="a.csv"):
    content = (head + text).encode("gbk")
    return actions.take_statement(book=here.book, content=content, filename=name, by=by or here.first)


def lines(here):
    return list(BankLine.objects.filter(book=here.book).order_by("happened_on", "pk"))


@pytest.fixture
def taken(called):
    named(called)
    assert take(called) == (4, 0)
    called.lines = lines(called)
    return called


def test_statement_is_taken_once_however_often_it_is_sent(taken):
    assert take(taken) == (0, 4)
    assert take(taken, FIVE + "2026-04-14,转账,,示例业主二零一,2.00,,6\n", head="明细,,,,,,\n" + HEAD) == (1, 4)
    assert [line.amount_fen for line in lines(taken)] == [573_529, 573_529, 10_000, 100, 200]
    assert {line.expires_on for line in lines(taken)} == {timezone.localdate() + datetime.timedelta(days=730)}


def test_faulty_statement_is_refused_whole_with_every_row(called):
    with pytest.raises(Refused) as refusal:
        take(called, "2026-04-10,转账,,示例业主二零一,5,,\n昨天,转账,,示例,五,,\n")
    said = refusal.value.messages
    assert said[0] == "没有导入，改好这些再传一次"
    assert said[1].startswith("第3行“交易日期”（昨天）：看不懂日期")
    assert said[2].startswith("第3行“收入金额”（五）：看不懂金额")
    assert not BankLine.objects.exists()
    with pytest.raises(Refused, match="只能导入"):
        take(called, name="a.exe")
    with pytest.raises(Refused, match="还有5处"):
        take(called, "昨天,转账,,示例,5,,\n" * 25)


def test_names_of_the_bank_are_in_no_journal_and_no_label(taken):
    actions.confirm_line(line=taken.lines[0], unit=taken.unit("201"), by=taken.first)
    actions.put_aside(line=taken.lines[3], why="other", note="示例路人说转错了", by=taken.first)
    told = " ".join(f"{entry.object_label} {entry.changes}" for entry in Entry.objects.all())
    assert "示例业主二零一" not in told
    assert "示例路人" not in told
    assert Entry.objects.filter(action="projects.bankline.take").get().changes["新流水"] == [None, 4]
    assert str(taken.lines[0]) == f"第{taken.lines[0].pk}笔流水"


def test_proposals_are_by_amount_and_reference(taken):
    said = {line: (found.unit, found.is_certain) for line, found in proposals_of(taken.book).items()}
    first, second, third, fourth = (line.pk for line in taken.lines)
    assert said == {
        first: (taken.unit("201").pk, True),
        second: (taken.unit("202").pk, True),
        third: (taken.unit("301").pk, False),
    }
    assert fourth not in said


def test_confirmed_line_is_one_payment_however_often(taken):
    paid = actions.confirm_line(line=taken.lines[0], unit=taken.unit("201"), by=taken.first)
    assert (paid.amount_fen, paid.received_on, paid.method) == (573_529, day(4, 10), "transfer")
    assert paid.entry.key == taken.lines[0].key
    assert actions.confirm_line(line=taken.lines[0], unit=taken.unit("201"), by=taken.second) == paid
    with pytest.raises(Refused, match="已经登记为第1号收据"):
        actions.confirm_line(line=taken.lines[0], unit=taken.unit("202"), by=taken.first)
    assert (Payment.objects.count(), taken.owed()["201"]) == (1, 0)
    assert list(bank_findings()) == []


def test_certain_lines_are_confirmed_at_once_as_they_were_seen(taken):
    seen = {line.pk: taken.unit(room).pk for line, room in zip(taken.lines, ("201", "202"), strict=False)}
    assert actions.confirm_lines(book=taken.book, seen=seen, by=taken.first) == 2
    assert {line.status for line in lines(taken)[:2]} == {"paid"}
    assert (taken.owed()["201"], taken.owed()["202"]) == (0, 0)
    with pytest.raises(Refused, match="刚刚变了"):
        actions.confirm_lines(book=taken.book, seen=seen, by=taken.first)
    with pytest.raises(Refused, match="刚刚变了"):
        actions.confirm_lines(book=taken.book, seen={}, by=taken.first)
    assert Payment.objects.count() == 2


def test_nothing_is_confirmed_when_one_is_not_certain_any_more(taken):
    seen = {line.pk: taken.unit(room).pk for line, room in zip(taken.lines, ("201", "202"), strict=False)}
    taken.receive("202", 573_529, on=day(4, 11))
    with pytest.raises(Refused, match="请重新核对"):
        actions.confirm_lines(book=taken.book, seen=seen, by=taken.first)
    assert Payment.objects.count() == 1
    found = proposals_of(taken.book)[taken.lines[1].pk]
    assert found.why == "室号对得上，金额不是应缴的数，附言里的期数已缴清或者还没有通知，可能已经手工登记过"


def test_line_that_is_no_payment_is_put_aside_and_listed_again(taken):
    line = taken.lines[3]
    for values in ({"why": ""}, {"why": "gone"}, {"why": "other", "note": " "}, {"why": "other", "note": "长" * 101}):
        with pytest.raises(Refused):
            actions.put_aside(line=line, by=taken.first, **values)
    aside = actions.put_aside(line=line, why="other_in", by=taken.first)
    assert (aside.status, aside.decided_by) == ("aside", taken.first)
    assert BankLine.objects.waiting().count() == 3
    with pytest.raises(Refused, match="不是缴款"):
        actions.confirm_line(line=line, unit=taken.unit("201"), by=taken.first)
    assert actions.reopen_line(line=line, by=taken.second).status == "open"
    with pytest.raises(Refused, match="不用重新列出"):
        actions.reopen_line(line=line, by=taken.second)


def test_line_of_a_household_that_was_not_called_is_not_booked(taken):
    with pytest.raises(Refused, match="还没有缴费通知"):
        actions.confirm_line(line=taken.lines[3], unit=taken.unit("101"), by=taken.first)
    assert lines(taken)[3].status == "open"
    assert not Payment.objects.exists()


def test_same_money_in_two_books_is_booked_once(taken):
    """The statement was taken into the book of other stairs as well: the line's key is the same there."""
    other = actions.open_book(community=taken.cast.here, kind="repair_fund", opened_on=day(3, 1), by=taken.first)
    with pytest.raises(Refused, match="没有各户缴款"):
        actions.take_statement(book=other, content=(HEAD + FIVE).encode(), filename="a.csv", by=taken.first)
    twin = copy(taken.lines[0], book_id=other.pk)
    assert twin.key == taken.lines[0].key
    actions.confirm_line(line=taken.lines[0], unit=taken.unit("201"), by=taken.first)
    with pytest.raises(Refused, match="已经登记为第1号收据"):
        actions.confirm_line(line=twin, unit=taken.unit("201"), by=taken.first)
    assert LedgerEntry.objects.filter(kind="payment").count() == 1


def test_words_of_the_bank_are_blanked_after_their_day(taken):
    actions.put_aside(line=taken.lines[3], why="other", note="示例路人", by=taken.first)
    assert actions.erase_lines(book=taken.book, by=taken.first) == 0
    later = timezone.localdate() + datetime.timedelta(days=731)
    assert BankLine.objects.expired(later).count() == 4
    assert actions.erase_lines(book=taken.book, on=later, by=taken.first) == 4
    assert set(BankLine.objects.values_list("payer", "remark", "note")) == {("", "", "")}
    assert actions.erase_lines(book=taken.book, on=later, by=taken.first) == 0
    assert take(taken) == (0, 4)


def test_book_does_not_end_while_lines_wait(taken):
    said = [fault for fault in actions.ending_faults(taken.book, timezone.localdate()) if "银行流水" in fault]
    assert said == ["还有4笔银行流水没有对上：登记为缴款，或者标明不是缴款"]
    for line in taken.lines:
        actions.put_aside(line=line, why="by_hand", by=taken.first)
    assert not [fault for fault in actions.ending_faults(taken.book, timezone.localdate()) if "银行流水" in fault]


def test_words_are_blanked_in_a_book_that_ended_too(taken):
    unguarded()
    now, today = timezone.now(), timezone.localdate()
    who = {"proposed_at": now, "proposed_by": taken.first, "confirmed_at": now, "confirmed_by": taken.second}
    Ending.objects.create(book=taken.book, ended_on=today, **who)
    with pytest.raises(Refused, match="已经结清"):
        actions.put_aside(line=taken.lines[0], why="by_hand", by=taken.first)
    assert actions.erase_lines(book=taken.book, on=today + datetime.timedelta(days=731), by=taken.first) == 4


def test_lines_are_for_those_who_keep_the_book(taken):
    outsider = taken.cast.outsider
    acts = (
        lambda: take(taken, by=outsider),
        lambda: actions.confirm_line(line=taken.lines[0], unit=taken.unit("201"), by=outsider),
        lambda: actions.put_aside(line=taken.lines[0], why="other_in", by=outsider),
        lambda: actions.erase_lines(book=taken.book, by=outsider),
        lambda: actions.confirm_lines(book=taken.book, seen={}, by=taken.cast.leader),
    )
    for act in acts:
        with pytest.raises(Refused, match=r"范围|权限"):
            act()
    assert BankLine.objects.waiting().count() == 4


FROZEN = {
    "accounts_bankline_fixed": "UPDATE projects_bankline SET amount_fen = 1",
    "accounts_bankline_only_blanked": "UPDATE projects_bankline SET payer = '别人'",
    "accounts_bankline_no_delete": "DELETE FROM projects_bankline",
}


def test_lines_are_kept_as_the_bank_sent_them(taken, refused):
    for name, statement in FROZEN.items():
        with refused(name):
            sql(statement)
    if connection.vendor == "postgresql":
        with refused("accounts_bankline_no_truncate"):
            sql("TRUNCATE projects_bankline CASCADE")
    assert BankLine.objects.count() == 4


def test_steps_of_a_line_are_asked_for_by_the_database(taken, refused):
    first, second = BankLine.objects.filter(pk=taken.lines[0].pk), BankLine.objects.filter(pk=taken.lines[1].pk)
    who = {"decided_at": timezone.now(), "decided_by": taken.first}
    other = taken.receive("202", 573_529, on=day(4, 20))
    with refused("accounts_bankline_booked"):
        first.update(status="paid", payment=other, **who)
    with refused("accounts_bankline_is_whole"):
        first.update(status="aside", **who)
    actions.confirm_line(line=taken.lines[0], unit=taken.unit("201"), by=taken.first)
    with refused("accounts_bankline_moves"):
        first.update(status="aside", why="other_in", payment=None, **who)
    with refused("accounts_bankline_paid_for_good"):
        first.update(payment=other)
    with refused("accounts_bankline_starts"):
        copy(taken.lines[1], digest="1", status="aside", why="other_in", **_keys(who))
    with refused("accounts_bankline_once"):
        copy(taken.lines[1])
    with refused("accounts_bankline_amount"):
        copy(taken.lines[1], digest="1", amount_fen=0)
    assert (first.get().status, second.get().status) == ("paid", "open")


def _keys(who):
    return {"decided_at": who["decided_at"], "decided_by_id": who["decided_by"].pk}


@pytest.mark.parametrize(
    "statement, words",
    [
        ("UPDATE projects_bankline SET amount_fen = 7 WHERE status = 'paid'", "is not what payment"),
        (f"UPDATE projects_bankline SET digest = '{'0' * 64}' WHERE status = 'paid'", "is not what payment"),
        (
            "UPDATE projects_bankline SET status = 'aside', why = 'other_in', payment_id = NULL WHERE status = 'paid'",
            "was put aside, and is booked",
        ),
    ],
)
def test_line_changed_behind_the_guards_is_found(taken, statement, words):
    actions.confirm_line(line=taken.lines[0], unit=taken.unit("201"), by=taken.first)
    unguarded()
    sql(statement)
    (found,) = bank_findings()
    assert words in found


def test_taking_lines_costs_few_queries(cast, django_assert_num_queries):
    here = Collection(cast)
    here.call()
    few = "2026-04-12,转账,,示例路人,1.00,,1\n"
    many = "".join(f"2026-04-13,转账,,示例路人,1.00,,{number}\n" for number in range(30))
    take(here, few)
    with django_assert_num_queries(10):
        take(here, many)
    with django_assert_num_queries(6):
        assert proposals_of(here.book) == {}
