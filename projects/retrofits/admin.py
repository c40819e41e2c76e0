"""项目: opened, kept up to date, and moved from stage to stage by a button."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from communities.scoping import ReadOnlyAdmin, ScopedAdmin, ScopedTabularInline, Tool

from . import actions
from .domain import NEXT, WrongDay, WrongStage
from .forms import ExpectForm, MoveForm, ProjectForm, allowed_next
from .models import Project, StageChange

STALE_DAYS = 60
WRONG_DAY = {
    "same": "日期没有变",
    "year": "年份不对：要在2000年到2100年之间",
    "reason": "请写改日期的原因",
    "done": "已经完工，不用再改预计日期",
}


class StageChangeInline(ScopedTabularInline):
    model = StageChange
    community_path = "project__community"
    group_path = "project__building_group"
    fields = ("stage", "on_day", "reason", "entered_at")
    verbose_name_plural = "阶段记录（只能由“进入下一阶段”添加）"

    def has_add_permission(self, request, obj=None):
        return False

    has_change_permission = has_delete_permission = has_add_permission


class StaleFilter(admin.SimpleListFilter):
    title = "进展"
    parameter_name = "stale"

    def lookups(self, request, model_admin):
        return (("yes", f"{STALE_DAYS}天以上没有进展"),)

    def queryset(self, request, queryset):
        return queryset.stale(timezone.localdate(), STALE_DAYS) if self.value() == "yes" else queryset


@admin.register(Project)
class ProjectAdmin(ScopedAdmin):
    form = ProjectForm
    group_path = "building_group"
    list_display = ("building_group", "kind", "stage", "stage_since", "expected_on", "team", "web")
    list_filter = ("community", "stage", "building_group__compound", StaleFilter)
    list_select_related = ("community", "building_group__compound", "team")
    search_fields = ("building_group__name", "building_group__no", "building_group__compound__name")
    search_help_text = "输入门号，例如：12号"
    autocomplete_fields = ("building_group", "team", "contractor")
    inlines = (StageChangeInline,)
    #: Rooms above hang their buttons here: ``tools(request, project)`` each.
    more_tools = []
    add_fieldsets = (
        ("必填", {"fields": ("community", "building_group", "kind", "stage_since")}),
        ("其他", {"fields": ("expected_on", "grade", "team", "contractor", "brand", "summary_en")}),
    )
    fieldsets = (
        ("现在", {"fields": ("community", "building_group", "kind", "stage", "stage_since", "expected_on")}),
        ("谁来做", {"fields": ("team", "contractor", "brand")}),
        (
            "其他",
            {"classes": ("collapse",), "fields": ("grade", "started_on", "completed_on", "summary_en", "is_demo")},
        ),
    )

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets if obj else self.add_fieldsets

    def get_inlines(self, request, obj):
        return self.inlines if obj else ()

    def get_readonly_fields(self, request, obj=None):
        """Stage and its dates are written by moves only, the expected day with the reason it was changed for."""
        if obj is None:
            return ()
        dates = ("stage_since", "expected_on", "started_on", "completed_on")
        return ("community", "building_group", "kind", "stage", *dates)

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            actions.open_project(project=obj, by=request.user)

    def tools(self, request, obj):
        for found in self.more_tools:
            yield from found(request, obj)
        if NEXT[obj.stage] and self.has_change_permission(request, obj):
            yield Tool("进入下一阶段", self.page_url("move", obj.pk))
        if obj.completed_on is None and self.has_change_permission(request, obj):
            yield Tool("改预计可以使用日期", self.page_url("expect", obj.pk))

    def get_urls(self):
        own = [self.step_path("move", self.move_view), self.step_path("expect", self.expect_view)]
        return [*own, *super().get_urls()]

    def expect_view(self, request, object_id):
        def act(project, data):
            try:
                actions.expect(project=project, by=request.user, **data)
            except WrongDay as error:
                raise ValidationError(WRONG_DAY[str(error)]) from error

        said = {"verb": "change", "title": "改预计可以使用日期", "form_class": ExpectForm}
        return self.step(request, object_id, act=act, done="已改，网页马上显示", **said)

    def move_view(self, request, object_id):
        def act(project, data):
            try:
                actions.move(project=project, to=data["to"], on=data["on"], by=request.user, reason=data["reason"])
            except WrongStage as error:
                project.refresh_from_db()
                raise ValidationError(self.why_not(project, error)) from error

        return self.step(
            request,
            object_id,
            verb="change",
            title="进入下一阶段",
            form_class=MoveForm,
            note=allowed_next(self.reachable(request, object_id)),
            act=act,
            done="阶段已更新，楼栋页马上显示",
        )

    def why_not(self, project, error):
        if len(error.args) > 1:
            return error.args[1]
        if "date" in error.args:
            since = project.stage_since
            return f"日期不能早于进入“{project.get_stage_display()}”的日期{since.year}年{since.month}月{since.day}日"
        return allowed_next(project)

    def view_on_site(self, obj):
        return reverse("building", args=[obj.community.slug, obj.building_group.no])


@admin.register(StageChange)
class StageChangeAdmin(ReadOnlyAdmin):
    community_path = "project__community"
    group_path = "project__building_group"
    list_display = ("project", "stage", "on_day", "reason")
    list_filter = ("stage", "on_day")
    list_select_related = ("project__building_group__compound",)
    search_fields = ("project__building_group__name",)
    search_help_text = "输入门号，例如：12号"
