"""A vote at the desk from draft to count in a browser: clicks, and for the papers every key that goes down."""

import pytest

from tests.journeys.test_desk import Clerk

#: Eighteen papers of one stair, as both clerks read them.
READ = "122311121113111211"
REQUIRED = ("community", "rule", "building_group", "question", "plain", "closes_at_0", "closes_at_1")


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


def begin(clerk, group):
    """Draft and begin from the front page; returns how many required fields came empty."""
    page = clerk.page
    clerk.start()
    clerk.press("#nav-sidebar a:text-is('征询')")
    clerk.press(".object-tools a:has-text('新增')")
    empty = [name for name in REQUIRED if not page.input_value(f"[name={name}]")]
    clerk.press(".field-building_group .select2-selection")
    page.wait_for_selector(".select2-search__field:focus")
    page.keyboard.type(group)
    page.wait_for_selector(".select2-results__option--highlighted:not(.loading-results)")
    page.keyboard.press("Enter")
    page.fill("[name=plain]", "装一部电梯，6层楼分摊")
    clerk.press("input[value='保存并去开始']")
    clerk.press("#content form input[type=submit]")
    return len(empty)


def key_papers(clerk, keys):
    """Every paper by keyboard alone; returns how many keys went down, the first where the page left the focus."""
    page, pressed = clerk.page, 0
    for choice in keys:
        clerk.wait_for_focus("key")
        page.keyboard.press(choice)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        pressed += 2
    return pressed


def test_a_vote_from_draft_to_count(at_desk):
    first, second = at_desk("juwei"), at_desk("shuji")
    assert begin(first, "1号") <= 4
    assert first.clicks <= 6
    assert "已开始" in first.page.inner_text(".messagelist")
    address = first.page.url.removesuffix("change/")
    first.press(".object-tools a:has-text('发票')")
    first.press("#content form input[type=submit]")
    first.page.goto(address + "key/")  # the ballots go out and come back in between
    assert key_papers(first, READ) <= 40
    assert "第一遍已录" in first.page.inner_text(".messagelist")
    second.page.goto(address + "key/")
    assert second.page.input_value("[name=code]") == "0001"
    assert second.page.input_value("[name=key]") == ""
    assert key_papers(second, READ) <= 40
    assert "两遍一致，已记入" in second.page.inner_text(".messagelist")
    first.start()
    first.press("#nav-sidebar a:text-is('征询')")
    first.press("#result_list tbody tr:first-child th a")
    first.press(".object-tools a:has-text('计票')")
    first.press("#content form input[type=submit]")
    assert first.clicks == 4
    assert "已计票" in first.page.inner_text("#content")
    assert first.errors == second.errors == []
