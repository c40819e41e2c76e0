"""What the database refuses of announcements, raw SQL included."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from portal.models import Announcement, Notice
from portal.notices import actions as notices
from portal.votes.actions import draft_announcement
from projects.consultations.models import Display


@pytest.fixture
def drafted(vote):
    return draft_announcement(consultation=vote.open_now(), by=vote.first)


def notice_in(community):
    return Notice.objects.create(community=community, title="征询", body="征询", publisher="居委会")


def test_no_second_announcement_of_one_step(refused, drafted):
    other = notice_in(drafted.notice.community)
    values = {"consultation": drafted.consultation, "notice": other}
    with refused("votes_announced_once"):
        Announcement.objects.create(kind="opening", **values)
    assert Announcement.objects.create(kind="annulled", **values).pk


def test_each_display_has_one_notice(refused, vote, hang):
    closed = vote.closed()
    hang(closed, starts_on=timezone.localdate() - timedelta(days=1))
    first = draft_announcement(consultation=closed, by=vote.first)
    values = {"consultation": closed, "notice": notice_in(closed.community)}
    with refused("votes_display_announced_once"):
        Announcement.objects.create(kind="first_count", display=first.display, **values)
    with refused("votes_first_count_names_display"):
        Announcement.objects.create(kind="first_count", **values)
    with refused("votes_first_count_names_display"):
        Announcement.objects.create(kind="final", display=hang(closed, reason="改了"), **values)
    assert Announcement.objects.count() == 1


def test_notice_and_display_are_of_this_vote(refused, vote, hang, cast):
    closed, other = vote.closed(), vote.closed()
    hang(closed)
    with refused("votes_announcement_home"):
        Announcement.objects.create(consultation=closed, kind="opening", notice=notice_in(cast.there))
    with refused("votes_announcement_of_this_vote"):
        Announcement.objects.create(
            consultation=other, kind="first_count", display=Display.objects.get(), notice=notice_in(cast.here)
        )
    assert Announcement.objects.count() == 0


def test_link_stays_as_it_was_made(refused, drafted, vote):
    second = vote.open_now()
    with refused("votes_announcement_fixed"), connection.cursor() as cursor:
        cursor.execute("UPDATE portal_announcement SET consultation_id = %s WHERE id = %s", [second.pk, drafted.pk])
    with refused("votes_announcement_fixed"):
        Announcement.objects.filter(pk=drafted.pk).update(kind="final")


def test_link_of_a_published_notice_stays(refused, drafted, vote):
    notices.publish(notice=drafted.notice, by=vote.first)
    with refused("votes_announcement_kept"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM portal_announcement WHERE id = %s", [drafted.pk])
    with refused("votes_announcement_kept"):
        Announcement.objects.all().delete()
    assert Announcement.objects.get().notice.published_at <= timezone.now()
