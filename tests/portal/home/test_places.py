import datetime
import re

import pytest
import time_machine
from django.utils import timezone

from communities.places.models import BuildingGroup, Community
from projects.retrofits import actions

TODAY = timezone.localdate


def text(reply, gap=""):
    """The page without tags and line breaks, as it is read."""
    body = reply.content.decode()
    return re.sub(r"\s+", gap, re.sub(r"<[^>]+>", "", body.partition("<main")[2].partition("</main>")[0]))


def test_home_shows_the_first_community_in_tiles_and_figures(cast, client, build, tell):
    build(cast.stair1, "completed", on=datetime.date(2019, 10, 1))
    build(cast.stair3, "under_construction")
    tell("全体通知")
    reply = client.get("/")
    page = text(reply)
    assert "甲居民区的2个小区" in page
    assert "一共3个楼组：建成1台电梯，在建1台，待开工0台。" in page
    assert "东村1台建成" in page
    assert "西村1台在建" in page
    assert "累计建成的电梯：2019年1台，2019年1台" in page
    assert "全体通知" in page
    assert 'href="/c/yi/"' in reply.content.decode()
    assert 'id="notices"' in reply.content.decode()


def test_home_of_an_empty_site_says_so(client, db):
    reply = client.get("/")
    assert reply.status_code == 200
    assert "还没有登记居民区" in text(reply)
    assert "<svg" not in reply.content.decode()


def test_home_lists_many_communities_page_by_page(cast, client):
    for number in range(40):
        Community.objects.create(slug=f"c{number}", name=f"第{number}居民区", publisher="居委会")
    first = client.get("/").content.decode()
    after = re.search(r'href="/\?after=(\d+)"', first)[1]
    second = client.get(f"/?after={after}").content.decode()
    assert "第27居民区" in first
    assert "第28居民区" not in first
    assert "第28居民区" in second
    assert "甲居民区" not in second
    assert client.get("/?after=x").status_code == 400


def test_community_counts_its_lifts_and_shows_what_concerns_everyone(cast, client, build, tell):
    build(cast.stair1, "delivered")
    build(cast.stair2, "not_started")
    tell("给大家的")
    tell("只给东村", compound=cast.east)
    tell("乙的", community=cast.there)
    reply = client.get("/c/jia/")
    page = text(reply)
    assert "一共3个楼组，2个在办或办成了电梯：建成1台，在建0台，待开工1台。" in page
    assert "给大家的" in page
    assert "只给东村" not in page
    assert "乙的" not in page
    assert 'href="tel:021-55550001"' in reply.content.decode()
    assert f'href="/c/jia/lifts/?compound={cast.west.pk}"' in reply.content.decode()
    assert reply.context["updated_by"] == "甲居委会"


def test_community_shows_six_notices_in_force_newest_first(cast, client, tell):
    now = timezone.now()
    for number in range(8):
        tell(f"第{number}条", published_at=now - datetime.timedelta(days=10 - number))
    tell("过期的", valid_until=TODAY() - datetime.timedelta(days=1))
    tell("还没到时候", published_at=now + datetime.timedelta(hours=1))
    titles = [notice.title for notice in client.get("/c/jia/").context["notices"]]
    assert titles == ["第7条", "第6条", "第5条", "第4条", "第3条", "第2条"]


def test_community_without_compounds_still_opens(cast, client):
    Community.objects.create(slug="bing", name="丙居民区", publisher="丙居委会")
    assert client.get("/c/bing/").status_code == 200
    assert client.get("/c/bing/lifts/").status_code == 200
    assert client.get("/c/ding/").status_code == 404
    assert client.get("/c/ding/lifts/").status_code == 404


@pytest.mark.parametrize("typed", ["1", "1号", "１", "1号楼", " １ 号楼 ", "东村1号", "01"])
def test_finder_leads_to_the_building(cast, client, typed):
    reply = client.get("/c/jia/b/", {"no": typed})
    assert reply.status_code == 302
    assert reply["Location"] == "/c/jia/b/1/"


def test_finder_says_which_numbers_exist(cast, client):
    reply = client.get("/c/jia/b/", {"no": "77号"})
    page = text(reply)
    assert reply.status_code == 404
    assert "没有找到“77号”" in page
    assert "东村1号2号西村3号" in page
    assert "9号" not in page


