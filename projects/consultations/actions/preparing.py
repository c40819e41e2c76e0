"""A consultation is drafted, and opens with the roll and the rule frozen."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from communities.bodies.models import Post
from communities.journal import actions as journal
from communities.owners.enums import OwnerKind, OwnershipRole
from communities.owners.models import Ownership
from communities.places.models import Unit
from projects.consultations.domain import (
    WRONG_YEAR,
    YEARS,
    Flat,
    Head,
    Holder,
    Refused,
    build_roll,
    canonical_digest,
    roll_rows,
)
from projects.consultations.enums import ConsultationStatus, Electorate
from projects.consultations.models import Consultation, RollUnit, RollVoter

from .access import locked, require, require_status

#: Which place a rule is voted in.
PLACES = {
    Electorate.ENTRANCE: ("building_group",),
    Electorate.COMPOUND: ("compound",),
    Electorate.ASSEMBLY: ("compound",),
    Electorate.SHARERS: ("building_group", "compound"),
    Electorate.COMMITTEE: ("body",),
    Electorate.RESIDENTS: ("building_group", "compound"),
}
#: The law names no longest time for collecting; a year is twice what the slowest took.
LONGEST = datetime.timedelta(days=366)
PLACE_WORDS = {"building_group": "楼组", "compound": "自然小区", "body": "业委会"}


def prepare(*, consultation, by):
    """Store a new or changed draft."""
    with transaction.atomic():
        if consultation.pk:
            before = locked(consultation)
            require(by, "change", before)
            require_status(before, ConsultationStatus.DRAFT)
        require(by, "change" if consultation.pk else "add", consultation)
        require_status(consultation, ConsultationStatus.DRAFT)
        check_draft(consultation)
        journal.store(consultation, by=by)
    return consultation


def discard(*, consultation, by):
    """Throw a draft away; what was opened can only be annulled."""
    with transaction.atomic():
        held = locked(consultation)
        require(by, "delete", held)
        require_status(held, ConsultationStatus.DRAFT)
        journal.remove(held, by=by)


def open_consultation(*, consultation, by, units=None):
    """Freeze the rule and the roll, and begin to collect. ``units``: who shares the part (rules for sharers only)."""
    with transaction.atomic():
        held = locked(consultation)
        require(by, "change", held)
        if held.status != ConsultationStatus.DRAFT:
            raise Refused("这次征询已经开始，名册和规则已定，不能再开始一次")
        check_draft(held)
        _set_window(held)
        heads = _heads(held, units)
        write_roll(held, heads)
        held.rule_frozen = held.rule.frozen | ({"silence": held.silence_clause} if held.silence_clause else {})
        held.status = ConsultationStatus.OPEN
        journal.store(held, by=by, action="open")
    return held


def write_roll(consultation, heads):
    """Rows of the roll with its totals and digest; ``heads`` are domain Heads."""
    voters = [RollVoter(consultation=consultation, owner_key=head.identity, area_cm2=head.area_cm2) for head in heads]
    RollVoter.objects.bulk_create(voters, batch_size=1000)
    RollUnit.objects.bulk_create(
        (
            RollUnit(consultation=consultation, voter=voter, unit_id=unit_id, area_cm2=area)
            for voter, head in zip(voters, heads, strict=True)
            for unit_id, area in head.units
        ),
        batch_size=1000,
    )
    consultation.roll_heads = len(voters)
    consultation.roll_area_cm2 = sum(voter.area_cm2 for voter in voters)
    consultation.roll_digest = canonical_digest(roll_rows((voter.key, voter.area_cm2) for voter in voters))
    return voters


def check_draft(consultation):
    """Refused: what is missing, too long, or of another place than the rule asks."""
    _check_words(consultation)
    _check_place(consultation)


def _check_words(consultation):
    if not all(moment is None or moment.year in YEARS for moment in (consultation.opens_at, consultation.closes_at)):
        raise Refused(WRONG_YEAR)
    try:
        consultation.clean_fields(exclude=["rule_frozen"])
    except ValidationError as error:
        labels = {field.name: field.verbose_name for field in Consultation._meta.fields}
        raise Refused(
            *(f"{labels[name]}：{line}" for name, lines in error.message_dict.items() for line in lines)
        ) from error


def _check_place(consultation):
    allowed = PLACES[consultation.rule.electorate]
    given = [name for name in PLACE_WORDS if getattr(consultation, f"{name}_id") is not None]
    if len(given) != 1 or given[0] not in allowed:
        raise Refused(f"“{consultation.rule.name}”要选{'或'.join(PLACE_WORDS[name] for name in allowed)}，只选一个")
    if consultation.place.community_id != consultation.community_id:
        raise Refused("所选的范围不在这个居民区")
    project, group = consultation.project, consultation.building_group
    if project is not None and group is not None and project.building_group_id != group.pk:
        raise Refused("所选的项目不是这个楼组的")


def _set_window(held):
    if held.closes_at is None:
        raise Refused("请填截止时间")
    held.opens_at = held.opens_at or held.now
    if held.closes_at <= held.opens_at:
        raise Refused("截止时间要晚于开始时间")
    if held.closes_at - held.opens_at > LONGEST:
        raise Refused("收票最长一年，请核对截止时间的年份")
    if held.is_transcript:
        if held.closes_at > held.now:
            raise Refused("补录只用于已在纸上完成的表决：截止时间要在现在之前")
    elif timezone.localdate(held.opens_at) < timezone.localdate(held.now):
        raise Refused("开始日期不能早于今天；已在纸上完成的表决请选“补录”")
    elif held.closes_at <= held.now:
        raise Refused("截止时间已过，请改到今天以后")


def _heads(held, units):
    """Heads by the rule's electorate, as the register stands on the day of opening."""
    on = timezone.localdate(held.opens_at)
    if held.rule.electorate == Electorate.COMMITTEE:
        return _members(held, on)
    rows = _units(held, units)
    if held.rule.electorate == Electorate.RESIDENTS:
        if not rows:
            raise Refused("这个范围里没有登记任何一室，请先导入名册")
        return [Head(f"unit:{unit.pk}") for unit in rows]
    return build_roll(_flats(rows, on))


