"""出资人名册: entered from the signed scheme, handed over on sale, joined later, left."""

from django.db import transaction

from communities.journal import actions as journal
from communities.owners.enums import OwnershipRole
from communities.owners.models import Ownership
from projects.costs.domain import Refused
from projects.costs.enums import SchemeState
from projects.costs.models import Contributor, Signature

from .access import locked_project, locked_scheme, require, require_state
from .signing import withdraw

LEFT = "退出出资"


def enter_contributors(*, scheme, on, by):
    """Everybody who signed this version owns a part from the day ``on``; parts of an older version end that day.

    Returns the new rows. A second call enters whoever signed since.
    """
    with transaction.atomic():
        scheme = locked_scheme(scheme)
        project = scheme.project
        require(by, "change", "sharingscheme", project)
        require_state(scheme, SchemeState.CHOSEN)
        signed = scheme.shares.filter(signatures__isnull=False, signatures__withdrawn_at__isnull=True)
        standing = {row.unit_id: row for row in project.contributors.filter(until__isnull=True)}
        fresh = [share for share in signed.order_by("id") if not _stands(standing.get(share.unit_id), share)]
        owners = _owners([share.unit_id for share in fresh], on)
        for share in fresh:
            if share.unit_id in standing:
                _end(standing[share.unit_id], on, by)
        rows = Contributor.objects.bulk_create(
            Contributor(project=project, unit_id=s.unit_id, owner=owners[s.unit_id], share_fen=s.amount_fen, since=on)
            for s in fresh
        )
        if rows:
            changes = {"出资人": [None, len(rows)], "自": [None, on]}
            journal.record(by=by, action="projects.sharingscheme.contributors", obj=scheme, changes=changes)
    return rows


def _stands(contributor, share):
    return contributor is not None and contributor.share_fen == share.amount_fen


def join_late(*, project, unit, share_fen, on, by):
    """A household that did not take part at first pays ``share_fen`` and owns a part from ``on``."""
    with transaction.atomic():
        project = locked_project(project)
        require(by, "change", "sharingscheme", project)
        if unit.building_group_id != project.building_group_id:
            raise Refused("这一室不在这个楼组")
        if share_fen <= 0:
            raise Refused("份额要大于0")
        if project.contributors.filter(unit=unit, until__isnull=True).exists():
            raise Refused("这一室已登记现任出资人")
        return _enter(project, unit.pk, _owner_of(unit.pk, on), share_fen, on, by, is_late=True)


def hand_over(*, contributor, on, by):
    """The flat was sold: the part follows it to whoever holds the flat on the day ``on``. Returns the new row."""
    with transaction.atomic():
        locked_project(contributor.project)
        held = Contributor.objects.select_for_update(of=("self",)).select_related("project").get(pk=contributor.pk)
        require(by, "change", "sharingscheme", held.project)
        owner = _owner_of(held.unit_id, on)
        if held.until is not None:
            raise Refused("这一份已经转出")
        if owner.pk == held.owner_id:
            raise Refused("产权人没有变；请先在“产权关系”里登记新的产权人")
        _end(held, on, by)
        return _enter(held.project, held.unit_id, owner, held.share_fen, on, by, is_late=held.is_late)


def leave(*, project, unit, on, by):
    """A household takes part no more: its part ends on the day ``on``, and its signature under the chosen version no
    longer stands, so that nothing is called by that version until another is chosen and signed without it."""
    with transaction.atomic():
        project = locked_project(project)
        require(by, "change", "sharingscheme", project)
        for row in project.contributors.filter(unit=unit, until__isnull=True):
            _end(row, on, by)
        signed = {"share__unit": unit, "share__scheme__project": project, "share__scheme__state": SchemeState.CHOSEN}
        for signature in Signature.objects.standing().filter(**signed).select_related("share__scheme"):
            withdraw(signature=signature, reason=LEFT, by=by)


def _owner_of(unit_id, on):
    return _owners([unit_id], on)[unit_id]


def _owners(unit_ids, on):
    """{flat: who holds it on that day}; refused while one of them is nobody's."""
    ties = Ownership.objects.current(on).filter(unit__in=unit_ids, role=OwnershipRole.OWNER)
    found = {tie.unit_id: tie.owner for tie in ties.select_related("owner").order_by("-id")}
    if missing := len(set(unit_ids) - set(found)):
        raise Refused(f"有{missing}室在这一天没有登记产权人，请先补全名册")
    return found


def _end(contributor, on, by):
    if on < contributor.since:
        raise Refused("日期不能早于原来登记的开始日期")
    contributor.until = on
    journal.store(contributor, by=by, action="end")


def _enter(project, unit_id, owner, share_fen, on, by, is_late=False):
    row = Contributor(project=project, unit_id=unit_id, owner=owner, share_fen=share_fen, since=on, is_late=is_late)
    journal.store(row, by=by)
    return row
