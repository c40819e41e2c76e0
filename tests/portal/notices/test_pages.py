"""Public pages of notices: what a resident reads, at what cost, and what a hostile address gets."""

import datetime
import re

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal.notices import actions
from portal.notices.models import Notice

from .samples import mp3, pdf, picture

# NUL, direction marks, and numbers beyond every column.
HOSTILE = ["%00", "10" * 20, "-1", "1e9", "%ED%A0%80", "x" * 10_000, "' OR 1=1--", "2026%0A", "9" * 16 + "-" + "9" * 18]


def body_of(response):
    text = response.content.decode()
    return text[text.index("<main") : text.index("</main>")]


def titles(response):
    return re.findall(r'<a class="row" href="[^"]+/notices/\d+/">([^<]+)</a>', response.content.decode())


def filled(draft, rows):
    """A draft with three kinds of files, ``rows`` of each."""
    notice = draft(kind="publicity", valid_until=timezone.localdate() + datetime.timedelta(days=7))
    for number in range(rows):
        words = {"notice": notice, "by": None, "name": f"文件{number}", "alt": "一层平面", "text": "逐字内容"}
        for name, content in (("a.jpg", picture()), ("a.pdf", pdf()), ("a.mp3", mp3())):
            actions.attach(upload=SimpleUploadedFile(name, content), **words)
    return notice


@pytest.mark.parametrize("rows", [0, 1, 30])
def test_list_takes_three_queries_with_any_number_of_rows(client, cast, published, django_assert_num_queries, rows):
    for number in range(rows):
        published(building_group=(cast.stair1, cast.stair3)[number % 2], title=f"{number}号通知")
    with django_assert_num_queries(3):
        response = client.get("/c/jia/notices/?kind=general")
    assert response.status_code == 200
    assert len(titles(response)) == min(rows, 20)


@pytest.mark.parametrize("rows", [0, 1, 10])
def test_detail_takes_three_queries_with_anything_on_it(client, draft, django_assert_num_queries, rows):
    notice = actions.publish(notice=filled(draft, rows), by=None)
    for number in range(rows):
        notice = actions.correct(notice=notice, by=None, reason=f"第{number}处写错", title=f"{number}号停水")
    with django_assert_num_queries(3):
        response = client.get(notice.get_absolute_url())
    page = body_of(response)
    assert page.count("<figure>") == page.count("<audio") == rows
    assert page.count("更正（第") == rows
    assert "Set-Cookie" not in response.headers


def test_list_pages_are_keyset_and_cover_everything_once(client, published):
    for number in range(45):
        published(title=f"{number}号停水", days=1 + number % 3)
    url, seen = "/c/jia/notices/", []
    for _ in range(3):
        response = client.get(url)
        seen += titles(response)
        found = re.search(r'href="(\?[^"]*after=[^"]+)"', response.content.decode())
        url = "/c/jia/notices/" + found[1].replace("&amp;", "&") if found else None
    assert url is None
    assert len(seen) == len(set(seen)) == 45


def test_list_by_kind_and_year_keeps_the_filter_on_the_next_page(client, published):
    for _ in range(21):
        published(kind="outage", days=400)
    published(kind="meeting", days=400, title="业主大会")
    year = (timezone.localdate() - datetime.timedelta(days=400)).year
    response = client.get(f"/c/jia/notices/?kind=outage&year={year}")
    assert len(titles(response)) == 20
    assert f"?kind=outage&amp;year={year}&amp;after=" in response.content.decode()
    assert titles(client.get(f"/c/jia/notices/?kind=meeting&year={year}")) == ["业主大会"]
    assert "没有符合条件的通知" in client.get("/c/jia/notices/?kind=money").content.decode()


def test_list_row_says_what_when_who_and_for_whom(client, cast, published):
    published(building_group=cast.stair1, kind="outage", title="1号<b>停水</b>")
    page = body_of(client.get("/c/jia/notices/"))
    assert "1号&lt;b&gt;停水&lt;/b&gt;" in page
    assert '<span class="tag tag-info">停水停电</span>' in page
    assert "发给东村1号居民" in page
    assert "居委会" in page


def test_expired_notice_moves_to_the_archive_and_keeps_its_address(client, draft):
    at = timezone.now() - datetime.timedelta(days=9)
    ended = timezone.localdate() - datetime.timedelta(days=1)
    notice = actions.publish(notice=draft(valid_until=ended), by=None, at=at)
    assert titles(client.get("/c/jia/notices/")) == []
    assert titles(client.get("/c/jia/archive/")) == ["12号停水"]
    response = client.get(notice.get_absolute_url())
    assert response.status_code == 200
    assert "已过有效期，仍可查看" in body_of(response)


