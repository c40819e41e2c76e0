import datetime

import pytest
from django.utils import timezone

from communities.journal.models import Entry
from portal.notices import actions
from portal.notices.domain import Refused
from portal.notices.models import Notice

AT = datetime.datetime(2026, 11, 20, 9, 0, tzinfo=datetime.UTC)


def draft(cast, **values):
    values = {
        "community": cast.here,
        "title": "12号停水",
        "summary": "周三上午没有水",
        "body": "# 时间\n9:00～11:00",
        "publisher": "居委会",
        **values,
    }
    return actions.save_draft(notice=Notice(**values), by=None)


def test_publish_complete_draft_is_public_and_journalled(cast):
    notice = actions.publish(notice=draft(cast), by=cast.member)
    assert (notice.status, notice.published_by, notice.revision) == ("published", cast.member, 0)
    assert notice.body_html == "<h2>时间</h2>\n<p>9:00～11:00</p>\n"
    assert list(Notice.objects.public(timezone.now())) == [notice]
    assert list(Entry.objects.values_list("action", flat=True)) == ["portal.notice.publish", "portal.notice.create"]


def test_correct_published_text_writes_the_box(cast):
    notice = actions.publish(notice=draft(cast), by=None, at=AT)
    corrected = actions.correct(notice=notice, by=cast.member, reason="时间写错", body="# 时间\n10:00～11:00")
    box = corrected.corrections.get()
    assert (box.revision, box.reason, corrected.revision) == (1, "时间写错", 1)
    assert box.old == {"body": "# 时间\n9:00～11:00"}
    with pytest.raises(Refused, match="没有改动"):
        actions.correct(notice=corrected, by=cast.member, reason="再来")
    with pytest.raises(Refused, match="刚刚有人更正过"):
        actions.correct(notice=notice, by=cast.member, reason="迟到", title="13号停水")


def test_withdraw_then_restore_keeps_the_time_of_publication(cast):
    notice = actions.publish(notice=draft(cast), by=None, at=AT)
    withdrawn = actions.withdraw(notice=notice, by=cast.secretary, reason="发错楼组")
    assert (withdrawn.status, withdrawn.withdrawn_reason) == ("withdrawn", "发错楼组")
    restored = actions.restore(notice=withdrawn, by=cast.secretary)
    assert (restored.status, restored.published_at, restored.withdrawn_at) == ("published", AT, None)
