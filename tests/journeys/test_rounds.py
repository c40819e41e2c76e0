"""A 楼组长 on a phone 320 px wide: who comes first, a visit written down at the door, a question taken along."""

import pytest

#: Everything that can be pressed in the form, small boxes by their words; and whatever stands beside something else.
MEASURE = """() => {
  const seen = e => e.getClientRects().length > 0;
  const box = e => e.getBoundingClientRect();
  const small = [...document.querySelectorAll(
      '#content input:not([type=hidden], [type=checkbox]), #content select:not(.select2-hidden-accessible), ' +
      '#content textarea, #content .select2-selection, #content summary, #content .submit-row *, ' +
      '#content label:has(> input), #content .vCheckboxLabel')]
    .filter(seen).filter(e => box(e).height < 43.5 || box(e).width < 43.5)
    .map(e => [e.id || e.className || e.textContent.trim(), box(e).width, box(e).height]);
  const lefts = [...document.querySelectorAll('#content .form-row')].filter(seen).map(e => Math.round(box(e).left));
  return {small, columns: [...new Set(lefts)].length,
          overflow: document.documentElement.scrollWidth - window.innerWidth};
}"""
PASSWORD = "demo-lift-2019-louzu"


@pytest.fixture
def phone(browser, site):
    context = browser.new_context(base_url=site.url, viewport={"width": 320, "height": 640}, locale="zh-CN")
    page = context.new_page()
    page.goto("/admin/")
    page.fill("input[name=login]", "demo-louzu")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_selector(".desk")
    yield page
    context.close()


def choose(page, field, number):
    """Open the search of one field and take the given row of what it offers."""
    page.click(f".field-{field} .select2-selection")
    page.click(f".select2-results__option:not(.loading-results) >> nth={number}")


def test_visit_is_written_down_with_one_hand(phone):
    phone.goto("/admin/projects/stair/")
    phone.click("#result_list tbody th a")
    first = phone.locator("ul.choices a").first
    assert "说好" in first.inner_text()
    assert min(link.bounding_box()["height"] for link in phone.locator("ul.choices a").all()) >= 43.5
    first.click()
    phone.wait_for_selector(".field-first .select2-selection")
    measured = phone.evaluate(MEASURE)
    assert measured == {"small": [], "columns": 1, "overflow": 0}
    choose(phone, "first", 0)
    choose(phone, "second", 1)
    phone.click("text=噪音")
    phone.fill("[name=promise]", "示例：下周带样板来")
    phone.click("input[name=_save]")
    phone.wait_for_selector("#result_list")
    assert "入户" in phone.locator("#result_list tbody tr").first.inner_text()


def test_question_is_taken_along_and_its_number_shown_once(phone):
    phone.goto("/admin/projects/concern/add/")
    phone.wait_for_selector(".field-building_group .select2-selection")
    measured = phone.evaluate(MEASURE)
    assert measured == {"small": [], "columns": 1, "overflow": 0}
    phone.fill("[name=text]", "示例：楼道的灯坏了")
    phone.click("input[name=_save]")
    assert "查询编号" in phone.inner_text(".messagelist")
