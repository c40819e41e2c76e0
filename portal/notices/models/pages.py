"""The read model of one notice's page: published, expired, or a draft in the preview."""

from django.conf import settings
from django.utils import timezone
from django.utils.dateformat import format as format_date

from portal.notices import domain
from portal.notices.enums import NoticeKind


def page_of(found):
    """Context of the page of one notice; the preview shows a draft by it."""
    attachments = list(found.attachments.all())
    boxes = found.boxes
    shown_at = found.published_at or max(filter(None, (timezone.now(), found.publish_from)))
    first_day = timezone.localdate(shown_at)
    return {
        "title": found.title,
        "description": found.summary or found.title,
        "og_type": "article",
        "image": next((item.get_absolute_url() for item in attachments if item.kind == "image"), ""),
        "community": found.community,
        "notice": found,
        "audience": str(found.audience),
        "boxes": boxes,
        "shown_at": shown_at,
        "images": [item for item in attachments if item.kind == "image"],
        "recordings": [item for item in attachments if item.kind == "audio"],
        "documents": [item for item in attachments if item.kind == "pdf"],
        "expired": found.is_expired(timezone.localdate()),
        "publicity_days": _publicity_days(found, first_day),
        "share": share_text(found, shown_at),
        "updated_at": boxes[0].at if boxes else shown_at,
        "updated_by": found.publisher,
    }


def _publicity_days(found, first_day):
    if found.kind != NoticeKind.PUBLICITY or not found.valid_until:
        return 0
    return domain.publicity_days(first_day, found.valid_until)


def share_text(found, shown_at):
    """Ready to be pasted into the residents' chat group."""
    return domain.share_text(
        community=found.community.name,
        title=found.title,
        summary=found.summary,
        publisher=found.publisher,
        day=format_date(timezone.localtime(shown_at), "Y年n月j日"),
        url=settings.SITE_URL + found.get_absolute_url(),
    )
