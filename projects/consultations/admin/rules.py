"""表决规则和法定休假日: law with its citation, the same for every community, so changed by the superuser alone.

A committee may write down the holidays of a year that is not there yet: their displays depend on it.
"""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse

from communities.scoping import ScopedAdmin
from communities.scoping.conflicts import REFUSALS, words
from projects.consultations import actions
from projects.consultations.domain import Refused
from projects.consultations.forms import HolidaysForm
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

    def rows(self, request, verb="view"):
        """The same for every community: whoever may look sees them all."""
        return self.model.objects.all() if self.scope(request, verb) else self.model.objects.none()

    def add_view(self, request, form_url="", extra_context=None):
        """A year at a time: a single day would make its year look known."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = HolidaysForm(request.POST or None)
        if form.is_valid() and (days := self._declare(request, form)):
            year = form.cleaned_data["year"]
            self.message_user(request, f"{year}年的放假安排已登记，一共{days}天", messages.SUCCESS)
            return HttpResponseRedirect(self.page_url("changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": "登记一年的放假安排",
            "opts": self.opts,
            "form": form,
            "note": "公示的最后一天遇到这些日子往后顺延。单独的星期六、星期日不算。",
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/step.html", context)

    def _declare(self, request, form):
        """How many days were written down; None when refused, which stands on the form."""
        try:
            return actions.declare_holidays(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.messages)
        except REFUSALS as error:
            form.add_error(None, words(error))
        return None
