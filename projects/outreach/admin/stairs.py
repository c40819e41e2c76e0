"""走访进度: how far each stair is, whom to visit next, and the same as a sheet to take along."""

from django.contrib import admin
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from communities.journal import actions as journal
from communities.scoping import ReadOnlyAdmin, Tool
from projects.outreach.domain import round_of
from projects.outreach.models import Stair


class WaitingFilter(admin.SimpleListFilter):
    title = "再去的日子"
    parameter_name = "late"

    def lookups(self, request, model_admin):
        return (("yes", "有到了日子还没有再去的"),)

    def queryset(self, request, queryset):
        return queryset.filter(overdue__gt=0) if self.value() == "yes" else queryset


@admin.register(Stair)
class StairAdmin(ReadOnlyAdmin):
    group_path = "id"
    ordering = Stair._meta.ordering
    list_display = ("__str__", "coverage", "overdue", "marked", "since")
    list_filter = (WaitingFilter, "compound")
    list_select_related = ("compound", "community")
    search_fields = ("name", "no")
    search_help_text = "输入门号，例如：12号"
    fields = readonly_fields = ("coverage", "since", "overdue", "marked", "whom")
    personal_page = "查看走访进度"

    def get_queryset(self, request):
        return super().get_queryset(request).with_coverage(timezone.localdate())

    @admin.display(description="谈上的户数")
    def coverage(self, obj):
        return f"{obj.reached}户，一共{obj.households}户"

    @admin.display(description="到了日子没再去", ordering="overdue")
    def overdue(self, obj):
        return f"{obj.overdue}户" if obj.overdue else "—"

    @admin.display(description="先走访的户")
    def marked(self, obj):
        return f"{obj.marked}户" if obj.marked else "—"

    @admin.display(description="从哪天算起", empty_value="还没有项目，从头算")
    def since(self, obj):
        return obj.since

    @admin.display(description="先去谁家（点一户，记一次走访）")
    def whom(self, obj):
        today, add = timezone.localdate(), reverse("admin:projects_homevisit_add")
        rows = (
            (f"{add}?unit={home.unit_id}", home.room, _state(home, today))
            for home in round_of(obj.households_now(), today)
        )
        items = format_html_join("", '<li><a href="{}">{}室：{}</a></li>', rows)
        return format_html('<ul class="choices">{}</ul>', items)

    def tools(self, request, obj):
        yield Tool("打印走访单", self.page_url("round", obj.pk))

    def get_urls(self):
        return [self.step_path("round", self.round_view), *super().get_urls()]

    def round_view(self, request, object_id):
        """One A4 sheet a stair, the overdue first; the look is logged."""
        stair = self.reachable(request, object_id)
        today, homes = timezone.localdate(), stair.households_now()
        journal.record_reading(by=request.user, obj=stair, purpose="打印走访单", rows=len(homes))
        context = {
            "title": "走访单",
            "vote": stair,
            "stair": stair,
            "back": self.page_url("change", stair.pk),
            "homes": [(home, _state(home, today)) for home in round_of(homes, today)],
            "printed_at": timezone.now(),
        }
        return TemplateResponse(request, "admin/outreach/round.html", context)


def _state(home, today):
    """Words for one flat: 说好10月1日去，已过53天."""
    if home.is_overdue(today):
        words = f"● 说好{home.next_on:%-m月%-d日}去，已过{(today - home.next_on).days}天"
    elif home.next_on:
        words = f"说好{home.next_on:%-m月%-d日}去"
    elif home.reached_on:
        words = f"{home.reached_on:%Y年%-m月%-d日}谈过"
    else:
        words = "○ 还没有谈上"
    return f"{words}（先走访）" if home.is_priority else words
