"""Codes are issued, voided and used. A code leaves this file once, to be printed; no log and no row holds it."""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from communities.journal import actions as journal
from communities.journal.enums import EntryKind
from communities.places.models import Unit

from .domain import ALPHABET, LENGTH, Refused, TooMany, Wrong
from .enums import Voided
from .models import HouseholdAttempt, HouseholdCode, HouseholdSession, holder_keys, holders_digest, sha256

WINDOW = timedelta(hours=1)
#: Wrong attempts within ``WINDOW``: a committee's computer serves many households, a door has one.
MOST_FROM_ADDRESS, MOST_AT_DOOR = 30, 10
KEPT = timedelta(days=1)
#: How far ``seen_at`` may lag: one write a minute, not one a page.
LAG = timedelta(minutes=1)


class CodeHasher(PBKDF2PasswordHasher):
    """A fifth of what a password gets: 65 bits drawn by chance need no more, and a stair of 24 is issued in a second.

    Raising the number leaves older codes readable: each hash says its own.
    """

    iterations = 200_000


HASHER = CodeHasher()


@dataclass(frozen=True)
class Issued:
    """A flat with its new code, for paper only."""

    unit: Unit
    secret: str = field(repr=False)
    typed: str = field(repr=False)


@dataclass(frozen=True)
class Door:
    """What somebody without a camera types; ``code`` already as ``domain.typed_code`` leaves it."""

    community_id: int
    no: str
    room: str
    code: str = field(repr=False)


def issue(*, units, by) -> list[Issued]:
    """A fresh code for each flat, the one before is void. Refused where nobody is registered as owner."""
    units = list(units)
    holders = holder_keys(units, timezone.localdate())
    if without := [str(unit) for unit in units if unit.pk not in holders]:
        raise Refused(f"还没有登记业主，不能发户码，请先登记产权关系：{'、'.join(without[:20])}")
    issued = [Issued(unit, secrets.token_urlsafe(16), _typed()) for unit in units]
    # The slow hashes come before the transaction, which holds locks.
    hashes = [HASHER.encode(item.typed, HASHER.salt()) for item in issued]
    try:
        with transaction.atomic():
            _replace(issued, hashes, holders, by)
    except IntegrityError as error:
        raise Refused("刚刚已有人给这些室发了户码，请刷新后再看") from error
    return issued


def due(group) -> tuple[list[Unit], list[Unit]]:
    """Flats of the stairs that need a code (none, or given to earlier owners), and those without owner."""
    units = list(group.units.select_related("building_group__compound").order_by("floor", "room"))
    holders = holder_keys(units, timezone.localdate())
    held = dict(HouseholdCode.objects.live().filter(unit__in=units).values_list("unit_id", "holders"))
    lacking = [unit for unit in units if unit.pk not in holders]
    waiting = [unit for unit in units if unit.pk in holders and held.get(unit.pk) != holders_digest(holders[unit.pk])]
    return waiting, lacking


def revoke(*, code, by, voided=Voided.STAFF):
    """The code opens nothing from now on, and who is inside is out. ``by``: staff, or the code itself."""
    with transaction.atomic():
        held = HouseholdCode.objects.select_for_update(of=("self",)).with_place().get(pk=code.pk)
        if held.revoked_at is not None:
            raise Refused("这个户码已经作废")
        _void(held, by=by, voided=voided, at=timezone.now())


def enter(*, address, secret="", door=None) -> str:
    """Begin a session by the QR code's secret or at a typed door; returns the cookie's token.

    Raises Wrong with one answer and at one price for every reason, TooMany before anything is compared.
    """
    now = timezone.now()
    places = [("address", address, MOST_FROM_ADDRESS)]
    if door is not None:
        places.append(("door", f"{door.community_id} {door.no} {door.room}", MOST_AT_DOOR))
    attempts = count_attempts(places, now)
    code = _at(door) if door is not None else _by(secret)
    if code is None or not code.keys_now():
        raise Wrong("户码不对，或者已经作废")
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        take_back(attempts)
        HouseholdSession.objects.filter(started_at__lt=now - KEPT).delete()
        HouseholdSession.objects.create(code=code, token_hash=sha256(token), started_at=now, seen_at=now)
        journal.record_reading(by=code, obj=code, purpose="住户用户码进入")
    return token


