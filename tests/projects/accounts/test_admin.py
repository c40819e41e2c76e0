"""The back office of the books: a proposal, a second person, a payment; a month closed and published in four clicks."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.journal.models import Reading
from projects.accounts.forms import fen_of
from projects.models import Book, Contract, LedgerEntry, Period, Spending, Voucher

from .test_spending import approve, company, contract, propose, upload


@pytest.fixture
def first(client, books):
    client.force_login(books.first)
    return client


def as_second(client, books):
    client.force_login(books.second)
    return client


def url(row, name="change"):
    return reverse(f"admin:projects_{row._meta.model_name}_{name}", args=[row.pk])


def press(client, row, name, **values):
    """What the page said."""
    return client.post(url(row, name), values, follow=True).content.decode()


@pytest.mark.parametrize(
    "text, fen",
    [
        ("12,345.6", 1_234_560),
        ("0.01", 1),
        ("-5000", -500_000),
        ("１２元", 1_200),
        ("1.234", None),
        ("1,23", None),
        ("1e5", None),
    ],
)
def test_yuan_are_read_to_the_fen(text, fen):
    assert fen_of(text) == fen
    assert fen_of("") is None


def test_fund_is_opened_from_the_form(first, books):
    form = {"community": books.cast.here.pk, "kind": "common_income", "project": "", "opened_on": "2026-03-01"}
    assert first.post("/admin/projects/book/add/", form).status_code == 302
    assert Book.objects.get(kind="common_income").periods.get().month == 3
    assert "已有这种账簿" in first.post("/admin/projects/book/add/", form, follow=True).content.decode()


def test_income_is_booked_once_however_often_it_is_sent(first, books):
    page = first.get(url(books.book, "entry")).content.decode()
    assert 'type="hidden" name="key"' in page
    form = {"kind": "subsidy", "yuan": "280000", "text": "加梯补贴到账", "on": "2026-01-20", "account": "bank"}
    form["key"] = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
    for _ in range(2):
        assert "已记账" in press(first, books.book, "entry", **form)
    assert list(LedgerEntry.objects.values_list("money_fen", "kind")) == [(28_000_000, "subsidy")]


@pytest.mark.parametrize(
    "kind, account, money", [("bank_fee", "bank", -1_000), ("transfer", "cash", 0), ("transfer", "bank", 0)]
)
def test_fees_and_transfers_are_booked_on_their_side(first, books, kind, account, money):
    form = {"kind": kind, "yuan": "10", "text": "转", "on": "2026-01-20", "account": account}
    press(first, books.book, "entry", key="6f9619ff-8b86-4d01-b42d-00cf4fc964ff", **form)
    entry = LedgerEntry.objects.get()
    assert entry.money_fen == money
    assert {line.role: line.amount_fen for line in entry.lines}[account] == -1_000


def test_refusal_is_said_on_the_form(first, books):
    form = {"kind": "subsidy", "yuan": "0", "text": "张三13912345678", "on": "2026-01-20", "account": "bank"}
    key = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
    assert "金额要大于0" in press(first, books.book, "entry", key=key, **form)
    assert "像电话" in press(first, books.book, "entry", key=key, **{**form, "yuan": "5"})
    assert LedgerEntry.objects.count() == 0


def test_spending_is_proposed_approved_and_paid(client, first, books):
    form = {"book": books.book.pk, "company": company(books.cast).pk, "cost": "foundation", "yuan": "1200.50"}
    form |= {"text": "桩基首付款", "paid_from": "bank", "upload": upload()}
    assert first.post("/admin/projects/spending/add/", form).status_code == 302
    spending = Spending.objects.get()
    assert (spending.amount_fen, spending.vouchers.count()) == (120_050, 1)
    assert "要由另一位批准" in first.get(url(spending, "approve")).content.decode()
    second = as_second(client, books)
    assert "付给示例代建公司1,200.50元" in second.get(url(spending, "approve")).content.decode()
    assert "已批准" in press(second, spending, "approve", digest=spending.digest_of_content())
    assert "已付款并记账" in press(second, spending, "pay", on="2026-01-21")
    assert LedgerEntry.objects.get().money_fen == -120_050


def test_change_of_an_approved_spending_goes_back_to_the_second_person(first, books):
    spending = propose(books)
    approve(books, spending)
    form = {"company": spending.company_id, "cost": "foundation", "yuan": "9.99", "text": "桩基", "paid_from": "bank"}
    assert first.post(url(spending), form).status_code == 302
    spending.refresh_from_db()
    assert (spending.status, spending.amount_fen, spending.book) == ("proposed", 999, books.book)


def test_scrubbed_picture_is_uploaded_and_marked(first, books):
    spending = propose(books)
    said = press(first, spending, "attach", upload=upload(), is_scrubbed="on", alt="桩基发票")
    assert "票据已上传" in said
    assert "会公开：桩基发票" in first.get(url(spending)).content.decode()
    assert "请写图片说明" in press(first, spending, "attach", upload=upload(), is_scrubbed="on")


def test_original_is_served_to_staff_and_the_look_is_logged(first, books):
    voucher = propose(books).vouchers.get()
    answer = first.get(url(voucher, "file"))
    assert answer["Content-Type"] == "image/jpeg"
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert Reading.objects.filter(purpose="查看原始票据").count() == 1
    voucher.file.delete(save=False)
    assert first.get(url(voucher, "file")).status_code == 404


def test_contract_and_its_change(first, books):
    form = {"book": books.book.pk, "company": company(books.cast).pk, "title": "电梯合同", "cost": "lift"}
    form |= {"yuan": "200,000", "signed_on": "2026-01-06"}
    assert first.post("/admin/projects/contract/add/", form).status_code == 302
    press(first, Contract.objects.get(), "alter", yuan="-5000", reason="减一站", agreed_on="2026-01-09")
    assert Contract.objects.with_total().get().total_fen == 19_500_000
    assert "概算和实际" in first.get(url(books.book, "budget")).content.decode()


def test_month_is_closed_and_published_by_two(client, first, books):
    """From the front page: the task, the month, the button, the button."""
    books.pay(300_000)
    front = first.get("/admin/").content.decode()
    assert "2026年1月的账已过完，要月结" in front
    assert "1个月的账过了公布期限" in front
    january = books.month(1)
    assert url(january) in first.get("/admin/projects/period/?step=close").content.decode()
    assert "本期结余3,000.00元" in first.get(url(january, "close")).content.decode()
    assert "没有说明" in press(first, january, "close", statement="2000", lines="")
    assert "看不懂" in press(first, january, "close", statement="2000", lines="次日入账")
    assert "已月结" in press(first, january, "close", statement="2000", lines="次日入账 -1000")
    assert "公布要由另一位复核" in press(first, january, "publish")
    second = as_second(client, books)
    assert "等待您复核公布" in second.get("/admin/").content.decode()
    assert "已公布" in press(second, january, "publish")
    assert "差额的原因" in second.get(url(january)).content.decode()
    assert Period.objects.published().count() == 1


def test_page_says_what_keeps_a_month_open(first, books):
    today = timezone.localdate()
    books.pay(1, on=today)
    period = books.month(today.month, today.year)
    page = first.get(url(period, "close")).content.decode()
    assert "还没有过完" in page
    assert "还没有月结，要按月份顺序来" in page


def test_entry_is_reversed_with_a_reason(first, books):
    entry = books.spend(5)
    assert "已冲正" in press(first, entry, "reverse", reason="付错了", happened_on=f"{datetime.date.today()}")
    assert url(entry, "reverse") not in first.get(url(entry)).content.decode()
    assert LedgerEntry.objects.get(number=2).text == "冲正第1号凭证：付错了"


def test_balances_by_household_are_logged(first, books):
    books.pay(300_000)
    page = first.get(url(books.book, "balances")).content.decode()
    assert "−3,000.00元" in page
    assert Reading.objects.get(purpose="查看各户余额").rows == 1


def test_nothing_is_deleted(first, books):
    rows = [books.book, books.pay(5), books.month(1), contract(books), propose(books), Voucher.objects.get()]
    assert {first.post(url(row, "delete"), {"post": "yes"}).status_code for row in rows} == {403}
    assert Spending.objects.count() == 1


def test_task_of_spending_waits_for_the_other_person(client, first, books):
    propose(books)
    assert "等待您批准" not in first.get("/admin/").content.decode()
    assert "1笔支出等待您批准" in as_second(client, books).get("/admin/").content.decode()
