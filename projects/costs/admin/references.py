"""补贴政策 and 分摊参考表: what the city and the district give is everybody's; top-ups are the committee's own."""

from django.contrib import admin
from django.db.models import Q

from communities.scoping import ScopedAdmin
from projects.costs.forms import PolicyForm
from projects.costs.models import ReferenceTable, SubsidyPolicy

from .acting import yuan


@admin.register(SubsidyPolicy)
class SubsidyPolicyAdmin(ScopedAdmin):
    form = PolicyForm
    list_display = ("name", "scope", "how_much", "valid_from", "valid_to", "checked_on", "whose")
    list_filter = ("scope",)
    list_select_related = ("community",)
    search_fields = ("name",)
    fieldsets = (
        ("必填", {"fields": ("community", "name", "scope", "citation", "checked_on")}),
        ("给多少：按比例（可以有上限），或者定额，只填一种", {"fields": ("rate", "cap", "amount")}),
        ("什么时候有效", {"fields": ("valid_from", "valid_to")}),
        ("其他", {"classes": ("collapse",), "fields": ("name_en",)}),
    )

    def get_readonly_fields(self, request, obj=None):
        return ("community",) if obj else ()

    def rows(self, request, verb="view"):
        """Everybody on the staff reads the common policies and those of the own community."""
        rows = super().rows(request, verb)
        if verb != "view" or not self.scope(request, "view"):
            return rows
        return self.model._default_manager.filter(Q(pk__in=rows.values("pk")) | Q(community__isnull=True))

    @admin.display(description="给多少（元）")
    def how_much(self, obj):
        if obj.rate_bp is None:
            return yuan(obj.amount_fen)
        rate = f"{obj.rate_bp / 100:g}%"
        return rate if obj.cap_fen is None else f"{rate}，最多{yuan(obj.cap_fen)}"

    @admin.display(description="谁的")
    def whose(self, obj):
        return obj.community or "通用"


@admin.register(ReferenceTable)
class ReferenceTableAdmin(ScopedAdmin):
    community_path = "id"
    list_display = ("name", "method", "status", "citation", "checked_on")
    list_filter = ("method",)
    search_fields = ("name", "code", "citation")
    fieldsets = (
        ("必填", {"fields": ("code", "name", "method", "floors", "citation", "status", "checked_on")}),
        ("其他", {"classes": ("collapse",), "fields": ("intervals", "note", "name_en", "position")}),
    )
