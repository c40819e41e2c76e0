"""Staff with their reach, and volunteers. Personal data here, too, carries purpose and expiry."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property

from communities import grants
from communities.guards import INSERT, UPDATE, Guard, fixed, same_community
from communities.places.models import BuildingGroup, Community

from .domain import Scope
from .enums import Role, ServiceKind, Skill, Tier


class User(AbstractUser):
    first_name = last_name = None
    duty = models.CharField(
        "职务", max_length=40, blank=True, help_text="网页上只出现职务，不出现姓名。例如：居委会委员"
    )

    personal_fields = frozenset({"username", "email", "password"})

    grants = grants.SECRETARY

    class Meta:
        verbose_name = verbose_name_plural = "账号"

    def __str__(self):
        return f"账号{self.pk}"

    def get_full_name(self):
        return self.duty or str(self)

    def get_short_name(self):
        return self.get_full_name()

    @cached_property
    def active_memberships(self):
        return list(self.memberships.current(timezone.localdate()))

    def scope(self, permission) -> Scope:
        """Where this person holds ``permission`` ("app.verb_model"); empty for anyone not active staff."""
        if not (self.is_active and self.is_staff):
            return Scope()
        if self.is_superuser:
            return Scope(everywhere=True)
        held = [item for item in self.active_memberships if grants.granted(item.role, permission)]
        return Scope(
            communities=frozenset(item.community_id for item in held if item.building_group_id is None),
            groups=frozenset(item.building_group_id for item in held if item.building_group_id is not None),
        )

    def has_perm(self, perm, obj=None):
        return bool(self.scope(perm))

    def has_perms(self, perm_list, obj=None):
        return all(self.has_perm(perm) for perm in perm_list)

    def has_module_perms(self, app_label):
        if self.is_superuser and self.is_active:
            return True
        return self.is_active and any(app_label in grants.modules(item.role) for item in self.active_memberships)


class MembershipQuerySet(models.QuerySet):
    def current(self, on):
        return self.filter(Q(starts_on__lte=on), Q(ends_on__isnull=True) | Q(ends_on__gt=on))


class Membership(models.Model):
    """A role in a community, or in one of its building groups; ``ends_on`` is the first day without it."""

    user = models.ForeignKey(User, models.PROTECT, verbose_name="账号", related_name="memberships")
    community = models.ForeignKey(Community, models.PROTECT, verbose_name="居民区", related_name="memberships")
    building_group = models.ForeignKey(
        BuildingGroup, models.PROTECT, verbose_name="楼组", null=True, blank=True, help_text="楼组长必填；其他角色留空"
    )
    role = models.CharField("角色", max_length=20, choices=Role)
    starts_on = models.DateField("自", default=timezone.localdate)
    ends_on = models.DateField("至", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()
    guards = (
        fixed("people_membership", "user_id", "community_id"),
        *same_community("people_membership", "communities_buildinggroup", "building_group_id"),
    )

    grants = grants.SECRETARY

    class Meta:
        verbose_name = verbose_name_plural = "人员权限"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role="group_leader", building_group__isnull=False)
                | (~Q(role="group_leader") & Q(building_group__isnull=True)),
                name="people_membership_reach_fits_role",
                violation_error_message="楼组长要选楼组，其他角色不选楼组",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="people_membership_dates_ordered",
                violation_error_message="结束日期要晚于开始日期",
            ),
            models.UniqueConstraint(
                fields=["user", "community", "role"],
                condition=Q(ends_on__isnull=True, building_group__isnull=True),
                name="people_membership_once",
                violation_error_message="这个账号已有同样的权限",
            ),
            models.UniqueConstraint(
                fields=["user", "building_group", "role"],
                condition=Q(ends_on__isnull=True, building_group__isnull=False),
                name="people_membership_group_once",
                violation_error_message="这个账号已有同样的权限",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}权限{self.pk}"


class VolunteerQuerySet(models.QuerySet):
    def current(self, on):
        return self.filter(Q(starts_on__lte=on), Q(ends_on__isnull=True) | Q(ends_on__gt=on))

    def expired(self, on):
        """Rows that still hold a name or phone although their day has passed."""
        return self.filter(expires_on__lt=on).exclude(name="", phone="", public_name="")


class Volunteer(models.Model):
    """志愿者. Public pages show ``public_name`` only, and only with the person's separate consent (PIPL 25)."""

    community = models.ForeignKey(Community, models.PROTECT, verbose_name="居民区", related_name="volunteers")
    building_group = models.ForeignKey(
        BuildingGroup, models.PROTECT, verbose_name="服务楼组", null=True, blank=True, related_name="volunteers"
    )
    tier = models.CharField("梯队", max_length=20, choices=Tier)
    name = models.CharField("姓名", max_length=40, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    public_name = models.CharField("公开称呼", max_length=20, blank=True, help_text="例如：张老师。须本人同意才公开")
    consent_on = models.DateField("同意公开称呼的日期", null=True, blank=True)
    starts_on = models.DateField("自", default=timezone.localdate)
    ends_on = models.DateField("至", null=True, blank=True)
    purpose = models.CharField("使用目的", max_length=60, default="志愿服务联系与排班")
    expires_on = models.DateField("保存到")

    objects = VolunteerQuerySet.as_manager()
    personal_fields = frozenset({"name", "phone", "public_name"})
    guards = (
        fixed("people_volunteer", "community_id"),
        *same_community("people_volunteer", "communities_buildinggroup", "building_group_id"),
    )

    grants = grants.COMMITTEE_LEADER_LOOKS

    class Meta:
        verbose_name = verbose_name_plural = "志愿者"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(public_name="") | Q(consent_on__isnull=False),
                name="people_volunteer_public_name_consented",
                violation_error_message="公开称呼须先有本人同意的日期",
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="people_volunteer_purpose_given"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="people_volunteer_dates_ordered",
                violation_error_message="结束日期要晚于开始日期",
            ),
        ]

    def __str__(self):
        return f"{self.get_tier_display()}{self.pk}"


