"""A clerk takes a consultation from its draft to the stairwell; every sheet is printed as PDF and measured."""

import datetime
import re
import shutil
import subprocess

import pytest

from tests.journeys.test_desk import Clerk

MM = 96 / 25.4
POINT = 96 / 72
A4 = (210 * 72 / 25.4, 297 * 72 / 25.4)
QUESTION, PLAIN = "同意本门号加装电梯", "装一部电梯，全楼分摊，一楼不出钱"

#: Each sheet as the printer lays it out: what sticks out, its smallest letters, the width of its code, its words.
MEASURE = """() => [...document.querySelectorAll('.sheet')].map((sheet) => {
  const seen = [...sheet.querySelectorAll('*')].filter((e) => !e.closest('svg')
    && [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()));
  const edge = sheet.getBoundingClientRect();
  const out = [...sheet.querySelectorAll('*')].map((e) => e.getBoundingClientRect())
    .filter((box) => box.right > edge.right + 1 || box.bottom > edge.bottom + 1 || box.left < edge.left - 1).length;
  const code = sheet.querySelector('svg');
  return {
    out, wide: sheet.scrollWidth - sheet.clientWidth, high: sheet.scrollHeight - sheet.clientHeight,
    smallest: Math.min(...seen.map((e) => parseFloat(getComputedStyle(e).fontSize))),
    how: Math.min(...[...sheet.querySelectorAll('.how li')].map((e) => parseFloat(getComputedStyle(e).fontSize))),
    boxes: [...sheet.querySelectorAll('.box')].map((e) => e.getBoundingClientRect().width),
    colours: [...new Set(seen.map((e) => getComputedStyle(e).color))],
    code: code && code.getBoundingClientRect().width * (code.viewBox.baseVal.width - 8) / code.viewBox.baseVal.width,
    text: sheet.innerText,
  };
})"""


class Desk:
    """Two clerks at one site; what is no journey of its own is posted without clicking."""

    def __init__(self, browser, site):
        self.contexts, self.clerks = [], {}
        for name in ("juwei", "shuji"):
            context = browser.new_context(base_url=site.url, locale="zh-CN")
            self.contexts.append(context)
            self.clerks[name] = Clerk(context.new_page(), name)
        self.page = self.clerks["juwei"].page

    def post(self, path, by="juwei", **form):
        request = self.clerks[by].page.request
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', request.get(path).text())
        reply = request.post(path, form={**dict(hidden), **form})
        assert reply.ok, (path, reply.status)
        assert "errorlist" not in reply.text(), (path, re.findall(r"errorlist.*?</ul>", reply.text(), re.DOTALL))
        return reply

    def draft(self, stairs, **values):
        """The number of a new consultation of the stairs ``stairs``, by the rule for lifts."""
        self.page.goto("/admin/projects/consultation/add/")
        option = self.page.locator("#id_rule option", has_text="加装电梯").first.get_attribute("value")
        community = self.page.locator("#id_community option[value]:not([value=''])").first.get_attribute("value")
        found = self.page.request.get(f"/admin/communities/buildinggroup/?q={stairs}").text()
        group = re.search(rf'/buildinggroup/(\d+)/change/[^"]*">[^<\d]*{stairs}<', found)[1]
        plain = {"community": community, "rule": option, "building_group": group, "closes_at_1": "17:00"}
        plain |= {"question": QUESTION, "plain": PLAIN}
        self.post("/admin/projects/consultation/add/", **{**plain, **values})
        listed = self.page.request.get("/admin/projects/consultation/").text()
        return max(int(number) for number in re.findall(r"/consultation/(\d+)/change/", listed))

    def sheets(self, address):
        """(the page as it is laid out on paper, its PDF)."""
        self.page.goto(address)
        self.page.set_viewport_size({"width": round(178 * MM), "height": round(269 * MM)})
        self.page.emulate_media(media="print")
        measured = self.page.evaluate(MEASURE)
        pdf = self.page.pdf(prefer_css_page_size=True)
        self.page.emulate_media(media="screen")
        return measured, pdf


@pytest.fixture(scope="module")
def desk(browser, site):
    desk = Desk(browser, site)
    yield desk
    for context in desk.contexts:
        context.close()


@pytest.fixture(scope="module")
def opened(desk):
    """An open consultation with its papers issued by the button; the clerk stands on the page to print."""
    closes = datetime.date.today() + datetime.timedelta(days=20)
    number = desk.draft("20号", closes_at_0=f"{closes}")
    clerk = desk.clerks["juwei"]
    desk.page.goto(f"/admin/projects/consultation/{number}/change/")
    for label in ("开始征询", "发票"):
        clerk.press(f".object-tools a:text-is('{label}')")
        clerk.press("#content form [type=submit]")
    return number


@pytest.fixture(scope="module")
def displayed(desk):
    """A vote finished on paper: three papers read by two clerks, counted and displayed."""
    today = datetime.date.today()
    opens, closes = today - datetime.timedelta(days=30), today - datetime.timedelta(days=10)
    number = desk.draft("21号", opens_at_0=f"{opens}", opens_at_1="09:00", closes_at_0=f"{closes}", is_transcript="on")
    start = f"/admin/projects/consultation/{number}/"
    desk.post(start + "open/")
    desk.post(start + "print/")
    read = {"channel": "on_site", "capacity": "owner", "at": f"{opens + datetime.timedelta(days=3)} 10:00"}
    for serial, key in ((1, "1"), (2, "1"), (3, "2")):
        for clerk in ("juwei", "shuji"):
            desk.post(start + "key/", by=clerk, code=str(serial), key=key, **read)
    desk.post(start + "close/")
    desk.post(start + "display/", by="shuji", starts_on=f"{today}", days="7")
    return number


