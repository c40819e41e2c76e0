"""The desk says which vote nobody told of yet; one press writes the notice, the usual steps publish it."""

import re

from django.utils import timezone

from portal.models import Announcement, Notice
from portal.notices import actions as notices
from portal.votes.actions import draft_announcement

ADD = "/admin/portal/announcement/add/"


def tasks(client):
    page = client.get("/admin/").content.decode()
    found = re.findall(r'class="task task-\w+" href="([^"]+)"><span class="mark">\w+</span> ([^<]+)<', page)
    return [(url, text) for url, text in found if "公告" in text or "公示" in text]


def test_from_the_desk_to_the_published_notice(client, vote):
    opened = vote.open_now()
    client.force_login(vote.first)
    assert tasks(client) == [(f"{ADD}?consultation={opened.pk}", f"第{opened.pk}号征询已开始，还没有发公告")]
    page = client.get(f"{ADD}?consultation={opened.pk}").content.decode()
    assert re.search(rf'<option value="{opened.pk}" selected>', page)
    drafted = client.post(f"{ADD}?consultation={opened.pk}", {"consultation": opened.pk})
    notice = Notice.objects.get()
    assert drafted.url == f"/admin/portal/notice/{notice.pk}/change/"
    assert "公告已写好，请看一遍再发布" in client.get(drafted.url).content.decode()
    assert tasks(client) == []
    assert client.post(f"/admin/portal/notice/{notice.pk}/publish/", {}).status_code == 302
    notice.refresh_from_db()
    assert (notice.status, notice.publisher) == ("published", "居委会委员")
    listed = client.get("/admin/portal/announcement/").content.decode()
    assert f"第{opened.pk}号征询的征询公告" in listed
    assert "已发布" in listed


def test_every_step_has_its_words(client, vote, hang):
    opened, closed = vote.open_now(), vote.closed()
    hang(closed)
    client.force_login(vote.second)
    assert [text for _, text in tasks(client)] == [
        f"第{closed.pk}号征询正在公示，还没有发计票结果公示",
        f"第{opened.pk}号征询已开始，还没有发公告",
    ]


def test_nobody_else_is_asked(client, vote, cast):
    opened = vote.open_now()
    for user in (cast.outsider, cast.leader):
        client.force_login(user)
        assert tasks(client) == []
        reply = client.post(ADD, {"consultation": opened.pk})
        assert reply.status_code in (200, 403)
    assert Announcement.objects.count() == Notice.objects.count() == 0


def test_second_press_says_that_it_is_there(client, vote):
    opened = vote.open_now()
    draft_announcement(consultation=opened, by=vote.second)
    client.force_login(vote.first)
    reply = client.post(ADD, {"consultation": opened.pk})
    assert reply.status_code == 200
    assert "选择一个有效的选项" in reply.content.decode()
    assert Notice.objects.count() == 1
    assert timezone.localdate() <= Notice.objects.get().valid_until


def test_draft_is_thrown_away_from_either_side(client, vote):
    opened = vote.open_now()
    client.force_login(vote.first)
    for page in ("notice", "announcement"):
        drafted = draft_announcement(consultation=opened, by=vote.second)
        pk = drafted.notice_id if page == "notice" else drafted.pk
        assert client.post(f"/admin/portal/{page}/{pk}/delete/", {"post": "yes"}).status_code == 302
        assert Announcement.objects.count() == Notice.objects.count() == 0
    kept = draft_announcement(consultation=opened, by=vote.second)
    notices.publish(notice=kept.notice, by=vote.second)
    assert client.post(f"/admin/portal/announcement/{kept.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Announcement.objects.get() == kept


def test_lost_race_is_said_in_words(client, vote, monkeypatch):
    opened = vote.open_now()
    draft_announcement(consultation=opened, by=vote.second)
    monkeypatch.setattr("portal.votes.admin.due", type(opened).objects.all)
    client.force_login(vote.first)
    reply = client.post(ADD, {"consultation": opened.pk}, follow=True)
    assert "这篇公告已经起草" in reply.content.decode()
    assert Notice.objects.count() == 1
