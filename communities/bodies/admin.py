"""组织: Party branches, committees, companies, teams; posts with their terms."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from communities.scoping import ScopedAdmin, ScopedTabularInline, within

from .forms import BodyForm
from .models import Body, Committee, Company, PartyBranch, Post, Team

SOON = 90


class ChoosesBodies:
    def choices(self, model, request):
        """Any body in reach, whatever its sort: bodies as such have no page of their own."""
        if model is not Body:
            return super().choices(model, request)
        scope = self.scope(request, "view")
        return Body.objects.filter(within(scope, community_path="community", group_path="building_group"))


class PostInline(ScopedTabularInline):
    model = Post
    fk_name = "body"
    group_path = "body__building_group"
    fields = ("title", "volunteer", "is_lead", "phone", "starts_on", "ends_on")
    autocomplete_fields = ("volunteer",)
    max_num = 20

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("volunteer").prefetch_related("volunteer__skills")


class BodyAdmin(ChoosesBodies, ScopedAdmin):
    """Shared by the sorts of bodies."""

    form = BodyForm
    group_path = "building_group"
    list_display = ("name", "kind", "community", "parent", "phone", "is_active", "web")
    list_filter = ("community", "kind", "is_active")
    list_select_related = ("community", "parent", "building_group__compound")
    search_fields = ("name", "building_group__name")
    search_help_text = "输入名称或门号"
    autocomplete_fields = ("building_group",)
    inlines = (PostInline,)
    personal_page = "查看组织的任职人员"
    fieldsets = (
        ("必填", {"fields": ("community", "kind", "name")}),
        ("职责与联系方式（公开）", {"fields": ("duties", "phone", "hours", "address")}),
        ("其他", {"classes": ("collapse",), "fields": ("parent", "building_group", "is_active")}),
    )

    def get_readonly_fields(self, request, obj=None):
        return ("community",) if obj else ()

    def save_formset(self, request, form, formset, change):
        """A post lies in the community of its body."""
        for row in formset.forms:
            row.instance.community_id = form.instance.community_id
        super().save_formset(request, form, formset, change)

    def view_on_site(self, obj):
        return reverse("bodies", args=[obj.community.slug])


@admin.register(PartyBranch)
class PartyBranchAdmin(BodyAdmin):
    fieldsets = (
        ("必填", {"fields": ("community", "kind", "name")}),
        ("上级党组织", {"fields": ("parent",)}),
        ("职责与联系方式（公开）", {"fields": ("duties", "phone", "hours", "address")}),
        ("其他", {"classes": ("collapse",), "fields": ("building_group", "is_active")}),
    )


@admin.register(Committee)
class CommitteeAdmin(BodyAdmin):
    pass


@admin.register(Company)
class CompanyAdmin(BodyAdmin):
    pass


@admin.register(Team)
class TeamAdmin(BodyAdmin):
    list_display = ("name", "building_group", "community", "is_active", "web")
    list_filter = ("community", "building_group__compound", "is_active")
    fieldsets = (
        ("必填", {"fields": ("community", "kind", "name", "building_group")}),
        ("职责与联系方式（公开）", {"fields": ("duties", "phone", "hours", "address")}),
        ("其他", {"classes": ("collapse",), "fields": ("parent", "is_active")}),
    )


class TermFilter(admin.SimpleListFilter):
    title = "任期"
    parameter_name = "term"

    def lookups(self, request, model_admin):
        return (("now", "在任"), ("soon", f"{SOON}天内到期"), ("vacant", "空缺"), ("ended", "已结束"))

    def queryset(self, request, queryset):
        today = timezone.localdate()
        if self.value() == "now":
            return queryset.current(today)
        if self.value() == "soon":
            return queryset.ending_within(today, SOON)
        if self.value() == "vacant":
            return queryset.current(today).filter(volunteer__isnull=True)
        return queryset.filter(ends_on__lte=today) if self.value() == "ended" else queryset


@admin.register(Post)
class PostAdmin(ChoosesBodies, ScopedAdmin):
    group_path = "body__building_group"
    list_display = ("title", "body", "state", "starts_on", "ends_on", "is_lead")
    list_filter = ("community", TermFilter, "is_lead")
    list_select_related = ("body", "volunteer")
    ordering = ("ends_on", "body_id", "id")
    search_fields = ("title", "body__name")
    search_help_text = "输入职务或组织名称"
    autocomplete_fields = ("volunteer",)
    personal_page = "查看任职人员"
    fieldsets = (
        ("必填", {"fields": ("community", "body", "title", "starts_on")}),
        ("担任人与任期", {"fields": ("volunteer", "ends_on", "is_lead", "phone")}),
    )

    def get_readonly_fields(self, request, obj=None):
        return ("community", "body") if obj else ()

    @admin.display(description="状态")
    def state(self, obj):
        today = timezone.localdate()
        if obj.ends_on is not None and obj.ends_on <= today:
            return "已结束"
        if obj.volunteer_id is None:
            return "空缺"
        if obj.ends_on is not None and (obj.ends_on - today).days <= SOON:
            return f"还有{(obj.ends_on - today).days}天到期"
        return "在任"
