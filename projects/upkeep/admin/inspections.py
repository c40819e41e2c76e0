"""检验、检验报告和维护保养: written from the page of a lift, looked up and struck out here."""

from django.contrib import admin
from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils.html import format_html_join

from communities.journal import actions as journal
from communities.scoping import ReadOnlyAdmin
from projects.upkeep import actions, forms
from projects.upkeep.models import Inspection, Report, Visit

from .acting import STRIKE, Strikes


@admin.register(Inspection)
class InspectionAdmin(Strikes, ReadOnlyAdmin):
    list_display = ("lift", "kind", "result", "done_on", "struck_reason")
    list_filter = ("lift__project__community", "kind", "result")
    fields = ("lift", "kind", "result", "done_on", "words", "files", "struck_reason")
    steps = {
        "attach": ("上传报告", forms.ReportForm, actions.attach, "inspection", "报告已上传"),
        "strike": STRIKE,
    }

    @admin.display(description="报告")
    def files(self, obj):
        rows = (
            (reverse("admin:projects_report_file", args=[report.pk]), str(report), _which(report))
            for report in obj.reports.all()
        )
        return format_html_join("、", '<a href="{}">{}</a>（{}）', rows) or "还没有报告"


def _which(report):
    return f"会公开：{report.alt}" if report.is_scrubbed else "只有工作人员看得到"


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    community_path = "inspection__lift__project__community"
    group_path = "inspection__lift__project__building_group"
    list_display = ("__str__", "inspection", "kind", "is_scrubbed", "added_at")
    list_filter = ("is_scrubbed", "kind")
    list_select_related = ("inspection",)
    fields = ("inspection", "kind", "is_scrubbed", "alt", "size", "digest", "added_at")

    def get_urls(self):
        return [self.step_path("file", self.file_view), *super().get_urls()]

    def file_view(self, request, object_id):
        """The file itself; an original may show names, so the look is logged."""
        report = self.reachable(request, object_id)
        if not report.is_scrubbed:
            journal.record_reading(by=request.user, obj=report, purpose="查看检验报告原件")
        try:
            content = report.file.open("rb")
        except OSError:
            raise Http404 from None
        answer = FileResponse(
            content,
            content_type=report.content_type,
            as_attachment=report.kind == "pdf",
            filename=f"{report.pk}.pdf",
        )
        answer.headers["Cache-Control"] = "private, no-store"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return answer


@admin.register(Visit)
class VisitAdmin(Strikes, ReadOnlyAdmin):
    list_display = ("lift", "done_on", "company", "words", "struck_reason")
    list_filter = ("lift__project__community",)
    list_select_related = ("lift__project__building_group__compound", "company")
    date_hierarchy = "done_on"
    fields = ("lift", "done_on", "company", "words", "struck_reason")
