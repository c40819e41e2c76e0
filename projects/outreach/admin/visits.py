"""走访: written down on a phone at the door; and which flats come first."""

import datetime

from django.contrib import admin
from django.utils import timezone

from communities.scoping import ScopedAdmin
from projects.outreach import actions, forms
from projects.outreach.models import HomeVisit, PriorityHousehold

from .acting import WordsForThoseWhoServe


class OverdueFilter(admin.SimpleListFilter):
    title = "下次的日期"
    parameter_name = "late"

    def lookups(self, request, model_admin):
        return (("yes", "到了日子还没有再去"),)

    def queryset(self, request, queryset):
        return queryset.overdue(timezone.localdate()) if self.value() == "yes" else queryset


@admin.register(HomeVisit)
class HomeVisitAdmin(WordsForThoseWhoServe, ScopedAdmin):
    form = forms.HomeVisitForm
    community_path = "unit__building_group__community"
    group_path = "unit__building_group"
    actions = None
    list_display = ("unit", "on_day", "channel", "is_reached", "next_on")
    list_filter = (OverdueFilter, "channel", "is_reached", "unit__building_group__compound")
    list_select_related = ("unit__building_group__compound", "unit__building_group__community")
    search_fields = ("unit__room", "unit__building_group__name")
    search_help_text = "输入门号或室号，中间空一格。例如：12号 301"
    autocomplete_fields = ("unit", "first", "second", "third")
    personal_list = "查看走访列表"
    personal_page = "查看走访记录"
    words = frozenset({"met", "stance", "promise"})
    fieldsets = (
        ("必填", {"fields": ("unit", "on_day", "channel", "first", "second", "is_reached")}),
        ("谈了什么", {"fields": ("met", "stance", "concerns", "promise", "next_on")}),
        ("其他", {"classes": ("collapse",), "fields": ("third", "expires_on")}),
    )

    def has_delete_permission(self, request, obj=None):
        return False

    def get_changeform_initial_data(self, request):
        today = timezone.localdate()
        kept = today + actions.VISIT_KEPT
        return {"on_day": today, "expires_on": kept, **super().get_changeform_initial_data(request)}

    def save_model(self, request, obj, form, change):
        actions.record_visit(visit=obj, concerns=form.cleaned_data["concerns"], by=request.user)


@admin.register(PriorityHousehold)
class PriorityHouseholdAdmin(WordsForThoseWhoServe, ScopedAdmin):
    form = forms.PriorityForm
    community_path = "unit__building_group__community"
    group_path = "unit__building_group"
    list_display = ("unit", "expires_on")
    list_filter = ("unit__building_group__compound",)
    list_select_related = ("unit__building_group__compound", "unit__building_group__community")
    search_fields = ("unit__room", "unit__building_group__name")
    search_help_text = "输入门号或室号，中间空一格。例如：12号 301"
    autocomplete_fields = ("unit",)
    personal_list = "查看先走访的户"
    personal_page = "查看先走访的户"
    words = frozenset({"reason"})
    fieldsets = (("必填", {"fields": ("unit", "reason", "expires_on")}),)

    def get_changeform_initial_data(self, request):
        half_a_year = timezone.localdate() + datetime.timedelta(days=180)
        return {"expires_on": half_a_year, **super().get_changeform_initial_data(request)}