def pages_of(pdf):
    """(width, height) in points of every page."""
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", pdf)
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))
    assert len(boxes) in (1, pages)
    return [tuple(map(float, box)) for box in boxes] * (pages // len(boxes))


def assert_sheets(measured, pdf, pages):
    found = pages_of(pdf)
    assert len(found) == pages
    assert all(abs(size[0] - A4[0]) < 1 and abs(size[1] - A4[1]) < 1 for size in found)
    for sheet in measured:
        assert (sheet["out"], sheet["wide"]) == (0, 0), sheet["text"][:60]
        assert sheet["high"] <= 1, sheet["text"][:60]
        assert sheet["smallest"] >= 14 * POINT - 0.1
        assert sheet["colours"] == ["rgb(0, 0, 0)"]


def test_ballots_are_one_a4_page_a_voter_and_nothing_is_cut(desk, opened):
    assert desk.page.url.endswith(f"/consultation/{opened}/ballots/")
    measured, pdf = desk.sheets(desk.page.url)
    voters = int(re.search(r"(\d+)位表决人", desk.page.inner_text(".bar"))[1])
    assert voters >= 10
    assert len(measured) == voters
    assert_sheets(measured, pdf, pages=voters)
    for number, sheet in enumerate(measured, start=1):
        assert sheet["how"] >= 16 * POINT - 0.1
        assert sheet["code"] >= 30 * MM
        assert len(sheet["boxes"]) == 3
        assert min(sheet["boxes"]) >= 14 * MM
        for part in (f"{number:04d}", QUESTION, PLAIN, "同意", "不同意", "弃权", "代理人签名", "送达存根"):
            assert part in sheet["text"], (number, part)
    assert desk.clerks["juwei"].errors == []


def test_longest_words_still_leave_a_ballot_on_one_page(desk):
    """Everything as long as its field takes, co-owned flats among them."""
    closes = datetime.date.today() + datetime.timedelta(days=20)
    long = {"question": "问" * 120, "plain": "简" * 120, "scheme_version": "版" * 40}
    number = desk.draft("3号", closes_at_0=f"{closes}", **long)
    for step in ("open", "print"):
        desk.post(f"/admin/projects/consultation/{number}/{step}/")
    measured, pdf = desk.sheets(f"/admin/projects/consultation/{number}/ballots/")
    assert_sheets(measured, pdf, pages=len(measured))
    assert any("示例共有人" in sheet["text"] for sheet in measured)
    assert all("收票人签名" in sheet["text"] for sheet in measured)


def test_serial_on_paper_can_be_selected(desk, opened, tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler is not installed: the text of the PDF was not read")
    _, pdf = desk.sheets(f"/admin/projects/consultation/{opened}/ballots/?serial=2")
    (tmp_path / "ballot.pdf").write_bytes(pdf)
    read = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "ballot.pdf", "-"], capture_output=True, text=True, check=True
    )
    assert len(pages_of(pdf)) == 1
    assert "0002" in read.stdout
    assert "送达存根" in read.stdout


def test_round_of_visits_takes_a_page_for_eighteen_flats(desk, opened):
    measured, pdf = desk.sheets(f"/admin/projects/consultation/{opened}/missing/")
    flats = measured[0]["text"].count("再约")
    assert_sheets(measured, pdf, pages=-(-flats // 18))
    assert flats >= 12
    assert "走访人（两人以上）" in measured[0]["text"]


def test_count_is_one_page_with_lines_to_sign(desk, displayed):
    measured, pdf = desk.sheets(f"/admin/projects/consultation/{displayed}/count/")
    assert_sheets(measured, pdf, pages=1)
    text = measured[0]["text"]
    record = desk.page.request.get(f"/admin/projects/consultation/{displayed}/record/").json()
    assert record["published"]["digest"] in text
    for part in ("计票人", "监票人", "同意人数", "2÷3", "66.66%", "未达到", "没有通过"):
        assert part in text, part


def test_notice_is_one_page_and_its_code_is_read_from_arms_length(desk, displayed, site):
    measured, pdf = desk.sheets(f"/admin/projects/consultation/{displayed}/notice/")
    assert_sheets(measured, pdf, pages=1)
    assert measured[0]["code"] >= 60 * MM
    address = re.search(r"/c/[a-z-]+/votes/\d+/", measured[0]["text"])[0]
    assert site.get(address).status == 200
    assert "异议" in measured[0]["text"]


def test_scanned_ballot_is_taken_by_the_keying_page(desk, opened):
    """A scanner types the address that the code holds, as a keyboard would."""
    page = desk.page
    page.goto(f"/admin/projects/consultation/{opened}/key/")
    page.fill("#id_code", f"http://127.0.0.1:8000/c/ganquanyuan/votes/{opened}/#0003")
    page.fill("#id_key", "1")
    page.press("#id_key", "Enter")
    page.wait_for_selector("ul.messagelist")
    assert "票0003第一遍已录" in page.inner_text("ul.messagelist")
    assert page.input_value("#id_code") == "0001"


def test_sheet_to_sign_of_a_meeting_is_two_pages_and_names_nobody(desk):
    listed = desk.page.request.get("/admin/projects/meeting/?status__exact=called").text()
    number = re.search(r"/meeting/(\d+)/change/", listed)[1]
    measured, pdf = desk.sheets(f"/admin/projects/meeting/{number}/sheet/")
    assert_sheets(measured, pdf, pages=2)
    text = measured[0]["text"]
    for part in ("签到表", "门号室号", "签名", "36", "应到____人"):
        assert part in text, part
    assert "示例业主" not in text