def test_notice_valid_until_today_is_still_in_the_list(client, draft):
    actions.publish(notice=draft(valid_until=timezone.localdate()), by=None)
    assert titles(client.get("/c/jia/notices/")) == ["12号停水"]
    assert titles(client.get("/c/jia/archive/")) == []


def test_detail_shows_everything_that_belongs_to_it(client, cast, draft):
    notice = actions.publish(notice=filled(draft, 1), by=None)
    notice = actions.correct(notice=notice, by=None, reason="时间写错", body="# 时间\n10:00～11:00")
    page = body_of(client.get(notice.get_absolute_url()))
    assert "<h1>12号停水</h1>" in page
    assert "共7天（公布当天不算）" in page
    assert "原因：时间写错" in page
    assert "<del>9:00～11:00</del>" in page
    assert "<ins>10:00～11:00</ins>" in page
    assert '<audio controls preload="none" src="/file/' in page
    assert re.search(r'<img src="/file/\d+/[0-9a-f]{16}\.jpg" alt="一层平面" width="64" height="48"', page)
    assert page.count("逐字内容") == 2
    assert page.index("更正（第1次）") < page.index("<h2>时间</h2>")
    assert f"详情：http://127.0.0.1:8000/c/jia/notices/{notice.pk}/" in page
    assert "最后更新" in page


def test_detail_publishing_and_correcting_show_at_once(client, draft):
    notice = draft()
    address = notice.get_absolute_url()
    assert client.get(address).status_code == 404
    notice = actions.publish(notice=notice, by=None)
    assert "9:00～11:00" in client.get(address).content.decode()
    actions.correct(notice=notice, by=None, reason="写错", title="13号停水")
    assert "<h1>13号停水</h1>" in client.get(address).content.decode()


def test_withdrawn_notice_is_gone_with_its_reason_but_not_its_words(client, published):
    notice = actions.withdraw(notice=published(), by=None, reason="发错楼组")
    response = client.get(notice.get_absolute_url())
    page = response.content.decode()
    assert response.status_code == 410
    assert "发错楼组" in page
    assert "9:00～11:00" not in page
    assert "周三上午没有水" not in page
    assert titles(client.get("/c/jia/notices/")) == []


@pytest.mark.parametrize("pk", ["0", "999999", "10" * 15, "9" * 30, "-1", "x", "1.0", "%00", "１"])
def test_detail_unknown_number_is_not_found(client, cast, pk):
    assert client.get(f"/c/jia/notices/{pk}/").status_code == 404


def test_detail_of_draft_future_or_other_community_is_not_found(client, draft, published, cast):
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    future = actions.publish(notice=draft(publish_from=tomorrow), by=None)
    foreign = published(community=cast.there)
    for path in (draft().get_absolute_url(), future.get_absolute_url(), f"/c/jia/notices/{foreign.pk}/"):
        response = client.get(path)
        assert response.status_code == 404
        assert "9:00～11:00" not in response.content.decode()
    assert client.get(f"/c/yi/notices/{foreign.pk}/").status_code == 200


@pytest.mark.parametrize("page", ["notices", "archive"])
@pytest.mark.parametrize("name", ["kind", "year", "after"])
@pytest.mark.parametrize("value", HOSTILE)
def test_list_hostile_parameter_is_a_clear_refusal(client, cast, page, name, value):
    response = client.get(f"/c/jia/{page}/?{name}={value}")
    harmless = name == "after" and value.startswith("9999")
    assert response.status_code == (200 if harmless else 400)
    assert "邻里" in response.content.decode() or "居民区" in response.content.decode()


def test_list_of_unknown_community_is_not_found(client, cast):
    assert client.get("/c/bing/notices/").status_code == 404
    assert client.get("/c/bing/archive/").status_code == 404


def test_english_page_has_the_summary_and_marks_chinese(client, published):
    notice = published(summary_en="No water on Wednesday")
    page = body_of(client.get("/en" + notice.get_absolute_url()))
    assert "No water on Wednesday" in page
    assert '<div class="prose" lang="zh-Hans">' in page
    assert '<h1><span lang="zh-Hans">12号停水</span></h1>' in page


def test_traditional_page_is_converted(client, published):
    notice = published(body="电梯检修")
    page = body_of(client.get("/zh-hant" + notice.get_absolute_url()))
    assert "電梯檢修" in page
    assert "\ue000" not in page


def test_list_page_is_kept_and_answered_with_304(client, published, django_assert_num_queries):
    published()
    caches["pages"].clear()
    etag = client.get("/c/jia/notices/").headers["ETag"]
    with django_assert_num_queries(1):
        again = client.get("/c/jia/notices/", headers={"If-None-Match": etag})
    assert again.status_code == 304
    published(title="新通知")
    assert client.get("/c/jia/notices/", headers={"If-None-Match": etag}).status_code == 200
    assert Notice.objects.count() == 2
