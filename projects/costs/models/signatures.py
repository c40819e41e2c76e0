"""签字: a household signed one version of the scheme. Another version begins without any."""

from django.db import models
from django.db.models import Q

from communities import grants
from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard
from communities.people.models import User
from projects.consultations.enums import Capacity

from .schemes import SharingScheme
from .shares import Share

_KEPT = ("share_id", "signed_on", "capacity", "recorded_by_id", "recorded_at")
_CHANGED = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in _KEPT)
_SCHEME = "projects_sharingscheme s JOIN projects_share h ON h.scheme_id = s.id WHERE h.id = NEW.share_id"


class SignatureQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(withdrawn_at__isnull=True)


class Signature(models.Model):
    """Bound to one line of one scheme. Written down by mistake, it is withdrawn with a reason and stays readable."""

    share = models.ForeignKey(Share, models.PROTECT, verbose_name="份额", related_name="signatures")
    signed_on = models.DateField("签字日期")
    capacity = models.CharField("签字人身份", max_length=10, choices=Capacity, default=Capacity.OWNER)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="登记人", null=True, editable=False, related_name="+"
    )
    recorded_at = models.DateTimeField("登记时间", editable=False)
    withdrawn_at = models.DateTimeField("撤销时间", null=True, editable=False)
    withdraw_reason = models.CharField("撤销原因", max_length=200, blank=True, editable=False)

    objects = SignatureQuerySet.as_manager()
    guards = (
        Guard(
            "costs_signature_of_payer",
            INSERT,
            "costs_signature: the scheme is not chosen, or this flat pays nothing",
            f"NOT EXISTS (SELECT 1 FROM {_SCHEME} AND s.state = 'chosen' AND h.amount_fen > 0)",
            lock=f"SELECT 1 FROM {_SCHEME} FOR SHARE OF s",
        ),
        Guard(
            "costs_signature_kept",
            UPDATE,
            "costs_signature: kept; it can only be withdrawn, once",
            f"{_CHANGED} OR OLD.withdrawn_at IS NOT NULL",
        ),
        Guard("costs_signature_no_delete", DELETE, "costs_signature: signatures are kept"),
        Guard("costs_signature_no_truncate", TRUNCATE, "costs_signature: signatures are kept"),
    )
    grants = {"secretary": grants.LOOK, "committee": grants.LOOK, "group_leader": grants.LOOK}

    class Meta:
        verbose_name = verbose_name_plural = "签字"
        ordering = ["share_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["share"],
                condition=Q(withdrawn_at__isnull=True),
                name="costs_signed_once",
                violation_error_message="这一户已登记签字",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdraw_reason="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdraw_reason=""),
                name="costs_withdrawn_with_reason",
                violation_error_message="撤销要写明原因",
            ),
        ]

    def __str__(self):
        return f"签字{self.pk}"

    @property
    def scheme(self) -> SharingScheme:
        return self.share.scheme

    @property
    def community_id(self):
        return self.share.community_id