def resume(*, token) -> HouseholdSession | None:
    """The running session of this cookie, marked as seen; None when it ended or other people hold the flat now.

    ``session.keys``: the owners' keys, which tell on whose roll the household stood.
    """
    now = timezone.now()
    rows = list(HouseholdSession.objects.running(token, now).with_holders(timezone.localdate()))
    keys = frozenset(row.holder for row in rows if row.holder)
    if not keys or holders_digest(keys) != rows[0].code.holders:
        return None
    session = rows[0]
    session.keys = keys
    if now - session.seen_at > LAG:
        HouseholdSession.objects.filter(pk=session.pk).update(seen_at=now)
    return session


def leave(*, token):
    HouseholdSession.objects.filter(token_hash=sha256(token)).delete()


def count_attempts(places, now, *, action="household.throttled") -> list[int]:
    """Write the attempt down before it is judged, in the database: no cache that is down lets guesses through.

    ``places``: (kind, name, how many within an hour). Returns the keys of what was written; raises TooMany above the
    limit, and the journal then says ``action``. Each row is committed before it is counted, so that of many attempts
    at once no more than the limit pass; never call it inside a transaction.
    """
    sources = [(salted_hmac("households", f"{kind} {name}").hexdigest()[:32], most) for kind, name, most in places]
    if any(_recent(source, now) >= most for source, most in sources):
        raise TooMany("输错的次数太多了")
    HouseholdAttempt.objects.filter(at__lt=now - KEPT).delete()
    rows = [HouseholdAttempt.objects.create(at=now, source=source).pk for source, _ in sources]
    for source, most in sources:
        made = _recent(source, now)
        if made == most:
            _record_throttled(source, action)
        if made > most:
            raise TooMany("输错的次数太多了")
    return rows


def take_back(attempts):
    """What turned out right does not count."""
    HouseholdAttempt.objects.filter(pk__in=attempts).delete()


def _typed():
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def _replace(issued, hashes, holders, by):
    now = timezone.now()
    old = HouseholdCode.objects.select_for_update(of=("self",)).live().with_place()
    for code in old.filter(unit__in=[item.unit for item in issued]):
        _void(code, by=by, voided=Voided.REISSUED, at=now)
    for item, typed_hash in zip(issued, hashes, strict=True):
        code = HouseholdCode.objects.create(
            unit=item.unit,
            qr_hash=sha256(item.secret),
            typed_hash=typed_hash,
            holders=holders_digest(holders[item.unit.pk]),
            issued_at=now,
            issued_by=by,
        )
        journal.record(by=by, action="communities.householdcode.issue", obj=code, kind=EntryKind.ACCESS)


def _void(code, *, by, voided, at):
    code.revoked_at, code.voided = at, voided
    code.revoked_by = None if voided == Voided.HOUSEHOLD else by
    code.save(update_fields=["revoked_at", "revoked_by", "voided"])
    changes = {"为什么作废": [None, Voided(voided).label]}
    journal.record(by=by, action="communities.householdcode.revoke", obj=code, kind=EntryKind.ACCESS, changes=changes)
    code.sessions.all().delete()


def _recent(source, now):
    return HouseholdAttempt.objects.filter(source=source, at__gt=now - WINDOW).count()


def _record_throttled(source, action):
    with transaction.atomic():
        journal.record(by=None, action=action, kind=EntryKind.ACCESS, changes={"source": source[:16]})


def _by(secret):
    return HouseholdCode.objects.live().with_place().filter(qr_hash=sha256(secret)).first()


def _at(door):
    """One slow hash whether or not there is such a door, such a flat, or a code for it."""
    code = (
        HouseholdCode.objects.live()
        .with_place()
        .filter(
            unit__room=door.room,
            unit__building_group__no=door.no,
            unit__building_group__community=door.community_id,
        )
        .first()
    )
    if code is None:
        HASHER.encode(door.code, HASHER.salt())
        return None
    return code if HASHER.verify(door.code, code.typed_hash) else None