def test_finder_lets_choose_between_several(cast, client):
    BuildingGroup.objects.create(community=cast.here, compound=cast.west, name="1号", no="w-1", position=4)
    reply = client.get("/c/jia/b/", {"no": "1"})
    assert reply.status_code == 200
    assert 'href="/c/jia/b/1/"' in reply.content.decode()
    assert 'href="/c/jia/b/w-1/"' in reply.content.decode()


@pytest.mark.parametrize(("query", "status"), [("", 200), ("no=", 400), ("no=%00", 400), ("no=" + "1" * 31, 400)])
def test_finder_without_a_number_shows_them_all(cast, client, query, status):
    reply = client.get("/c/jia/b/?" + query)
    assert reply.status_code == status
    assert "东村1号2号西村3号" in text(reply)


def test_building_without_a_project_says_what_one_owner_can_do(cast, client):
    reply = client.get("/c/jia/b/1/")
    page = text(reply)
    assert page.startswith(page[: page.index("1号楼电梯")] + "1号楼电梯还没有人提出装电梯。一位业主就可以提出。")
    assert "四段16步" in page
    assert 'href="tel:021-55550001"' in reply.content.decode()
    assert 'href="/guide/"' in reply.content.decode()
    assert reply.context["title"] == "1号楼电梯：还没有启动"


@pytest.mark.parametrize(
    ("stage", "lead", "steps"),
    [
        ("consulting", "正在征询大家的意见，哪天可以坐还没有定。", ["now", "todo", "todo", "todo"]),
        ("not_started", "还没有开工，哪天可以坐还没有定。", ["done", "now", "todo", "todo"]),
        ("under_construction", "正在施工，哪天可以坐还没有定。", ["done", "done", "now", "todo"]),
        ("completed", "电梯2020年3月31日完工。办好使用登记，交付以后就可以坐。", ["done", "done", "done", "now"]),
        ("delivered", "电梯已经可以坐，2020年4月30日交付使用。", ["done", "done", "done", "now"]),
    ],
)
def test_building_answers_when_first(cast, client, build, stage, lead, steps):
    build(cast.stair1, stage)
    reply = client.get("/c/jia/b/1/")
    assert f"1号楼电梯{lead}现在到哪一步" in text(reply)
    assert [phase.state for phase in reply.context["phases"]] == steps
    assert reply.content.decode().count('aria-current="step"') == 1


def test_building_expected_day_and_its_delay(cast, client, build):
    build(cast.stair1, "under_construction", expected_on=datetime.date(2030, 5, 1))
    with time_machine.travel(datetime.datetime(2030, 4, 30, 4, tzinfo=datetime.UTC), tick=False):
        assert "正在施工，预计2030年5月1日可以坐电梯。" in text(client.get("/c/jia/b/1/"))
    with time_machine.travel(datetime.datetime(2030, 5, 2, 4, tzinfo=datetime.UTC), tick=False):
        assert "正在施工。原来预计2030年5月1日可以坐，现在已经晚了。" in text(client.get("/c/jia/b/1/"))
        assert "原来预计2030年5月1日可以坐，现在晚了" in text(client.get("/c/jia/lifts/"))


def test_building_paused_gives_the_reason(cast, client, build):
    project = build(cast.stair1, "under_construction")
    actions.move(project=project, to="paused", on=datetime.date(2020, 6, 1), by=None, reason="燃气管线要移位")
    page = text(client.get("/c/jia/b/1/"))
    assert "暂停了，什么时候可以坐还不知道。暂停的原因：燃气管线要移位" in page
    assert "3.施工暂停2020年6月1日起" in page


def test_building_shows_team_by_duty_and_a_name_only_with_consent(cast, client, build, serve):
    team = serve("lift_team", "1号小组", title="组长", public_name="张老师", is_lead=True, building_group=cast.stair1)
    company = serve("construction_agent", "某某代建公司", title="项目经理")
    build(cast.stair1, "under_construction", team_id=team.pk, contractor_id=company.pk, brand="某牌")
    page = text(client.get("/c/jia/b/1/"))
    assert "自治管理小组1号小组组长带头人张老师" in page
    assert "代建单位某某代建公司" in page
    assert "电梯品牌某牌" in page
    assert "示例志愿者姓名" not in page
    assert "13900009999" not in page


