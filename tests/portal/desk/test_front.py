"""The front page tells what is to be done, computed from the tables, and opens the doors of the day."""

import datetime
import re

import pytest
from django.utils import timezone

from communities.journal import actions as journal
from communities.models import Committee, Owner, Post, Unit, Volunteer
from portal.models import Notice
from projects.models import Project
from projects.retrofits.actions import open_project


@pytest.fixture
def secretary(client, cast):
    client.force_login(cast.secretary)
    return client


def test_tasks_are_counted_and_link_to_the_rows(secretary, cast):
    today = timezone.localdate()
    day = datetime.timedelta(days=1)
    body = Committee.objects.create(community=cast.here, kind="residents_committee", name="居委会")
    holder = Volunteer.objects.create(
        community=cast.here, building_group=cast.stair2, tier="second_tier", name="示例", expires_on=today - day,
        starts_on=today - 400 * day,
    )  # fmt: skip
    Post.objects.create(
        community=cast.here,
        body=body,
        title="主任",
        volunteer=holder,
        starts_on=today - 400 * day,
        ends_on=today + 30 * day,
    )
    Post.objects.create(community=cast.here, body=body, title="委员", starts_on=today - 10 * day)
    Notice.objects.create(community=cast.here, title="停水", body="停水", publisher="居委会")
    Owner.objects.filter(community=cast.here, name="示例业主1101").update(expires_on=today - day)
    Unit.objects.filter(pk=cast.units["1", "601"].pk).update(area_cm2=None)
    project = Project(community=cast.here, building_group=cast.stair1, stage_since=today - 61 * day)
    open_project(project=project, by=None)
    page = secretary.get("/admin/").content.decode()
    for text in (
        "1位产权人的信息已过保存期限",
        "1位志愿者的信息已过保存期限",
        "1室还缺楼层或面积，所在楼组正在征询意见",
        "1篇通知还是草稿",
        "1个职务90天内任期到期",
        "1个职务空缺",
        "1个项目60天以上没有进展",
        "2个楼组还没有志愿者",
    ):
        assert text in page
    links = re.findall(r'class="task task-\w+" href="([^"]+)"', page)
    assert len(links) == 8
    for link in links:
        assert secretary.get(link.replace("&amp;", "&")).status_code == 200


def test_another_community_has_no_say_in_the_tasks(secretary, cast):
    Notice.objects.create(community=cast.there, title="停水", body="停水", publisher="居委会")
    page = secretary.get("/admin/").content.decode()
    assert "草稿" not in page
    assert "3个楼组还没有志愿者" in page


def test_nothing_to_do_is_said(client, cast):
    client.force_login(cast.leader)
    page = client.get("/admin/").content.decode()
    assert "今天没有要做的事" in page
    assert "最近的修改" not in page


def test_public_address_stands_with_its_code(secretary, cast, settings):
    settings.SITE_URL = "https://linli.example"
    page = secretary.get("/admin/").content.decode()
    assert 'value="https://linli.example/c/jia/"' in page
    assert page.count("<svg") == 2  # the code, and Django's own hidden symbols
    assert "乙居民区" not in page


def test_leader_hands_on_the_address_of_the_own_stairs(client, cast):
    client.force_login(cast.leader)
    page = client.get("/admin/").content.decode()
    assert "/c/jia/b/1/" in page
    assert "东村1号的公开网页" in page


def test_doors_open_what_the_role_may_do(client, cast):
    client.force_login(cast.secretary)
    page = client.get("/admin/").content.decode()
    assert re.findall(r"<li><a href=\"([^\"]+)\">(写通知|项目进展|楼栋住户|人员权限|以居民身份看)</a>", page) == [
        ("/admin/portal/notice/add/", "写通知"),
        ("/admin/projects/project/", "项目进展"),
        ("/admin/communities/unit/", "楼栋住户"),
        ("/admin/communities/membership/", "人员权限"),
        ("/c/jia/", "以居民身份看"),
    ]
    client.force_login(cast.leader)
    page = client.get("/admin/").content.decode()
    doors = page[page.index('class="doors"') :]
    assert "写通知" in doors
    assert "人员权限" not in doors


def test_last_ten_changes_are_those_in_reach(secretary, cast):
    for place, count in ((cast.stair1, 12), (cast.stair9, 3)):
        for floors in range(10, 10 + count):
            place.floors = floors
            journal.store(place, by=cast.member)
    page = secretary.get("/admin/").content.decode()
    assert page.count("修改楼组：东村1号") == 10
    assert "远村" not in page


def test_menu_has_at_most_seven_groups_in_chinese(client, cast):
    client.force_login(cast.root)
    page = client.get("/admin/communities/unit/").content.decode()
    groups = re.findall(r'class="menu-head">([^<]+)<', page)
    assert groups == ["通知", "项目进展", "表决和议事", "账目", "楼栋住户", "人员权限", "修改记录"]


@pytest.mark.parametrize(
    "path", ["", "communities/unit/", "communities/unit/add/", "communities/user/add/", "projects/project/"]
)
def test_pages_of_the_desk_carry_nothing_inline(client, cast, path):
    """Content-Security-Policy is default-src 'self': an inline style or script would simply not run."""
    client.force_login(cast.root)
    response = client.get(f"/admin/{path}")
    page = response.content.decode()
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", page) == []
    assert " style=" not in page
    assert "onclick=" not in page


def test_desk_is_never_cached_and_never_framed(secretary):
    response = secretary.get("/admin/")
    assert "no-store" in response["Cache-Control"]
    assert response["X-Frame-Options"] == "DENY"


def test_nul_in_an_address_is_a_bad_request(secretary):
    assert secretary.get("/admin/communities/unit/?area_source__exact=%00").status_code == 400
    assert secretary.get("/admin/communities/unit/?q=%00").status_code == 400
    assert secretary.get("/admin/communities/unit/%00/change/").status_code == 404
