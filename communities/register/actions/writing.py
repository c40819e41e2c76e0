"""Checked rows against what stands: compared in memory a batch at a time, written with a few bulk statements."""

import datetime
import io
import itertools
from collections import defaultdict

from django.db.models import Max
from django.utils import timezone

from communities.owners.enums import OwnershipRole
from communities.owners.models import Owner, Ownership, new_key
from communities.places.enums import AreaSource
from communities.places.models import BuildingGroup, Compound, Unit
from communities.register import domain
from communities.register.domain import Holding

from . import bulk

KEPT_FOR = datetime.timedelta(days=5 * 365)  # an imported owner's data, unless somebody sets another day
UNIT_FIELDS = ("id", "building_group_id", "room", "floor", "area_cm2", "area_source", "area_as_of")
UNIT_CHANGES = ("floor", "area_cm2", "area_source", "area_as_of")
OWNER_CHANGES = ("name", "phone", "note", "certificate_hash")
OWNER_FIELDS = ("id", "community_id", "key", "kind", *OWNER_CHANGES, "purpose", "expires_on")
WORDS = {name: Unit._meta.get_field(name).verbose_name for name in UNIT_CHANGES}
WORDS |= {name: Owner._meta.get_field(name).verbose_name for name in OWNER_CHANGES} | dict(OwnershipRole.choices)
TIE_FIELDS = ("id", "unit_id", "owner_id", "role", "since")


