"""The back office of refunds, late joiners and the settlement: one proposes, another approves."""

import pytest

from projects.costs import actions as costs
from projects.models import Joining, Payout, Settlement

from .collecting import day
from .test_admin import press, url
from .test_settling import spend, subsidise


@pytest.fixture
def first(client, called):
    client.force_login(called.first)
    return client


def test_refund_is_proposed_approved_and_paid_by_two_people(first, client, called):
    called.receive("201", 600_000)
    assert "已提出" in press(first, called.book, "payout", room="201", kind="credit")
    row = Payout.objects.get()
    assert "要由另一位批准" in press(first, row, "approve")
    client.force_login(called.second)
    assert "已批准" in press(client, row, "approve")
    assert "已付款并记账" in press(client, row, "pay", on="2026-04-20")
    assert Payout.objects.get().entry.money_fen == -26_471


def test_refund_of_nothing_is_refused_in_words(first, called):
    assert "没有可以退的" in press(first, called.book, "payout", room="201", kind="credit")
    assert Payout.objects.count() == 0


def test_joining_asks_whose_the_money_is(first, called):
    page = press(first, called.book, "join", room="201", use="", agreement="第6条", on="2026-04-20")
    assert "这个字段是必填项" in page or "必填" in page
    assert "不是后加入" in press(
        first, called.book, "join", room="201", use="reserve", agreement="第6条", on="2026-04-20"
    )
    assert Joining.objects.count() == 0


def test_settlement_is_approved_by_another(first, client, called):
    called.call(7000)
    spend(called, 64_000_000)
    subsidise(called, 26_000_000)
    assert "已提出" in press(first, called.book, "settle")
    row = Settlement.objects.get()
    assert "业主实际承担380,000.00元" in first.get(url(row, "approve")).content.decode()
    client.force_login(called.second)
    assert "已批准并记账" in press(client, row, "approve", on="2026-04-30")
    assert sum(called.owed().values()) == 38_000_000


def test_running_fee_waits_for_the_written_split(first, called):
    assert "还没有书面的运行费约定" in press(first, called.book, "year", year="2026", on="2026-04-20")
    form = {"basis": "equal", "yearly": "10000", "reserve": "2000", "agreement": "第3条", "agreed_on": "2026-03-01"}
    assert "约定已登记" in press(first, called.book, "agree", **form)
    assert "还没有人" in press(first, called.book, "year", year="2026", on="2026-04-20")
    costs.enter_contributors(scheme=called.scheme, on=day(3, 2), by=called.first)
    assert "已记应收" in press(first, called.book, "year", year="2026", on="2026-04-20")
