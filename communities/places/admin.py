"""楼栋: the community, its compounds, stairs and flats."""

from django.contrib import admin
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from communities.scoping import ScopedAdmin

from .forms import UnitForm
from .models import BuildingGroup, Community, Compound


@admin.register(Community)
class CommunityAdmin(ScopedAdmin):
    community_path = "id"
    list_display = ("name", "publisher", "phone", "is_demo", "web")
    search_fields = ("name", "slug")
    fieldsets = (
        ("必填", {"fields": ("slug", "name", "publisher")}),
        ("联系方式", {"fields": ("phone", "hours", "address", "district")}),
        ("介绍", {"classes": ("collapse",), "fields": ("introduction", "summary_en", "is_demo")}),
    )

    def get_readonly_fields(self, request, obj=None):
        return ("slug",) if obj else ()

    def selectable(self, request):
        """Whoever serves in a community may name it on a form, also without the right to change it."""
        if request.user.is_superuser:
            return self.model.objects.all()
        return self.model.objects.filter(pk__in={held.community_id for held in request.user.active_memberships})

    def view_on_site(self, obj):
        return reverse("community", args=[obj.slug])


@admin.register(Compound)
class CompoundAdmin(ScopedAdmin):
    list_display = ("name", "community", "position", "stairs", "name_is_placeholder")
    list_filter = ("community",)
    list_select_related = ("community",)
    search_fields = ("name",)
    fieldsets = (
        ("必填", {"fields": ("community", "name")}),
        ("其他", {"classes": ("collapse",), "fields": ("position", "name_is_placeholder")}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(stair_count=Count("building_groups"))

    @admin.display(description="楼组数", ordering="stair_count")
    def stairs(self, obj):
        return obj.stair_count

    def get_readonly_fields(self, request, obj=None):
        return ("community",) if obj else ()


class VolunteerFilter(admin.SimpleListFilter):
    title = "志愿者"
    parameter_name = "volunteer"

    def lookups(self, request, model_admin):
        return (("none", "还没有志愿者"), ("some", "已有志愿者"))

    def queryset(self, request, queryset):
        if self.value() not in ("none", "some"):
            return queryset
        return queryset.without_volunteer(timezone.localdate(), absent=self.value() == "none")


@admin.register(BuildingGroup)
class BuildingGroupAdmin(ScopedAdmin):
    group_path = "id"
    ordering = BuildingGroup._meta.ordering  # counting flats drops the table's own
    list_display = ("__str__", "community", "floors", "units_known", "built_year", "web")
    list_display_links = ("__str__",)
    list_filter = ("community", "compound", VolunteerFilter)
    list_select_related = ("compound", "community")
    search_fields = ("name", "no", "compound__name")
    search_help_text = "输入门号或小区名，例如：12号"
    autocomplete_fields = ("compound",)
    fieldsets = (
        ("必填", {"fields": ("community", "compound", "name", "no")}),
        ("其他", {"classes": ("collapse",), "fields": ("floors", "built_year", "position")}),
    )

    def get_queryset(self, request):
        complete = Q(units__floor__isnull=False, units__area_cm2__isnull=False)
        return (
            super()
            .get_queryset(request)
            .annotate(unit_count=Count("units"), complete_count=Count("units", filter=complete))
        )

    @admin.display(description="户数（楼层和面积已齐）")
    def units_known(self, obj):
        return f"{obj.unit_count}户（{obj.complete_count}户已齐）"

    def get_readonly_fields(self, request, obj=None):
        return ("community", "no") if obj else ()

    def view_on_site(self, obj):
        return reverse("building", args=[obj.community.slug, obj.no])


class IncompleteFilter(admin.SimpleListFilter):
    title = "楼层和面积"
    parameter_name = "missing"

    def lookups(self, request, model_admin):
        return (("yes", "还缺楼层或面积"),)

    def queryset(self, request, queryset):
        return queryset.incomplete() if self.value() == "yes" else queryset


class UnitAdmin(ScopedAdmin):
    """Registered by the owners' room, which adds who holds the flat."""

    form = UnitForm
    community_path = "building_group__community"
    group_path = "building_group"
    list_display = ("__str__", "floor", "area", "area_source", "area_as_of")
    list_filter = ("building_group__compound", IncompleteFilter, "area_source")
    list_select_related = ("building_group__compound", "building_group__community")
    search_fields = ("room", "building_group__name", "building_group__compound__name")
    search_help_text = "输入门号或室号，中间空一格。例如：12号 301"
    autocomplete_fields = ("building_group",)
    fieldsets = (
        ("必填", {"fields": ("building_group", "room")}),
        ("楼层与面积（表决前要齐）", {"fields": ("floor", "area", "area_source", "area_as_of")}),
    )

    @admin.display(description="建筑面积", ordering="area_cm2", empty_value="未登记")
    def area(self, obj):
        return obj.area_text

    def get_readonly_fields(self, request, obj=None):
        return ("building_group",) if obj else ()
