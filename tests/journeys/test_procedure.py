"""One stair from the first wish to the lift in use: every step by its button, and what residents read on the way."""

import datetime
import os
import re

import pytest

from tests.journeys.test_print import Desk

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
TODAY = datetime.date.today()
DAYS = (("业主提出", 300, 295), ("可行性评估", 294, 270))
AFTER_VOTE = (("方案和概算", 200, 190),)
BUILDING = (
    ("联合审查", 120, 110),
    ("开工报送", 100, 95),
    ("施工", 94, 40),
    ("监督检验", 39, 35),
    ("综合竣工验收", 34, 30),
    ("使用登记", 29, 25),
    ("领补贴", 20, 10),
)


class Walk:
    """The course of one project at the desk, step by step."""

    def __init__(self, desk, stairs, site):
        self.desk, self.clerk, self.page = desk, desk.clerks["juwei"], desk.page
        self.site, self.stairs, self.refusals = site, stairs, []

    def day(self, ago):
        return f"{TODAY - datetime.timedelta(days=ago)}"

    def begin(self, ago):
        """A project of the stairs and its course, from the list of projects."""
        self.page.goto("/admin/projects/project/add/")
        community = self.page.locator("#id_community option[value]:not([value=''])").first.get_attribute("value")
        found = self.page.request.get(f"/admin/communities/buildinggroup/?q={self.stairs}").text()
        self.group = re.search(rf'/buildinggroup/(\d+)/change/[^"]*">[^<\d]*{self.stairs}<', found)[1]
        project = {"community": community, "building_group": self.group, "kind": "lift", "stage_since": self.day(ago)}
        self.desk.post("/admin/projects/project/add/", **project)
        self.page.goto(f"/admin/projects/project/?q={self.stairs}")
        self.clerk.press(f"#result_list a:text-matches('{self.stairs}$')")
        self.project = re.search(r"/project/(\d+)/", self.page.url)[1]
        self.clerk.press(".object-tools a:has-text('开始办理')")
        self.page.fill("[name=on]", self.day(ago))
        self.clerk.press("[name=_save]")
        self.course = re.search(r"/course/(\d+)/", self.page.url)[1]

    def tools(self):
        return self.page.locator(".object-tools a").all_inner_texts()

    def press(self, label, **fields):
        """A button of the course, its form filled and sent; returns what the page says then."""
        self.page.goto(f"/admin/projects/course/{self.course}/change/")
        self.clerk.press(f".object-tools a:text-is('{label}')")
        for name, value in fields.items():
            self.page.fill(f"[name={name}]", value)
        self.clerk.press("#content form [type=submit]")
        return self.page.inner_text("#content-main, .messagelist")

    def upload(self, name):
        """Every required paper of the step; the form picks the next one by itself."""
        for _ in range(6):
            self.page.goto(f"/admin/projects/course/{self.course}/change/")
            if f"传材料：{name}" not in self.tools():
                return
            self.clerk.press(f".object-tools a:text-is('传材料：{name}')")
            self.page.set_input_files("[name=upload]", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": PDF})
            self.clerk.press("#content form [type=submit]")
        pytest.fail(f"{name}: papers are still asked for")

    def open(self, name, ago):
        self.page.goto(f"/admin/projects/course/{self.course}/change/")
        if f"开始：{name}" in self.tools():
            self.press(f"开始：{name}", on=self.day(ago))

    def finish(self, name, ago):
        self.press(f"办完：{name}", on=self.day(ago))
        self.page.goto(f"/admin/projects/course/{self.course}/change/")
        assert f"办完：{name}" not in self.tools(), (name, self.page.inner_text("#content"))

    def take(self, name, opened, done):
        self.open(name, opened)
        self.upload(name)
        self.finish(name, done)

    def refused(self, label, **fields):
        """The button's form comes back and says why."""
        self.press(label, **fields)
        return self.page.inner_text(".errornote, .errorlist")

    def public(self):
        return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", self.site.get(self.address).text))

    @property
    def address(self):
        return f"/c/ganquanyuan/b/{self.stairs.removesuffix('号')}/progress/"

    def look(self, name):
        """Pictures for the eye, where a folder is named."""
        if folder := os.environ.get("LINLI_PICTURES"):
            phone = self.page.context.browser.new_page(viewport={"width": 360, "height": 800})
            phone.goto(self.site.url + self.address)
            phone.screenshot(path=f"{folder}/{name}-public.png", full_page=True)
            phone.close()
            self.page.goto(f"/admin/projects/course/{self.course}/change/")
            self.page.screenshot(path=f"{folder}/{name}-desk.png", full_page=True)


@pytest.fixture
def walk(browser, site):
    desk = Desk(browser, site)
    yield Walk(desk, "22号", site)
    for context in desk.contexts:
        context.close()


def vote(walk):
    """All owners agree on paper, read by two; counted, displayed by the second person, final."""
    desk = walk.desk
    window = {"opens_at_0": walk.day(265), "opens_at_1": "09:00", "closes_at_0": walk.day(240)}
    number = desk.draft(walk.stairs, is_transcript="on", project=walk.project, **window)
    start = f"/admin/projects/consultation/{number}/"
    desk.post(start + "open/")
    desk.post(start + "print/")
    desk.page.goto(start + "ballots/")
    voters = int(re.search(r"(\d+)位表决人", desk.page.inner_text(".bar"))[1])
    read = {"channel": "on_site", "capacity": "owner", "at": f"{walk.day(250)} 10:00", "key": "1"}
    for serial in range(1, voters + 1):
        for clerk in ("juwei", "shuji"):
            desk.post(start + "key/", by=clerk, code=str(serial), **read)
    desk.post(start + "close/")
    desk.post(start + "display/", by="shuji", starts_on=walk.day(230), days="7")
    desk.post(start + "finalise/")


def share(walk):
    """A budget, the equal table chosen, and every paying household signed."""
    desk = walk.desk
    item = {"items-0-kind": "lift", "items-0-amount": "700000", "items-0-counts_for_subsidy": "on"}
    posted = {"items-TOTAL_FORMS": "1", "items-INITIAL_FORMS": "0", **item}
    desk.post("/admin/projects/budget/add/", project=walk.project, note="设计院概算", **posted)
    listed = desk.page.request.get("/admin/projects/budget/").text()
    budget = max(int(number) for number in re.findall(r"/budget/(\d+)/change/", listed))
    desk.page.goto(f"/admin/projects/budget/{budget}/compare/")
    walk.clerk.press("#content form [type=submit] >> nth=0")
    scheme = re.search(r"/sharingscheme/(\d+)/", desk.page.url)[1]
    desk.page.fill("[name=on]", walk.day(188))
    walk.clerk.press("#content form [type=submit]")
    desk.page.goto(f"/admin/projects/sharingscheme/{scheme}/sign/")
    for box in desk.page.locator("[name=shares]").all():
        box.check()
    desk.page.fill("[name=signed_on]", walk.day(170))
    walk.clerk.press("#content form [type=submit]")
    return scheme


def test_one_stair_from_the_first_wish_to_the_lift_in_use(walk):
    walk.begin(300)
    for name, opened, done in DAYS:
        walk.take(name, opened, done)
    walk.open("意见征询", 268)
    walk.upload("意见征询")
    assert "还缺" in walk.refused("办完：意见征询", on=walk.day(201))
    assert "意见征询" in walk.public()
    walk.look("1-consulting")
    vote(walk)
    walk.finish("意见征询", 201)
    walk.press("不用办：小区共有部分的表决", reason="不占小区共有的地")
    for name, opened, done in AFTER_VOTE:
        walk.take(name, opened, done)
    walk.open("签协议，选代建", 189)
    walk.upload("签协议，选代建")
    assert "还缺" in walk.refused("办完：签协议，选代建", on=walk.day(160))
    share(walk)
    walk.finish("签协议，选代建", 160)
    walk.open("方案公示", 155)
    walk.upload("方案公示")
    assert "还缺" in walk.refused("办完：方案公示", on=walk.day(125))
    walk.press("登记方案公示", starts_on=walk.day(150), place="22号门厅")
    walk.finish("方案公示", 125)
    walk.press("不用办：管线移位", reason="没有管线要移")
    for name, opened, done in BUILDING:
        if name == "施工":
            walk.open(name, opened)
            walk.press("改预计日期：施工", on=walk.day(40), reason="连续下雨")
            assert "连续下雨" in walk.public()
            assert "在建" in walk.site.get(walk.address.replace("progress/", "")).text
            walk.look("2-building")
            walk.upload(name)
            walk.finish(name, done)
            continue
        walk.take(name, opened, done)
    walk.open("长期运营", 9)
    page = walk.public()
    assert "长期运营" in page
    assert "已交付" in walk.site.get(walk.address.replace("progress/", "")).text
    assert not re.search(r"示例业主|1390000\d{4}", page)
    assert walk.clerk.errors == []
    walk.look("3-in-use")
