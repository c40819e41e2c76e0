"""A page changes its words when an hour strikes or a day ends, although nothing is journalled then."""

import datetime

import pytest
from django.utils import timezone

from communities.journal.models import Head
from portal.reading.middleware import page

DAY = datetime.timedelta(days=1)


@pytest.fixture
def clock(monkeypatch):
    """``clock(moment)``: the site's clock stands there, for the page and for the cache that keeps it."""

    def set_to(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)
        monkeypatch.setattr(page.time, "time", moment.timestamp)

    return set_to


def read(client, consultation, text):
    """The tag of the page, the list and the building's page: kept copies are used where they still hold."""
    pages = (f"/c/jia/votes/{consultation.pk}/", "/c/jia/votes/", "/c/jia/b/12/")
    for path in pages:
        client.get(path)
    return [text(client.get(path)) for path in pages]


def test_window_opens_and_closes_by_itself(client, vote, text, clock):
    now = timezone.now()
    opens, closes = now + DAY, now + 3 * DAY
    opened = vote.open_now(opens_at=opens, closes_at=closes)
    before = Head.objects.get().changed
    for moment, words in (
        (opens - datetime.timedelta(minutes=1), "还没有开始"),
        (opens + datetime.timedelta(minutes=1), "征询中"),
        (closes - datetime.timedelta(minutes=1), "征询中"),
        (closes + datetime.timedelta(minutes=1), "已截止，正在计票"),
    ):
        clock(moment)
        assert [words in page for page in read(client, opened, text)] == [True, True, True], (moment, words)
        assert ("每层有几户" in read(client, opened, text)[0]) == (words == "征询中")
    assert Head.objects.get().changed == before


def test_display_begins_and_runs_out_by_itself(client, vote, text, clock):
    closed = vote.closed()
    today = timezone.localdate()
    display = vote.display(closed, starts_on=today + DAY)
    noon = datetime.time(12, tzinfo=timezone.get_current_timezone())
    last = display.ends_on
    for day, words in (
        (today, "还没有开始公示"),
        (today + DAY, "公示中"),
        (last, "公示中"),
        (last + DAY, "公示期已满"),
    ):
        clock(datetime.datetime.combine(day, noon))
        assert [words in page for page in read(client, closed, text)] == [True, True, True], (day, words)


def test_kept_copy_is_not_used_in_the_minute_after_the_close(client, vote, text, clock):
    now = timezone.now().replace(second=0, microsecond=0)
    closes = now + datetime.timedelta(hours=1)
    opened = vote.open_now(closes_at=closes)
    path = f"/c/jia/votes/{opened.pk}/"
    clock(closes - datetime.timedelta(milliseconds=1))
    assert "征询中" in text(client.get(path))
    clock(closes)
    assert "已截止，正在计票" in text(client.get(path))
