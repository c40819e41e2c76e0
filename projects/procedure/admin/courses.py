"""办理进度: where a project stands and what is missing; each button takes one step of it."""

from functools import partial

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from communities.scoping import ScopedAdmin, Tool
from communities.scoping.rows import is_key
from projects.procedure import actions, forms
from projects.procedure.domain import Refused, frontier, said, sentence
from projects.procedure.enums import Part, Status
from projects.procedure.models import Course, Posting, StepDocument, walks
from projects.retrofits.admin import ProjectAdmin
from projects.retrofits.models import Project

from . import acting

OPEN, WAITING = Status.OPEN, Status.WAITING
#: route: (title, form, act, what it says when done)
STEPS = {
    "open": ("开始一步", forms.OpenForm, actions.open_step, "已开始，网页马上显示"),
    "finish": ("办完一步", forms.FinishForm, actions.finish, "已办完，网页马上显示"),
    "upload": ("传材料", forms.UploadForm, None, "材料已存，只有居委会看得到"),
    "expect": ("改预计日期", forms.ExpectForm, actions.expect, "已改，原来的日期和原因居民看得到"),
    "skip": ("不用办", forms.SkipForm, actions.skip, "已登记，原因居民看得到"),
    "reopen": ("重新打开", forms.ReopenForm, actions.reopen, "已重新打开"),
    "post": ("登记方案公示", forms.PostForm, None, "已登记，网页显示到哪天为止"),
    "remark": ("登记对方案的意见", forms.RemarkForm, None, "意见已登记，等答复"),
}


class LateFilter(admin.SimpleListFilter):
    title = "日期"
    parameter_name = "late"

    def lookups(self, request, model_admin):
        return (("yes", "有步骤过了预计日期"),)

    def queryset(self, request, queryset):
        return queryset.overdue(timezone.localdate()) if self.value() == "yes" else queryset


