"""Where people live: Community ▸ Compound ▸ BuildingGroup ▸ Unit."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from communities import grants
from communities.guards import fixed, same_community

from .enums import AreaSource

slug_validator = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", "只用小写字母、数字和连字符，例如 ganquanyuan")


class Community(models.Model):
    """居民区."""

    slug = models.CharField("网址名", max_length=40, unique=True, validators=[slug_validator])
    name = models.CharField("名称", max_length=40)
    district = models.CharField("所在区和街道", max_length=60, blank=True)
    address = models.CharField("地址", max_length=120, blank=True)
    publisher = models.CharField("信息公布单位", max_length=60, help_text="例如：甘泉苑居委会 · 业委会")
    phone = models.CharField("办公电话", max_length=30, blank=True, help_text="公开的办公电话，不填个人手机")
    hours = models.CharField("接待时间", max_length=80, blank=True)
    introduction = models.TextField("简介", blank=True)
    summary_en = models.CharField("英文简介", max_length=300, blank=True)
    is_demo = models.BooleanField("示例数据", default=False)

    guards = (fixed("places_community", "slug"),)

    grants = {"secretary": frozenset({"view", "change"}), "committee": frozenset({"view", "change"})}

    class Meta:
        verbose_name = verbose_name_plural = "居民区"
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(slug=""), name="places_community_slug_given")]

    def __str__(self):
        return self.name

    @property
    def community_id(self):
        return self.pk


class Compound(models.Model):
    """自然小区."""

    community = models.ForeignKey(Community, models.PROTECT, verbose_name="居民区", related_name="compounds")
    name = models.CharField("名称", max_length=40)
    position = models.PositiveSmallIntegerField("排序", default=0)
    name_is_placeholder = models.BooleanField("名称为占位", default=False)

    guards = (fixed("places_compound", "community_id"),)

    grants = grants.COMMITTEE

    class Meta:
        verbose_name = verbose_name_plural = "自然小区"
        ordering = ["community_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                name="places_compound_name_once",
                violation_error_message="这个居民区里已有同名的自然小区",
            )
        ]

    def __str__(self):
        return self.name


class BuildingGroupQuerySet(models.QuerySet):
    def without_volunteer(self, on, *, absent=True):
        """Stairs that nobody looks after on the day ``on`` (``absent=False``: the others)."""
        serving = Q(volunteers__starts_on__lte=on) & (
            Q(volunteers__ends_on__isnull=True) | Q(volunteers__ends_on__gt=on)
        )
        served = self.model.objects.filter(serving).values("pk")
        return self.exclude(pk__in=served) if absent else self.filter(pk__in=served)


class BuildingGroup(models.Model):
    """楼组, one stair. ``no`` is its address on the web (``/c/<slug>/b/<no>/``), unique in the community."""

    community = models.ForeignKey(Community, models.PROTECT, verbose_name="居民区", related_name="building_groups")
    compound = models.ForeignKey(Compound, models.PROTECT, verbose_name="自然小区", related_name="building_groups")
    name = models.CharField("门号", max_length=20, help_text="例如：12号")
    no = models.CharField("网址编号", max_length=20, validators=[slug_validator], help_text="例如：12")
    position = models.PositiveIntegerField("排序", default=0)
    floors = models.PositiveSmallIntegerField("层数", null=True, blank=True)
    built_year = models.PositiveSmallIntegerField("建成年份", null=True, blank=True)

    objects = BuildingGroupQuerySet.as_manager()
    guards = (
        fixed("places_group", "community_id", "no"),
        *same_community("places_group", "communities_compound", "compound_id"),
    )

    grants = grants.COMMITTEE_LEADER_LOOKS

    class Meta:
        verbose_name = verbose_name_plural = "楼组"
        ordering = ["community_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "no"],
                name="places_group_no_once",
                violation_error_message="这个网址编号已被别的楼组使用",
            ),
            models.UniqueConstraint(
                fields=["compound", "name"],
                name="places_group_name_once",
                violation_error_message="这个自然小区里已有这个门号",
            ),
            models.CheckConstraint(
                condition=Q(floors__isnull=True) | Q(floors__gte=1, floors__lte=60), name="places_group_floors_sane"
            ),
        ]

    def __str__(self):
        return f"{self.compound.name}{self.name}"


class UnitQuerySet(models.QuerySet):
    def incomplete(self):
        """Flats whose floor or area is not known yet: they cannot be counted in a vote."""
        return self.filter(Q(floor__isnull=True) | Q(area_cm2__isnull=True))


class Unit(models.Model):
    """室. ``area_cm2`` is an integer, so that sums are exact; ``floor`` and area may be unknown until checked."""

    building_group = models.ForeignKey(BuildingGroup, models.PROTECT, verbose_name="楼组", related_name="units")
    room = models.CharField("室号", max_length=20)
    floor = models.SmallIntegerField("楼层", null=True, blank=True)
    area_cm2 = models.BigIntegerField("建筑面积（平方厘米）", null=True, blank=True)
    area_source = models.CharField("面积来源", max_length=10, choices=AreaSource, default=AreaSource.UNKNOWN)
    area_as_of = models.DateField("面积核对日期", null=True, blank=True)

    objects = UnitQuerySet.as_manager()
    guards = (fixed("places_unit", "building_group_id"),)

    grants = grants.COMMITTEE_LEADER_LOOKS

    class Meta:
        verbose_name = verbose_name_plural = "室"
        ordering = ["building_group_id", "floor", "room"]
        constraints = [
            models.UniqueConstraint(
                fields=["building_group", "room"],
                name="places_unit_room_once",
                violation_error_message="这个楼组里已有这个室号",
            ),
            models.CheckConstraint(
                condition=Q(area_cm2__isnull=True) | Q(area_cm2__gt=0, area_cm2__lt=100_000_000),
                name="places_unit_area_sane",
                violation_error_message="面积要大于0，小于10000平方米",
            ),
            models.CheckConstraint(
                condition=Q(floor__isnull=True) | (Q(floor__gte=-3, floor__lte=60) & ~Q(floor=0)),
                name="places_unit_floor_sane",
                violation_error_message="楼层在-3到60之间，没有0层",
            ),
        ]

    def __str__(self):
        return f"{self.building_group}{self.room}室"

    @property
    def area_text(self):
        """平方米 with two decimals; None while unknown."""
        if self.area_cm2 is None:
            return None
        whole, rest = divmod(self.area_cm2, 10_000)
        return f"{whole}.{rest // 100:02d}平方米"

    @property
    def community_id(self):
        return self.building_group.community_id
