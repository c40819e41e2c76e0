"""A household comes in with its sheet: by keyboard without a script, by camera with one; and goes without a trace."""

import re

import pytest

from seeds.ganquanyuan.staff import ACCOUNTS
from tests.journeys.conftest import SIZES, WIDTHS
from tests.journeys.test_pages import MEASURE, SCALES, _axe_finds_nothing

LOGIN = {name.split("-")[-1]: (name, password) for name, password, *_ in ACCOUNTS}


@pytest.fixture(scope="module")
def sheet(browser, site):
    """(door, room, code) as the committee prints it for one flat of 18号, whose lift was shared out."""
    context = browser.new_context(base_url=site.url, locale="zh-CN")
    page = context.new_page()
    page.goto("/admin/account/login/")
    name, password = LOGIN["juwei"]
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", password)
    page.click("#content-main input[type=submit]")
    page.goto("/admin/communities/householdcode/add/")
    page.click(".select2-selection")
    page.fill(".select2-search__field", "18号")
    page.click(".select2-results__option >> text=/小区18号/")
    page.fill("input[name=room]", "301")
    page.click("#content-main input[type=submit]")
    code = page.inner_text(".slip-code")
    assert page.locator(".slip").count() == page.locator(".slip svg").count() == 1
    assert page.locator("#nav-sidebar").count() == 0
    context.close()
    return "18", "301", code


def come_in(page, sheet):
    page.goto("/my/")
    for name, value in zip(("no", "room", "code"), sheet, strict=True):
        page.fill(f"input[name={name}]", value)
    page.press("input[name=code]", "Enter")
    assert "301室" in page.inner_text("h1")


@pytest.fixture
def phone(browser, site):
    context = browser.new_context(base_url=site.url, locale="zh-CN", viewport={"width": 360, "height": 800})
    yield context.new_page()
    context.close()


def test_code_is_typed_without_a_script(browser, site, sheet):
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    come_in(page, (sheet[0] + "号", sheet[1] + "室", sheet[2].lower().replace("-", " ")))
    assert {cookie["sameSite"] for cookie in context.cookies() if cookie["name"] == "household"} == {"Strict"}
    assert site.url in page.url
    assert sheet[2] not in page.url
    context.close()


def test_scanned_secret_leaves_the_address_and_is_never_sent_along(phone, site):
    asked = []
    phone.on("request", lambda request: asked.append((request.url, request.headers.get("referer", ""))))
    phone.goto("/my/#AAAAAAAAAAAAAAAAAAAAAA")
    assert phone.url == site.url + "/my/"
    assert phone.locator("input[name=secret]").input_value() == "A" * 22
    assert phone.locator("text=二维码已读到").is_visible()
    assert not phone.locator("input[name=code]").is_visible()
    assert not [pair for pair in asked if "AAAA" in pair[0].partition("#")[0] + pair[1]]
    phone.click("form#household-form input[type=submit], form#household-form button")
    assert "户码不对" in phone.inner_text(".errors")
    assert phone.locator("input[name=code]").is_visible()
    assert phone.locator("input[name=secret]").input_value() == ""


def test_what_is_no_secret_stays_an_anchor(phone):
    phone.goto("/my/#main")
    assert phone.url.endswith("/my/#main")
    assert phone.locator("input[name=code]").is_visible()


def test_after_leaving_nothing_can_be_called_back(phone, sheet):
    come_in(phone, sheet)
    phone.click("form[action$='/my/leave/'] button")
    assert "301室" not in phone.inner_text("main")
    phone.go_back()
    assert "301室" not in phone.inner_text("main")
    assert [cookie for cookie in phone.context.cookies() if cookie["name"] == "household"] == []


def test_sheet_for_the_housing_fund_is_one_page_in_large_type(phone, sheet):
    come_in(phone, sheet)
    found = re.findall(r'href="(/my/fund/\d+/)"', phone.content())
    phone.goto(found[0])
    phone.emulate_media(media="print")
    assert phone.evaluate("() => parseFloat(getComputedStyle(document.querySelector('main li')).fontSize)") > 18.6
    assert not phone.locator(".top").is_visible()
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", phone.pdf(prefer_css_page_size=True))) == 1


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["", "/zh-hant", "/en"])
def test_private_pages_are_readable_reachable_and_axe_clean(browser, site, sheet, size, language):
    context = browser.new_context(base_url=site.url, locale="zh-CN")
    page = context.new_page()
    if size != "standard":
        page.goto("/reading/")
        page.click(f'main form button[name="size"][value="{size}"]')
    page.set_viewport_size({"width": 360, "height": 800})
    come_in(page, sheet)
    page.goto(f"{language}/my/")
    paths = {f"{language}/my/", f"{language}/my/void/"}
    paths |= set(re.findall(r'href="([^"]*/my/fund/\d+/)"', page.content()))
    for path in sorted(paths):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(path)
            measured = page.evaluate(MEASURE, SCALES[size])
            where = f"{path} {size} {width}"
            assert measured["smallest"] >= 18 * SCALES[size] - 0.1, (where, measured["at"])
            assert measured["overflow"] <= 0, where
            assert (measured["targets"], measured["main"], measured["body"]) == ([], [], []), where
            _axe_finds_nothing(page, where)
    context.close()
