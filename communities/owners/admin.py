"""住户: who holds which flat. Lists mask phones; every look at a list or a record is logged."""

import datetime

from django.contrib import admin
from django.utils import timezone

from communities.journal import actions as journal
from communities.places.admin import UnitAdmin
from communities.places.models import Community, Unit
from communities.scoping import ScopedAdmin, ScopedTabularInline, Tool

from . import actions
from .domain import masked
from .forms import MergeForm, OwnershipForm
from .models import Owner, Ownership


class _Ties(ScopedTabularInline):
    model = Ownership
    form = OwnershipForm
    community_path = "owner__community"
    group_path = "unit__building_group"


class OwnersOfUnit(_Ties):
    fields = ("owner", "role", "since", "until")
    autocomplete_fields = ("owner",)
    verbose_name_plural = "谁持有这一室"


class UnitsOfOwner(_Ties):
    fields = ("unit", "role", "since", "until")
    autocomplete_fields = ("unit",)
    verbose_name_plural = "名下的室"


@admin.register(Unit)
class UnitWithOwnersAdmin(UnitAdmin):
    inlines = (OwnersOfUnit,)
    personal_page = "查看室的产权人"


class ExpiredFilter(admin.SimpleListFilter):
    title = "保存期限"
    parameter_name = "expired"

    def lookups(self, request, model_admin):
        return (("yes", "已过保存期限"),)

    def queryset(self, request, queryset):
        return queryset.expired(timezone.localdate()) if self.value() == "yes" else queryset


class LikelySameFilter(admin.SimpleListFilter):
    title = "可能是同一人"
    parameter_name = "same"

    def lookups(self, request, model_admin):
        return (("yes", "同名，待核对"),)

    def queryset(self, request, queryset):
        if self.value() != "yes":
            return queryset
        communities = Community.objects.filter(pk__in=queryset.order_by().values("community"))
        likely = [item for community in communities for item in actions.likely_same(community)]
        return queryset.filter(pk__in=[owner.pk for item in likely for owner in item.owners])


@admin.register(Owner)
class OwnerAdmin(ScopedAdmin):
    group_path = "ownerships__unit__building_group"
    path_is_multiple = True
    list_display = ("who", "kind", "phone_masked", "flats", "expires_on")
    list_filter = ("community", "kind", LikelySameFilter, ExpiredFilter)
    search_fields = ("name", "phone", "ownerships__unit__room", "ownerships__unit__building_group__name")
    search_help_text = "输入姓名、电话、门号或室号。例如：12号 301"
    inlines = (UnitsOfOwner,)
    personal_list = "查看产权人列表"
    personal_page = "查看产权人档案"
    fieldsets = (
        ("必填", {"fields": ("community", "kind", "name", "expires_on")}),
        ("联系方式与说明", {"classes": ("collapse",), "fields": ("phone", "note", "purpose")}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("ownerships__unit__building_group__compound")

    def get_readonly_fields(self, request, obj=None):
        return ("community",) if obj else ()

    def get_changeform_initial_data(self, request):
        two_years = timezone.localdate() + datetime.timedelta(days=730)
        return {"expires_on": two_years, **super().get_changeform_initial_data(request)}

    def tools(self, request, obj):
        if self.has_change_permission(request, obj):
            yield Tool("合并重复登记", self.page_url("merge", obj.pk))
            yield Tool("清除个人信息", self.page_url("erase", obj.pk))

    def get_urls(self):
        own = [("merge", self.merge_view), ("erase", self.erase_view)]
        return [*(self.step_path(name, view) for name, view in own), *super().get_urls()]

    def merge_view(self, request, object_id):
        owner = self.reachable(request, object_id, "change")
        journal.record_reading(by=request.user, obj=owner, purpose="合并前查看同名产权人")
        return self.step(
            request,
            object_id,
            verb="change",
            title="合并重复登记",
            form_class=MergeForm,
            note="只列出同名的。被并入的一位不再保留，名下的室转到这一位；合并后不能分开，请先核对",
            act=lambda keep, data: actions.merge(keep=keep, drop=data["drop"], by=request.user),
            done="已合并成一位",
        )

    def erase_view(self, request, object_id):
        return self.step(
            request,
            object_id,
            verb="change",
            title="清除个人信息",
            note="姓名、电话、备注和证件摘要都会清空，这一室走访、诉求、协商里说的话也一起清空，不能恢复；产权关系和次数保留",
            act=lambda owner, _: actions.erase(owner=owner, by=request.user),
            done="个人信息已清除",
        )

    def choice_label(self, obj):
        """In a form of staff: the name, with enough of the phone to tell two of one name apart."""
        return f"{obj.name or obj} {masked(obj.phone)}".strip()

    @admin.display(description="姓名或名称", ordering="name")
    def who(self, obj):
        return obj.name or str(obj)

    @admin.display(description="电话（点开可看全）")
    def phone_masked(self, obj):
        return masked(obj.phone) or "—"

    @admin.display(description="名下的室")
    def flats(self, obj):
        return "、".join(str(tie.unit) for tie in obj.ownerships.all()[:20]) or "—"


@admin.register(Ownership)
class OwnershipAdmin(ScopedAdmin):
    form = OwnershipForm
    community_path = "owner__community"
    group_path = "unit__building_group"
    list_display = ("unit", "holder", "role", "since", "until")
    list_filter = ("role", "unit__building_group__compound")
    list_select_related = ("unit__building_group__compound", "owner")
    search_fields = ("owner__name", "unit__room", "unit__building_group__name")
    search_help_text = "输入姓名、门号或室号"
    autocomplete_fields = ("unit", "owner")
    personal_list = "查看产权关系列表"
    personal_page = "查看产权关系"
    fieldsets = (
        ("必填", {"fields": ("unit", "owner", "role")}),
        ("起止日期", {"fields": ("since", "until")}),
    )

    @admin.display(description="产权人", ordering="owner__name")
    def holder(self, obj):
        return obj.owner.name or str(obj.owner)