@admin.register(Course)
class CourseAdmin(ScopedAdmin):
    form = forms.CourseForm
    community_path = "project__community"
    group_path = "project__building_group"
    list_display = ("project", "current", "since", "expected", "progress", "web")
    list_filter = (LateFilter, "project__community", "project__stage")
    list_select_related = ("project__building_group__compound", "project__community")
    search_fields = ("project__building_group__name", "project__building_group__no")
    search_help_text = "输入门号，例如：12号"
    autocomplete_fields = ("project",)
    actions = None
    add_fieldsets = (("必填", {"fields": ("project", "on", "at")}),)
    fieldsets = (
        ("现在", {"fields": ("project", "turn", "progress")}),
        ("每一步", {"fields": ("walk",)}),
        ("其他", {"classes": ("collapse",), "fields": ("procedure", "begun_on")}),
    )
    readonly_fields = ("project", "turn", "progress", "walk", "procedure", "begun_on")

    def get_queryset(self, request):
        return super().get_queryset(request).with_progress().with_current()

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets if obj else self.add_fieldsets

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields if obj else ()

    def has_change_permission(self, request, obj=None):
        """Only the buttons change it."""
        return False

    has_delete_permission = has_change_permission

    @admin.display(description="正在办")
    def current(self, obj):
        return obj.step_name or "—"

    @admin.display(description="开始")
    def since(self, obj):
        return obj.step_since

    @admin.display(description="预计办完")
    def expected(self, obj):
        return obj.step_expected

    @admin.display(description="办了多少")
    def progress(self, obj):
        return f"{obj.total}步里{obj.reached}步"

    @admin.display(description="轮到谁，还缺什么")
    def turn(self, obj):
        return sentence(walk_of(obj).turn)

    @admin.display(description="每一步")
    def walk(self, obj):
        found = walk_of(obj)
        uploaded = StepDocument.objects.filter(step__course=obj).select_related("wanted").order_by("id")
        files = {}
        for document in uploaded:
            files.setdefault(document.step_id, []).append(document)
        rows = [(step, Part(step.template.part).label, files.get(step.pk, ())) for step in found.steps]
        lacks = [said(lack) for lack in found.turn.lacks]
        return render_to_string("admin/procedure/walk.html", {"rows": rows, "lacks": lacks})

    def view_on_site(self, obj):
        group = obj.project.building_group
        return reverse("building-progress", args=[obj.project.community.slug, group.no])

    def save_model(self, request, obj, form, change):
        given = {name: form.cleaned_data[name] for name in ("project", "on", "at")}
        obj.pk = actions.begin(by=request.user, **given).pk

    def response_add(self, request, obj, post_url_continue=None):
        self.message_user(request, "已开始，网页马上显示")
        return HttpResponseRedirect(self.page_url("change", obj.pk))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """What beginning refuses is said in words."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            return self.refuse(request, str(refusal), to=request.get_full_path())

    def tools(self, request, obj):
        if self._may(request, "change", obj):
            yield from self.step_tools(obj)

    def step_tools(self, course):
        """Buttons for what can be done now, the step at hand already picked."""
        walk = walk_of(course)
        for stop in frontier(walk.stops):
            for name, label in _buttons(stop):
                yield Tool(f"{label}：{stop.name.zh}", f"{self.page_url(name, course.pk)}?step={stop.key}")
        if any("publicity" in stop.closes_with for stop in walk.stops if stop.status == OPEN):
            yield Tool("登记方案公示", self.page_url("post", course.pk))
            if walk.facts.opinions_until:
                yield Tool("登记对方案的意见", self.page_url("remark", course.pk))
        yield from self._reopening(course, walk)

    def _reopening(self, course, walk):
        """The last that was settled, while nothing after it has begun."""
        begun = [stop for stop in walk.stops if stop.status != WAITING]
        if begun and (last := max(begun, key=lambda stop: stop.rank)).is_settled and not last.stage_done:
            yield Tool(f"重新打开：{last.name.zh}", f"{self.page_url('reopen', course.pk)}?step={last.key}")

    def get_urls(self):
        return [*(self.step_path(name, self._step_view(name)) for name in STEPS), *super().get_urls()]

    def _step_view(self, name):
        title, form, act, done = STEPS[name]
        act = act or ACTS[name]

        def view(request, object_id):
            course = self.reachable(request, object_id, "change")
            picked = request.GET.get("step", "")
            with_step = partial(form, picked=picked if is_key(picked) else None) if name not in PLAIN else form
            return self.step(
                request,
                object_id,
                verb="change",
                title=title,
                form_class=with_step,
                note=sentence(walk_of(course).turn),
                act=lambda obj, data: acting.said(act, by=request.user, **_given(name, obj, data)),
                done=done,
            )

        return view


#: Acts upon the course itself rather than upon one of its steps.
PLAIN = ("post", "remark")


def _given(name, course, data):
    return {"course": course, **data} if name in (*PLAIN, "upload") else data


def _upload(*, course, wanted, upload, by):
    return actions.attach(step=course.steps.get(template=wanted.step_id), wanted=wanted, upload=upload, by=by)


def _remark(*, course, by, **data):
    posting = Posting.objects.filter(course=course).order_by("number").last()
    if posting is None:
        raise Refused("方案还没有公示，先登记方案公示")
    return actions.note_remark(posting=posting, by=by, **data)


ACTS = {"upload": _upload, "post": actions.post_plan, "remark": _remark}


def _buttons(stop):
    """(route, label) of what can be done with one step."""
    if stop.status == OPEN:
        if not stop.is_permanent:
            yield "finish", "办完"
        if stop.missing:
            yield "upload", "传材料"
        if not stop.is_permanent:
            yield "expect", "改预计日期"
    else:
        yield "open", "开始"
    if stop.is_optional and not stop.is_permanent:
        yield "skip", "不用办"


def walk_of(course):
    """The walk of one course, read once for one row."""
    if not hasattr(course, "walk_read"):
        (course.walk_read,) = walks(Project.objects.filter(pk=course.project_id), timezone.localdate())
    return course.walk_read


def course_tools(request, project):
    """On the project's page: its course and what can be done now, or the way to begin one."""
    page = admin.site._registry[Course]
    course = page.rows(request).filter(project=project).select_related("project").first()
    if course is not None:
        yield Tool("办理进度", page.page_url("change", course.pk))
        yield from page.tools(request, course)
    elif page._may(request, "add", None) and not Course.objects.filter(project=project).exists():
        yield Tool("开始办理", f"{page.page_url('add')}?project={project.pk}")


ProjectAdmin.more_tools.append(course_tools)
