"""A committee member's daily tasks in the browser, with the clicks each takes from the front page of the desk."""

import re

import pytest

PASSWORD = "demo-lift-2019-"


class Clerk:
    """One person at the desk: logs in once, counts what is pressed."""

    def __init__(self, page, name):
        self.page, self.clicks, self.errors = page, 0, []
        page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))
        page.goto("/admin/")
        page.fill("input[name=login]", f"demo-{name}")
        page.fill("input[name=password]", PASSWORD + name)
        page.press("input[name=password]", "Enter")
        page.wait_for_selector(".desk")

    def start(self):
        self.page.goto("/admin/")
        self.clicks = 0

    def press(self, selector):
        self.clicks += 1
        self.page.click(selector)
        self.page.wait_for_load_state()

    def wait_for_focus(self, name):
        """Until the page itself has put the cursor there, which it does after it is drawn: earlier keys are lost."""
        self.page.wait_for_selector(f"[name={name}]:focus")

    def fill_blanks(self, *names):
        for name in names:
            text = self.page.input_value(f"#id_{name}")
            self.page.fill(f"#id_{name}", re.sub("【填.*?】", "示例", text))


@pytest.fixture
def clerk(browser, site):
    context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900}, locale="zh-CN")

    def log_in(name):
        return Clerk(context.new_page(), name)

    yield log_in
    context.close()


def test_front_page_says_what_to_do_without_a_click(clerk):
    member = clerk("juwei")
    assert member.page.locator("ul.tasks .task").count() >= 3
    assert member.page.locator("ul.doors a").count() == 6
    assert member.errors == []


def test_notice_from_a_template_takes_four_clicks_and_shows_at_once(clerk, site):
    member = clerk("juwei")
    member.start()
    member.press("ul.doors a:has-text('写通知')")
    member.press("a:text-is('停水')")
    member.fill_blanks("title", "summary", "body")
    member.press("input[value='保存并去发布']")
    member.press("#content form button[type=submit], #content form input[type=submit]")
    assert member.clicks == 4
    assert "示例示例停水" in site.get("/c/ganquanyuan/notices/").text
    assert member.errors == []


def test_correct_withdraw_and_restore_stay_short(clerk, site):
    member, page = (member := clerk("juwei")), member.page
    member.start()
    member.press("#nav-sidebar a:text-is('通知')")
    member.press("#result_list tbody tr:first-child th a")
    member.press(".object-tools a:has-text('更正')")
    page.fill("#id_title", page.input_value("#id_title") + "（更正）")
    page.fill("[name=reason]", "写漏了一个字")
    member.press("#content form [type=submit]")
    assert member.clicks == 4
    address = re.search(r"/notice/(\d+)/", page.url)[1]
    public = f"/c/ganquanyuan/notices/{address}/"
    assert "写漏了一个字" in site.get(public).text
    member.clicks = 0
    member.press(".object-tools a:has-text('撤回')")
    page.fill("[name=reason]", "已经取消")
    member.press("#content form [type=submit]")
    assert (member.clicks, site.get(public).status) == (2, 410)
    member.press(".object-tools a:has-text('恢复')")
    member.press("#content form [type=submit]")
    assert (member.clicks, site.get(public).status) == (4, 200)


def test_lift_is_paused_by_hand_and_residents_read_why_at_once(clerk, site):
    """Other stages follow the steps of the project; see test_procedure."""
    member, page = (member := clerk("juwei")), member.page
    before = site.get("/c/ganquanyuan/b/99/").text
    member.start()
    page.goto("/admin/projects/project/?q=99")
    member.press("#result_list tbody tr:first-child th a")
    member.press(".object-tools a:has-text('进入下一阶段')")
    page.select_option("[name=to]", "paused")
    page.fill("[name=reason]", "等燃气管线移位")
    member.press("#content form [type=submit]")
    assert member.clicks == 3
    assert "暂停" not in before
    assert "暂停" in site.get("/c/ganquanyuan/b/99/").text


def test_register_with_faults_is_shown_row_by_row_and_saves_nothing(clerk, tmp_path):
    table = tmp_path / "register.csv"
    table.write_text("小区,门号,室号,建筑面积\n示例村,1号,101,六十\n示例村,1号,102,50.1\n", encoding="gb18030")
    member, page = (member := clerk("juwei")), member.page
    member.start()
    member.press("ul.doors a:has-text('导入登记表')")
    page.set_input_files("#content input[type=file]", str(table))
    member.press("#content form:has(input[type=file]) [type=submit]")
    text = page.inner_text("#content")
    assert member.clicks == 2
    assert "六十" in text
    assert "2" in text
    page.goto("/admin/communities/unit/?q=示例村")
    assert page.locator("#result_list tbody tr").count() == 0


def test_group_leader_sees_the_own_stairs_alone_and_cannot_publish(clerk):
    leader, page = (leader := clerk("louzu")), leader.page
    page.goto("/admin/communities/unit/")
    texts = page.locator("#result_list tbody tr").all_inner_texts()
    assert texts
    assert all("13号" in text for text in texts)
    page.goto("/admin/portal/notice/add/")
    assert page.locator("input[value='保存并去发布']").count() == 0
    assert leader.errors == []


def test_secretary_adds_a_colleague_with_four_inputs(clerk):
    secretary, page = (secretary := clerk("shuji")), secretary.page
    secretary.start()
    secretary.press("#nav-sidebar a:text-is('账号')")
    secretary.press(".object-tools a")
    page.fill("[name=username]", "juwei-09")
    page.fill("[name=first_password]", "long-enough-2026")
    page.fill("[name=duty]", "居委会委员")
    page.select_option("[name=role]", "committee")
    secretary.press("input[name=_save]")
    assert secretary.clicks == 3
    assert "juwei-09" in page.inner_text("#result_list")
    assert secretary.errors == []


def test_scheme_is_compared_and_chosen_in_five_clicks_and_one_input(clerk, site):
    member, page = (member := clerk("juwei")), member.page
    member.start()
    member.press("#nav-sidebar a:text-is('概算')")
    member.press("#result_list a:has-text('129号')")
    member.press(".object-tools a:has-text('比较分摊办法')")
    member.press("button[aria-label='用“各户平均”做草稿']")
    page.fill("[name=reason]", "楼组会议改为平均分摊")
    member.press("#content form [type=submit]")
    assert member.clicks == 5
    assert "已选定" in page.inner_text("#content")
    assert "分摊的各户一样多" in site.get("/c/ganquanyuan/b/129/costs/").text
    assert member.errors == []


def test_stopped_lift_is_told_and_runs_again_in_three_clicks_each(clerk, site):
    member, page = (member := clerk("juwei")), member.page
    member.start()
    member.press("#nav-sidebar a[aria-label='新增电梯停用']")
    page.click(".select2-selection")
    page.fill(".select2-search__field", "18")
    member.press(".select2-results__option:has-text('18号')")
    page.select_option("[name=cause]", "fault")
    page.fill("[name=words]", "示例示例门机坏了")
    page.fill("[name=starts_at_1]", "00:00")
    member.press("input[name='_save']")
    assert member.clicks == 3
    public = "/c/ganquanyuan/b/18/"
    assert "电梯现在停用" in site.get(public).text
    assert "示例示例门机坏了" in site.get(public).text
    member.start()
    member.press(".task:has-text('18号电梯')")
    member.press("#content form [type=submit]")
    assert member.clicks == 2
    assert "电梯现在停用" not in site.get(public).text
    assert member.errors == []
