"""A visit is written down; a flat is marked to be visited first."""

from django.db import transaction
from django.utils import timezone

from communities.journal import actions as journal
from projects.outreach.domain import YEARS, Refused
from projects.outreach.enums import ConcernKind
from projects.outreach.models import VisitConcern

from .access import VISIT_KEPT, require, require_kept, require_past, words


def record_visit(*, visit, concerns, by):
    """Store a new visit, or a corrected one, with the kinds of worry that came up (``ConcernKind`` values)."""
    concerns = sorted(set(concerns))
    if unknown := [kind for kind in concerns if kind not in ConcernKind.values]:
        raise Refused(f"没有“{unknown[0]}”这一类")
    with transaction.atomic():
        require(by, "change" if visit.pk else "add", visit)
        check_visit(visit)
        is_new = visit.pk is None
        if is_new:
            visit.recorded_at, visit.recorded_by = timezone.now(), by
        journal.store(visit, by=by)
        before = [] if is_new else sorted(visit.concerns.values_list("kind", flat=True))
        if concerns != before:
            _replace(visit, before, concerns, by)
    return visit


def mark(*, priority, by):
    """This flat is visited first, for the given reason, until its day."""
    with transaction.atomic():
        require(by, "change" if priority.pk else "add", priority)
        require_kept(priority.expires_on, timezone.localdate())
        journal.store(priority, by=by)
    return priority


def check_visit(visit):
    """What a visit lacks, or holds that cannot be; fills in how long it is kept."""
    require_past(visit.on_day, "走访日期")
    visitors = [person for person in (visit.first_id, visit.second_id, visit.third_id) if person]
    if len(visitors) < 2 or len(set(visitors)) < len(visitors):
        raise Refused("走访要两个人以上，请选两位不同的人")
    if visit.next_on and (visit.next_on < visit.on_day or visit.next_on.year not in YEARS):
        raise Refused("下次的日期不能早于这次")
    visit.met, visit.promise = (
        words(visit.met, "谈的是谁", 40, required=False),
        words(visit.promise, "答应了什么", 300, required=False),
    )
    if not visit.is_reached and (visit.met or visit.stance):
        raise Refused("没有谈上，就不填谈的是谁和意向")
    if visit.expires_on is None:
        visit.expires_on = visit.on_day + VISIT_KEPT
    require_kept(visit.expires_on, visit.on_day)


def _replace(visit, before, concerns, by):
    visit.concerns.all().delete()
    VisitConcern.objects.bulk_create(VisitConcern(visit=visit, kind=kind) for kind in concerns)
    journal.record(by=by, action="projects.homevisit.change", obj=visit, changes={"担心什么": [before, concerns]})
