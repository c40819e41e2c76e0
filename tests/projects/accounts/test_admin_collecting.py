"""The back office of collecting: three clicks and at most twelve keys for a payment; sheets for paper."""

import pytest

from communities.journal.models import Reading
from projects.costs import actions as costs
from projects.models import Call, LedgerEntry, Payment, Signature

from .collecting import day, key
from .test_admin import press, url


@pytest.fixture
def first(client, collection):
    client.force_login(collection.first)
    return client


def test_call_is_prefilled_with_what_is_usual(first, collection):
    page = first.get(url(collection.book, "call")).content.decode()
    assert 'value="30"' in page
    form = {"percent": "30", "due_on": "2099-04-30", "key": key()}
    assert "缴费通知已记账" in press(first, collection.book, "call", **form)
    assert Call.objects.get().portion_bp == 3000
    page = first.get(url(collection.book, "call")).content.decode()
    assert 'value="50"' in page


def test_call_says_what_stands_in_the_way(first, collection):
    costs.withdraw(signature=Signature.objects.first(), reason="登记错了", by=collection.first)
    page = first.get(url(collection.book, "call")).content.decode()
    assert "现在还不能发" in page
    assert "还有1户没有在这一稿方案上签字" in page


def test_payment_takes_three_clicks_and_twelve_keys(first, called):
    page = first.get(url(called.book)).content.decode()
    assert "登记缴款" in page  # 账簿, the book, 登记缴款
    page = first.get(url(called.book, "receive")).content.decode()
    assert "autofocus" in page
    typed = ("601", "14911.76")
    assert len(typed[0]) + len("\t") + len(typed[1]) - 1 + len("\n") <= 12
    form = {"room": typed[0], "yuan": typed[1], "method": "transfer", "received_on": "2026-04-10", "key": key()}
    said = press(first, called.book, "receive", **form)
    assert "601室已登记，第1号收据" in said
    assert "已缴清1户，还没缴清9户" in said


@pytest.mark.parametrize(
    "values, words",
    [
        ({"room": "999"}, "没有999室"),
        ({"room": "101"}, "还没有缴费通知"),
        ({"yuan": "1.234"}, "最多两位小数"),
        ({"yuan": "0"}, "金额要大于0"),
        ({"received_on": "2099-01-01"}, "不能晚于今天"),
        ({"method": "gold"}, "gold"),
    ],
)
def test_wrong_payment_is_refused_in_words(first, called, values, words):
    form = {"room": "601", "yuan": "100", "method": "transfer", "received_on": "2026-04-10", "key": key(), **values}
    assert words in press(first, called.book, "receive", **form)
    assert Payment.objects.count() == 0


def test_notices_are_a_page_a_household_and_the_look_is_logged(first, called):
    called.receive("201", 73_529)
    page = first.get(url(called.first_call, "notices")).content.decode()
    assert page.count('class="sheet due"') == 10
    assert "这次请缴：5,000.00元" in page
    assert "人民币伍仟元整" in page
    assert "多735.29元" in page
    assert Reading.objects.filter(purpose="打印缴费通知单", rows=10).count() == 1


def test_receipt_has_capital_figures_and_is_marked_when_printed_again(first, called):
    payment = called.receive("201", 573_529)
    page = first.get(url(payment, "receipt")).content.decode()
    assert "人民币伍仟柒佰叁拾伍元贰角玖分" in page
    assert "补打" not in page
    assert "补打" in first.get(url(payment, "receipt")).content.decode()


def test_wrong_household_is_mended_from_the_receipt(first, called):
    payment = called.receive("201", 573_529, on=day(4, 10))
    said = press(first, payment, "move", room="202", reason="看错一行")
    assert "已改记" in said
    assert Payment.objects.get(number=2).unit.room == "202"
    assert "已经作废" in first.get(url(payment, "receipt"), follow=True).content.decode()
    assert LedgerEntry.objects.filter(kind="reversal").count() == 1


def test_lists_take_few_queries(first, called, django_assert_num_queries):
    called.receive("201", 1)
    for model in ("call", "payment"):
        first.get(f"/admin/projects/{model}/")
    with django_assert_num_queries(6):
        first.get("/admin/projects/payment/")
    called.receive("202", 1)
    with django_assert_num_queries(6):
        assert first.get("/admin/projects/payment/").status_code == 200
