"""工地: one page a site with everything that is written down there, each button one act."""

from django.contrib import admin, messages
from django.urls import reverse
from django.utils import timezone

from communities.scoping import ReadOnlyAdmin, Tool
from projects.procedure import actions, forms
from projects.procedure.domain import count_safety
from projects.procedure.models import AHEAD, ON_SITE, SafetyItem, WorkSite

from .acting import said

#: route: (button, whether it shows before the works begin, form, act, what it says when done)
STEPS = {
    "milestone": ("登记节点", False, forms.MilestoneForm, actions.record_milestone, "节点已登记，网页马上有"),
    "photo": ("上传照片", True, forms.PhotoForm, actions.add_photo, "照片已上传，位置信息已去掉"),
    "announce": ("预告噪声", True, forms.AnnounceForm, actions.announce, "已预告，网页马上有"),
    "noisy": ("登记噪声施工", False, forms.NoisyForm, actions.record_noise, "已登记"),
    "safety": ("安全检查", True, forms.SafetyForm, actions.check_safety, "检查结果已登记"),
    "accept": ("登记验收", False, forms.AcceptanceForm, actions.accept, "验收已登记"),
    "redate": ("改节点日期", False, forms.ChangeDayForm, actions.change_day, "已改，原来的日期和原因留在网页上"),
}
NOTES = {
    "safety": "沪建质安〔2023〕579号要求的项目。网页上只公布落实了几项。",
    "announce": "最好提前一天以上。高考、中考等安静日和夜间不要安排。",
    "photo": "拍之前请避开人、门牌和车牌。",
}


@admin.register(WorkSite)
class WorkSiteAdmin(ReadOnlyAdmin):
    group_path = "building_group"
    list_display = ("building_group", "kind", "stage", "stage_since", "contractor")
    list_filter = ("community", "stage")
    list_select_related = ("community", "building_group__compound", "contractor")
    search_fields = ("building_group__name", "building_group__no")
    search_help_text = "输入门号，例如：12号"
    fields = readonly_fields = ("stage", "milestones", "safety", "noise", "photos", "acceptances")

    def get_queryset(self, request):
        """Sites at work first."""
        return self.rows(request).in_list_order()

    def get_ordering(self, request):
        return ("rank", "place", "id")

    @admin.display(description="施工节点")
    def milestones(self, obj):
        rows = obj.milestones.select_related("kind")
        return "\n".join(f"{row.kind}：{_days(row)}" for row in rows) or "还没有登记"

    @admin.display(description="安全检查")
    def safety(self, obj):
        last = dict(obj.safety_checks.latest_answers().values_list("item_id", "answer"))
        items = list(SafetyItem.objects.all())
        count = count_safety(last.get(item.pk, "") for item in items)
        wanting = [item.name for item in items if last.get(item.pk, "") in ("", "no")]
        return "\n".join([f"{count.asked}项，已落实{count.done}项", *(f"○ 还没有落实：{name}" for name in wanting)])

    @admin.display(description="噪声")
    def noise(self, obj):
        ahead = [f"预告：{_hours(row)} {row.text}" for row in obj.noise_windows.ahead(timezone.now())]
        outside = [f"在预告或允许的时间以外：{_hours(row)} {row.text}" for row in obj.noisy_works.marked()[:10]]
        return "\n".join(ahead + outside) or "没有预告"

    @admin.display(description="照片")
    def photos(self, obj):
        public, waiting = obj.photos.public().count(), obj.photos.to_confirm().count()
        return f"公开{public}张，等确认{waiting}张" if public or waiting else "还没有照片"

    @admin.display(description="验收")
    def acceptances(self, obj):
        rows = obj.acceptances.all()
        lines = [
            f"{row.get_kind_display()}：{row.on_day}{row.get_result_display()}，业主代表{row.owners_present}人"
            for row in rows
        ]
        return "\n".join(lines) or "还没有登记"

    def view_on_site(self, obj):
        return reverse("building", args=[obj.community.slug, obj.building_group.no])

    def tools(self, request, obj):
        if self._may(request, "change", obj):
            for name, (label, early, *_) in STEPS.items():
                if obj.stage in ON_SITE or (early and obj.stage in AHEAD) or name == "photo":
                    yield Tool(label, self.page_url(name, obj.pk))

    def get_urls(self):
        return [*(self.step_path(name, self._step_view(name)) for name in STEPS), *super().get_urls()]

    def _step_view(self, name):
        label, _, form_class, act, done = STEPS[name]

        def do(request, obj, data):
            row = said(act, project=obj, by=request.user, **data)
            if name == "announce" and (warning := actions.notice_warning(row)):
                self.message_user(request, warning, messages.WARNING)

        def view(request, object_id):
            return self.step(
                request,
                object_id,
                verb="change",
                title=label,
                form_class=form_class,
                note=NOTES.get(name, ""),
                act=lambda obj, data: do(request, obj, data),
                done=done,
            )

        return view


def _days(milestone):
    told = (("计划", milestone.planned_on), ("开始", milestone.started_on), ("完成", milestone.done_on))
    return "，".join(f"{word}{day}" for word, day in told if day)


def _hours(row):
    starts, ends = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
    return f"{starts:%Y-%m-%d %H:%M}～{ends:%H:%M}"
