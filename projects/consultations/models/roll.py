"""名册: who may vote, frozen at opening. One voter is one head; its key is known to this consultation alone."""

import secrets

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from communities.guards import INSERT, Guard, append_only
from communities.places.models import Unit

from .consultations import Consultation
from .gates import while_


def new_key():
    return secrets.token_hex(16)


class RollVoterQuerySet(models.QuerySet):
    def delivered(self, consultation):
        """Voters with proof that a paper was brought to them."""
        return self.filter(Exists(consultation.papers.filter(voter=OuterRef("pk"), deliveries__isnull=False)))


class RollVoter(models.Model):
    """One head. ``owner_key`` is the register's key of the owner, or what else makes this head one (``post:7``)."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, verbose_name="征询", related_name="voters")
    key = models.CharField("表决键", max_length=32, default=new_key, editable=False)
    owner_key = models.CharField("身份键", max_length=40, editable=False)
    area_cm2 = models.BigIntegerField("面积合计（平方厘米）")

    objects = RollVoterQuerySet.as_manager()
    guards = (
        *append_only("consultations_rollvoter"),
        while_("consultations_rollvoter", INSERT, "draft"),
    )

    class Meta:
        verbose_name = verbose_name_plural = "表决人"
        ordering = ["consultation_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], name="consultations_voter_key_once", violation_error_message="这个表决键已被使用"
            ),
            models.UniqueConstraint(
                fields=["consultation", "owner_key"],
                name="consultations_owner_one_head",
                violation_error_message="这个业主在名册里已有一票",
            ),
            models.CheckConstraint(condition=Q(area_cm2__gt=0), name="consultations_voter_area_positive"),
        ]

    def __str__(self):
        return f"表决人{self.key[:6]}"

    @property
    def community_id(self):
        return self.consultation.community_id


class RollUnitQuerySet(models.QuerySet):
    def not_returned(self, consultation):
        """Flats whose owner has handed in no paper: stair by stair, floor by floor, for a round of visits."""
        returned = consultation.papers.filter(voter=OuterRef("voter"), returned_at__isnull=False)
        return (
            self.filter(~Exists(returned), consultation=consultation)
            .select_related("unit__building_group__compound", "voter")
            .order_by("unit__building_group__position", "unit__building_group_id", "unit__floor", "unit__room")
        )

    def by_floor(self, consultation):
        """[(floor, flats, flats whose owner handed in a paper)], and nothing that points at one of them."""
        returned = Exists(consultation.papers.filter(voter=OuterRef("voter"), returned_at__isnull=False))
        rows = self.filter(consultation=consultation).order_by().values("unit__floor")
        counted = rows.annotate(flats=Count("pk"), returned=Count("pk", filter=returned))
        return list(counted.order_by("unit__floor").values_list("unit__floor", "flats", "returned"))


class RollUnit(models.Model):
    """A flat of a voter with the area it had when the consultation opened."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, verbose_name="征询", related_name="roll_units")
    voter = models.ForeignKey(RollVoter, models.PROTECT, verbose_name="表决人", related_name="units")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="室", related_name="+")
    area_cm2 = models.BigIntegerField("建筑面积（平方厘米）")

    objects = RollUnitQuerySet.as_manager()
    guards = (
        *append_only("consultations_rollunit"),
        while_("consultations_rollunit", INSERT, "draft"),
        Guard(
            "consultations_rollunit_home",
            INSERT,
            "consultations_rollunit: voter of another roll",
            "NOT EXISTS (SELECT 1 FROM projects_rollvoter v WHERE v.id = NEW.voter_id "
            "AND v.consultation_id = NEW.consultation_id)",
        ),
    )

    class Meta:
        verbose_name = verbose_name_plural = "名册里的室"
        ordering = ["consultation_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "unit"],
                name="consultations_unit_on_roll_once",
                violation_error_message="这一室已在名册里",
            ),
            models.CheckConstraint(condition=Q(area_cm2__gt=0), name="consultations_unit_area_positive"),
        ]

    def __str__(self):
        return f"名册里的室{self.pk}"

    @property
    def community_id(self):
        return self.consultation.community_id
