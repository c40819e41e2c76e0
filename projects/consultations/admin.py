"""表决规则: law with its citation, the same for every community, so kept by the superuser alone."""

from django.contrib import admin

from communities.scoping import ScopedAdmin

from .models import Rule


@admin.register(Rule)
class RuleAdmin(ScopedAdmin):
    community_path = "id"
    list_display = ("name", "electorate", "area_quorum", "head_quorum", "area_consent", "head_consent", "checked_on")
    list_filter = ("electorate",)
    search_fields = ("name", "code", "citation")
    fieldsets = (
        ("必填", {"fields": ("code", "name", "electorate", "citation", "checked_on")}),
        ("门槛（例如：>=2/3）", {"fields": ("area_quorum", "head_quorum", "area_consent", "head_consent")}),
        ("其他", {"classes": ("collapse",), "fields": ("consent_of_roll", "name_en", "position", "note")}),
    )
