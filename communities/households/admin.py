"""户码: issued to one flat or a whole stair, printed once, voided. Nobody can look a code up afterwards."""

from dataclasses import dataclass

import segno
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import mark_safe

from communities.places.models import BuildingGroup
from communities.scoping import ScopedAdmin, Tool, within

from . import actions
from .domain import Refused, grouped
from .forms import IssueForm
from .models import HouseholdCode


@dataclass(frozen=True)
class Slip:
    """One household's half of an A4 sheet."""

    issued: actions.Issued

    @property
    def address(self):
        """Where to type the code, as it is typed: without https://."""
        return (settings.SITE_URL + reverse("household")).partition("://")[2]

    @property
    def qr(self):
        """The secret stands behind #, which no browser sends along."""
        code = segno.make(f"{settings.SITE_URL}{reverse('household')}#{self.issued.secret}", error="q", micro=False)
        return mark_safe(code.svg_inline(border=4, omitsize=True, svgclass="qr", lineclass=None))  # noqa: S308 our own drawing

    @property
    def typed(self):
        return grouped(self.issued.typed)


class LiveFilter(admin.SimpleListFilter):
    title = "状态"
    parameter_name = "live"

    def lookups(self, request, model_admin):
        return (("yes", "有效"), ("no", "已作废"))

    def queryset(self, request, queryset):
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(revoked_at__isnull=self.value() == "yes")


@admin.register(HouseholdCode)
class HouseholdCodeAdmin(ScopedAdmin):
    community_path = "unit__building_group__community"
    group_path = "unit__building_group"
    actions = None
    list_display = ("unit", "issued_at", "state", "revoked_at")
    list_filter = ("unit__building_group__compound", LiveFilter)
    list_select_related = ("unit__building_group__compound", "unit__building_group__community")
    search_fields = ("unit__room", "unit__building_group__name")
    search_help_text = "输入门号或室号，中间空一格。例如：12号 301"
    fields = readonly_fields = ("unit", "issued_at", "issued_by", "state", "revoked_at", "revoked_by")

    def has_change_permission(self, request, obj=None):
        return False

    has_delete_permission = has_change_permission

    @admin.display(description="状态")
    def state(self, obj):
        return obj.get_voided_display() if obj.voided else "有效"

    def tools(self, request, obj):
        if obj.revoked_at is None and self._may(request, "revoke", obj):
            return (Tool("作废", self.page_url("revoke", obj.pk)),)
        return ()

    def get_urls(self):
        return [self.step_path("revoke", self.revoke_view), *super().get_urls()]

    def add_view(self, request, form_url="", extra_context=None):
        """The form; what is posted comes back as sheets to print, in this one answer and never again."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        scope = within(self.scope(request, "add"), community_path="community", group_path="pk")
        groups = BuildingGroup.objects.filter(scope).select_related("compound", "community")
        form = IssueForm(request.POST if request.method == "POST" else None, groups=groups)
        if form.is_valid():
            group = form.cleaned_data["building_group"]
            units, lacking = (form.units, []) if form.cleaned_data["room"] else actions.due(group)
            if not units and not lacking:
                self.message_user(request, "这个楼组每一室都有户码了；要换发，请填室号", messages.WARNING)
                return HttpResponseRedirect(self.page_url("changelist"))
            try:
                issued = actions.issue(units=units, by=request.user)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                return self._sheet(request, group, issued, lacking)
        context = {
            **self.admin_site.each_context(request),
            "title": "发户码",
            "opts": self.opts,
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/households/issue.html", context)

    def _sheet(self, request, group, issued, lacking):
        context = {
            **self.admin_site.each_context(request),
            "title": f"户码：{group}",
            "opts": self.opts,
            "community": group.community,
            "is_nav_sidebar_enabled": False,
            "slips": [Slip(item) for item in issued],
            "lacking": lacking,
        }
        return TemplateResponse(request, "admin/households/sheet.html", context)

    def revoke_view(self, request, object_id):
        def act(code, _):
            try:
                actions.revoke(code=code, by=request.user)
            except Refused as refusal:
                raise ValidationError(str(refusal)) from refusal

        return self.step(
            request,
            object_id,
            verb="revoke",
            title="作废",
            note="纸丢了、被别人看到了，先作废，再发新的。正在看的人马上退出。作废以后不能恢复",
            act=act,
            done="户码已作废",
        )
