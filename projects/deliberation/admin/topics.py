"""议题 and 居民意见: each button calls one action."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import timezone

from communities.scoping import ReadOnlyAdmin, ScopedAdmin, Tool
from projects.deliberation import actions, forms
from projects.deliberation.domain import Refused
from projects.deliberation.models import Opinion, Topic


def _said(act, **values):
    try:
        return act(**values)
    except Refused as refusal:
        raise ValidationError(refusal.messages) from refusal


class UnansweredFilter(admin.SimpleListFilter):
    title = "答复"
    parameter_name = "unanswered"

    def lookups(self, request, model_admin):
        return (("yes", "还没有答复"),)

    def queryset(self, request, queryset):
        return queryset.unanswered() if self.value() == "yes" else queryset


@admin.register(Topic)
class TopicAdmin(ScopedAdmin):
    group_path = "project__building_group"
    list_display = ("title", "kind", "project", "stage", "stage_since")
    list_filter = ("community", "stage", "kind")
    list_select_related = ("project__building_group__compound",)
    search_fields = ("title",)
    autocomplete_fields = ("project",)
    actions = None
    fields = ("community", "project", "kind", "title", "plain")

    def get_readonly_fields(self, request, obj=None):
        return ("community", "project") if obj else ()

    def save_model(self, request, obj, form, change):
        actions.raise_topic(topic=obj, on=timezone.localdate(), by=request.user)

    def tools(self, request, obj):
        if self._may(request, "change", obj):
            yield Tool("走一步", self.page_url("advance", obj.pk))
            yield Tool("登记意见", self.page_url("hear", obj.pk))

    def get_urls(self):
        own = [self.step_path("advance", self.advance_view), self.step_path("hear", self.hear_view)]
        return [*own, *super().get_urls()]

    def advance_view(self, request, object_id):
        return self._press(request, object_id, "走一步", forms.AdvanceForm, actions.advance, "已更新，网页马上显示")

    def hear_view(self, request, object_id):
        return self._press(request, object_id, "登记意见", forms.OpinionForm, actions.hear, "意见已登记，等答复")

    def _press(self, request, object_id, title, form, act, done):
        said = {"verb": "change", "title": title, "form_class": form, "done": done}
        return self.step(
            request, object_id, act=lambda obj, data: _said(act, topic=obj, by=request.user, **data), **said
        )


@admin.register(Opinion)
class OpinionAdmin(ReadOnlyAdmin):
    community_path = "topic__community"
    group_path = "topic__project__building_group"
    list_display = ("__str__", "topic", "source", "received_on", "outcome")
    list_filter = (UnansweredFilter, "source")
    list_select_related = ("topic",)
    search_fields = ("topic__title",)
    fields = ("topic", "source", "received_on", "text", "outcome", "answer", "answered_at")

    def tools(self, request, obj):
        if obj.answered_at is None and self._may(request, "change", obj):
            yield Tool("答复", self.page_url("answer", obj.pk))

    def get_urls(self):
        return [self.step_path("answer", self.answer_view), *super().get_urls()]

    def answer_view(self, request, object_id):
        said = {"verb": "change", "title": "答复", "form_class": forms.AnswerForm, "done": "已答复，网页马上显示"}
        return self.step(
            request,
            object_id,
            note=self.reachable(request, object_id).text,
            act=lambda obj, data: _said(actions.answer, opinion=obj, by=request.user, **data),
            **said,
        )
