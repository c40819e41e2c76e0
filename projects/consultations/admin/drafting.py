"""A new draft comes half filled in, and leads on to its beginning."""

import datetime

from django.http import HttpResponseRedirect
from django.utils import timezone

from projects.consultations.models import Rule

#: The law names no length for collecting papers; a draft begins with a month (domain §2: one to two).
COLLECTING = datetime.timedelta(days=30)


class Drafting:
    """``ConsultationAdmin`` while nothing has begun."""

    change_form_template = "admin/consultations/change_form.html"

    def get_changeform_initial_data(self, request):
        """The first rule is the one for a lift; the last moment is an afternoon, when the office is open."""
        held = request.user.active_memberships
        closes = (timezone.localtime() + COLLECTING).replace(hour=17, minute=0, second=0, microsecond=0)
        return {
            "community": held[0].community_id if held else None,
            "rule": Rule.objects.values_list("pk", flat=True).first(),
            "question": "同意本门号加装电梯",
            "closes_at": closes,
            **super().get_changeform_initial_data(request),
        }

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        is_draft = obj is None or obj.status == "draft"
        context["may_begin"] = is_draft and (obj is None or self._may(request, "change", obj))
        context["is_draft"] = is_draft
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(self, request, obj, post_url_continue=None):
        return self._on_to_opening(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._on_to_opening(request, obj) or super().response_change(request, obj)

    def _on_to_opening(self, request, obj):
        return HttpResponseRedirect(self.page_url("open", obj.pk)) if "_begin" in request.POST else None
