"""What residents read of the books: published months, to the fen, and never a household."""

import csv
import io
import re

import pytest

from projects.accounts import actions
from projects.accounts.domain import credit, debit
from projects.models import Budget, BudgetItem, Voucher
from tests.projects.accounts.conftest import day
from tests.projects.accounts.test_ending import Settled
from tests.projects.accounts.test_spending import approve, change, contract, propose, upload

LIST, JANUARY = "/c/jia/accounts/", "/c/jia/accounts/2026-01/"
SHOULD_NOT_SHOW = ("101", "601", "示例业主", "3,000.00", "2,000.00")


def test_nothing_is_shown_before_it_is_published(client, books, text):
    books.pay(300_000)
    books.close(1, 300_000)
    assert "还没有公布账目" in text(client.get(LIST))
    assert client.get(JANUARY).status_code == 404
    assert client.get("/c/jia/accounts/2026-01.csv").status_code == 404


def test_list_shows_the_latest_month_and_where_each_book_stands(client, published, text):
    page = text(client.get(LIST))
    assert "这个月收入7,810.00元，支出1,210.50元，月底还有6,599.50元。" in page
    assert "东村1号加梯资金过期未公布已公布到2026年1月。2026年2月的账，最晚2026年3月15日公布。" in page
    assert "收入7,810.00元，支出1,210.50元，结余6,599.50元（1本账）" in page
    assert "2026年3月账目" not in page


def test_month_adds_up_line_by_line(client, published, text):
    page = text(client.get(JANUARY))
    assert "上期结余0.00收入：业主缴款5,000.00收入：政府补贴2,800.00收入：其他收入、结转和冲正10.00" in page
    assert "收入合计（加）7,810.00支出：工程支出1,210.50支出合计（减）1,210.50本期结余6,599.50" in page
    assert "账上银行存款6,599.50元账上现金0.00元银行对账单6,000.00元差额的原因31日存入，次日入账−599.50元" in page
    assert "制表居委会委员" in page
    assert "复核和公布党总支书记" in page


def test_households_are_one_total_with_their_number(client, published, text):
    page = text(client.get(JANUARY))
    assert "业主缴款一共2笔收入5,000.00元只公布合计，不公布是哪一户。" in page
    assert [word for word in SHOULD_NOT_SHOW if word in page] == []


def test_reversal_and_what_it_reverses_are_both_visible(client, published, text):
    page = text(client.get(JANUARY))
    assert "写错的一笔2026年1月21日工程支出支出10.00元凭证第5号已由第6号冲正" in page
    assert "冲正第5号凭证：收款方写错2026年1月22日冲正收入10.00元凭证第6号" in page


def test_reversal_in_an_unpublished_month_is_not_told_yet(client, published, text):
    subsidy = published.month(1).entries.get(kind="subsidy")
    actions.reverse(entry=subsidy, reason="重复", by=published.first, happened_on=day(3, 1))
    assert "冲正第" not in text(client.get(JANUARY)).replace("冲正第5号", "")
    assert "已由第8号冲正" not in text(client.get(JANUARY))


def test_bars_are_drawn_on_one_scale(client, published):
    html = client.get(JANUARY).content.decode()
    bars = re.findall(r'<rect x="([\d.]+)" width="([\d.]+)" height="36" fill="url\(#money-(\d)\)"', html)
    assert bars == [
        ("0.00", "192.06", "0"),
        ("192.06", "107.55", "1"),
        ("299.61", "0.39", "3"),
        ("0.00", "46.49", "0"),
    ]
    assert len(set(re.findall(r'<pattern id="([^"]+)"', html))) == 4


def test_voucher_marked_as_scrubbed_is_shown_and_no_other(client, published):
    html = client.get(JANUARY).content.decode()
    scrubbed, original = Voucher.objects.get(is_scrubbed=True), Voucher.objects.get(is_scrubbed=False)
    addresses = re.findall(r'<img src="(/vouchers/[^"]+)" alt="桩基首付款发票"', html)
    assert len(addresses) == 1
    answer = client.get(addresses[0])
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert client.get(f"/vouchers/{original.pk}/{original.digest[:16]}.jpg").status_code == 404
    assert client.get(f"/vouchers/{scrubbed.pk}/{'0' * 16}.jpg").status_code == 404
    scrubbed.file.delete(save=False)
    assert client.get(addresses[0]).status_code == 404


