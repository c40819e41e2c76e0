"""What every page carries, whichever page it is."""

import datetime
import re

import pytest
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils import timezone
from django.utils.translation import override

from portal.notices.models import Notice


def drawn(rf, path="/", language="zh-hans", **context):
    request = rf.get(path)
    with override(language):
        request.resolver_match = resolve(request.path)
        return render_to_string("base.html", {"community": None, "title": "电梯", **context}, request)


def urgent(community, title="11月25日停水"):
    now = timezone.now()
    return Notice.objects.create(
        community=community,
        title=title,
        body="停水",
        publisher="居委会",
        status="published",
        published_at=now - datetime.timedelta(hours=1),
        emergency_until=now + datetime.timedelta(hours=1),
    )


def test_page_of_a_community_says_who_publishes_it_and_whom_to_call(rf, cast):
    page = drawn(rf, "/c/jia/", community=cast.here)
    assert "<title>电梯 - 甲居民区</title>" in page
    assert "甲居委会 · 业委会公布" in page
    assert 'href="tel:021-55550001"' in page
    assert "工作日9:00～17:00" in page
    assert "示例数据" not in page
    assert page.index('class="skip"') < page.index("<header") < page.index("<main") < page.index("<footer")


def test_page_of_a_demo_community_says_so(rf, cast):
    cast.here.is_demo = True
    assert "示例数据" in drawn(rf, community=cast.here)
    assert "示例数据" not in drawn(rf)


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/c/jia/", ["page", "", "", ""]),
        ("/c/jia/b/1/", ["", "true", "", ""]),
        ("/c/jia/notices/", ["", "", "page", ""]),
        ("/c/jia/notices/1/", ["", "", "true", ""]),
        ("/c/jia/accounts/", ["", "", "", "page"]),
        ("/faq/", ["", "", "", ""]),
    ],
)
def test_menu_has_four_places_and_knows_where_one_is(rf, cast, path, current):
    menu = drawn(rf, path, community=cast.here).split("<nav")[1].split("</nav>")[0]
    links = re.findall(r'<a href="([^"]+)"(?: aria-current="(\w+)")?>', menu)
    assert [link[0] for link in links] == ["/c/jia/", "/c/jia/lifts/", "/c/jia/notices/", "/c/jia/accounts/"]
    assert [link[1] for link in links] == current


def test_menu_of_the_whole_site_leads_to_real_pages(rf, db):
    menu = drawn(rf, "/en/", "en").split("<nav")[1].split("</nav>")[0]
    links = re.findall(r'<a href="([^"]+)"', menu)
    assert links == ["/en/", "/en/stats/", "/en/#notices", "/en/about/"]


def test_languages_keep_the_page_and_its_query(rf, cast):
    page = drawn(rf, "/en/c/jia/notices/?kind=money", "en", community=cast.here)
    tools = page.split('class="tools"')[1].split("</ul>")[0]
    assert 'href="/c/jia/notices/?kind=money" lang="zh-Hans" hreflang="zh-Hans"' in tools
    assert 'href="/zh-hant/c/jia/notices/?kind=money" lang="zh-Hant" hreflang="zh-Hant"' in tools
    assert 'href="/en/c/jia/notices/?kind=money" lang="en" hreflang="en" aria-current="true"' in tools
    assert 'href="/en/reading/?next=%2Fen%2Fc%2Fjia%2Fnotices%2F%3Fkind%3Dmoney"' in tools


def test_long_query_is_not_repeated(rf, db):
    page = drawn(rf, "/search/?q=" + "a" * 10_000)
    assert "aaaa" not in page
    assert 'href="/reading/"' in page


def test_machines_find_one_address_and_its_sisters(rf, cast, settings):
    settings.SITE_URL = "https://linli.example"
    page = drawn(rf, "/zh-hant/c/jia/?x=1", "zh-hant", community=cast.here, description="说明")
    head = page.split("</head>")[0]
    assert '<link rel="canonical" href="https://linli.example/zh-hant/c/jia/">' in head
    assert re.findall(r'hreflang="([\w-]+)" href="([^"]+)"', head) == [
        ("zh-Hans", "https://linli.example/c/jia/"),
        ("zh-Hant", "https://linli.example/zh-hant/c/jia/"),
        ("en", "https://linli.example/en/c/jia/"),
        ("x-default", "https://linli.example/c/jia/"),
    ]
    assert '<meta property="og:locale" content="zh_HK">' in head
    assert '<meta property="og:description" content="说明">' in head
    assert '<meta name="format-detection" content="telephone=no">' in head
    assert 'href="/zh-hant/c/jia/feed/"' in head
    assert "testserver" not in page


def test_emergencies_stand_before_the_heading_of_their_community(client, cast):
    notice = urgent(cast.here)
    here, there, site = (client.get(path).content.decode() for path in ("/c/jia/", "/c/yi/", "/faq/"))
    assert f'href="/c/jia/notices/{notice.pk}/">11月25日停水</a>' in here.split("<h1")[0]
    assert "11月25日停水" not in there
    assert "11月25日停水" in site.split("<h1")[0]
    assert here.count('class="banner"') == 1


def test_last_update_names_day_and_duty(rf, cast):
    at = datetime.datetime(2026, 11, 22, 2, 30, tzinfo=datetime.UTC)
    page = drawn(rf, "/c/jia/", community=cast.here, updated_at=at, updated_by="居委会主任")
    assert '最后更新：<time datetime="2026-11-22">2026年11月22日</time>，居委会主任' in page
    assert "最后更新" not in drawn(rf)


def test_footer_numbers_are_shown_only_when_given(rf, db, settings):
    assert "ICP" not in drawn(rf)
    settings.ICP_NUMBER = "沪ICP备00000000号"
    assert "沪ICP备00000000号" in drawn(rf)


def test_traditional_page_says_it_was_converted_and_what_prevails(client, cast):
    page = client.get("/zh-hant/reading/").content.decode()
    assert "本頁由簡體自動轉換，如有出入，以簡體為準。" in page
    assert ">简体</a>" in page
    assert ">繁體</a>" in page
    assert '<html lang="zh-Hant">' in page


@pytest.mark.parametrize("path", ["/reading/", "/en/reading/", "/zh-hant/reading/", "/nowhere/"])
def test_page_sets_no_cookie_and_varies_by_no_visitor(client, cast, path):
    client.cookies["sessionid"] = "x"
    response = client.get(path, headers={"accept-language": "en"})
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "Accept-Language" not in response.get("Vary", "")


def test_reading_aloud_is_offered_by_script_only(client, cast):
    notice = urgent(cast.here)
    page = client.get(f"/c/jia/notices/{notice.pk}/").content.decode()
    button = re.search(r"<button[^>]*data-listen[^>]*>", page)[0]
    assert button.endswith(" hidden>")
    assert page.count("<script") == 1
    assert 'src="/static/portal/listen.js" defer></script>' in page
