"""What every act asks first: the row as it stands, the right to act, the words it was given."""

from django.db.models.functions import Now

from projects.consultations.domain import Refused
from projects.consultations.enums import ConsultationStatus
from projects.consultations.models import Consultation


def locked(consultation):
    """The row as it stands, held until the transaction ends; ``now`` is the database's clock."""
    return _found(Consultation.objects.select_for_update(of=("self",)).annotate(now=Now()), consultation)


def current(consultation):
    """The row as it stands, not held: the guards hold it where a ballot depends on it."""
    return _found(Consultation.objects.annotate(now=Now()), consultation)


def _found(rows, consultation):
    held = rows.filter(pk=consultation.pk).first()
    if held is None:
        raise Refused("这次征询已不存在")
    return held


def require(by, verb, consultation):
    """``by`` holds the verb where the consultation is at home."""
    if by is None:
        return
    scope = by.scope(f"projects.{verb}_consultation")
    if not covers(scope, consultation):
        raise Refused("这次征询不在您负责的范围内" if scope else "您的账号没有这项权限")


def covers(scope, consultation):
    """Whether a scope takes in the place of the consultation."""
    home = scope.everywhere or consultation.community_id in scope.communities
    return home or consultation.building_group_id in scope.groups


def require_person(by, act):
    """A vote is counted and published by people with accounts, never by the system."""
    if by is None or not by.pk:
        raise Refused(f"{act}要有本人的账号")


def require_status(consultation, *statuses):
    if consultation.status not in statuses:
        allowed = "、".join(ConsultationStatus(status).label for status in statuses)
        raise Refused(f"这次征询现在是“{consultation.get_status_display()}”；这一步要在“{allowed}”时做")


def words(text, label, limit=200):
    """Given words without the blanks around them; refused when empty or too long for the column."""
    text = (text or "").replace("\x00", "").strip()
    if not text:
        raise Refused(f"请写{label}")
    if len(text) > limit:
        raise Refused(f"{label}最多{limit}字，现在有{len(text)}字")
    return text
