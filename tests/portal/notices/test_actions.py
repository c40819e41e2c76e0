import datetime
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from communities.journal import actions as journal
from communities.journal.models import Entry
from portal.notices import actions
from portal.notices.domain import MAX_BODY, Refused
from portal.notices.models import Attachment, Correction, Notice

from .samples import SVG, pdf, picture

AT = datetime.datetime(2026, 11, 20, 9, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


def upload(name="a.jpg", content=None):
    return SimpleUploadedFile(name, picture() if content is None else content)


def picture_on(notice, by=None, **values):
    return actions.attach(notice=notice, by=by, upload=upload(), **({"name": "平面图", "alt": "一层"} | values))


def test_save_draft_renders_and_tidies(draft):
    notice = draft(title=" 停\x00水 ", body="# 时间\r\n9:00")
    assert (notice.title, notice.body, notice.status) == ("停水", "# 时间\n9:00", "draft")
    assert notice.body_html == "<h2>时间</h2>\n<p>9:00</p>\n"
    assert list(Notice.objects.public(timezone.now())) == []


def test_save_draft_twice_without_a_change_writes_nothing(draft):
    notice = draft()
    count = Entry.objects.count()
    actions.save_draft(notice=notice, by=None)
    assert Entry.objects.count() == count


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"body": "字" * (MAX_BODY + 1)}, "正文最多20000字，现在有20001字"),
        ({"title": "字" * 81}, "“标题”最多80字"),
        ({"summary": "字" * 121}, "“一句话看懂”最多120字"),
        ({"publisher": "字" * 41}, "“发布人职务”最多40字"),
    ],
)
def test_save_draft_too_long_is_refused(draft, values, reason):
    with pytest.raises(Refused, match=reason):
        draft(**values)
    assert Notice.objects.count() == 0


def test_save_draft_after_publication_is_refused(draft):
    notice = draft()
    actions.publish(notice=notice, by=None)
    notice.title = "13号停水"
    with pytest.raises(Refused, match="只能用“更正”修改"):
        actions.save_draft(notice=notice, by=None)
    assert Notice.objects.get().title == "12号停水"


def test_save_draft_outside_reach_is_refused(draft, cast):
    for by in (cast.outsider, cast.leader):
        with pytest.raises(Refused, match="不在您负责的范围内"):
            actions.save_draft(notice=Notice(community=cast.here, title="x", body="x", publisher="x"), by=by)
    notice = draft(building_group=cast.stair1)
    notice.building_group = cast.stair2
    with pytest.raises(Refused, match="不在您负责的范围内"):
        actions.save_draft(notice=notice, by=cast.leader)
    notice.building_group, notice.title = cast.stair1, "一号门停水"
    assert actions.save_draft(notice=notice, by=cast.leader).title == "一号门停水"


def test_publish_complete_draft_is_public_and_journalled(draft, cast):
    notice = actions.publish(notice=draft(), by=cast.member)
    assert (notice.status, notice.published_by, notice.revision) == ("published", cast.member, 0)
    assert list(Notice.objects.public(timezone.now())) == [notice]
    entry = Entry.objects.first()
    assert (entry.action, entry.actor) == ("portal.notice.publish", f"user:{cast.member.pk}")
    assert entry.changes["status"] == ["draft", "published"]


