"""What every act asks first: the right to act where the row is at home, words that fit, a day that has come."""

from datetime import timedelta

from django.utils import timezone

from communities import grants
from projects.outreach.domain import YEARS, Refused

#: How long what was said is kept unless somebody says shorter, and the longest that is allowed.
VISIT_KEPT, CONCERN_KEPT, TALKS_KEPT = timedelta(days=730), timedelta(days=365), timedelta(days=1095)
LONGEST_KEPT = timedelta(days=1096)


def require(by, verb, row):
    """``by`` holds the verb on this kind of row in its community or its stairs; None is the system."""
    if by is None:
        return
    scope = by.scope(f"{row._meta.app_label}.{verb}_{row._meta.model_name}")
    if not scope:
        raise Refused("您的账号没有这项权限")
    if not (scope.everywhere or row.community_id in scope.communities or row.group_id in scope.groups):
        raise Refused("不在您负责的范围内")


def may_read(user, row) -> bool:
    """Whether ``user`` serves where the row is at home. Who only runs the site does not, so not by ``scope``."""
    permission = f"{row._meta.app_label}.read_{row._meta.model_name}"
    return any(
        grants.granted(held.role, permission)
        and held.community_id == row.community_id
        and held.building_group_id in (None, row.group_id)
        for held in user.active_memberships
    )


def words(text, label, limit, *, required=True):
    """Given words without the blanks around them; refused when missing or too long."""
    text = (text or "").replace("\x00", "").replace("\r\n", "\n").strip()
    if required and not text:
        raise Refused(f"请写{label}")
    if len(text) > limit:
        raise Refused(f"{label}最多{limit}字，现在有{len(text)}字")
    return text


def require_past(day, label="日期"):
    if day.year not in YEARS or day > timezone.localdate():
        raise Refused(f"{label}不能晚于今天，年份要在2000年以后")


def require_kept(expires_on, since):
    """The shortest retention (PIPL 19): after the day itself, within three years of it."""
    if not since < expires_on <= since + LONGEST_KEPT:
        raise Refused("保存期限要晚于当天，最长三年")
