"""Atom: parsed as a reader's program would, with the text whole and the ids for ever."""

import datetime
import re
import xml.etree.ElementTree as ElementTree

import pytest
from django.utils import timezone

from portal.notices import actions
from portal.notices.models import Notice

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["/feed/", "/c/jia/feed/", "/c/jia/b/1/feed/"]
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


@pytest.fixture
def published(cast):
    def make(days=1, **values):
        words = {"title": "12号停水", "summary": "周三没有水", "body": "# 时间\n9:00～11:00", "publisher": "居委会"}
        notice = actions.save_draft(notice=Notice(**({"community": cast.here} | words | values)), by=None)
        return actions.publish(notice=notice, by=None, at=timezone.now() - datetime.timedelta(days=days))

    return make


def parsed(response):
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    assert root.tag == ATOM + "feed"
    for element in (root, *root.iter(ATOM + "entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1, name
        assert TIME.fullmatch(element.findtext(ATOM + "updated"))
    assert root.find(f"{ATOM}link[@rel='self']") is not None
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    return root


def entries(root):
    return list(root.iter(ATOM + "entry"))


@pytest.mark.parametrize("rows", [0, 1, 40])
@pytest.mark.parametrize(("path", "queries"), [(FEEDS[0], 2), (FEEDS[1], 3), (FEEDS[2], 3)])
def test_feed_costs_the_same_with_any_number_of_entries(
    client, published, django_assert_num_queries, path, queries, rows
):
    for _ in range(rows):
        published()
    with django_assert_num_queries(queries):
        root = parsed(client.get(path))
    assert len(entries(root)) == min(rows, 30)


@pytest.mark.parametrize("prefix", ["", "/zh-hant", "/en"])
@pytest.mark.parametrize("path", FEEDS)
def test_feed_in_every_language_links_to_its_own_pages(client, published, prefix, path):
    notice = published(summary_en="No water")
    root = parsed(client.get(prefix + path))
    entry = entries(root)[0]
    address = f"http://127.0.0.1:8000{prefix}/c/jia/notices/{notice.pk}/"
    assert entry.find(ATOM + "link").get("href") == address
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == f"http://127.0.0.1:8000{prefix}{path}"
    assert entry.findtext(ATOM + "summary") == {"": "周三没有水", "/zh-hant": "週三沒有水", "/en": "No water"}[prefix]


def test_feed_entry_has_the_whole_text_and_a_lasting_id(client, published):
    notice = published(body="# 时间\n9:00～11:00\n\n" + "长" * 3000)
    entry = entries(parsed(client.get("/c/jia/feed/")))[0]
    day = timezone.localdate(notice.published_at).isoformat()
    assert entry.findtext(ATOM + "id") == f"tag:127.0.0.1,{day}:notice/{notice.pk}"
    assert entry.find(ATOM + "content").get("type") == "html"
    assert "长" * 3000 in entry.findtext(ATOM + "content")
    assert "<h2>时间</h2>" in entry.findtext(ATOM + "content")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "居委会"


def test_feed_after_a_correction_says_so_under_the_same_id(client, published):
    notice = published()
    before = entries(parsed(client.get("/feed/")))[0]
    actions.correct(notice=notice, by=None, reason="时间写错", body="# 时间\n10:00～11:00")
    after = entries(parsed(client.get("/feed/")))[0]
    assert after.findtext(ATOM + "id") == before.findtext(ATOM + "id")
    assert after.findtext(ATOM + "updated") > before.findtext(ATOM + "updated")
    assert after.findtext(ATOM + "published") == before.findtext(ATOM + "published")
    assert "原因：时间写错" in after.findtext(ATOM + "content")


def test_feeds_hold_what_concerns_their_place(client, published, cast):
    published(title="全体")
    published(title="东村", compound=cast.east)
    published(title="一号门", building_group=cast.stair1)
    published(title="二号门", building_group=cast.stair2)
    published(title="西村", compound=cast.west)
    published(title="乙区", community=cast.there)
    found = {path: {entry.findtext(ATOM + "title") for entry in entries(parsed(client.get(path)))} for path in FEEDS}
    assert found["/c/jia/b/1/feed/"] == {"全体", "东村", "一号门"}
    assert found["/c/jia/feed/"] == {"全体", "东村", "一号门", "二号门", "西村"}
    assert found["/feed/"] == {"全体", "东村", "一号门", "二号门", "西村", "乙区"}


def test_feed_has_emergencies_but_no_draft_future_or_withdrawn(client, published, cast):
    soon = timezone.now() + datetime.timedelta(hours=3)
    published(title="停气", emergency_until=soon)
    published(title="将来", publish_from=soon)
    actions.withdraw(notice=published(title="撤回"), by=None, reason="发错")
    actions.save_draft(notice=Notice(community=cast.here, title="草稿", body="x", publisher="x"), by=None)
    assert [entry.findtext(ATOM + "title") for entry in entries(parsed(client.get("/feed/")))] == ["停气"]


def test_feed_is_answered_with_304_until_something_is_published(client, published):
    published()
    response = client.get("/c/jia/feed/")
    etag = response.headers["ETag"]
    assert client.get("/c/jia/feed/", headers={"If-None-Match": etag}).status_code == 304
    published(title="新的")
    assert client.get("/c/jia/feed/", headers={"If-None-Match": etag}).status_code == 200
    assert not response.cookies


def test_feed_of_an_unknown_place_is_not_found(client, cast):
    for path in ("/c/bing/feed/", "/c/jia/b/9/feed/", "/c/jia/b/x/feed/", "/c/jia/b/%00/feed/"):
        assert client.get(path).status_code == 404
    assert client.post("/feed/").status_code == 405


def test_feed_text_survives_marks_of_xml(client, published):
    published(title="<b>停水</b> & “电”", body="a < b & c\n\n]]>", publisher="居委会\x0b")
    entry = entries(parsed(client.get("/feed/")))[0]
    assert entry.findtext(ATOM + "title") == "<b>停水</b> & “电”"
    assert "a &lt; b &amp; c" in entry.findtext(ATOM + "content")
