"""扫描件: uploaded from the consultation's page; each look at one is logged."""

from django.contrib import admin
from django.http import FileResponse

from communities.journal import actions as journal
from communities.scoping import ReadOnlyAdmin, Tool
from projects.consultations.models import Scan


@admin.register(Scan)
class ScanAdmin(ReadOnlyAdmin):
    community_path = "paper__consultation__community"
    group_path = "paper__consultation__building_group"
    list_display = ("__str__", "consultation", "kind", "uploaded_at", "uploaded_by")
    list_filter = ("kind", "uploaded_at")
    list_select_related = ("paper__consultation", "uploaded_by")
    search_fields = ("paper__consultation__question", "paper__serial")
    fields = ("consultation", "paper", "kind", "content_type", "size", "digest", "uploaded_at", "uploaded_by")
    readonly_fields = ("consultation",)

    @admin.display(description="征询")
    def consultation(self, obj):
        return obj.paper.consultation

    def tools(self, request, obj):
        return (Tool("下载扫描件", self.page_url("file", obj.pk)),)

    def get_urls(self):
        return [self.step_path("file", self.file_view), *super().get_urls()]

    def file_view(self, request, object_id):
        """The file itself, kept by no cache and run by no browser."""
        scan = self.reachable(request, object_id)
        try:
            content = scan.file.open("rb")
        except OSError:
            return self.refuse(request, "服务器上找不到这个文件，请告诉系统管理员", to=self.page_url("change", scan.pk))
        journal.record_reading(by=request.user, obj=scan, purpose="下载扫描件")
        suffix = scan.file.name.rpartition(".")[2]
        answer = FileResponse(
            content, content_type=scan.content_type, as_attachment=True, filename=f"scan-{scan.pk}.{suffix}"
        )
        answer["Cache-Control"] = "no-store"
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return answer