def test_building_calls_those_who_serve_these_stairs(cast, client, serve):
    serve("residents_committee", "甲居委会", phone="021-55550011")
    serve("owners_committee", "甲业委会", phone="021-55550033")
    serve("lift_team", "2号小组", phone="021-55550022", building_group=cast.stair2)
    serve("lift_team", "1号小组", phone="021-55550001", building_group=cast.stair1)
    page = client.get("/c/jia/b/1/").content.decode()
    assert 'href="tel:021-55550011"' in page
    assert page.partition("<main")[2].partition("</main")[0].count("tel:021-55550001") == 1
    assert "021-55550033" not in page
    assert "021-55550022" not in page


def test_building_shows_notices_that_concern_it(cast, client, tell):
    tell("给大家的")
    tell("给东村的", compound=cast.east)
    tell("给1号的", building_group=cast.stair1)
    tell("给2号的", building_group=cast.stair2)
    tell("给西村的", compound=cast.west)
    titles = {notice.title for notice in client.get("/c/jia/b/1/").context["notices"]}
    assert titles == {"给大家的", "给东村的", "给1号的"}


def test_building_of_another_community_is_not_found(cast, client):
    assert client.get("/c/jia/b/9/").status_code == 404
    assert client.get("/c/yi/b/9/").status_code == 200


def test_building_demo_is_marked(cast, client, build):
    build(cast.stair1, "completed", is_demo=True)
    build(cast.stair2, "completed")
    assert "示例数据" in text(client.get("/c/jia/b/1/"))
    assert "示例数据" not in text(client.get("/c/jia/b/2/"))


def test_lifts_stand_by_stage_and_are_filtered(cast, client, build):
    build(cast.stair1, "completed")
    build(cast.stair2, "consulting")
    build(cast.stair3, "under_construction")
    page = text(client.get("/c/jia/lifts/"))
    assert "一共3台：建成1台，在建1台。" in page
    assert page.index("西村3号") < page.index("东村2号") < page.index("东村1号")
    narrowed = [p.building_group.no for p in client.get("/c/jia/lifts/?stage=completed").context["projects"]]
    compound = client.get(f"/c/jia/lifts/?compound={cast.west.pk}").context["projects"]
    assert narrowed == ["1"]
    assert [project.building_group.no for project in compound] == ["3"]
    assert "没有符合的电梯" in text(client.get(f"/c/jia/lifts/?stage=paused&compound={cast.east.pk}"))


def test_lifts_beyond_fifty_go_on_without_gap_or_repeat(cast, client, crowd):
    crowd(57)
    first = client.get("/c/jia/lifts/")
    second = client.get(f"/c/jia/lifts/?after={first.context['more']}")
    shown = [project.pk for reply in (first, second) for project in reply.context["projects"]]
    assert (len(first.context["projects"]), len(second.context["projects"])) == (50, 7)
    assert len(set(shown)) == 57
    assert second.context["more"] is None
    assert first.context["more"] in first.content.decode()


@pytest.mark.parametrize("query", ["stage=nonsense", "compound=999999", "compound=x", "after=1-2", "after=1-1-x"])
def test_lifts_with_a_filter_that_is_none_is_refused(cast, client, query):
    reply = client.get("/c/jia/lifts/?" + query)
    assert reply.status_code == 400
    assert "<h1" in reply.content.decode()


def test_building_delivered_is_in_use_since_then(cast, client, build):
    build(cast.stair1, "delivered")
    assert "4.运营管理使用中2020年4月30日起" in text(client.get("/c/jia/b/1/"))


def test_pages_in_english_show_their_summary(cast, client, build):
    build(cast.stair1, "completed", summary_en="Waiting for handover.")
    cast.here.summary_en = "A community of two compounds."
    cast.here.save()
    assert "Waiting for handover." in text(client.get("/en/c/jia/b/1/"), " ")
    assert "A community of two compounds." in text(client.get("/en/c/jia/"), " ")
    assert "Waiting for handover." not in text(client.get("/c/jia/b/1/"), " ")


def test_pages_in_english_mark_chinese_names(cast, client, build):
    build(cast.stair1, "completed")
    page = client.get("/en/c/jia/b/1/").content.decode()
    assert '<span lang="zh-Hans">1号楼</span>' in page
    assert '<span lang="zh-Hans">东村</span>' in client.get("/en/c/jia/").content.decode()


def test_pages_in_traditional_keep_names_and_convert_words(cast, client, build):
    cast.east.name = "台后村"
    cast.east.save()
    build(cast.stair1, "completed")
    page = client.get("/zh-hant/c/jia/b/1/").content.decode()
    assert "台后村" in page
    assert "電梯" in page
    assert "\ue000" not in page
