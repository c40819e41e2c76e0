"""The back office of notices: few clicks for the committee, nothing for a stranger, never a 500."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal.notices import actions
from portal.notices.models import Attachment, Correction, Notice, NoticeTemplate

from .samples import SVG, picture

LIST = "/admin/portal/notice/"
TEMPLATES = "/admin/portal/noticetemplate/"


@pytest.fixture
def member(client, cast):
    client.force_login(cast.member)
    return client


@pytest.fixture
def outage(cast):
    return NoticeTemplate.objects.create(
        kind="outage", name="停水", title="【填：楼号】停水", summary="【填：时间】没有水", body="# 时间\n【填：时间】"
    )


def fields(cast, **values):
    """A filled-in form without attachments."""
    return {
        "community": cast.here.pk,
        "kind": "outage",
        "title": "12号停水",
        "summary": "周三没有水",
        "body": "# 时间\n9:00～11:00",
        "publisher": "居委会委员",
        "compound": "",
        "building_group": "",
        "publish_from_0": "",
        "publish_from_1": "",
        "valid_until": "",
        "emergency_until_0": "",
        "emergency_until_1": "",
        "number": "",
        "summary_en": "",
        "attachments-TOTAL_FORMS": 0,
        "attachments-INITIAL_FORMS": 0,
        **values,
    }


def with_file(upload, **words):
    values = {"attachments-TOTAL_FORMS": 1, "attachments-0-upload": upload}
    words = {"name": "平面图", "alt": "一层平面", "text": ""} | words
    return values | {f"attachments-0-{name}": value for name, value in words.items()}


def page(notice, name="change"):
    return f"{LIST}{notice.pk}/{name}/"


def text(response):
    return response.content.decode()


def test_notice_from_a_template_takes_four_clicks(member, cast, outage):
    chooser = text(member.get(f"{LIST}add/"))
    assert f'<a href="?template={outage.pk}">停水</a>' in chooser
    form = text(member.get(f"{LIST}add/?template={outage.pk}"))
    assert 'value="【填：楼号】停水"' in form
    assert 'value="居委会委员"' in form
    assert f'<option value="{cast.here.pk}" selected>' in form
    response = member.post(f"{LIST}add/?template={outage.pk}", fields(cast, _publish="保存并去发布"))
    notice = Notice.objects.get()
    assert response.headers["Location"] == page(notice, "publish")
    confirm = text(member.get(page(notice, "publish")))
    assert "甲居民区全体居民，3个楼组、2户" in confirm
    assert Notice.objects.get().status == "draft"
    response = member.post(page(notice, "publish"))
    notice.refresh_from_db()
    assert (notice.status, notice.published_by) == ("published", cast.member)
    assert "详情：http://127.0.0.1:8000/c/jia/notices/" in text(member.get(response.headers["Location"]))


def test_unfilled_blanks_are_listed_and_block_publishing(member, cast):
    member.post(f"{LIST}add/?template=0", fields(cast, title="【填：楼号】停水", valid_until="2020-01-01"))
    notice = Notice.objects.get()
    shown = text(member.get(page(notice)))
    assert "“标题”里还有空没填：楼号" in shown
    assert "“有效到”的日期已经过去" in shown
    for response in (
        member.get(page(notice, "publish"), follow=True),
        member.post(page(notice, "publish"), follow=True),
    ):
        assert "还不能发布" in text(response)
    assert Notice.objects.get().status == "draft"


def test_picture_is_uploaded_with_the_draft(member, cast):
    member.post(f"{LIST}add/?template=0", fields(cast, **with_file(SimpleUploadedFile("a.jpg", picture()))))
    attachment = Attachment.objects.get()
    assert (attachment.kind, attachment.alt, attachment.notice.title) == ("image", "一层平面", "12号停水")
    assert attachment.get_absolute_url() in text(member.get(page(attachment.notice)))
    assert member.get(attachment.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("upload", "words", "reason"),
    [
        (SimpleUploadedFile("a.svg", SVG), {}, "不能上传这种文件"),
        (SimpleUploadedFile("a.php.jpg", picture()), {}, "文件名有两个后缀"),
        (SimpleUploadedFile("a.jpg", picture()), {"alt": ""}, "图片要写说明"),
        ("", {}, "请选择要上传的文件"),
    ],
)
def test_bad_upload_is_refused_on_the_form(member, cast, upload, words, reason):
    response = member.post(f"{LIST}add/?template=0", fields(cast, **with_file(upload, **words)))
    assert response.status_code == 200
    assert reason in text(response)
    assert (Notice.objects.count(), Attachment.objects.count()) == (0, 0)


def test_attachment_words_change_and_file_is_taken_off(member, cast, draft, django_capture_on_commit_callbacks):
    notice = draft()
    attachment = actions.attach(
        notice=notice, by=None, upload=SimpleUploadedFile("a.jpg", picture()), name="平面图", alt="一层"
    )
    stored = {
        "attachments-TOTAL_FORMS": 1,
        "attachments-INITIAL_FORMS": 1,
        "attachments-0-id": attachment.pk,
        "attachments-0-notice": notice.pk,
        "attachments-0-name": "平面图",
        "attachments-0-alt": "二层",
        "attachments-0-text": "",
    }
    member.post(page(notice), fields(cast, **stored))
    assert Attachment.objects.get().alt == "二层"
    with django_capture_on_commit_callbacks(execute=True):
        member.post(page(notice), fields(cast, **stored, **{"attachments-0-DELETE": "on"}))
    assert Attachment.objects.count() == 0
    assert not attachment.file.storage.exists(attachment.file.name)


def test_preview_is_the_residents_page(member, client, draft):
    notice = draft()
    preview = member.get(page(notice, "preview"))
    assert preview.status_code == 200
    assert "no-store" in preview.headers["Cache-Control"]
    start, end = "<article", "</article>"
    shown = text(preview)
    actions.publish(notice=notice, by=None)
    public = text(client.get(notice.get_absolute_url()))
    assert shown[shown.index(start) : shown.index(end)] == public[public.index(start) : public.index(end)]


def test_correction_page_shows_old_and_needs_a_reason(member, published):
    notice = published()
    form = text(member.get(page(notice, "correct")))
    assert 'value="12号停水"' in form
    values = {"title": "13号停水", "summary": notice.summary, "body": notice.body, "revision": 0}
    assert Correction.objects.count() == 0
    assert member.post(page(notice, "correct"), values).status_code == 200
    assert Correction.objects.count() == 0
    assert member.post(page(notice, "correct"), {**values, "reason": "楼号写错"}).status_code == 302
    assert Correction.objects.get().new == {"title": "13号停水"}
    late = member.post(page(notice, "correct"), {**values, "title": "14号停水", "reason": "迟到"})
    assert "刚刚有人更正过" in text(late)
    assert Notice.objects.get().title == "13号停水"


def test_withdraw_and_restore_by_button(member, published):
    notice = published()
    assert "甲居民区全体居民" in text(member.get(page(notice, "withdraw")))
    assert member.post(page(notice, "withdraw"), {"reason": ""}).status_code == 200
    assert Notice.objects.get().status == "published"
    member.post(page(notice, "withdraw"), {"reason": "发错楼组"})
    assert Notice.objects.get().withdrawn_reason == "发错楼组"
    assert "恢复" in text(member.get(page(notice)))
    member.post(page(notice, "restore"))
    assert Notice.objects.get().status == "published"


def test_second_press_is_answered_in_words(member, draft, published):
    notice = draft()
    assert member.post(page(notice, "publish")).status_code == 302
    again = member.post(page(notice, "publish"))
    assert (again.status_code, "不用再发布一次" in text(again)) == (200, True)
    for name, said in (("restore", "只有已撤回的通知才能恢复"),):
        assert said in text(member.post(page(notice, name)))
    assert Notice.objects.get().status == "published"


def test_steps_are_not_done_by_reading(member, draft, published):
    notice, other = draft(), published()
    for name in ("publish", "preview", "change", "history", "delete"):
        member.get(page(notice, name))
    for name in ("correct", "withdraw"):
        member.get(page(other, name))
    assert set(Notice.objects.values_list("status", flat=True)) == {"draft", "published"}


def test_published_notice_is_read_only_in_the_form(member, cast, published):
    notice = published()
    shown = text(member.get(page(notice)))
    assert 'name="title"' not in shown
    assert 'name="attachments-0-upload"' not in shown
    assert member.post(page(notice), fields(cast, title="偷改")).status_code == 403
    assert member.post(page(notice, "delete"), {"post": "yes"}).status_code == 403
    assert Notice.objects.get().title == "12号停水"


def test_draft_published_while_the_form_was_open_is_said_in_words(member, cast, draft, monkeypatch):
    notice = draft()
    original = actions.save_draft

    def somebody_is_faster(*, notice, by):
        actions.publish(notice=notice, by=None)
        return original(notice=notice, by=by)

    monkeypatch.setattr(actions, "save_draft", somebody_is_faster)
    response = member.post(page(notice), fields(cast, title="13号停水"), follow=True)
    assert "只能用“更正”修改" in text(response)
    assert Notice.objects.get().title == "12号停水"


def test_draft_is_thrown_away(member, draft):
    notice = draft()
    assert member.get(page(notice, "delete")).status_code == 200
    assert member.post(page(notice, "delete"), {"post": "yes"}).status_code == 302
    assert Notice.objects.count() == 0


def test_leader_drafts_for_the_own_stairs_and_never_publishes(client, cast):
    client.force_login(cast.leader)
    form = text(client.get(f"{LIST}add/?template=0"))
    assert "保存并去发布" not in form
    assert client.post(f"{LIST}add/?template=0", fields(cast)).status_code == 200
    assert client.post(f"{LIST}add/?template=0", fields(cast, building_group=cast.stair2.pk)).status_code == 200
    assert Notice.objects.count() == 0
    client.post(f"{LIST}add/?template=0", fields(cast, building_group=cast.stair1.pk))
    notice = Notice.objects.get()
    assert notice.building_group == cast.stair1
    assert page(notice, "publish") not in text(client.get(page(notice)))
    for name in ("publish", "correct", "withdraw", "restore"):
        assert client.post(page(notice, name), {"reason": "x"}).status_code == 403
    assert Notice.objects.get().status == "draft"


@pytest.mark.parametrize("who", ["outsider", "leader"])
@pytest.mark.parametrize(
    "name", ["change", "preview", "publish", "correct", "withdraw", "restore", "history", "delete"]
)
def test_notice_out_of_reach_does_not_exist(client, cast, draft, who, name):
    client.force_login(getattr(cast, who))
    notice = draft(building_group=cast.stair2)
    for response in (client.get(page(notice, name)), client.post(page(notice, name), {"reason": "x", "post": "yes"})):
        assert response.status_code == (403 if (who, name) == ("leader", "delete") else 404)
    assert Notice.objects.get().status == "draft"


def test_forged_community_is_refused(member, cast):
    response = member.post(f"{LIST}add/?template=0", fields(cast, community=cast.there.pk))
    assert response.status_code == 200
    response = member.post(f"{LIST}add/?template=0", fields(cast, compound=cast.far.pk))
    assert response.status_code == 200
    both = fields(cast, compound=cast.east.pk, building_group=cast.stair1.pk)
    assert "自然小区和楼组只能选一个" in text(member.post(f"{LIST}add/?template=0", both))
    assert Notice.objects.count() == 0


def test_list_shows_states_and_filters_within_reach(member, client, cast, draft, published):
    draft(title="草稿通知")
    published(title="已发通知")
    published(community=cast.there, title="乙区通知")
    shown = text(member.get(LIST))
    assert '<span class="tag tag-wait">草稿</span>' in shown
    assert '<span class="tag tag-done">已发布</span>' in shown
    assert "乙区通知" not in shown
    assert "乙居民区" not in shown
    assert "已发通知" not in text(member.get(f"{LIST}?status__exact=draft"))
    assert "草稿通知" not in text(member.get(f"{LIST}?q=已发"))


@pytest.mark.parametrize("value", ["x", "9" * 30, "-1", "１", "1 OR 1=1"])
def test_unknown_template_starts_blank(member, cast, value):
    response = member.get(f"{LIST}add/?template={value}")
    assert response.status_code == 200
    assert 'id="id_title"' in text(response)


def test_templates_of_others_are_neither_offered_nor_changed(member, cast, outage):
    NoticeTemplate.objects.create(community=cast.there, kind="money", name="乙区模板", title="x", body="x")
    own = NoticeTemplate.objects.create(community=cast.here, kind="money", name="甲区模板", title="x", body="x")
    chooser = text(member.get(f"{LIST}add/"))
    assert "甲区模板" in chooser
    assert "乙区模板" not in chooser
    assert "乙区模板" not in text(member.get(TEMPLATES))
    words = {"community": cast.here.pk, "kind": "money", "name": "改名", "title": "x", "summary": "", "body": "x"}
    assert member.post(f"{TEMPLATES}{outage.pk}/change/", words).status_code == 403
    assert member.post(f"{TEMPLATES}{own.pk}/change/", words).status_code == 302
    assert set(NoticeTemplate.objects.values_list("name", flat=True)) == {"停水", "乙区模板", "改名"}


def test_leader_reads_templates_only(client, cast, outage):
    client.force_login(cast.leader)
    own = NoticeTemplate.objects.create(community=cast.here, kind="money", name="甲区模板", title="x", body="x")
    assert client.get(f"{TEMPLATES}{own.pk}/change/").status_code == 200
    assert client.post(f"{TEMPLATES}{own.pk}/change/", {"name": "改名"}).status_code == 403
    assert client.get(f"{TEMPLATES}add/").status_code == 403
    assert "甲区模板" in text(client.get(f"{LIST}add/"))


def test_emergency_can_be_written_with_its_end(member, cast):
    later = timezone.localtime() + datetime.timedelta(hours=5)
    values = {"emergency_until_0": f"{later:%Y-%m-%d}", "emergency_until_1": f"{later:%H:%M}"}
    member.post(f"{LIST}add/?template=0", fields(cast, **values))
    member.post(page(Notice.objects.get(), "publish"))
    assert list(Notice.objects.emergencies(timezone.now())) == [Notice.objects.get()]
