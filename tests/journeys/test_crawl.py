"""Every public page, reached by links, in three languages: statuses, privacy, validity, weight."""

import re
import xml.etree.ElementTree as ET

import pytest

from tests.journeys.site import XHTML, parse

LANGUAGES = {"zh-Hans": "/", "zh-Hant": "/zh-hant/", "en": "/en/"}
HAN = re.compile(r"[\u4e00-\u9fff]")
#: Names, phones and words that live only in the register of owners and volunteers.
CANARIES = re.compile(r"示例业主|示例共有人|示例承租人|1390000\d{4}|示例志愿者姓名")


@pytest.fixture(scope="module", params=LANGUAGES)
def pages(request, site):
    """The pages whose address belongs to one language."""
    found = site.crawl(LANGUAGES[request.param])
    assert len(found) > 100
    return request.param, found


def _html(found):
    return {path: reply for path, reply in found.items() if reply.headers["Content-Type"].startswith("text/html")}


def test_every_link_resolves(pages):
    _, found = pages
    broken = {path: reply.status for path, reply in found.items() if reply.status not in (200, 301, 302, 410)}
    assert broken == {}
    assert any(path.endswith("/notices/") for path in found)


def test_public_pages_set_no_cookie_and_carry_no_token(pages):
    _, found = pages
    assert [path for path, reply in found.items() if "Set-Cookie" in reply.headers] == []
    assert [path for path, reply in found.items() if b"csrfmiddlewaretoken" in reply.body] == []


def test_no_personal_data_on_any_public_page(pages):
    _, found = pages
    leaks = {path: CANARIES.findall(reply.body.decode(errors="replace")) for path, reply in found.items()}
    assert {path: hits[:3] for path, hits in leaks.items() if hits} == {}
    assert len(leaks) == len(found)


def test_html_is_valid_and_says_its_language(pages):
    language, found = pages
    faults = {}
    for path, reply in _html(found).items():
        document, errors = parse(reply.text)
        if errors or document.get("lang") != language:
            faults[path] = [document.get("lang"), *errors[:3]]
    assert faults == {}
    assert len(_html(found)) > 100


def test_ids_are_unique_and_one_heading_leads(pages):
    _, found = pages
    faults = {}
    for path, reply in _html(found).items():
        ids = re.findall(r'\bid="([^"]+)"', reply.text)
        if len(ids) != len(set(ids)) or reply.text.count("<h1") != 1:
            faults[path] = sorted({name for name in ids if ids.count(name) > 1})
    assert faults == {}
    assert len(found) > 100


def test_pages_name_no_other_host(pages, site):
    _, found = pages
    allowed = (site.url, "http://127.0.0.1:8000", "https://beian.miit.gov.cn")
    faults = {}
    for path, reply in _html(found).items():
        sources = re.findall(r'(?:src|<link[^>]*href)="(https?://[^"]+)"', reply.text)
        if foreign := [source for source in sources if not source.startswith(allowed)]:
            faults[path] = foreign
    assert faults == {}
    assert len(found) > 100


def test_pages_are_light(pages, site):
    """HTML and stylesheet together ≤ 100 KB before images; the list ≤ 20 KB compressed with its stylesheet."""
    _, found = pages
    style = len(site.get("/static/portal/site.css").body)
    heavy = {path: len(reply.body) for path, reply in _html(found).items() if len(reply.body) + style > 100_000}
    assert heavy == {}
    assert style <= 20_000


def test_english_pages_leave_no_interface_text_untranslated(pages):
    language, found = pages
    if language != "en":
        pytest.skip("only English has a catalogue")
    untranslated = {}
    for path, reply in _html(found).items():
        document, _ = parse(reply.text)
        if texts := sorted(set(_han_outside_lang(document.find(f"{XHTML}body"), False))):
            untranslated[path] = texts[:4]
    assert untranslated == {}
    assert len(found) > 100


def _han_outside_lang(element, covered):
    covered = covered or element.get("lang", "").startswith("zh")
    if not covered:
        values = [
            element.text or "",
            *(element.get(name, "") for name in ("alt", "title", "aria-label", "placeholder")),
        ]
        yield from (value.strip() for value in values if HAN.search(value))
    for child in element:
        if isinstance(child.tag, str):
            yield from _han_outside_lang(child, covered)
        if not covered and HAN.search(child.tail or ""):
            yield child.tail.strip()


def test_svg_and_feeds_are_well_formed(pages):
    _, found = pages
    drawings = 0
    for path, reply in found.items():
        kind = reply.headers["Content-Type"]
        if "xml" in kind or "svg" in kind:
            assert ET.fromstring(reply.body) is not None, path
        if kind.startswith("text/html"):
            for drawing in re.findall(r"<svg.*?</svg>", reply.text, re.DOTALL):
                drawings += 1
                assert ET.fromstring(drawing) is not None, path
    assert drawings > 0
