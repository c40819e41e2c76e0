import datetime
import gzip

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from communities.journal import actions as journal
from portal.models import Notice
from portal.reading.middleware import PageMiddleware, page, pulse

WORDS = "电梯通知" * 200


class Site:
    """A page behind the middleware, and how often it was really made."""

    def __init__(self, answer=None):
        self.made = 0
        self.answer = answer or (lambda request: HttpResponse(WORDS))
        self.middleware = PageMiddleware(self._page)

    def _page(self, request):
        self.made += 1
        self.request = request
        return self.answer(request)

    def get(self, path="/", method="get", **headers):
        return self.middleware(getattr(RequestFactory(), method)(path, headers=headers))


@pytest.fixture(autouse=True)
def _the_minute_stands_still(monkeypatch):
    monkeypatch.setattr(page.time, "time", lambda: 1_800_000_000)


def notice(cast, **fields):
    now = timezone.now()
    fields = {"title": "停水通知", "body": "停水", "publisher": "居委会", "status": "published", **fields}
    return Notice.objects.create(community=cast.here, published_at=now - datetime.timedelta(hours=1), **fields)


def test_page_asked_twice_is_made_once_with_one_query(cast, django_assert_num_queries):
    site = Site()
    site.get()
    with django_assert_num_queries(1):
        second = site.get()
    assert site.made == 1
    assert second.content.decode() == WORDS
    assert second.headers["Content-Length"] == str(len(WORDS.encode()))
    assert second.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert second.headers["Vary"] == "Accept-Encoding"


def test_page_after_a_change_is_made_anew(cast):
    site = Site()
    site.get()
    journal.store(cast.here, by=cast.member)
    cast.here.name = "甲居民区（新）"
    journal.store(cast.here, by=cast.member)
    site.get()
    site.get()
    assert site.made == 2


def test_page_in_the_next_minute_is_made_anew(cast, monkeypatch):
    site = Site()
    site.get()
    monkeypatch.setattr(page.time, "time", lambda: 1_800_000_060)
    site.get()
    assert site.made == 2


def test_emergency_in_force_stands_in_the_pulse_and_renews_the_page(cast):
    site = Site()
    site.get()
    now = timezone.now()
    past = notice(cast, title="昨天停水", emergency_until=now - datetime.timedelta(minutes=1))
    draft = Notice.objects.create(
        community=cast.here,
        title="草稿",
        body="x",
        publisher="居委会",
        emergency_until=now + datetime.timedelta(days=1),
    )
    current = notice(cast, title="今天停水", emergency_until=now + datetime.timedelta(hours=2))
    site.get()
    assert site.made == 2
    assert [(one.pk, one.slug, one.title) for one in site.request.pulse.emergencies] == [
        (current.pk, "jia", "今天停水")
    ]
    assert {past.pk, draft.pk}.isdisjoint({one.pk for one in site.request.pulse.emergencies})


def test_etag_given_back_answers_304_without_a_body(cast):
    site = Site()
    first = site.get()
    etag = first.headers["ETag"]
    for given in (etag, f'W/{etag}, "other"', "*"):
        again = site.get(if_none_match=given)
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert site.get(if_none_match='"other"').status_code == 200
    assert site.made == 1


def test_gzip_wanted_is_the_same_page_with_its_own_etag(cast):
    site = Site()
    plain, zipped = site.get(), site.get(accept_encoding="gzip, br")
    assert gzip.decompress(zipped.content) == plain.content
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert zipped.headers["Content-Length"] == str(len(zipped.content))
    assert zipped.headers["ETag"] != plain.headers["ETag"]
    assert site.get(accept_encoding="gzip", if_none_match=plain.headers["ETag"]).status_code == 200
    assert site.get(accept_encoding="gzip", if_none_match=zipped.headers["ETag"]).status_code == 304