def test_voucher_of_an_unpublished_month_is_not_served(client, books):
    spending = propose(books)
    voucher = actions.attach(spending=spending, upload=upload(), by=books.first, is_scrubbed=True, alt="发票")
    assert client.get(f"/vouchers/{voucher.pk}/{voucher.digest[:16]}.jpg").status_code == 404
    assert Voucher.objects.public().count() == 0


def test_table_for_a_spreadsheet_says_the_same(client, published):
    answer = client.get("/c/jia/accounts/2026-01.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer["Content-Disposition"] == 'attachment; filename="accounts-jia-2026-01.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["类别"], row["笔数"], row["收入（元）"], row["支出（元）"]) for row in rows] == [
        ("业主缴款", "2", "5000.00", ""),
        ("政府补贴", "1", "2800.00", ""),
        ("工程支出", "1", "", "1200.50"),
        ("工程支出", "1", "", "10.00"),
        ("冲正", "1", "10.00", ""),
    ]
    assert (rows[2]["收款方"], rows[2]["凭证号"], rows[2]["日期"]) == ("示例代建公司", "4", "2026-01-20")


def test_cell_that_would_run_is_quoted(client, books):
    books.subsidise(500, text="=1+1")
    books.close(1, 500)
    books.publish(1)
    assert "'=1+1" in client.get("/c/jia/accounts/2026-01.csv").content.decode("utf-8-sig")


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "2026-1", "1999-12", "abc", "2026-02", "9999-01", "202601"])
def test_address_that_is_no_published_month_is_not_found(client, published, month):
    assert client.get(f"/c/jia/accounts/{month}/").status_code == 404
    assert client.get(f"/c/jia/accounts/{month}.csv").status_code == 404


@pytest.mark.parametrize("query", ["book=x", "book=0", "book=" + "9" * 30])
def test_query_that_makes_no_sense_is_refused(client, published, query):
    assert client.get(f"{JANUARY}?{query}").status_code == 400
    assert client.get(f"{LIST}?before=2026-13").status_code == 400


def test_book_of_another_community_is_not_found(client, published):
    book = published.book.pk
    assert client.get(f"{JANUARY}?book={book}").status_code == 200
    assert client.get(f"/c/yi/accounts/2026-01/?book={book}").status_code == 404


def test_months_of_several_books_are_added_and_each_is_a_click_away(client, published, text):
    fund = published.open(kind="common_income")
    first = published.book
    published.book = fund
    published.post(*interest(), book=fund, text="停车费")
    published.close(1, 700)
    published.publish(1)
    page = text(client.get(JANUARY))
    assert "这个月收入7,817.00元，支出1,210.50元，月底还有6,606.50元。" in page
    assert "东村1号加梯资金上期结余0.00元" in page
    assert "停车费" not in page
    one = text(client.get(f"{JANUARY}?book={fund.pk}"))
    assert "停车费" in one
    assert "桩基首付款" in text(client.get(f"{JANUARY}?book={first.pk}"))
    assert "（2本账）" in text(client.get(LIST))


def interest():
    return [debit("bank", 700), credit("common_income", 700)], "common_income"


def book_page(books):
    return f"/c/jia/accounts/book/{books.book.pk}/"


@pytest.fixture
def contracted(published):
    """60,000.00 planned for piles, 50,000.00 agreed and 12,500.50 more by a change; 200,000.00 planned for the lift."""
    budget = Budget.objects.create(project=published.project, version=1)
    for kind, fen in (("foundation", 6_000_000), ("lift", 20_000_000)):
        BudgetItem.objects.create(budget=budget, kind=kind, amount_fen=fen)
    change(published, contract(published), 1_250_050)
    return published


