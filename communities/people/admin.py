"""人员: colleagues with their reach, volunteers with their skills and services."""

import datetime

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from communities.owners.domain import masked
from communities.places.models import BuildingGroup, Community
from communities.scoping import ScopedAdmin, ScopedTabularInline, Tool

from . import actions
from .forms import AccountForm, ColleagueForm, MembershipForm, PasswordStepForm, VolunteerForm
from .models import Membership, Service, User, Volunteer, VolunteerSkill


class MembershipsOfUser(ScopedTabularInline):
    """To read only: a role is given and ended on pages of its own."""

    model = Membership
    fields = ("community", "building_group", "role", "starts_on", "ends_on")

    def has_add_permission(self, request, obj=None):
        return False

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(User)
class UserAdmin(ScopedAdmin):
    """An account is in reach through its memberships; it may be changed only when none of them lies outside."""

    form = AccountForm
    community_path = "memberships__community"
    path_is_multiple = True
    list_display = ("username", "duty", "roles", "state", "last_login")
    list_filter = ("is_active", "memberships__role")
    search_fields = ("username", "duty")
    search_help_text = "输入用户名或职务"
    ordering = ("id",)
    fieldsets = (("必填", {"fields": ("username", "duty")}),)
    add_fieldsets = (
        ("必填", {"fields": ("username", "first_password", "duty", "role", "community", "building_group")}),
    )  # fmt: skip

    def rows(self, request, verb="view"):
        rows = super().rows(request, verb)
        scope = self.scope(request, verb)
        if scope.everywhere:
            return rows
        rows = rows.filter(is_superuser=False)
        if verb == "view":
            return rows
        elsewhere = Membership.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=timezone.localdate()), ~Q(community__in=scope.communities)
        )
        return rows.exclude(pk__in=elsewhere.values("user"))

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("memberships__community", "memberships__building_group")

    def has_delete_permission(self, request, obj=None):
        """Never removed: an account is stopped, so that the journal's actors stay known."""
        return False

    def get_inlines(self, request, obj):
        return (MembershipsOfUser,) if obj else ()

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets if obj else self.add_fieldsets

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is not None:
            return super().get_form(request, obj, change=change, **kwargs)
        groups = self.admin_site._registry[BuildingGroup].selectable(request)
        base = super().get_form(request, obj, change=change, form=ColleagueForm, **kwargs)
        communities = self.grantable(request)

        class WithinReach(base):
            # Given to each form, not set on the class: its fields are shared by all visitors.
            def __init__(self, *args, **kwargs):
                super().__init__(*args, communities=communities, groups=groups, **kwargs)

        return WithinReach

    def grantable(self, request):
        """Communities in which the visitor may give roles."""
        scope = request.user.scope("communities.add_membership")
        return Community.objects.all() if scope.everywhere else Community.objects.filter(pk__in=scope.communities)

    def covers(self, request, form, change):
        if change:
            return self.rows(request, "change").filter(pk=form.instance.pk).exists()
        return self.grantable(request).filter(pk=form.cleaned_data["community"].pk).exists()

    def save_model(self, request, obj, form, change):
        if change:
            return super().save_model(request, obj, form, change)
        fields = ("username", "duty", "role", "community", "building_group")
        values = {name: form.cleaned_data[name] for name in fields}
        obj.pk = actions.add_colleague(password=form.cleaned_data["first_password"], by=request.user, **values).pk
        return None

    def tools(self, request, obj):
        if not self.has_change_permission(request, obj):
            return ()
        yield Tool("设置密码", self.page_url("password", obj.pk))
        yield Tool("增加角色", reverse("admin:communities_membership_add") + f"?user={obj.pk}")
        if obj.is_active:
            yield Tool("停用账号", self.page_url("stop", obj.pk))
        else:
            yield Tool("恢复账号", self.page_url("resume", obj.pk))

    def get_urls(self):
        own = [("password", self.password_view), ("stop", self.stop_view), ("resume", self.resume_view)]
        return [*(self.step_path(name, view) for name, view in own), *super().get_urls()]

    def password_view(self, request, object_id):
        return self.step(
            request,
            object_id,
            verb="change",
            title="设置密码",
            form_class=PasswordStepForm,
            note="设好后，这个账号在别处的登录会马上退出",
            act=lambda user, data: actions.set_password(user=user, password=data["password"], by=request.user),
            done="新密码已生效",
        )

    def stop_view(self, request, object_id):
        def act(user, _):
            if user.pk == request.user.pk:
                raise ValidationError("不能停用自己的账号")
            actions.set_active(user=user, active=False, by=request.user)

        return self.step(
            request,
            object_id,
            verb="change",
            title="停用账号",
            note="停用后马上退出登录，不能再进入工作台；记录都保留",
            act=act,
            done="账号已停用",
        )

    def resume_view(self, request, object_id):
        return self.step(
            request,
            object_id,
            verb="change",
            title="恢复账号",
            act=lambda user, _: actions.set_active(user=user, active=True, by=request.user),
            done="账号已恢复",
        )

    @admin.display(description="角色")
    def roles(self, obj):
        today = timezone.localdate()
        held = [row for row in obj.memberships.all() if row.ends_on is None or row.ends_on > today]
        return "、".join(f"{row.community}{row.get_role_display()}" for row in held) or "没有角色"

    @admin.display(description="状态", ordering="is_active")
    def state(self, obj):
        return "在用" if obj.is_active else "已停用"


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin):
    """A role is given on one page and ended by a button; what it covered stays on record."""

    form = MembershipForm
    group_path = "building_group"
    list_display = ("user_duty", "role", "reach", "starts_on", "ends_on", "state")
    list_filter = ("community", "role")
    list_select_related = ("user", "community", "building_group__compound")
    search_fields = ("user__username", "user__duty", "building_group__name")
    search_help_text = "输入用户名、职务或门号"
    autocomplete_fields = ("user", "building_group")
    fieldsets = (("必填", {"fields": ("user", "community", "role", "building_group", "starts_on")}),)

    def has_change_permission(self, request, obj=None):
        """What was given is not rewritten: end it and give another."""
        return super().has_change_permission(request, obj) if obj is None else False

    def has_delete_permission(self, request, obj=None):
        return False

    def may_end(self, request, obj):
        return obj.ends_on is None and self._may(request, "change", obj)

    def tools(self, request, obj):
        return (Tool("停止这个角色", self.page_url("end", obj.pk)),) if self.may_end(request, obj) else ()

    def get_urls(self):
        return [self.step_path("end", self.end_view), *super().get_urls()]

    def end_view(self, request, object_id):
        def act(membership, _):
            if membership.user_id == request.user.pk:
                raise ValidationError("不能停止自己的角色，请另一位书记来操作")
            if membership.ends_on is not None:
                raise ValidationError("这个角色已经停止")
            actions.end_membership(membership=membership, by=request.user)

        return self.step(
            request,
            object_id,
            verb="change",
            title="停止这个角色",
            note="从今天起不再有这个角色，已登录的会马上退出",
            act=act,
            done="角色已停止",
        )

    @admin.display(description="账号", ordering="user__username")
    def user_duty(self, obj):
        return f"{obj.user.username}（{obj.user.get_full_name()}）"

    @admin.display(description="范围")
    def reach(self, obj):
        return str(obj.building_group or obj.community)

    @admin.display(description="状态")
    def state(self, obj):
        return "有效" if obj.ends_on is None or obj.ends_on > timezone.localdate() else "已停止"


