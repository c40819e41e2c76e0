"""What every act asks first: the row as it stands, the right to act, the words it was given."""

from django.db.models.functions import Now

from projects.deliberation.domain import Refused
from projects.deliberation.enums import MeetingStatus
from projects.deliberation.models import Meeting


def locked(meeting):
    """The row as it stands, held until the transaction ends; ``now`` is the database's clock."""
    rows = Meeting.objects.select_for_update(of=("self",)).annotate(now=Now())
    held = rows.filter(pk=meeting.pk).first()
    if held is None:
        raise Refused("这次会议已不存在")
    return held


def require(by, verb, row):
    """``by`` holds the verb on this kind of row where it is at home; None is the system."""
    if by is None:
        return
    scope = by.scope(f"{row._meta.app_label}.{verb}_{row._meta.model_name}")
    if not scope:
        raise Refused("您的账号没有这项权限")
    if not (scope.everywhere or row.community_id in scope.communities):
        raise Refused("不在您负责的范围内")


def require_person(by, act):
    """Two people stand behind what is published, never the system."""
    if by is None or not by.pk:
        raise Refused(f"{act}要有本人的账号")


def require_status(meeting, *statuses):
    if meeting.status not in statuses:
        allowed = "、".join(MeetingStatus(status).label for status in statuses)
        raise Refused(f"这次会议现在是“{meeting.get_status_display()}”；这一步要在“{allowed}”时做")


def words(text, label, limit=200):
    """Given words without the blanks around them; refused when empty or too long for the column."""
    text = (text or "").replace("\x00", "").replace("\r\n", "\n").strip()
    if not text:
        raise Refused(f"请写{label}")
    if len(text) > limit:
        raise Refused(f"{label}最多{limit}字，现在有{len(text)}字")
    return text
