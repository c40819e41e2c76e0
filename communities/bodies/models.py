"""Who serves: one table of bodies, with a proxy for each sort so that each has its own place in the admin."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from communities import grants
from communities.guards import fixed, same_community
from communities.people.models import Volunteer
from communities.places.models import BuildingGroup, Community

from .enums import COMMITTEE_KINDS, COMPANY_KINDS, PARTY_KINDS, TEAM_KINDS, BodyKind


class Body(models.Model):
    community = models.ForeignKey(Community, models.PROTECT, verbose_name="居民区", related_name="bodies")
    kind = models.CharField("类型", max_length=30, choices=BodyKind)
    name = models.CharField("名称", max_length=60)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="上级", null=True, blank=True, related_name="children"
    )
    building_group = models.ForeignKey(
        BuildingGroup, models.PROTECT, verbose_name="所在楼组", null=True, blank=True, related_name="teams"
    )
    duties = models.TextField("职责", blank=True)
    address = models.CharField("办公地址", max_length=120, blank=True)
    phone = models.CharField("办公电话", max_length=30, blank=True, help_text="公开的办公电话，不填个人手机")
    hours = models.CharField("接待时间", max_length=80, blank=True)
    is_active = models.BooleanField("在任", default=True)

    guards = (
        fixed("bodies_body", "community_id"),
        *same_community("bodies_body", "communities_body", "parent_id"),
        *same_community("bodies_body", "communities_buildinggroup", "building_group_id"),
    )

    grants = grants.COMMITTEE_LEADER_LOOKS

    class Meta:
        verbose_name = verbose_name_plural = "组织"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "kind", "name"],
                name="bodies_body_name_once",
                violation_error_message="同类组织里已有这个名称",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="bodies_body_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=~Q(kind="lift_team") | Q(building_group__isnull=False),
                name="bodies_team_has_building_group",
                violation_error_message="自治管理小组要选所在楼组",
            ),
        ]

    def __str__(self):
        return self.name


class _KindManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(kind__in=self.model.kinds)


class PartyBranch(Body):
    """党组织: 党总支 ▸ 党支部 ▸ 党小组."""

    kinds = PARTY_KINDS
    objects = _KindManager()

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "党组织"


class Committee(Body):
    """居委会、业委会."""

    kinds = COMMITTEE_KINDS
    objects = _KindManager()

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "居委会与业委会"


class Company(Body):
    """物业、代建、专业单位."""

    kinds = COMPANY_KINDS
    objects = _KindManager()

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "物业与专业单位"


class Team(Body):
    """加装电梯自治管理小组."""

    kinds = TEAM_KINDS
    objects = _KindManager()

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "自治管理小组"


class PostQuerySet(models.QuerySet):
    def current(self, on):
        return self.filter(Q(starts_on__lte=on), Q(ends_on__isnull=True) | Q(ends_on__gt=on))

    def ending_within(self, on, days):
        """Posts whose term ends in the next ``days`` days: time to prepare an election."""
        return self.current(on).filter(ends_on__lte=on + timedelta(days=days))


class Post(models.Model):
    """职务 with its term; vacant when no volunteer holds it. ``ends_on`` is the first day without it."""

    community = models.ForeignKey(Community, models.PROTECT, verbose_name="居民区", related_name="posts")
    body = models.ForeignKey(Body, models.PROTECT, verbose_name="组织", related_name="posts")
    title = models.CharField("职务", max_length=40, help_text="例如：主任、组长、财务")
    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, verbose_name="担任人", null=True, blank=True, related_name="posts"
    )
    is_lead = models.BooleanField("带头人", default=False)
    phone = models.CharField("公开电话", max_length=30, blank=True, help_text="办公电话；不填个人手机")
    starts_on = models.DateField("任期自", default=timezone.localdate)
    ends_on = models.DateField("任期至", null=True, blank=True)

    objects = PostQuerySet.as_manager()
    guards = (
        fixed("bodies_post", "community_id", "body_id"),
        *same_community("bodies_post", "communities_body", "body_id"),
        *same_community("bodies_post", "communities_volunteer", "volunteer_id"),
    )

    grants = grants.COMMITTEE_LEADER_LOOKS

    class Meta:
        verbose_name = verbose_name_plural = "职务与任期"
        ordering = ["body_id", "-is_lead", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["body"],
                condition=Q(is_lead=True, ends_on__isnull=True),
                name="bodies_one_lead",
                violation_error_message="这个组织已有在任的带头人",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="bodies_post_dates_ordered",
                violation_error_message="任期结束要晚于开始",
            ),
        ]

    def __str__(self):
        return f"{self.body.name}{self.title}"
