"""电梯停用: one short form from the desk, and a button when it runs again."""

from django.contrib import admin
from django.urls import reverse

from communities.scoping import ScopedAdmin
from projects.upkeep import actions, forms
from projects.upkeep.models import Outage

from .acting import STRIKE, Strikes


class OpenFilter(admin.SimpleListFilter):
    title = "状态"
    parameter_name = "open"

    def lookups(self, request, model_admin):
        return (("yes", "还没有恢复"),)

    def queryset(self, request, queryset):
        return queryset.open() if self.value() == "yes" else queryset


@admin.register(Outage)
class OutageAdmin(Strikes, ScopedAdmin):
    form = forms.OutageForm
    list_display = ("lift", "cause", "starts_at", "expected_at", "ends_at", "struck_reason", "web")
    list_filter = (OpenFilter, "lift__project__community", "cause")
    list_select_related = ("lift__project__community", "lift__project__building_group__compound")
    date_hierarchy = "starts_at"
    autocomplete_fields = ("lift",)
    fieldsets = (
        ("必填", {"fields": ("lift", "cause", "starts_at", "words")}),
        ("其他", {"fields": ("expected_at", "ends_at")}),
    )
    told = ("lift", "cause", "starts_at", "words", "expected_at", "ends_at", "outcome", "struck_reason")
    steps = {
        "resume": ("恢复使用", forms.ResumeForm, actions.resume, "outage", "已恢复，网页马上显示"),
        "expect": ("改预计时间", forms.ExpectForm, actions.expect, "outage", "已更新，网页马上显示"),
        "strike": STRIKE,
    }
    actions = None

    def get_fieldsets(self, request, obj=None):
        return ((None, {"fields": self.told}),) if obj else self.fieldsets

    def get_readonly_fields(self, request, obj=None):
        return self.told if obj else ()

    def is_offered(self, name, obj):
        return super().is_offered(name, obj) and (name == "strike" or obj.ends_at is None)

    def save_model(self, request, obj, form, change):
        if not change:
            actions.stop(outage=obj, by=request.user)

    def view_on_site(self, obj):
        project = obj.lift.project
        return reverse("building-upkeep", args=[project.community.slug, project.building_group.no])
