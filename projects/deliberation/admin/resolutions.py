"""决议: written with the minutes; here it is said that one was done."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import timezone

from communities.scoping import ReadOnlyAdmin, Tool
from projects.deliberation import actions, forms
from projects.deliberation.domain import Refused
from projects.deliberation.models import Resolution


class LateFilter(admin.SimpleListFilter):
    title = "期限"
    parameter_name = "late"

    def lookups(self, request, model_admin):
        return (("yes", "过了期限没有办完"),)

    def queryset(self, request, queryset):
        return queryset.overdue(timezone.localdate()) if self.value() == "yes" else queryset


@admin.register(Resolution)
class ResolutionAdmin(ReadOnlyAdmin):
    group_path = "meeting__building_group"
    list_display = ("number", "text", "body", "due_on", "done_on")
    list_filter = (LateFilter, "community", "year")
    list_select_related = ("body",)
    search_fields = ("text",)
    fields = ("meeting", "number", "text", "body", "owner", "due_on", "review_on", "done_on", "done_note")

    @admin.display(description="编号")
    def number(self, obj):
        return obj.number

    def tools(self, request, obj):
        if obj.done_on is None and self._may(request, "change", obj):
            yield Tool("登记办完", self.page_url("done", obj.pk))

    def get_urls(self):
        return [self.step_path("done", self.done_view), *super().get_urls()]

    def done_view(self, request, object_id):
        def act(resolution, data):
            try:
                actions.carry_out(resolution=resolution, by=request.user, **data)
            except Refused as refusal:
                raise ValidationError(refusal.messages) from refusal

        said = {"verb": "change", "title": "登记办完", "done": "已登记，网页马上显示"}
        return self.step(request, object_id, form_class=forms.DoneForm, act=act, **said)
