"""The committee's work on the books in a browser: clicks and keys from the front page (ux.md, tasks 13 to 15), and the
sheets that are handed to households, as PDF."""

import datetime
import re

import pytest
from PIL import Image

from tests.journeys.test_desk import Clerk
from tests.journeys.test_print import MM, Desk, assert_sheets

LATE_BOOK, CURRENT_BOOK = "一小区13号", "五小区121号"


@pytest.fixture
def at_desk(browser, site):
    """Each person at a machine of their own."""
    contexts = []

    def log_in(name):
        contexts.append(browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900}, locale="zh-CN"))
        return Clerk(contexts[-1].new_page(), name)

    yield log_in
    for context in contexts:
        context.close()


def months_told(site):
    return re.findall(r"已公布到(\d+)年(\d+)月", re.sub("<[^>]+>", "", site.get("/c/ganquanyuan/accounts/").text))


def test_payment_takes_three_clicks_and_twelve_keys(at_desk):
    clerk = at_desk("juwei")
    page, keys = clerk.page, ["5", "0", "2", "Tab", *"8704.83", "Enter"]
    clerk.start()
    clerk.press("#nav-sidebar a:text-is('账簿')")
    clerk.press(f"#result_list th a:has-text('{CURRENT_BOOK}')")
    clerk.press(".object-tools a:has-text('登记缴款')")
    clerk.wait_for_focus("room")
    for key in keys[:-1]:
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press(keys[-1])
    assert (clerk.clicks, len(keys)) == (3, 12)
    said = page.inner_text(".messagelist")
    assert "502室已登记" in said
    assert "号收据" in said
    assert page.evaluate("document.activeElement.id") == "id_room"
    assert clerk.errors == []


def test_spending_takes_four_clicks_and_four_inputs(at_desk, tmp_path):
    photo = tmp_path / "invoice.png"
    Image.new("L", (240, 120), 255).save(photo)
    clerk = at_desk("juwei")
    page = clerk.page
    clerk.start()
    clerk.press("#nav-sidebar a[aria-label='新增支出']")
    inputs = 0
    for name, label in (("book", LATE_BOOK), ("company", "示例代建"), ("cost", "检验费")):
        option = page.locator(f"#id_{name} option", has_text=label).first.get_attribute("value")
        page.select_option(f"#id_{name}", option)
        inputs += 1
    page.set_input_files("#id_upload", str(photo))
    inputs += 1
    page.fill("#id_yuan", "1200")
    page.fill("#id_text", "首次检验费")
    clerk.press("input[name=_save]")
    assert clerk.clicks <= 4
    assert inputs == 4
    assert "首次检验费" in page.inner_text("#result_list")
    assert clerk.errors == []


def test_month_is_closed_and_published_in_four_clicks_by_two_people(at_desk, site):
    first, second = at_desk("juwei"), at_desk("shuji")
    before = months_told(site)
    first.start()
    first.press(f"ul.tasks a:has-text('{LATE_BOOK}'):has-text('要月结')")
    note = first.page.inner_text("#content-main")
    assert "本期结余" in note
    first.page.fill("#id_statement", re.search(r"账上银行存款([\d,.]+)元", note)[1])
    first.press("#content form [type=submit]")
    second.start()
    second.press(f"ul.tasks a:has-text('{LATE_BOOK}'):has-text('复核公布')")
    second.press("#content form [type=submit]")
    assert first.clicks + second.clicks == 4
    assert "已公布" in second.page.inner_text(".messagelist")
    assert months_told(site) != before
    assert first.errors == second.errors == []


@pytest.fixture(scope="module")
def desk(browser, site):
    desk = Desk(browser, site)
    yield desk
    for context in desk.contexts:
        context.close()


def latest(desk, model):
    """The address of the newest row of a list."""
    desk.page.goto(f"/admin/projects/{model}/")
    return desk.page.locator("#result_list tbody tr:first-child th a").get_attribute("href").split("?")[0]


def test_notice_to_pay_is_a_page_a_household_and_nothing_is_cut(desk):
    address = latest(desk, "call").replace("change/", "notices/")
    measured, pdf = desk.sheets(address)
    households = int(re.search(r"(\d+)户", desk.page.inner_text(".bar"))[1])
    assert households >= 10
    assert_sheets(measured, pdf, pages=households)
    for sheet in measured:
        assert sheet["code"] >= 30 * MM
        for part in ("缴费通知单", "室业主", "本户分摊额", "怎样算的", "收款账户", "示例数据"):
            assert part in sheet["text"], part


def test_receipt_is_one_page_with_capitals_and_says_when_it_is_printed_again(desk):
    address = latest(desk, "payment").replace("change/", "receipt/")
    measured, pdf = desk.sheets(address)
    assert_sheets(measured, pdf, pages=1)
    text = measured[0]["text"]
    for part in ("收据", "今收到", "大写：人民币", "记账凭证", "盖章", f"{datetime.date.today().year}年"):
        assert part in text, part
    assert "补打" not in text
    assert "补打" in desk.sheets(address)[0][0]["text"]
