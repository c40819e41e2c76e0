"""The safety list is gone through: every answer is kept, the last one counts."""

from django.db import transaction
from django.utils import timezone

from communities.journal import actions as journal
from projects.procedure.domain import YEARS, Refused
from projects.procedure.models import AHEAD, SafetyCheck

from .works import site


def check_safety(*, project, answers, on, by):
    """``answers``: {item: answer}; only those that differ from the last one are written. Returns how many."""
    if on > timezone.localdate() or on.year not in YEARS:
        raise Refused("检查日期不能晚于今天；年份也请核对")
    with transaction.atomic():
        held = site(project, by, AHEAD)
        last = dict(held.safety_checks.latest_answers().values_list("item_id", "answer"))
        changed = {item: answer for item, answer in answers.items() if answer and last.get(item.pk) != answer}
        if not changed:
            raise Refused("没有改动：各项和上一次检查一样")
        for item, answer in changed.items():
            row = SafetyCheck(project=held, item=item, answer=answer, checked_on=on, entered_by=by)
            row.entered_at = timezone.now()
            journal.store(row, by=by)
    return len(changed)