def test_book_page_sets_budget_against_contracts_and_payments(client, contracted, text):
    page = text(client.get(book_page(contracted)))
    assert "概算一共260,000.00元，已签合同62,500.50元（含变更），已经付了1,200.50元。" in page
    assert "已付的算到2026年1月，没有公布的不算。" in page
    assert (
        "桩基基础概算60,000.00合同62,500.50其中变更12,500.50元已付1,200.50比概算多2,500.50元"
        "电梯设备与安装概算200,000.00没有合同已付0.00" in page
    )
    assert "2026年1月9日变更12,500.50元：增加两根桩。" in page
    assert "合计概算260,000.00合同62,500.50已付1,200.50" in page
    assert [word for word in SHOULD_NOT_SHOW if word in page] == []


def test_payment_of_an_unpublished_month_is_not_told(client, contracted, text):
    contracted.spend(700_000, on=day(3, 2))
    page = text(client.get(book_page(contracted)))
    assert "已经付了1,200.50元" in page
    assert "8,200.50" not in page


def test_book_page_leads_to_its_months_and_its_stairs(client, published, text):
    html = client.get(book_page(published)).content.decode()
    assert f'href="/c/jia/accounts/2026-01/?book={published.book.pk}"' in html
    assert 'href="/c/jia/b/1/costs/"' in html
    assert "2026-02/" not in html
    assert "过期未公布" in text(client.get(book_page(published)))
    assert f'href="{book_page(published)}"' in client.get(LIST).content.decode()


def test_fund_has_a_page_without_a_budget(client, published, text):
    fund = published.open(kind="common_income")
    page = text(client.get(f"/c/jia/accounts/book/{fund.pk}/"))
    assert "还没有公布过" in page
    assert "概算" not in page.replace("看每一层", "")
    assert client.get(f"/c/yi/accounts/book/{fund.pk}/").status_code == 404
    assert client.get("/c/jia/accounts/book/999999/").status_code == 404


@pytest.mark.parametrize(("language", "said"), [("en", "of which changes"), ("zh-hant", "其中變更")])
def test_book_page_speaks_three_languages(client, contracted, language, said):
    page = client.get(f"/{language}{book_page(contracted)}").content.decode()
    assert said in page
    assert "桩基基础" not in page


@pytest.mark.parametrize("more", [0, 30])
def test_book_page_asks_as_often_for_little_and_much(contracted, cold, more):
    for _ in range(more):
        change(contracted, contract(contracted), 100)
    reply, asked = cold(book_page(contracted))
    assert (reply.status_code, asked) == (200, 7)


def test_ended_book_is_told_with_its_day_and_below_the_others(client, cast, text):
    settled = Settled(cast)
    settled.publish(3, 4)
    settled.end()
    page = text(client.get(LIST))
    assert "已经结清的账" in page
    assert "12号加梯资金已结清2026年4月20日" in page
    assert "最晚" not in page.partition("已经结清的账")[0].partition("哪几本账")[2]
    assert "这本账2026年4月20日结清，不再记" in text(client.get(f"/c/jia/accounts/book/{settled.book.pk}/"))


BUDGETS = {LIST: 5, JANUARY: 7, "/c/jia/accounts/2026-01.csv": 6}


@pytest.mark.parametrize("path", BUDGETS)
@pytest.mark.parametrize("more", [0, 30])
def test_page_asks_as_often_for_little_and_much(books, cold, path, more):
    for number in range(1 + more):
        spending = propose(books) if number < 2 else None
        if spending:
            approve(books, spending)
            actions.pay(spending=spending, on=day(1, 20), by=books.first)
        books.pay(100)
        books.subsidise(100)
    books.close(1, books.month(1).entries.sums()[0] - books.month(1).entries.sums()[1])
    books.publish(1)
    reply, asked = cold(path)
    assert (reply.status_code, asked) == (200, BUDGETS[path])


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_pages_speak_three_languages(client, published, language):
    for path in (LIST, JANUARY):
        page = client.get(f"/{language}{path}").content.decode()
        assert ("Left at the end" if language == "en" else "本期結餘") in page
        assert "本期结余" not in page
