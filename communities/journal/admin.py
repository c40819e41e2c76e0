"""修改记录: to read only. Lines with no community are for the superuser."""

from django.contrib import admin

from communities.scoping import ReadOnlyAdmin

from .models import Entry, Reading


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    community_path = "community_id"
    list_display = ("seq", "at", "what", "object_label", "actor")
    list_filter = ("kind", "at")
    search_fields = ("object_label", "object_key", "action")
    search_help_text = "输入对象说明，例如：12号"
    fields = ("seq", "at", "actor", "what", "object_label", "object_key", "digest")
    readonly_fields = ("what",)
    change_form_template = "admin/journal_entry.html"

    @admin.display(description="操作")
    def what(self, obj):
        return obj.what

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["entry"] = Entry.objects.filter(pk=obj.pk).with_actors()[0]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def history_view(self, request, object_id, extra_context=None):
        """An entry has no history but itself."""
        return self.change_view(request, object_id)


@admin.register(Reading)
class ReadingAdmin(ReadOnlyAdmin):
    community_path = "community_id"
    list_display = ("at", "actor", "purpose", "object_key", "rows")
    list_filter = ("purpose", "at")
    search_fields = ("actor", "object_key")
    search_help_text = "输入账号编号，例如：user:3"
    fields = ("at", "actor", "purpose", "object_key", "rows")
