"""导入登记表: choose a file, look at what it would change, confirm; and the way back, export."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from communities.journal import actions as journal
from communities.places.models import Community
from communities.scoping import ScopedAdmin, within

from . import actions
from .actions import writing
from .domain import Unreadable
from .forms import CommunityForm, KeyForm, UploadForm
from .models import Upload

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200
OUTCOMES = {"created": "新增", "updated": "更新"}
GONE = "这份登记表已经导入过，或者已过24小时。如果还要导入，请重新上传"


@admin.register(Upload)
class UploadAdmin(ScopedAdmin):
    """There is no record to change by hand: only these four addresses."""

    def get_urls(self):
        pages = (
            ("", self.changelist_view, "changelist"),
            ("<int:object_id>/confirm/", self.confirm_view, "confirm"),
            ("<int:object_id>/marked/", self.marked_view, "marked"),
            ("export/", self.export_view, "export"),
        )
        start = f"{self.opts.app_label}_{self.opts.model_name}"
        return [path(route, self.admin_site.admin_view(view), name=f"{start}_{name}") for route, view, name in pages]

    def communities(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        return Community.objects.filter(within(self.scope(request, "add"), community_path="pk"))

    def changelist_view(self, request, extra_context=None):
        """The page to upload on; what is posted comes back as a preview."""
        communities = self.communities(request)
        if request.method != "POST":
            return self.start(request, UploadForm(communities=communities))
        form = UploadForm(request.POST, request.FILES, communities=communities)
        if not form.is_valid():
            return self.start(request, form)
        community, file = form.cleaned_data["community"], form.cleaned_data["file"]
        content = file.read()
        try:
            report = actions.import_register(
                content=content, filename=file.name, community=community, by=request.user, dry_run=True
            )
        except Unreadable as error:
            form.add_error("file", str(error))
            return self.start(request, form)
        upload, key = actions.stage_upload(content=content, filename=file.name, community=community, by=request.user)
        return self.preview(request, upload, key, report)

    def start(self, request, form):
        context = {
            **self.admin_site.each_context(request),
            "title": "导入登记表",
            "opts": self.opts,
            "form": form,
            "export_form": CommunityForm(communities=self.communities(request), auto_id="export_%s"),
        }
        return TemplateResponse(request, "admin/register/start.html", context, status=400 if form.errors else 200)

    def preview(self, request, upload, key, report):
        journal.record_reading(
            by=request.user,
            obj=upload,
            purpose="预览住户登记表",
            rows=report.rows,
        )
        context = {
            **self.admin_site.each_context(request),
            "title": "核对登记表",
            "opts": self.opts,
            "upload": upload,
            "report": report,
            "key_form": KeyForm(initial={"key": key}, auto_id=False),
            "errors": report.errors[:SHOWN],
            "more_errors": max(0, len(report.errors) - SHOWN),
            "changes": [
                (row, place, OUTCOMES[outcome], "、".join(writing.WORDS[name] for name in changed))
                for row, place, outcome, changed in report.changes
            ],
            "more_changes": max(0, report.created + report.updated - len(report.changes)),
            "pairs": report.likely_same[:SHOWN],
        }
        return TemplateResponse(request, "admin/register/preview.html", context)

    def confirm_view(self, request, object_id):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        upload, key = self.uploaded(request, object_id)
        try:
            report = upload and key and actions.confirm_upload(upload=upload, key=key, by=request.user)
        except actions.Swapped:
            report = None
        if not report:
            return self.refuse(request, GONE, to=self.page_url("changelist"))
        if report.errors:
            return self.preview(request, upload, key, report)
        done = f"已导入：新增{report.created}，更新{report.updated}，没有变化{report.unchanged}"
        self.message_user(request, done, messages.SUCCESS)
        return HttpResponseRedirect(self.page_url("changelist"))

    def marked_view(self, request, object_id):
        """The uploaded sheet with its faults marked, to be mended and uploaded again."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        upload, key = self.uploaded(request, object_id)
        try:
            content = upload and key and actions.open_upload(upload=upload, key=key)
        except actions.Swapped:
            content = None
        if not content:
            return self.refuse(request, GONE, to=self.page_url("changelist"))
        report = actions.import_register(
            content=content, filename=upload.filename, community=upload.community, by=request.user, dry_run=True
        )
        journal.record_reading(by=request.user, obj=upload, purpose="下载标出错误的登记表", rows=report.rows)
        book = actions.error_workbook(content=content, filename=upload.filename, errors=report.errors)
        return _download(book, "register-errors.xlsx")

    def uploaded(self, request, object_id):
        """The waiting upload and the posted key; somebody else's upload is nobody's: 404."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        upload = Upload.objects.filter(pk=object_id).select_related("community").first()
        if upload and not (upload.by_id == request.user.pk and self.rows(request, "add").filter(pk=object_id).exists()):
            raise Http404
        form = KeyForm(request.POST)
        return upload, form.cleaned_data["key"] if form.is_valid() else None

    def export_view(self, request):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = CommunityForm(request.POST, communities=self.communities(request))
        if not form.is_valid():
            return self.refuse(request, "请选择您负责的居民区", to=self.page_url("changelist"))
        community = form.cleaned_data["community"]
        book = actions.export_register(community=community, by=request.user)
        return _download(book, f"register-{community.slug}-{timezone.localdate():%Y%m%d}.xlsx")


def _download(content, filename):
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