def test_publish_from_later_is_public_from_then(draft):
    notice = actions.publish(notice=draft(publish_from=AT + HOUR), by=None, at=AT)
    assert notice.published_at == AT + HOUR
    assert list(Notice.objects.public(AT + HOUR - datetime.timedelta(seconds=1))) == []
    assert list(Notice.objects.public(AT + HOUR)) == [notice]
    assert actions.publish(notice=draft(publish_from=AT - HOUR), by=None, at=AT).published_at == AT


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"title": ""}, "“标题”还没有写"),
        ({"body": "  "}, "“正文”还没有写"),
        ({"body": "【填：时间】停水"}, "“正文”里还有空没填：时间"),
        ({"summary": "【填：楼号】停水"}, "“一句话看懂”里还有空没填：楼号"),
        ({"publisher": ""}, "“发布人职务”还没有写"),
        ({"valid_until": datetime.date(2026, 11, 19)}, "“有效到”的日期已经过去"),
        ({"emergency_until": AT - HOUR}, "“紧急通知显示到”要晚于公开的时间"),
    ],
)
def test_publish_incomplete_draft_is_refused(draft, values, reason):
    notice = draft(**values)
    with pytest.raises(Refused) as refusal:
        actions.publish(notice=notice, by=None, at=AT)
    assert refusal.value.messages == [reason]
    assert Notice.objects.get().status == "draft"


def test_publish_twice_is_a_friendly_answer(published):
    notice = published()
    with pytest.raises(Refused, match="已经发布，不用再发布一次"):
        actions.publish(notice=notice, by=None)
    withdrawn = actions.withdraw(notice=notice, by=None, reason="发错")
    with pytest.raises(Refused, match="请用“恢复”"):
        actions.publish(notice=withdrawn, by=None)


@pytest.mark.parametrize(("who", "reason"), [("leader", "没有这项权限"), ("outsider", "不在您负责的范围内")])
def test_every_step_without_the_right_is_refused(draft, published, cast, who, reason):
    by = getattr(cast, who)
    unpublished, notice = draft(building_group=cast.stair1), published(building_group=cast.stair1)
    withdrawn = actions.withdraw(notice=published(building_group=cast.stair1), by=None, reason="发错")
    entries = Entry.objects.count()
    for act in (
        lambda: actions.publish(notice=unpublished, by=by),
        lambda: actions.correct(notice=notice, by=by, reason="写错", title="x"),
        lambda: actions.withdraw(notice=notice, by=by, reason="发错"),
        lambda: actions.restore(notice=withdrawn, by=by),
    ):
        with pytest.raises(Refused, match=reason):
            act()
    assert Entry.objects.count() == entries


def test_publish_when_the_journal_fails_saves_nothing(draft, monkeypatch):
    notice = draft()

    def fail(**_):
        raise RuntimeError("journal down")

    monkeypatch.setattr(journal, "record", fail)
    with pytest.raises(RuntimeError, match="journal down"):
        actions.publish(notice=notice, by=None)
    assert Notice.objects.get().status == "draft"


def test_correct_published_text_writes_the_box(published, cast):
    notice = actions.correct(
        notice=published(), by=cast.member, reason="时间写错", body="# 时间\r\n10:00～11:00", at=AT
    )
    box = notice.corrections.get()
    assert (box.revision, box.reason, box.at, notice.revision) == (1, "时间写错", AT, 1)
    assert (box.old, box.new) == ({"body": "# 时间\n9:00～11:00"}, {"body": "# 时间\n10:00～11:00"})
    assert notice.body_html == "<h2>时间</h2>\n<p>10:00～11:00</p>\n"
    again = actions.correct(notice=notice, by=cast.member, reason="楼号写错", title="13号停水", summary="周四没有水")
    assert set(again.corrections.get(revision=2).new) == {"title", "summary"}


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"reason": "写错"}, "没有改动"),
        ({"reason": "写错", "title": "12号停水", "body": "# 时间\r\n9:00～11:00\r\n"}, "没有改动"),
        ({"reason": " ", "title": "13号停水"}, "请写明原因"),
        ({"reason": "字" * 201, "title": "13号停水"}, "原因最多200字"),
        ({"reason": "写错", "title": ""}, "“标题”还没有写"),
        ({"reason": "写错", "body": "【填：时间】"}, "还有空没填：时间"),
        ({"reason": "写错", "title": "字" * 81}, "“标题”最多80字"),
    ],
)
def test_correct_badly_is_refused(published, values, reason):
    notice = published()
    with pytest.raises(Refused, match=reason):
        actions.correct(notice=notice, by=None, **values)
    assert Correction.objects.count() == 0
    assert Notice.objects.get().revision == 0


