"""噪声预告, 噪声施工记录 and 安静日."""

from django.contrib import admin
from django.utils import timezone

from communities.scoping import ReadOnlyAdmin, ScopedAdmin, Tool
from projects.procedure import actions, forms
from projects.procedure.models import NoiseWindow, NoisyWork, QuietDay

from .acting import said


class OfSite(ReadOnlyAdmin):
    """Rows of a site with one button."""

    community_path = "project__community"
    group_path = "project__building_group"
    list_select_related = ("project__building_group__compound",)
    search_fields = ("project__building_group__name", "text")
    #: (route, button, what it says when done)
    way_out = ()

    def act(self, request, obj, data):
        raise NotImplementedError

    def is_over(self, obj):
        raise NotImplementedError

    def tools(self, request, obj):
        name, label, _ = self.way_out
        if not self.is_over(obj) and self._may(request, "change", obj):
            yield Tool(label, self.page_url(name, obj.pk))

    def get_urls(self):
        return [self.step_path(self.way_out[0], self.way_out_view), *super().get_urls()]

    def way_out_view(self, request, object_id):
        _, label, done = self.way_out
        return self.step(
            request,
            object_id,
            verb="change",
            title=label,
            form_class=forms.WhyForm,
            act=lambda obj, data: self.act(request, obj, data),
            done=done,
        )


@admin.register(NoiseWindow)
class NoiseWindowAdmin(OfSite):
    list_display = ("__str__", "project", "starts_at", "ends_at", "text", "cancelled_at")
    list_filter = ("project__community", "starts_at")
    fields = readonly_fields = (
        *("project", "starts_at", "ends_at", "text", "exception", "announced_at", "announced_by"),
        *("cancelled_at", "cancelled_by", "cancel_reason"),
    )
    way_out = ("cancel", "取消预告", "已取消，记录保留")

    def act(self, request, obj, data):
        said(actions.cancel_noise, window=obj, by=request.user, **data)

    def is_over(self, obj):
        return obj.cancelled_at is not None


class MarkedFilter(admin.SimpleListFilter):
    title = "时间"
    parameter_name = "marked"

    def lookups(self, request, model_admin):
        return (("lately", "30天内，在预告或允许的时间以外"), ("yes", "在预告或允许的时间以外"))

    def queryset(self, request, queryset):
        if self.value() == "lately":
            return queryset.lately(timezone.now())
        return queryset.marked() if self.value() == "yes" else queryset


@admin.register(NoisyWork)
class NoisyWorkAdmin(OfSite):
    list_display = ("__str__", "project", "starts_at", "is_unannounced", "is_night", "is_holiday", "is_quiet")
    list_filter = (MarkedFilter, "project__community", "starts_at")
    fields = readonly_fields = (
        *("project", "starts_at", "ends_at", "text", "is_unannounced", "is_night", "is_holiday", "is_quiet"),
        *("entered_at", "entered_by", "withdrawn_at", "withdrawn_by", "withdraw_reason"),
    )
    way_out = ("withdraw", "撤销记录", "已撤销，记录保留")

    def act(self, request, obj, data):
        said(actions.withdraw_noise, work=obj, by=request.user, **data)

    def is_over(self, obj):
        return obj.withdrawn_at is not None


@admin.register(QuietDay)
class QuietDayAdmin(ScopedAdmin):
    """The same for every community: whoever may look sees them all, and a committee adds a year's from its notice."""

    form = forms.QuietDayForm
    community_path = "id"
    list_display = ("day", "name", "citation", "checked_on")
    list_filter = ("day",)
    search_fields = ("name",)
    fieldsets = (
        ("必填", {"fields": ("day", "name", "citation", "checked_on")}),
        ("其他", {"classes": ("collapse",), "fields": ("name_en",)}),
    )

    def rows(self, request, verb="view"):
        return self.model.objects.all() if self.scope(request, verb) else self.model.objects.none()

    def covers(self, request, form, change):
        return True
