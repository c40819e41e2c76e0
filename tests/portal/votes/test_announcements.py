"""Notices of a vote: drafted complete at the right moment, published like any other, linked both ways."""

import datetime

import pytest
from django.utils import timezone

from communities.journal.models import Entry
from portal.models import Announcement, Notice
from portal.notices import actions as notices
from portal.notices.domain import Refused
from portal.votes.actions import draft_announcement
from projects.consultations import actions
from projects.consultations.domain import recount

DAY = datetime.timedelta(days=1)


def due():
    rows = Announcement.objects.due(timezone.now(), timezone.localdate())
    return [(item.pk, item.news) for item in rows.order_by("pk")]


def refusal(consultation, by):
    with pytest.raises(Refused) as caught:
        draft_announcement(consultation=consultation, by=by)
    return str(caught.value)


def ago(days):
    return timezone.localdate() - days * DAY


def test_opening_is_due_until_it_is_drafted(vote):
    opened = vote.open_now(scheme_version="第2稿")
    assert due() == [(opened.pk, "opening")]
    drafted = draft_announcement(consultation=opened, by=vote.first)
    notice = drafted.notice
    assert due() == []
    assert (notice.status, notice.kind, notice.community) == ("draft", "consultation", vote.cast.here)
    assert (notice.building_group, notice.compound) == (vote.group, None)
    assert notice.valid_until == timezone.localdate(opened.closes_at)
    assert notice.title.startswith("东村12号楼意见征询：")
    assert "名册上一共12人，面积合计692.64平方米" in notice.body
    assert notices.blocking(notice) == []
    assert "已经起草" in refusal(opened, vote.second)
    actions_told = set(Entry.objects.filter(kind="change").values_list("action", flat=True))
    assert {"portal.notice.create", "portal.announcement.create"} <= actions_told
    notices.discard(notice=notice, by=vote.first)
    assert due() == [(opened.pk, "opening")]


def test_votes_that_tell_nothing_are_not_due(vote):
    vote.draft()
    opened = vote.open()
    assert due() == []
    assert refusal(opened, vote.first) == "这次征询现在没有公告要发"
    closed = vote.closed()
    assert due() == []
    assert refusal(closed, vote.first) == "这次征询现在没有公告要发"


def test_opening_is_moot_once_papers_are_too_late(vote):
    opened = vote.open_now()
    rows = Announcement.objects.due(opened.closes_at, timezone.localdate(opened.closes_at))
    assert not rows.exists()
    assert Announcement.objects.due(opened.closes_at - DAY, timezone.localdate()).count() == 1


def test_first_count_carries_what_recount_prints(vote, hang):
    closed = vote.closed()
    display = hang(closed)
    assert due() == [(closed.pk, "first_count")]
    drafted = draft_announcement(consultation=closed, by=vote.first)
    notice, printed = drafted.notice, recount(actions.record_of(closed))
    assert printed["digest"] in notice.body
    assert "461.76÷692.64=66.66%" in notice.body
    assert f"最后一天是{display.ends_on.year}年{display.ends_on.month}月{display.ends_on.day}日" in notice.body
    assert (drafted.display, notice.kind, notice.valid_until) == (display, "publicity", display.ends_on)
    assert notices.blocking(notice) == []
    assert due() == []


def test_display_once_more_has_a_notice_of_its_own(vote, hang, announce):
    closed = vote.closed()
    hang(closed, starts_on=timezone.localdate() - DAY)
    first = announce(closed)
    again = hang(closed, reason="井道位置改了", days=10)
    assert due() == [(closed.pk, "first_count")]
    second = draft_announcement(consultation=closed, by=vote.first)
    assert "这是第2次公示，原因：井道位置改了。" in second.notice.body
    assert (second.display, second.notice.valid_until) == (again, again.ends_on)
    assert first.pk != second.notice_id
    assert due() == []


