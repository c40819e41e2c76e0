"""A notice goes out, is corrected in public, is withdrawn and comes back."""

import datetime

from django.db import transaction
from django.utils import timezone

from communities.journal import actions as journal
from portal.notices.domain import RESTORE_DAYS, Draft, Refused, obstacles, text_obstacles, tidy
from portal.notices.enums import NoticeStatus
from portal.notices.models import Correction
from portal.search.actions import index

from .drafts import locked, require, write_text

CORRECTABLE = ("title", "summary", "body")


def publish(*, notice, by, at=None):
    """Make a draft public at once, or from ``publish_from``. Returns the notice as published."""
    with transaction.atomic():
        held = locked(notice)
        require(by, "publish", held)
        if held.status == NoticeStatus.PUBLISHED:
            raise Refused("这条通知已经发布，不用再发布一次")
        if held.status == NoticeStatus.WITHDRAWN:
            raise Refused("这条通知已经撤回。要重新公开，请用“恢复”")
        if found := blocking(held, at=at):
            raise Refused(*found)
        write_text(held, title=held.title, summary=held.summary, body=held.body)
        held.status = NoticeStatus.PUBLISHED
        held.published_at = _public_at(held, at)
        held.published_by = by
        journal.store(held, by=by, action="publish")
        index(held)
    return held


def blocking(notice, *, at=None):
    """What keeps this draft from being published, as lines for the person who writes it."""
    attachments = list(notice.attachments.all())
    public_at = _public_at(notice, at)
    return obstacles(
        Draft(
            title=notice.title,
            summary=notice.summary,
            body=notice.body,
            publisher=notice.publisher,
            at=public_at,
            day=timezone.localdate(public_at),
            valid_until=notice.valid_until,
            emergency_until=notice.emergency_until,
            images_without_alt=tuple(item.name for item in attachments if item.kind == "image" and not item.alt),
            files_without_text=tuple(item.name for item in attachments if item.kind != "image" and not item.text),
        )
    )


def correct(*, notice, by, reason, title=None, summary=None, body=None, at=None):
    """更正: write down what it said and why, then change it. ``notice`` carries the revision that was read."""
    reason = _reason(reason)
    with transaction.atomic():
        held = locked(notice)
        require(by, "publish", held)
        if held.status != NoticeStatus.PUBLISHED:
            raise Refused("只有已发布的通知才能更正")
        if held.revision != notice.revision:
            raise Refused("这条通知刚刚有人更正过，请看过最新的内容再改")
        old = {name: getattr(held, name) for name in CORRECTABLE}
        given = {"title": title, "summary": summary, "body": body}
        write_text(held, **{name: old[name] if text is None else text for name, text in given.items()})
        if found := text_obstacles(held.title, held.summary, held.body):
            raise Refused(*found)
        changed = [name for name in CORRECTABLE if getattr(held, name) != old[name]]
        if not changed:
            raise Refused("没有改动，不用更正")
        held.revision += 1
        journal.store(
            Correction(
                notice=held,
                revision=held.revision,
                at=at or timezone.now(),
                old={name: old[name] for name in changed},
                new={name: getattr(held, name) for name in changed},
                reason=reason,
            ),
            by=by,
        )
        journal.store(held, by=by, action="correct")
        index(held)
    return held


def end_emergency(*, notice, by):
    """Take the strip off the pages before its hour; the notice itself stays as it is."""
    with transaction.atomic():
        held, now = locked(notice), timezone.now()
        require(by, "publish", held)
        if held.status != NoticeStatus.PUBLISHED or held.emergency_until is None or held.emergency_until <= now:
            raise Refused("这条通知现在没有在页面顶部显示")
        held.emergency_until = now
        journal.store(held, by=by, action="end_emergency")
    return held


def withdraw(*, notice, by, reason, at=None):
    """Take a notice off the pages; its address then says that it was withdrawn, and why."""
    reason = _reason(reason)
    with transaction.atomic():
        held = locked(notice)
        require(by, "publish", held)
        if held.status != NoticeStatus.PUBLISHED:
            raise Refused("只有已发布的通知才能撤回")
        held.status, held.withdrawn_at, held.withdrawn_reason = NoticeStatus.WITHDRAWN, at or timezone.now(), reason
        journal.store(held, by=by, action="withdraw")
        index(held)
    return held


def restore(*, notice, by):
    """Bring a withdrawn notice back as it was, within 30 days."""
    with transaction.atomic():
        held = locked(notice)
        require(by, "publish", held)
        if held.status != NoticeStatus.WITHDRAWN:
            raise Refused("只有已撤回的通知才能恢复")
        if held.withdrawn_at + datetime.timedelta(days=RESTORE_DAYS) < timezone.now():
            raise Refused(f"撤回已超过{RESTORE_DAYS}天，不能恢复。请重新起草")
        held.status, held.withdrawn_at, held.withdrawn_reason = NoticeStatus.PUBLISHED, None, ""
        journal.store(held, by=by, action="restore")
        index(held)
    return held


def _public_at(notice, at):
    return max(filter(None, (at or timezone.now(), notice.publish_from)))


def _reason(reason):
    reason = tidy(reason)
    if not reason:
        raise Refused("请写明原因")
    if len(reason) > 200:
        raise Refused("原因最多200字")
    return reason