class Writer:
    def __init__(self, community):
        self.community = community
        self.today = timezone.localdate()
        self.expires_on = self.today + KEPT_FOR
        self.compounds = {domain.compound(item.name): item for item in community.compounds.all()}
        self.groups, self.slugs, self.fresh_groups = {}, set(), set()
        for item in community.building_groups.select_related("compound"):
            self.groups[item.compound_id, domain.group_key(item.name)] = item.pk
            self.slugs.add(item.no)
        # Owners whose phone and note this file has already given, for the first row counts: all newer ones, and these.
        self.newest = Owner.objects.aggregate(newest=Max("pk"))["newest"] or 0
        self.told = set()
        self.created_units, self.unit_changes = [], defaultdict(io.StringIO)
        self.new = defaultdict(list)  # rows of this batch, by the table or the change they wait for

    def take(self, rows):
        """Write one batch; returns (row, outcome, changed field names, owner key) for each row."""
        group_of = self.group_keys(rows)
        standing = self.standing({pk for pk in group_of.values() if pk not in self.fresh_groups})
        holdings = self.holdings([unit[0] for unit in standing.values()])
        self.fingerprints = self.known([person.fingerprint for row in rows for person in row.people])
        people = sum(len(row.people) for row in rows)
        self.unit_keys, self.owner_keys = _keys(Unit, len(rows)), _keys(Owner, people)
        self.tie_keys = _keys(Ownership, people)
        results = []
        for row in rows:
            unit = standing.get((group_of[row.number], row.room))
            if unit is None:
                results.append(self.create(row, group_of[row.number]))
            else:
                results.append(self.compare(row, unit, holdings[unit[0]]))
        self.flush()
        return results

    # places ----------------------------------------------------------------------------------------------------------

    def group_keys(self, rows) -> dict[int, int]:
        """The building group of every row, made where the register names a new one."""
        found, missing = {}, {}
        for row in rows:
            compound = self.compounds.get(row.compound) or self.add_compound(row.compound)
            key = compound.pk, row.group
            if key in self.groups:
                found[row.number] = self.groups[key]
            else:
                missing.setdefault(key, (compound, row.group, []))[2].append(row.number)
        fresh = []
        for pk, (key, (compound, name, numbers)) in zip(
            bulk.next_keys(BuildingGroup, len(missing)), missing.items(), strict=True
        ):
            digits = "".join(itertools.takewhile(str.isdigit, name))
            position = int(digits[:6]) if digits else 0
            fresh.append((pk, self.community.pk, compound.pk, name, self.free_slug(compound, name), position))
            self.groups[key] = pk
            found |= dict.fromkeys(numbers, pk)
        bulk.insert(BuildingGroup, ("id", "community_id", "compound_id", "name", "no", "position"), fresh)
        self.fresh_groups.update(row[0] for row in fresh)
        return found

    def add_compound(self, name):
        last = max((item.position for item in self.compounds.values()), default=0)
        compound = Compound.objects.create(community=self.community, name=name, position=last + 1)
        self.compounds[name] = compound
        return compound

    def free_slug(self, compound, name) -> str:
        """The digits of the 门号 where they are free in the community, else with the compound's position before."""
        slug = domain.group_slug(name)
        candidates = itertools.chain(
            (slug, f"{compound.position}-{slug}"), (f"{compound.position}-{slug}-{n}" for n in itertools.count(2))
        )
        chosen = next(candidate for candidate in candidates if candidate not in self.slugs)
        self.slugs.add(chosen)
        return chosen

    # what stands -----------------------------------------------------------------------------------------------------

    def standing(self, group_keys) -> dict:
        rows = Unit.objects.filter(building_group_id__in=group_keys).order_by().values_list(*UNIT_FIELDS)
        return {(row[1], domain.room_key(row[2])): row for row in rows}

    def holdings(self, unit_keys) -> dict[int, list[Holding]]:
        fields = ("pk", "role", "owner_id", "since", *(f"owner__{name}" for name in OWNER_CHANGES), "unit_id")
        found = defaultdict(list)
        for *values, unit in (
            Ownership.objects.filter(unit_id__in=unit_keys).current(self.today).order_by("pk").values_list(*fields)
        ):
            found[unit].append(Holding(*values))
        return found

    def known(self, fingerprints) -> dict[str, int]:
        """Owners that this batch's certificates recognise, those of the batches before among them."""
        if not any(fingerprints):
            return {}
        owners = Owner.objects.filter(community=self.community, certificate_hash__in=filter(None, fingerprints))
        return dict(owners.order_by().values_list("certificate_hash", "pk"))

    # rows ------------------------------------------------------------------------------------------------------------

    def create(self, row, group):
        pk = next(self.unit_keys)
        floor = row.floor if row.floor is not None else domain.floor_of_room(row.room)
        source = row.area_source or AreaSource.UNKNOWN.value
        self.new[Unit].append((pk, group, row.room, floor, row.area_cm2, source, row.area_as_of))
        self.created_units.append(pk)
        first = None
        for person in row.people:
            owner = self.owner_for(person)
            first = first or owner
            self.tie(pk, owner, person.role, None)
        return row, "created", (), first

    def compare(self, row, unit, holdings):
        pk, _, _, *before = unit
        floor, area, source, as_of = before
        if row.area_cm2 is not None and row.area_cm2 != area:  # a new figure does not inherit the old one's source
            area, source, as_of = row.area_cm2, AreaSource.UNKNOWN.value, None
        after = [
            row.floor if row.floor is not None else floor,
            area,
            row.area_source or source,
            row.area_as_of or as_of,
        ]
        changed = {name: [old, new] for name, old, new in zip(UNIT_CHANGES, before, after, strict=True) if old != new}
        if changed:
            self.new["units"].append((*after, pk))
        settlement = domain.settle(row.people, holdings, self.fingerprints)
        owners = sorted(self.settle(pk, settlement))
        for name, (old, new) in changed.items():
            self.unit_changes[name].write(f"；室{pk}：{old}→{new}")
        for name in owners:  # personal: that it changed, not what it was
            self.unit_changes[name].write(f"；室{pk}")
        outcome = "updated" if changed or owners else "unchanged"
        return row, outcome, (*changed, *owners), self.owner_of(row, settlement)

    def owner_of(self, row, settlement):
        """Who the row's first person turned out to be."""
        for person in row.people[:1]:
            return self.placed.get(person) or next(
                (held.owner for held, said in settlement.kept if said == person), None
            )
        return None

    def settle(self, unit, settlement) -> set[str]:
        """Carry out a settlement; returns the names of what changed about the flat's people."""
        changed = set()
        self.placed = {}
        for holding, person in settlement.kept:
            changed |= self.refresh(holding, person)
        for holding in settlement.ended:
            changed.add(holding.role)
            if holding.since is not None and holding.since >= self.today:
                self.new["undone"].append(holding.pk)  # begun today: never in force for a whole day
            else:
                self.new["ended"].append((self.today, holding.pk))
        replaced = settlement.replaced_roles
        for person, owner in settlement.started:
            changed.add(person.role)
            if owner is None:
                owner = self.owner_for(person)
            self.placed[person] = owner
            self.tie(unit, owner, person.role, self.today if person.role in replaced else None)
        return changed

    def refresh(self, holding, person) -> set[str]:
        """A phone, remark, certificate or (by certificate) name that the sheet gives anew; empty cells say nothing."""
        if holding.owner > self.newest or holding.owner in self.told:
            return set()
        self.told.add(holding.owner)
        before = [holding.name, holding.phone, holding.note, holding.fingerprint]
        after = [
            person.name if not domain.same_name(person.name, holding.name) else holding.name,
            _unless_same(person.phone, holding.phone),
            _unless_same(person.note, holding.note),
            person.fingerprint or holding.fingerprint,
        ]
        if before == after:
            return set()
        if person.fingerprint:
            self.fingerprints[person.fingerprint] = holding.owner
        self.new["owners"].append((*after, holding.owner))
        return {name for name, old, new in zip(OWNER_CHANGES, before, after, strict=True) if old != new}

    def owner_for(self, person) -> int:
        """Recognised by certificate, or new: the same name is not proof."""
        if person.fingerprint and person.fingerprint in self.fingerprints:
            return self.fingerprints[person.fingerprint]
        pk = next(self.owner_keys)
        said = person.name, person.phone, person.note, person.fingerprint
        self.new[Owner].append((pk, self.community.pk, new_key(), "person", *said, _PURPOSE, self.expires_on))
        if person.fingerprint:
            self.fingerprints[person.fingerprint] = pk
        return pk

    def tie(self, unit, owner, role, since):
        self.new[Ownership].append((next(self.tie_keys), unit, owner, role, since))

    def flush(self):
        """Ends before beginnings: a flat has one current owner at any moment."""
        bulk.insert(Unit, UNIT_FIELDS, self.new[Unit])
        bulk.update(Unit, UNIT_CHANGES, self.new["units"])
        bulk.update(Owner, OWNER_CHANGES, self.new["owners"])
        bulk.update(Ownership, ("until",), self.new["ended"])
        Ownership.objects.filter(pk__in=self.new["undone"]).delete()
        bulk.insert(Owner, OWNER_FIELDS, self.new[Owner])
        bulk.insert(Ownership, TIE_FIELDS, self.new[Ownership])
        self.new = defaultdict(list)

    # journal ---------------------------------------------------------------------------------------------------------

    def changes(self) -> dict:
        """For the journal: which rows are new (ranges of keys); field by field, old and new of each changed unit."""
        found = {}
        if self.fresh_groups:
            found["新增楼组编号"] = [None, _ranges(self.fresh_groups)]
        if self.created_units:
            found["新增室编号"] = [None, _ranges(self.created_units)]
        for name, text in self.unit_changes.items():
            found[WORDS[name]] = [None, text.getvalue()[1:]]
        return found


def _keys(model, count):
    """Up to ``count`` new keys, drawn together when the first is wanted."""
    if count:
        yield from bulk.next_keys(model, count)


def _unless_same(said, kept):
    """What the sheet says, unless it is empty or only spaced differently from what is kept."""
    return said if said and said != domain.plain(kept) and said != kept else kept


def _ranges(keys) -> str:
    """``1-500,507``: ascending keys in few words."""
    parts = []
    for _, run in itertools.groupby(enumerate(sorted(keys)), key=lambda item: item[1] - item[0]):
        members = [key for _, key in run]
        parts.append(str(members[0]) if len(members) == 1 else f"{members[0]}-{members[-1]}")
    return ",".join(parts)


_PURPOSE = Owner._meta.get_field("purpose").get_default()
