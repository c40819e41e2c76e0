"""电梯登记: one page a lift, from which everything about it is written down."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from communities.scoping import ScopedAdmin, Tool
from projects.upkeep import actions, forms
from projects.upkeep.domain import Due, add_years
from projects.upkeep.models import Lift, Outage

from .acting import Presses

#: So long before its day an inspection stands on the desk: two months early at the most, and a while to apply.
SOON_DAYS = 60
WAITS = {
    "late": "检验已过期",
    "soon": f"{SOON_DAYS}天内要检验",
    "maintain": "超过15天没有保养",
    "review": "满一年没有回访",
    "manager": "没有使用管理单位",
}


class WaitingFilter(admin.SimpleListFilter):
    title = "要做什么"
    parameter_name = "waiting"

    def lookups(self, request, model_admin):
        return tuple(WAITS.items())

    def queryset(self, request, queryset):
        return waiting(queryset, self.value(), timezone.localdate())


def waiting(lifts, what, on):
    """Those that wait for ``what`` (a key of WAITS; anything else: all of them)."""
    asked = {
        "late": lambda: lifts.inspection_overdue(on),
        "soon": lambda: lifts.inspection_within(on, SOON_DAYS),
        "maintain": lambda: lifts.maintenance_overdue(on),
        "review": lambda: lifts.review_due(on),
        "manager": lambda: lifts.without_manager(on),
    }
    return asked[what]() if what in asked else lifts


@admin.register(Lift)
class LiftAdmin(Presses, ScopedAdmin):
    form = forms.LiftForm
    community_path = "project__community"
    group_path = "project__building_group"
    list_display = ("place", "in_use_on", "next_inspection_on", "next_inspection_kind", "manager", "web")
    list_filter = (WaitingFilter, "project__building_group__compound", "next_inspection_kind")
    list_select_related = ("project__community", "project__building_group__compound", "manager")
    search_fields = ("project__building_group__name", "project__building_group__no", "registration_no")
    search_help_text = "输入门号或使用登记证编号"
    autocomplete_fields = ("project",)
    ordering = ("next_inspection_on", "id")
    fieldsets = (
        ("必填", {"fields": ("project", "in_use_on")}),
        ("谁来管", {"fields": ("manager", "maintainer")}),
        ("证和质保", {"fields": ("registration_no", "registered_on", "manufacturer", "warranty_until")}),
    )
    registered = (("接下来", {"fields": ("due", "maintained", "one_year")}), *fieldsets)
    steps = {
        "inspect": ("登记检验", forms.InspectForm, actions.inspect, "lift", "检验已登记，下次到期日已算好"),
        "maintain": ("登记保养", forms.MaintainForm, actions.maintain, "lift", "保养已登记"),
        "review": ("一周年回访", forms.ReviewForm, actions.review, "lift", "回访已登记，居民看得到"),
    }
    actions = None

    def get_fieldsets(self, request, obj=None):
        return self.registered if obj else self.fieldsets

    def get_readonly_fields(self, request, obj=None):
        return ("due", "maintained", "one_year", "project") if obj else ()

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="电梯", ordering="project__building_group__position")
    def place(self, obj):
        return str(obj.project.building_group)

    @admin.display(description="下次检验")
    def due(self, obj):
        due = Due(0, obj.next_inspection_kind, obj.next_inspection_on)
        late = "，已过期" if due.on < timezone.localdate() else ""
        return (
            f"{obj.get_next_inspection_kind_display()}，{due.on}前{late}；{due.apply_by}前申请，{due.opens_on}起可以做"
        )

    @admin.display(description="最近一次保养")
    def maintained(self, obj):
        last = obj.visits.standing().order_by("-done_on").first()
        return last.done_on if last else "还没有登记"

    @admin.display(description="一周年回访")
    def one_year(self, obj):
        found = getattr(obj, "review", None)
        return f"{found.done_on}：{found.findings}" if found else f"{add_years(obj.in_use_on, 1)}起回访"

    def is_offered(self, name, obj):
        if name != "review":
            return True
        return not hasattr(obj, "review") and add_years(obj.in_use_on, 1) <= timezone.localdate()

    def tools(self, request, obj):
        now_out = obj.outages.open().first()
        page = "admin:projects_outage_"
        if now_out and self.admin_site._registry[Outage].has_change_permission(request, now_out):
            yield Tool("登记恢复使用", reverse(f"{page}resume", args=[now_out.pk]))
        elif not now_out and self.admin_site._registry[Outage].has_add_permission(request):
            yield Tool("登记停用", reverse(f"{page}add") + f"?lift={obj.pk}")
        yield from super().tools(request, obj)

    def note(self, name, obj):
        return self.due(obj) if name == "inspect" else ""

    def save_model(self, request, obj, form, change):
        actions.register(lift=obj, by=request.user)

    def view_on_site(self, obj):
        return reverse("building-upkeep", args=[obj.project.community.slug, obj.project.building_group.no])
