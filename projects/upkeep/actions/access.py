"""What every act asks first: the lift as it stands, the right to act, words and days that can be meant."""

from datetime import date

from django.utils import timezone

from projects.accounts.domain import public_faults, tidy
from projects.upkeep.domain import Refused
from projects.upkeep.models import Lift, due_of


def locked(lift):
    """The lift as it stands, held until the transaction ends."""
    rows = Lift.objects.select_for_update(of=("self",), no_key=True).with_places()
    held = rows.filter(pk=lift.pk).first()
    if held is None:
        raise Refused("这台电梯已不在登记里")
    return held


def require(by, verb, model, project):
    """``by`` is somebody who holds the verb on ``model`` where the project stands."""
    if by is None or by.pk is None:
        raise Refused("登记要有经办人的账号")
    scope = by.scope(f"{model._meta.app_label}.{verb}_{model._meta.model_name}")
    if not scope:
        raise Refused("您的账号没有这项权限")
    within = project.community_id in scope.communities or project.building_group_id in scope.groups
    if not (scope.everywhere or within):
        raise Refused("不在您负责的范围内")


def public_words(text, label):
    """The text as it will stand in public; refused when it holds a number of a person or a room."""
    said = tidy(text)
    if faults := public_faults(said, label):
        raise Refused(*faults)
    return said


def public_words_or_none(text, label):
    return public_words(text, label) if tidy(text) else ""


def require_day(day, label, since):
    """Refused unless ``day`` lies between ``since`` and today."""
    if day > timezone.localdate():
        raise Refused(f"{label}不能晚于今天")
    if day < since:
        raise Refused(f"{label}不能早于投入使用日期（{_said(since)}）")


def _said(day: date):
    return f"{day.year}年{day.month}月{day.day}日"


def reckon(lift):
    """Set what is due next on ``lift``; the caller stores it."""
    due = due_of(lift)
    lift.next_inspection_on, lift.next_inspection_kind = due.on, due.kind
