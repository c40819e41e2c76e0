"""When a step is expected to be done. Another day keeps the old one, with the reason, for everybody to read."""

from django.db import transaction
from django.utils import timezone

from communities.journal import actions as journal
from projects.procedure.domain import Refused
from projects.procedure.enums import Status
from projects.procedure.models import DateChange, Step

from .access import locked_project, require, words

#: Years that an expected day can lie in: the others are slips of the hand.
YEARS = range(2000, 2101)


def expect(*, step, on, by, reason=""):
    """Expect the step to be done on the day ``on``. The first day needs no reason, every other one does."""
    if on.year not in YEARS:
        raise Refused("年份不对：要在2000年到2100年之间")
    with transaction.atomic():
        project = locked_project(step.course.project)
        require(by, "change", "course", project)
        held = Step.objects.select_for_update(of=("self",)).select_related("template").get(pk=step.pk)
        if held.status not in (Status.WAITING, Status.OPEN):
            raise Refused(f"“{held.template}”{held.get_status_display()}，不用再改预计日期")
        if held.opened_on and on < held.opened_on:
            raise Refused("预计办完日期不能早于开始日期")
        if held.expected_on == on:
            raise Refused("预计日期没有变")
        if held.expected_on:
            line = DateChange(step=held, old_on=held.expected_on, new_on=on, reason=words(reason, "改日期的原因"))
            line.entered_at = timezone.now()
            journal.store(line, by=by)
        held.expected_on = on
        journal.store(held, by=by, action="expect")
    return held