def test_head_asked_first_keeps_the_page_for_get(cast):
    site = Site()
    head = site.get(method="head")
    assert (head.content, head.headers["Content-Length"]) == (b"", str(len(WORDS.encode())))
    assert site.get().content.decode() == WORDS
    assert site.made == 1


def test_cookies_never_reach_a_public_page(cast):
    site = Site()
    site.get(cookie="sid=abc; size=large")
    assert site.request.COOKIES == {}
    site.get("/admin/", cookie="sid=abc")
    assert site.request.COOKIES == {"sid": "abc"}


def _with_cookie(request):
    response = HttpResponse(WORDS)
    response.set_cookie("a", "b")
    return response


@pytest.mark.parametrize(
    "answer",
    [
        _with_cookie,
        lambda request: HttpResponse(WORDS, status=404),
        lambda request: HttpResponse(WORDS, headers={"Cache-Control": "private"}),
        lambda request: HttpResponse(WORDS, headers={"Cache-Control": "no-store"}),
        lambda request: HttpResponse(WORDS, headers={"Vary": "Cookie"}),
    ],
)
def test_answer_for_one_visitor_is_not_kept(cast, answer):
    site = Site(answer)
    assert "ETag" not in site.get().headers
    site.get()
    assert site.made == 2


@pytest.mark.parametrize("path", ["/admin/", "/file/1/a.png", "/reading.css", "/?q=" + "长" * 300])
def test_address_that_is_private_or_too_long_is_not_kept(cast, path):
    site = Site()
    site.get(path)
    site.get(path)
    assert site.made == 2


def test_post_is_passed_on_and_not_kept(cast):
    site = Site()
    site.get(method="post")
    site.get(method="post")
    assert site.made == 2
    assert site.request.pulse.emergencies == ()


def test_query_and_host_make_pages_of_their_own(cast, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other"]
    site = Site(lambda request: HttpResponse(request.get_full_path()))
    assert site.get("/?a=1").content == b"/?a=1"
    assert site.get("/?a=2").content == b"/?a=2"
    site.get("/?a=1", host="other")
    assert site.made == 3


def _database_gone():
    raise OperationalError("gone")


def test_database_gone_serves_the_last_copy_marked_as_old(cast, monkeypatch):
    site = Site()
    site.get()
    monkeypatch.setattr(page, "recent_pulse", _database_gone)
    old = site.get()
    assert (old.status_code, old.content.decode()) == (200, WORDS)
    assert old.headers["Warning"] == '110 - "Response is Stale"'
    assert old.headers["Cache-Control"] == "no-store"


def test_database_gone_without_a_copy_answers_503_in_chinese(monkeypatch):
    monkeypatch.setattr(page, "recent_pulse", _database_gone)
    answer = Site().get()
    assert answer.status_code == 503
    assert "网站暂时打不开" in answer.content.decode()
    assert answer.headers["Retry-After"] == "30"


def test_public_page_that_writes_is_refused(cast):
    def write(request):
        cast.here.save()
        return HttpResponse("x")

    with pytest.raises(RuntimeError, match="must not write"):
        Site(write).get()


def test_pulse_walks_the_small_index_of_emergencies(cast):
    """On a million notices the wrong index costs seconds on every page."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by statistics")
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + pulse._QUERY, ["2026-01-01", "2026-01-01"])
        plan = " ".join(row[3] for row in cursor.fetchall())
    assert "notices_emergencies" in plan
    assert "SCAN portal_notice" not in plan


def test_requests_within_a_moment_share_one_pulse(cast, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(pulse, "KEPT_SECONDS", 30)
    monkeypatch.setattr(pulse, "_kept", (0.0, None))
    with django_assert_num_queries(1):
        first, second = pulse.recent_pulse(), pulse.recent_pulse()
    assert first is second
    monkeypatch.setattr(pulse, "KEPT_SECONDS", -1)
    with django_assert_num_queries(1):
        assert pulse.recent_pulse() is not first