def test_correct_what_somebody_corrected_meanwhile_is_refused(published):
    seen = published()
    actions.correct(notice=seen, by=None, reason="写错", title="13号停水")
    with pytest.raises(Refused, match="刚刚有人更正过"):
        actions.correct(notice=seen, by=None, reason="写错", title="14号停水")
    assert Notice.objects.get().title == "13号停水"


def test_correct_draft_or_withdrawn_is_refused(draft, published):
    withdrawn = actions.withdraw(notice=published(), by=None, reason="发错")
    for notice in (draft(), withdrawn):
        with pytest.raises(Refused, match="只有已发布的通知才能更正"):
            actions.correct(notice=notice, by=None, reason="写错", title="x")


def test_withdraw_then_restore_keeps_the_time_of_publication(published, cast):
    notice = published()
    withdrawn = actions.withdraw(notice=notice, by=cast.secretary, reason="发错楼组")
    assert (withdrawn.status, withdrawn.withdrawn_reason) == ("withdrawn", "发错楼组")
    assert list(Notice.objects.public(timezone.now())) == []
    with pytest.raises(Refused, match="只有已发布的通知才能撤回"):
        actions.withdraw(notice=withdrawn, by=cast.secretary, reason="再撤")
    restored = actions.restore(notice=withdrawn, by=cast.secretary)
    assert (restored.status, restored.published_at, restored.withdrawn_at) == ("published", notice.published_at, None)
    with pytest.raises(Refused, match="只有已撤回的通知才能恢复"):
        actions.restore(notice=restored, by=cast.secretary)


def test_restore_after_thirty_days_is_refused(published):
    long_ago = timezone.now() - datetime.timedelta(days=30, minutes=1)
    withdrawn = actions.withdraw(notice=published(days=40), by=None, reason="发错", at=long_ago)
    with pytest.raises(Refused, match="撤回已超过30天"):
        actions.restore(notice=withdrawn, by=None)
    assert Notice.objects.get().status == "withdrawn"


def test_withdraw_without_reason_is_refused(published):
    with pytest.raises(Refused, match="请写明原因"):
        actions.withdraw(notice=published(), by=None, reason="\u200b ")
    assert Notice.objects.get().status == "published"


def test_attach_stores_a_checked_file_under_a_random_name(draft, cast, settings):
    attachment = picture_on(draft(), by=cast.member, name=" 平面图 ", alt="一层")
    assert attachment.file.name.startswith("notices/")
    assert len(attachment.file.name.rsplit("/")[-1]) == 36
    assert (attachment.kind, attachment.content_type, attachment.name) == ("image", "image/jpeg", "平面图")
    with attachment.file.open("rb") as stored:
        assert len(stored.read()) == attachment.size
    assert Entry.objects.first().action == "portal.attachment.create"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"upload": None}, "请选择要上传的文件"),
        ({"upload": upload("a.svg", SVG)}, "不能上传这种文件"),
        ({"upload": upload(), "alt": " "}, "要写图片说明"),
        ({"upload": upload("a.pdf", pdf()), "text": ""}, "要写文字内容"),
        ({"upload": upload("a.pdf", pdf()), "text": "字" * (MAX_BODY + 1)}, "文字内容最多20000字"),
        ({"upload": upload(), "name": ""}, "请写文件名称"),
        ({"upload": upload(), "alt": "字" * 201}, "200"),
        ({"upload": upload(), "name": "字" * 81}, "80"),
    ],
)
def test_attach_badly_leaves_neither_row_nor_file(draft, settings, values, reason):
    wanted = {"name": "方案", "alt": "图", "text": "文字"} | values
    with pytest.raises(Refused, match=reason):
        actions.attach(notice=draft(), by=None, **wanted)
    assert Attachment.objects.count() == 0
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