class SkillInline(ScopedTabularInline):
    model = VolunteerSkill
    community_path = "volunteer__community"
    group_path = "volunteer__building_group"
    fields = ("skill",)


class ServiceInline(ScopedTabularInline):
    model = Service
    community_path = "volunteer__community"
    group_path = "volunteer__building_group"
    fields = ("on", "kind", "minutes", "building_group")
    autocomplete_fields = ("building_group",)
    max_num = 20

    def get_queryset(self, request):
        return super().get_queryset(request).filter(on__gte=timezone.localdate() - datetime.timedelta(days=60))


class VolunteerStateFilter(admin.SimpleListFilter):
    title = "状态"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return (("now", "在任"), ("expired", "个人信息已过保存期限"))

    def queryset(self, request, queryset):
        today = timezone.localdate()
        if self.value() == "now":
            return queryset.current(today)
        return queryset.expired(today) if self.value() == "expired" else queryset


@admin.register(Volunteer)
class VolunteerAdmin(ScopedAdmin):
    form = VolunteerForm
    group_path = "building_group"
    list_display = ("who", "tier", "building_group", "skill_names", "phone_masked", "starts_on", "ends_on")
    list_filter = ("community", "tier", "skills__skill", VolunteerStateFilter)
    list_select_related = ("building_group__compound",)
    search_fields = ("name", "phone", "building_group__name")
    search_help_text = "输入姓名、电话或门号"
    autocomplete_fields = ("building_group",)
    inlines = (SkillInline, ServiceInline)
    personal_list = "查看志愿者列表"
    personal_page = "查看志愿者档案"
    fieldsets = (
        ("必填", {"fields": ("community", "tier", "name", "expires_on")}),
        ("服务楼组与电话", {"fields": ("building_group", "phone")}),
        ("公开称呼（须本人同意）", {"classes": ("collapse",), "fields": ("public_name", "consent_on")}),
        ("起止与用途", {"classes": ("collapse",), "fields": ("starts_on", "ends_on", "purpose")}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("skills")

    def get_readonly_fields(self, request, obj=None):
        return ("community",) if obj else ()

    def get_changeform_initial_data(self, request):
        two_years = timezone.localdate() + datetime.timedelta(days=730)
        return {"expires_on": two_years, **super().get_changeform_initial_data(request)}

    def choice_label(self, obj):
        skills = "、".join(str(skill) for skill in obj.skills.all())
        return f"{obj.name or obj}（{obj.get_tier_display()}{'，' + skills if skills else ''}）"

    @admin.display(description="姓名", ordering="name")
    def who(self, obj):
        return obj.name or str(obj)

    @admin.display(description="专长")
    def skill_names(self, obj):
        return "、".join(str(skill) for skill in obj.skills.all()) or "—"

    @admin.display(description="电话（点开可看全）")
    def phone_masked(self, obj):
        return masked(obj.phone) or "—"


@admin.register(Service)
class ServiceAdmin(ScopedAdmin):
    community_path = "volunteer__community"
    group_path = "volunteer__building_group"
    list_display = ("on", "volunteer", "kind", "minutes", "building_group")
    list_filter = ("kind", "on")
    list_select_related = ("volunteer", "building_group__compound")
    search_fields = ("volunteer__name", "building_group__name")
    search_help_text = "输入姓名或门号"
    autocomplete_fields = ("volunteer", "building_group")
    fieldsets = (
        ("必填", {"fields": ("volunteer", "on", "kind", "minutes")}),
        ("其他", {"classes": ("collapse",), "fields": ("building_group",)}),
    )
    personal_page = "查看志愿服务记录"