def _members(held, on):
    posts = Post.objects.current(on).filter(body=held.body_id, volunteer__isnull=False)
    members = sorted(set(posts.values_list("volunteer_id", flat=True)))
    if not members:
        raise Refused("这个业委会没有登记在任委员，请先在“职务与任期”里登记")
    return [Head(f"volunteer:{pk}") for pk in members]


def _units(held, units):
    place = (
        {"building_group": held.building_group_id}
        if held.building_group_id
        else {"building_group__compound": held.compound_id}
    )
    rows = Unit.objects.filter(**place).select_related("building_group__compound")
    rows = rows.order_by("building_group__position", "building_group_id", "floor", "room")
    if units is None:
        return list(rows)
    if held.rule.electorate != Electorate.SHARERS:
        raise Refused("这条规则由范围内全体业主表决，不能只选一部分室")
    wanted = {unit.pk for unit in units}
    chosen = [unit for unit in rows if unit.pk in wanted]
    if len(chosen) < len(wanted):
        raise Refused("所选的室不都在这个范围里")
    return chosen


def _flats(units, on):
    ties = Ownership.objects.current(on).filter(role=OwnershipRole.OWNER, unit__in=units).select_related("owner")
    owners = {}
    for tie in ties.order_by("id"):
        holder = Holder(tie.owner.key, tie.owner.kind == OwnerKind.DEVELOPER)
        owners.setdefault(tie.unit_id, {})[holder] = None
    return [Flat(unit.pk, str(unit), unit.floor, unit.area_cm2, tuple(owners.get(unit.pk, ()))) for unit in units]