def test_display_that_begins_later_is_announced_on_its_day(vote, hang):
    closed = vote.closed()
    hang(closed, starts_on=timezone.localdate() + 2 * DAY)
    notice = draft_announcement(consultation=closed, by=vote.first).notice
    assert timezone.localdate(notice.publish_from) == timezone.localdate() + 2 * DAY
    assert timezone.localtime(notice.publish_from).hour == 0


def test_display_that_is_over_is_not_announced_any_more(vote, hang):
    closed = vote.closed()
    hang(closed, starts_on=ago(8))
    assert due() == []
    actions.finalise(consultation=closed, by=vote.first)
    assert due() == []  # the whole vote was told of on paper


def test_final_result_of_an_announced_vote(vote, hang):
    closed = vote.closed()
    hang(closed, starts_on=ago(8))
    objection = actions.object_to(consultation=closed, text="挡光", received_on=ago(3), by=vote.first)
    actions.answer(objection=objection, outcome="explained", text="按图纸不影响", by=vote.first)
    told_of(closed)
    final = actions.finalise(consultation=closed, by=vote.first)
    assert due() == [(final.pk, "final")]
    notice = draft_announcement(consultation=final, by=vote.first).notice
    assert notice.title == "东村12号楼征询最终结果：通过"
    assert "公示期已满，收到异议1条，已全部书面答复。" in notice.body
    assert final.result.digest in notice.body
    assert "挡光" not in notice.body
    assert "图纸" not in notice.body
    assert notice.valid_until is None


def told_of(consultation):
    """A notice of its opening, published here."""
    plain = {"title": "征询", "body": "征询", "publisher": "居委会", "status": "published"}
    place = {"community": consultation.community, "building_group": consultation.building_group}
    notice = Notice.objects.create(**plain, **place, published_at=timezone.now())
    return Announcement.objects.create(consultation=consultation, kind="opening", notice=notice)


def test_annulment_is_told_only_of_what_was_announced(vote, announce):
    silent, told = vote.open_now(), vote.open_now()
    announce(told)
    for opened in (silent, told):
        actions.annul(consultation=opened, reason="方案*有*误", by=vote.first)
    assert due() == [(told.pk, "annulled")]
    notice = draft_announcement(consultation=told, by=vote.first).notice
    assert notice.title == "东村12号楼意见征询作废"
    assert "<strong>原因</strong>：方案*有*误" in notice.body_html


def test_vote_page_and_notice_lead_to_each_other(client, vote, announce, text):
    opened = vote.open_now()
    path = f"/c/jia/votes/{opened.pk}/"
    draft_announcement(consultation=opened, by=vote.first)
    assert "公告" not in text(client.get(path))
    notice = notices.publish(notice=Notice.objects.get(), by=vote.first)
    assert f'href="/c/jia/notices/{notice.pk}/"' in client.get(path).content.decode()
    page = client.get(f"/c/jia/notices/{notice.pk}/").content.decode()
    assert f'href="{path}"' in page
    assert "这次表决的网页" in page
    notices.withdraw(notice=notice, by=vote.first, reason="写错了")
    assert f'href="/c/jia/notices/{notice.pk}/"' not in client.get(path).content.decode()


def test_notice_says_nothing_of_rooms_and_owners(client, vote, hang, announce, text):
    closed = vote.closed()
    hang(closed)
    page = text(client.get(f"/c/jia/notices/{announce(closed).pk}/"))
    assert "同意：6人，353.04平方米" in page
    assert not [room for room in vote.units if f"{room}室" in page]
    assert "54.36" not in page


def test_others_do_not_write_it(vote, cast):
    opened = vote.open_now()
    assert "不在您负责的范围内" in refusal(opened, cast.outsider)
    assert Notice.objects.count() == Announcement.objects.count() == 0
    leader = refusal(opened, cast.leader)
    assert "不在您负责的范围内" in leader
    assert Announcement.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 30])
def test_what_is_due_is_one_query(vote, rows, django_assert_num_queries):
    for _ in range(rows):
        vote.open_now()
    with django_assert_num_queries(1):
        assert len(due()) == rows
