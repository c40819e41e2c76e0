import datetime

import pytest
from django.db import OperationalError
from django.utils import timezone

from portal.models import Notice
from portal.search import views
from portal.search.actions import index

from .test_models import published


def titles(reply):
    return [notice.title for notice in reply.context["notices"]]


def test_page_without_words_asks_for_them(cast, client):
    reply = client.get("/search/")
    assert reply.status_code == 200
    assert 'name="q"' in reply.content.decode()
    assert "没有找到" not in reply.content.decode()


def test_title_hits_come_before_body_hits(cast, client):
    published(cast.here, "停水通知一")
    published(cast.here, "水箱清洗", body="到时停水")
    published(cast.here, "停水通知二")
    assert titles(client.get("/search/", {"q": "停水"})) == ["停水通知二", "停水通知一", "水箱清洗"]


@pytest.mark.parametrize("notice_count", (1, 50))
def test_search_takes_the_same_few_queries(cast, client, django_assert_max_num_queries, notice_count):
    for number in range(notice_count):
        published(cast.here, f"停水{number}")
    with django_assert_max_num_queries(4):
        client.get("/search/", {"q": "停水 3号"})
    with django_assert_max_num_queries(4):
        client.get("/search/", {"q": "停水", "community": "jia"})


def test_more_results_lead_through_all_rows_once(cast, client):
    for number in range(25):
        published(cast.here, f"停水{number}")
        published(cast.here, f"清洗{number}", body="停水")
    seen, query = [], "q=停水"
    for _turn in range(5):
        reply = client.get(f"/search/?{query}")
        seen += titles(reply)
        query = reply.context["more"]
        if not query:
            break
    assert seen == [f"停水{n}" for n in reversed(range(25))] + [f"清洗{n}" for n in reversed(range(25))]


def test_filters_of_kind_and_community(cast, client):
    published(cast.here, "停水甲", kind="outage")
    published(cast.here, "停水会议", kind="meeting")
    published(cast.there, "停水乙", kind="outage")
    assert titles(client.get("/search/", {"q": "停水", "kind": "outage"})) == ["停水乙", "停水甲"]
    assert titles(client.get("/search/", {"q": "停水", "community": "jia"})) == ["停水会议", "停水甲"]
    assert titles(client.get("/search/", {"q": "停水", "community": "yi", "kind": "meeting"})) == []
    assert client.get("/search/", {"q": "停水", "community": "nowhere"}).status_code == 404


def test_notice_whose_hour_has_not_come_is_not_found(cast, client):
    notice = Notice.objects.create(
        community=cast.here,
        title="停水通知",
        body="x",
        publisher="居委会",
        status="published",
        published_at=timezone.now() + datetime.timedelta(hours=1),
    )
    index(notice)
    assert titles(client.get("/search/", {"q": "停水"})) == []


@pytest.mark.parametrize("words", ["1号", "1号楼", "１", "东村1号"])
def test_house_number_leads_to_its_page(cast, client, words):
    page = client.get("/search/", {"q": words}).content.decode()
    assert 'href="/c/jia/b/1/"' in page
    assert 'href="/c/jia/b/2/"' not in page


@pytest.mark.parametrize("words", ["长辈版", "亲情版", "关爱版", "关怀版"])
def test_names_of_the_reading_page_lead_to_it(cast, client, words):
    assert 'class="row" href="/reading/"' in client.get("/search/", {"q": words}).content.decode()


def test_traditional_page_finds_simplified_notices(cast, client):
    published(cast.here, "电梯检修")
    page = client.get("/zh-hant/search/", {"q": "電梯檢修"}).content.decode()
    assert f'href="/zh-hant{Notice.objects.get().get_absolute_url()}"' in page
    assert 'value="電梯檢修"' in page


@pytest.mark.parametrize("words", ["长" * 65, "长" * 10_000, "停\0水"])
def test_words_that_cannot_be_searched_are_refused_clearly(cast, client, words):
    reply = client.get("/search/", {"q": words})
    assert reply.status_code == 400
    assert "有地方需要改" in reply.content.decode()
    assert len(reply.content) < 20_000


@pytest.mark.parametrize("query", ["after=title-" + "9" * 30, "after=x-1", "after=1", "kind=nothing", "community=%00"])
def test_crooked_address_is_refused(cast, client, query):
    assert client.get(f"/search/?q=停水&{query}").status_code == 400


def test_words_come_back_harmless(cast, client):
    page = client.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_search_that_takes_too_long_says_so(cast, client, monkeypatch):
    def slow(*args):
        raise OperationalError("canceling statement due to statement timeout")

    monkeypatch.setattr(views, "_found", slow)
    reply = client.get("/search/", {"q": "停水"})
    assert reply.status_code == 503
    assert "请再多写两三个字" in reply.content.decode()
