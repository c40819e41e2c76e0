"""Special acts upon owners: two registered people turn out to be one; a person's data is erased."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.dispatch import Signal

from communities.journal import actions as journal

from .models import Owner, Ownership

#: Sent within the transaction of an erasure (``owner``, ``by``), so that the rooms above forget what they know.
erased = Signal()


@dataclass(frozen=True)
class Likely:
    """Owners of one name who may be one person; nobody but a person decides."""

    owners: tuple[Owner, ...]
    same_phone: bool


def merge(*, keep: Owner, drop: Owner, by) -> Owner:
    """Everything ``drop`` holds passes to ``keep``, then ``drop`` goes. Raises ValidationError where that is wrong."""
    with transaction.atomic():
        found = Owner.objects.select_for_update().in_bulk([keep.pk, drop.pk])
        if len(found) < 2:
            raise ValidationError("要选两个不同的、都还在登记里的产权人")
        keep, drop = found[keep.pk], found[drop.pk]
        _check_one_person(keep, drop)
        moved = list(drop.ownerships.all())
        held = set(keep.ownerships.filter(until__isnull=True).values_list("unit_id", "role"))
        for tie in moved:
            journal.remove(tie, by=by)
            if tie.until is not None or (tie.unit_id, tie.role) not in held:
                since, until = tie.since, tie.until
                fresh = Ownership(unit_id=tie.unit_id, owner=keep, role=tie.role, since=since, until=until)
                journal.store(fresh, by=by)
        gaps = {name: getattr(drop, name) for name in Owner.personal_fields if not getattr(keep, name)}
        key = drop.key
        journal.remove(drop, by=by)
        for name, value in gaps.items():
            setattr(keep, name, value)
        keep.save()
        journal.record(
            by=by,
            action="communities.owner.merge",
            obj=keep,
            changes={"并入的身份键": [key, None], "转来的产权关系": [None, len(moved)]}
            | {name: "personal" for name, value in sorted(gaps.items()) if value},
        )
    return keep


def _check_one_person(keep, drop):
    if keep.community_id != drop.community_id:
        raise ValidationError("两个产权人不在同一个居民区，不能合并")
    if keep.certificate_hash and drop.certificate_hash:
        raise ValidationError("两个产权人登记过不同的证件，不是同一个人，不能合并")


def erase(*, owner: Owner, by) -> bool:
    """Blank whatever tells who this is; the ties stay, without a name. Returns whether there was anything to blank."""
    with transaction.atomic():
        owner = Owner.objects.select_for_update().get(pk=owner.pk)
        for name in Owner.personal_fields:
            setattr(owner, name, "")
        found = journal.store(owner, by=by, action="erase")
        erased.send(sender=Owner, owner=owner, by=by)
    return found


def likely_same(community) -> list[Likely]:
    """Owners of one name, unless certificates already tell each from the others."""
    rows = Owner.objects.filter(community=community).exclude(name="")
    shared = rows.order_by().values("name").annotate(people=Count("pk")).filter(people__gt=1).values("name")
    by_name = {}
    for owner in rows.filter(name__in=shared).order_by("name", "pk"):
        by_name.setdefault(owner.name, []).append(owner)
    return [
        Likely(tuple(owners), len({owner.phone for owner in owners if owner.phone}) == 1)
        for owners in by_name.values()
        if not all(owner.certificate_hash for owner in owners)
    ]
