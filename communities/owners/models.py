"""Who holds a flat. Names and phones of residents live in this room alone, each row with purpose and expiry."""

import secrets

from django.db import models
from django.db.models import F, Q

from communities import grants
from communities.guards import INSERT, Guard, fixed
from communities.places.models import Community, Unit

from .enums import OwnerKind, OwnershipRole


def new_key():
    return secrets.token_hex(16)


class OwnerQuerySet(models.QuerySet):
    def expired(self, on):
        """Rows that still hold a name, phone or note although their day has passed."""
        return self.filter(expires_on__lt=on).exclude(name="", phone="", note="", certificate_hash="")


class Owner(models.Model):
    """One identity, known by its key, never by its name; an owner of several flats is one row."""

    community = models.ForeignKey(Community, models.PROTECT, verbose_name="居民区", related_name="owners")
    key = models.CharField("身份键", max_length=32, unique=True, default=new_key, editable=False)
    kind = models.CharField("类别", max_length=20, choices=OwnerKind, default=OwnerKind.PERSON)
    name = models.CharField("姓名或名称", max_length=80, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    certificate_hash = models.CharField("证件摘要", max_length=64, blank=True, editable=False)
    purpose = models.CharField("使用目的", max_length=60, default="加装电梯意见征询与费用分摊")
    expires_on = models.DateField("保存到", help_text="到期后清除姓名和电话。例如：项目交付后两年")

    objects = OwnerQuerySet.as_manager()
    #: Fields that hold personal data: journalled by name only, shown to staff only, blanked by erasure.
    personal_fields = frozenset({"name", "phone", "note", "certificate_hash"})
    guards = (fixed("owners_owner", "community_id", "key"),)

    grants = grants.COMMITTEE_LEADER_LOOKS

    class Meta:
        verbose_name = verbose_name_plural = "产权人"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "certificate_hash"],
                condition=~Q(certificate_hash=""),
                name="owners_owner_certificate_once",
                violation_error_message="这个证件已登记过，是同一个产权人",
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="owners_owner_purpose_given"),
        ]

    def __str__(self):
        return f"产权人{self.key[:6]}"


class OwnershipQuerySet(models.QuerySet):
    def current(self, on):
        """Holdings in force on the day ``on``."""
        return self.filter(Q(since__isnull=True) | Q(since__lte=on), Q(until__isnull=True) | Q(until__gt=on))


class Ownership(models.Model):
    """An owner's (co-owner's, agent's, tenant's) tie to a flat; ``until`` is the first day it no longer holds."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="室", related_name="ownerships")
    owner = models.ForeignKey(Owner, models.PROTECT, verbose_name="产权人", related_name="ownerships")
    role = models.CharField("身份", max_length=10, choices=OwnershipRole, default=OwnershipRole.OWNER)
    since = models.DateField("自", null=True, blank=True)
    until = models.DateField("至", null=True, blank=True)

    objects = OwnershipQuerySet.as_manager()
    guards = (
        fixed("owners_ownership", "unit_id", "owner_id"),
        Guard(
            "owners_ownership_home",
            INSERT,
            "owners_ownership: other community",
            "(SELECT community_id FROM communities_owner WHERE id = NEW.owner_id) <> (SELECT g.community_id "
            "FROM communities_unit u JOIN communities_buildinggroup g ON g.id = u.building_group_id "
            "WHERE u.id = NEW.unit_id)",
        ),
    )

    grants = grants.COMMITTEE_LEADER_LOOKS

    class Meta:
        verbose_name = verbose_name_plural = "产权关系"
        ordering = ["unit_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(role="owner", until__isnull=True),
                name="owners_one_current_owner",
                violation_error_message="这一室已有现任业主；共有人请选“共有人”",
            ),
            models.UniqueConstraint(
                fields=["unit", "owner", "role"],
                condition=Q(until__isnull=True),
                name="owners_current_tie_once",
                violation_error_message="这个人在这一室已有同样的身份",
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gt=F("since")),
                name="owners_ownership_dates_ordered",
                violation_error_message="结束日期要晚于开始日期",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}关系{self.pk}"

    @property
    def community_id(self):
        return self.owner.community_id
