"""A button calls one action; what it refuses is said on the form."""

from django.core.exceptions import ValidationError

from communities.scoping import Tool
from projects.upkeep import actions
from projects.upkeep.domain import Refused
from projects.upkeep.forms import StrikeForm


def said(act, **values):
    try:
        return act(**values)
    except Refused as refusal:
        raise ValidationError(refusal.messages) from refusal


class Presses:
    """``steps``: {route: (button, form, act, its keyword for the record, what it says when done)}."""

    steps = {}

    def is_offered(self, name, obj):
        """Whether the button ``name`` makes sense for this record now."""
        return True

    def tools(self, request, obj):
        for name, (label, *_) in self.steps.items():
            if self.is_offered(name, obj) and self._may(request, "change", obj):
                yield Tool(label, self.page_url(name, obj.pk))

    def get_urls(self):
        return [*(self.step_path(name, self._view(name)) for name in self.steps), *super().get_urls()]

    def note(self, name, obj):
        return ""

    def _view(self, name):
        label, form, act, keyword, done = self.steps[name]

        def view(request, object_id):
            return self.step(
                request,
                object_id,
                verb="change",
                title=label,
                form_class=form,
                note=self.note(name, self.reachable(request, object_id, "change")),
                act=lambda obj, data: said(act, by=request.user, **{keyword: obj}, **data),
                done=done,
            )

        return view

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            return self.refuse(request, str(refusal), to=request.get_full_path())


STRIKE = ("划去", StrikeForm, actions.strike, "row", "已划去，网页上看得到原因")


class Strikes(Presses):
    """Records of one lift: kept, never changed, struck out with a reason."""

    community_path = "lift__project__community"
    group_path = "lift__project__building_group"
    list_select_related = ("lift__project__building_group__compound",)
    search_fields = ("lift__project__building_group__name",)
    search_help_text = "输入门号，例如：12号"
    steps = {"strike": STRIKE}

    def is_offered(self, name, obj):
        return obj.struck_at is None

    def has_delete_permission(self, request, obj=None):
        return False
