"""表决规则和法定休假日: law with its citation, the same for every community, so kept by the superuser alone."""

from django.contrib import admin

from communities.scoping import ScopedAdmin
from projects.consultations.models import Holiday, Rule


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

    def selectable(self, request):
        """Every committee may vote by every rule."""
        return self.model.objects.all()


@admin.register(Holiday)
class HolidayAdmin(ScopedAdmin):
    community_path = "id"
    list_display = ("day", "name")
    list_filter = ("day",)
    search_fields = ("name",)
    fields = ("day", "name")
