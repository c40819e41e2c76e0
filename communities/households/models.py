"""户码: what lets a household see its own papers. Only hashes are kept; the code itself stands on paper alone."""

import hashlib
from datetime import timedelta

from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.utils import timezone

from communities import grants
from communities.guards import DELETE, TRUNCATE, UPDATE, Guard, fixed
from communities.owners.enums import OwnershipRole
from communities.owners.models import Ownership
from communities.people.models import User
from communities.places.models import Unit

from .enums import Voided

IDLE = timedelta(minutes=20)
LONGEST = timedelta(hours=2)
_ISSUED = ("unit_id", "qr_hash", "typed_hash", "holders", "issued_at", "issued_by_id")
_REVOKED = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in ("revoked_at", "revoked_by_id", "voided"))


def sha256(text: str) -> str:
    """Enough for what has 128 bits of chance in it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


#: Who holds a flat.
HOLDERS = (OwnershipRole.OWNER, OwnershipRole.CO_OWNER)


def holder_keys(units, on) -> dict[int, frozenset[str]]:
    """``{unit id: keys of its owners and co-owners}`` on the day ``on``; a flat without any is left out."""
    ties = Ownership.objects.current(on).filter(unit__in=units, role__in=HOLDERS)
    found = {}
    for unit_id, key in ties.order_by().values_list("unit_id", "owner__key"):
        found.setdefault(unit_id, set()).add(key)
    return {unit_id: frozenset(keys) for unit_id, keys in found.items()}


def holders_digest(keys) -> str:
    return sha256(" ".join(sorted(keys)))


class HouseholdCodeQuerySet(models.QuerySet):
    def live(self):
        return self.filter(revoked_at__isnull=True)

    def with_place(self):
        return self.select_related("unit__building_group__compound", "unit__building_group__community")


class HouseholdCode(models.Model):
    """A flat has one live code; it dies with its revocation, and as soon as other people hold the flat.

    ``qr_hash``: SHA-256 of the 128 bits in the QR code; ``typed_hash``: slow salted hash of the 13 typed characters;
    ``holders``: digest of the owners' keys on the day of issue.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="室", related_name="household_codes")
    qr_hash = models.CharField("二维码摘要", max_length=64, editable=False)
    typed_hash = models.CharField("手输码摘要", max_length=128, editable=False)
    holders = models.CharField("发码时的产权人摘要", max_length=64, editable=False)
    issued_at = models.DateTimeField("发码时间")
    issued_by = models.ForeignKey(User, models.PROTECT, verbose_name="发码人", null=True, related_name="+")
    revoked_at = models.DateTimeField("作废时间", null=True, editable=False)
    revoked_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="作废人", null=True, editable=False, related_name="+"
    )
    voided = models.CharField("为什么作废", max_length=10, choices=Voided, blank=True, editable=False)

    objects = HouseholdCodeQuerySet.as_manager()
    guards = (
        fixed("households_code", *_ISSUED),
        Guard(
            "households_code_void_for_good",
            UPDATE,
            "households_code: void for good",
            f"OLD.revoked_at IS NOT NULL AND ({_REVOKED})",
        ),
        Guard("households_code_no_delete", DELETE, "households_code: issued codes are kept"),
        Guard("households_code_no_truncate", TRUNCATE, "households_code: issued codes are kept"),
    )
    grants = {"secretary": grants.LOOK | {"add", "revoke"}, "committee": grants.LOOK | {"add", "revoke"}}

    class Meta:
        verbose_name = verbose_name_plural = "户码"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(revoked_at__isnull=True),
                name="households_one_live_code",
                violation_error_message="刚刚已有人给这一室发了户码；请刷新后再看",
            ),
            models.UniqueConstraint(
                fields=["qr_hash"], name="households_qr_once", violation_error_message="这个户码已发过，请再发一次"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, voided="") | (Q(revoked_at__isnull=False) & ~Q(voided="")),
                name="households_void_has_reason",
            ),
        ]

    def __str__(self):
        return f"{self.unit}户码"

    @property
    def community_id(self):
        return self.unit.community_id

    @property
    def actor(self):
        """How the journal names whoever uses this code: the flat's household, not a person."""
        return f"household:{self.unit_id}"

    def keys_now(self):
        """Keys of the flat's owners today when they are those to whom the code was given; none otherwise."""
        keys = holder_keys([self.unit_id], timezone.localdate()).get(self.unit_id, frozenset())
        return keys if holders_digest(keys) == self.holders else frozenset()


class HouseholdSessionQuerySet(models.QuerySet):
    def running(self, token, now):
        """The session that this cookie opened, not idle for 20 minutes nor older than two hours, of a live code."""
        return self.filter(
            token_hash=sha256(token),
            seen_at__gt=now - IDLE,
            started_at__gt=now - LONGEST,
            code__revoked_at__isnull=True,
        ).select_related("code__unit__building_group__compound", "code__unit__building_group__community")

    def with_holders(self, on):
        """One row for every present owner and co-owner of the flat, with ``holder``, the owner's key."""
        tie = "code__unit__ownerships"
        present = Q(**{f"{tie}__role__in": HOLDERS})
        present &= Q(**{f"{tie}__since__isnull": True}) | Q(**{f"{tie}__since__lte": on})
        present &= Q(**{f"{tie}__until__isnull": True}) | Q(**{f"{tie}__until__gt": on})
        return self.annotate(tie=FilteredRelation(tie, condition=present)).annotate(holder=F("tie__owner__key"))


class HouseholdSession(models.Model):
    """A household that is reading its pages; apart from the sessions of staff, and gone when it ends."""

    code = models.ForeignKey(HouseholdCode, models.PROTECT, verbose_name="户码", related_name="sessions")
    token_hash = models.CharField("凭证摘要", max_length=64, editable=False)
    started_at = models.DateTimeField("开始时间")
    seen_at = models.DateTimeField("最近一次")

    objects = HouseholdSessionQuerySet.as_manager()
    guards = (fixed("households_session", "code_id", "token_hash", "started_at"),)

    class Meta:
        verbose_name = verbose_name_plural = "户码登录"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["token_hash"],
                name="households_token_once",
                violation_error_message="请再登录一次",
            )
        ]

    def __str__(self):
        return f"户码登录{self.pk}"


class HouseholdAttempt(models.Model):
    """One attempt that was not right; ``source`` is a keyed hash of an address or a door. Kept for a day."""

    at = models.DateTimeField("时间", db_index=True)
    source = models.CharField("来源摘要", max_length=32)

    class Meta:
        verbose_name = verbose_name_plural = "户码尝试"
        ordering = ["id"]
        indexes = [models.Index(fields=["source", "at"], name="households_attempt_source")]

    def __str__(self):
        return f"户码尝试{self.pk}"