def test_attach_when_the_journal_fails_leaves_no_file(draft, settings, monkeypatch):
    notice = draft()

    def fail(**_):
        raise RuntimeError("journal down")

    monkeypatch.setattr(journal, "record", fail)
    with pytest.raises(RuntimeError, match="journal down"):
        picture_on(notice)
    assert Attachment.objects.count() == 0
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


def test_attach_to_published_or_foreign_notice_is_refused(published, draft, cast):
    with pytest.raises(Refused, match="只能用“更正”修改"):
        picture_on(published())
    with pytest.raises(Refused, match="不在您负责的范围内"):
        picture_on(draft(), by=cast.outsider)
    assert picture_on(draft(building_group=cast.stair1), by=cast.leader).pk


def test_detach_and_discard_remove_the_files(draft, settings, django_capture_on_commit_callbacks):
    notice = draft()
    first, _second = picture_on(notice), picture_on(notice)
    with django_capture_on_commit_callbacks(execute=True):
        actions.detach(attachment=first, by=None)
    assert notice.attachments.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        actions.discard(notice=notice, by=None)
    assert (Notice.objects.count(), Attachment.objects.count()) == (0, 0)
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


def test_discard_published_or_gone_is_refused(published, draft, cast):
    with pytest.raises(Refused, match="已经发布"):
        actions.discard(notice=published(), by=None)
    gone = draft()
    with pytest.raises(Refused, match="没有这项权限"):
        actions.discard(notice=draft(building_group=cast.stair1), by=cast.leader)
    pk = gone.pk
    actions.discard(notice=gone, by=None)
    with pytest.raises(Refused, match="已不存在"):
        actions.publish(notice=Notice(pk=pk), by=None)


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite in memory has one writer and no queue")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["publish", "correct"])
def test_two_at_once_one_wins_and_the_other_is_told(draft, step):
    notice = draft()
    if step == "correct":
        notice = actions.publish(notice=notice, by=None)
    acts = {
        "publish": lambda number: actions.publish(notice=notice, by=None),
        "correct": lambda number: actions.correct(notice=notice, by=None, reason="写错", title=f"{number}号停水"),
    }
    start, answers = threading.Barrier(2), []

    def press(number):
        start.wait()
        try:
            answers.append(acts[step](number).status)
        except Refused as refusal:
            answers.append(str(refusal))
        finally:
            connection.close()

    people = [threading.Thread(target=press, args=(number,)) for number in (1, 2)]
    for person in people:
        person.start()
    for person in people:
        person.join(timeout=30)
    told = {"publish": "已经发布", "correct": "刚刚有人更正过"}[step]
    assert sorted(told in answer for answer in answers) == [False, True]
    assert "published" in answers
    assert Correction.objects.count() == (step == "correct")
    assert list(Entry.objects.faults()) == []


def test_end_emergency_takes_the_strip_away_and_keeps_the_notice(cast, published):
    notice = published(title="停水", emergency_until=timezone.now() + HOUR)
    assert [one.pk for one in Notice.objects.emergencies(timezone.now())] == [notice.pk]
    ended = actions.end_emergency(notice=notice, by=cast.member)
    assert list(Notice.objects.emergencies(timezone.now())) == []
    assert (ended.status, ended.title) == ("published", "停水")
    assert Entry.objects.first().action == "portal.notice.end_emergency"


def test_end_emergency_without_one_or_beyond_reach_is_refused(cast, published):
    plain = published()
    with pytest.raises(Refused, match="没有在页面顶部"):
        actions.end_emergency(notice=plain, by=cast.member)
    urgent = published(emergency_until=timezone.now() + HOUR)
    with pytest.raises(Refused):
        actions.end_emergency(notice=urgent, by=cast.leader)
    assert Notice.objects.emergencies(timezone.now()).count() == 1
