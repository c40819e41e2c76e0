"""What people said is forgotten on its day, or with the person; that a visit took place stays, and so do all counts."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from communities.journal import actions as journal
from projects.outreach.models import Concern, HomeVisit, Negotiation, PriorityHousehold


def forget_expired(*, today, by=None) -> int:
    """Blank whatever has outlived its day; returns how many records that were."""
    due = [rows.objects.expired(today) for rows in (HomeVisit, Concern, Negotiation)]
    return sum(_forget(rows, by) for rows in due) + _unmark(PriorityHousehold.objects.filter(expires_on__lt=today), by)


def forget_with_owner(*, owner, by, **_):
    """An owner is erased: so is what was said in the flat while this owner held it, whoever said it."""
    during = {"on_day": Q(pk__in=[]), "received_on": Q(pk__in=[]), "opened_on": Q(pk__in=[])}
    for tie in owner.ownerships.all():
        for name in during:
            within = Q(unit=tie.unit_id)
            within &= Q(**{f"{name}__gte": tie.since}) if tie.since else Q()
            during[name] |= within & (Q(**{f"{name}__lt": tie.until}) if tie.until else Q())
    _forget(HomeVisit.objects.telling().filter(during["on_day"]), by)
    _forget(Concern.objects.telling().filter(during["received_on"]), by)
    _forget(Negotiation.objects.telling().filter(during["opened_on"]), by)
    held = owner.ownerships.current(timezone.localdate())
    _unmark(PriorityHousehold.objects.filter(unit__in=held.values("unit")), by)


def _forget(rows, by):
    keys = list(rows.values_list("pk", flat=True))
    for pk in keys:
        with transaction.atomic():
            _blank(rows.model._base_manager.select_for_update(of=("self",)).get(pk=pk), by)
    return len(keys)


def _blank(row, by):
    """Its own words and those of its history."""
    for name in row.personal_fields:
        setattr(row, name, "")
    if hasattr(row, "steps"):
        row.steps.update(**dict.fromkeys(row.steps.model.personal_fields, ""))
    row.save(update_fields=row.personal_fields)
    journal.record(
        by=by,
        action=f"{row._meta.label_lower}.erase",
        obj=row,
        changes=dict.fromkeys(sorted(row.personal_fields), "personal"),
    )


def _unmark(rows, by):
    marked = list(rows)
    for row in marked:
        journal.remove(row, by=by)
    return len(marked)
