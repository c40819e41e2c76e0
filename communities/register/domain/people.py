"""Who a row says holds a flat, against who is known to hold it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .cells import tight


class Person(NamedTuple):
    """Somebody a row names; ``fingerprint`` stands for the certificate number where the row gives one."""

    role: str
    name: str
    phone: str = ""
    note: str = ""
    fingerprint: str = ""


class Holding(NamedTuple):
    """A tie that stands in the database today."""

    pk: int
    role: str
    owner: int
    since: datetime.date | None
    name: str
    phone: str
    note: str
    fingerprint: str


@dataclass
class Settlement:
    """What has to be done so that the flat's ties are as the row says; roles the row leaves empty are left alone."""

    kept: list[tuple[Holding, Person]] = field(default_factory=list)
    ended: list[Holding] = field(default_factory=list)
    started: list[tuple[Person, int | None]] = field(default_factory=list)

    @property
    def replaced_roles(self) -> set[str]:
        return {holding.role for holding in self.ended}


def settle(people: Sequence[Person], holdings: Sequence[Holding], known: dict[str, int]) -> Settlement:
    """``known`` maps fingerprints to owners already registered; a certificate decides, else the name in this flat.

    A holder whose name was erased is in no register any more, and ends only when another owner takes the place.
    """
    result = Settlement()
    for role in dict.fromkeys(person.role for person in people):
        standing = [holding for holding in holdings if holding.role == role]
        before = len(result.started)
        for person in people:
            if person.role != role:
                continue
            match = next((holding for holding in standing if _same(person, holding, known)), None)
            if match:
                standing.remove(match)
                result.kept.append((match, person))
            else:
                result.started.append((person, _identity(person, holdings, known)))
        taken_over = role == "owner" and len(result.started) > before
        result.ended += [holding for holding in standing if holding.name or taken_over]
    return result


def _same(person, holding, known) -> bool:
    if person.fingerprint:
        owner = known.get(person.fingerprint)
        if owner is not None or holding.fingerprint:
            return owner == holding.owner or person.fingerprint == holding.fingerprint
    return same_name(person.name, holding.name)


def same_name(name: str, kept: str) -> bool:
    """Spaces, width and brackets make no other name."""
    return name == kept or (kept != "" and not kept.isalnum() and tight(name) == tight(kept))


def _identity(person, holdings, known) -> int | None:
    """Somebody who already stands in this flat in another role, or is recognised by certificate, is no new owner."""
    if person.fingerprint:
        return known.get(person.fingerprint)
    return next((holding.owner for holding in holdings if same_name(person.name, holding.name)), None)