class VolunteerSkill(models.Model):
    volunteer = models.ForeignKey(Volunteer, models.CASCADE, verbose_name="志愿者", related_name="skills")
    skill = models.CharField("专长", max_length=20, choices=Skill)

    grants = grants.COMMITTEE_LEADER_LOOKS

    class Meta:
        verbose_name = verbose_name_plural = "专长"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "skill"],
                name="people_skill_once",
                violation_error_message="这项专长已登记",
            )
        ]

    def __str__(self):
        return self.get_skill_display()

    @property
    def community_id(self):
        return self.volunteer.community_id


class Service(models.Model):
    """One service by a volunteer; ``minutes`` is whole minutes."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, verbose_name="志愿者", related_name="services")
    on = models.DateField("日期", default=timezone.localdate)
    kind = models.CharField("服务内容", max_length=20, choices=ServiceKind)
    minutes = models.PositiveIntegerField("时长（分钟）")
    building_group = models.ForeignKey(BuildingGroup, models.PROTECT, verbose_name="楼组", null=True, blank=True)

    guards = tuple(
        Guard(
            f"people_service_home_{event.lower()}",
            event,
            "people_service: other community",
            "(SELECT community_id FROM communities_volunteer WHERE id = NEW.volunteer_id) <> "
            "(SELECT community_id FROM communities_buildinggroup WHERE id = NEW.building_group_id)",
        )
        for event in (INSERT, UPDATE)
    )
    grants = {**grants.COMMITTEE, "group_leader": frozenset({"view", "add"})}

    class Meta:
        verbose_name = verbose_name_plural = "志愿服务记录"
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=1440),
                name="people_service_minutes_sane",
                violation_error_message="时长在1到1440分钟之间",
            )
        ]

    def __str__(self):
        return f"服务记录{self.pk}"

    @property
    def community_id(self):
        return self.volunteer.community_id
