"""征询公告: what still has to be told is chosen, its notice is drafted, and published like any other."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from communities.scoping import ScopedAdmin
from portal.notices import actions as notices
from portal.notices.domain import Refused
from portal.notices.enums import NoticeStatus

from . import actions
from .models import Announcement


@admin.register(Announcement)
class AnnouncementAdmin(ScopedAdmin):
    community_path = "consultation__community"
    group_path = "consultation__building_group"
    list_display = ("__str__", "kind", "told_by", "state")
    list_filter = ("kind",)
    list_select_related = ("consultation", "notice__community")
    search_fields = ("consultation__question", "notice__title")
    actions = None

    def get_fields(self, request, obj=None):
        return ("consultation", "kind", "told_by", "state") if obj else ("consultation",)

    def get_readonly_fields(self, request, obj=None):
        return self.get_fields(request, obj) if obj else ()

    @admin.display(description="通知")
    def told_by(self, obj):
        url = reverse("admin:portal_notice_change", args=[obj.notice_id])
        return format_html('<a href="{}">{}</a>', url, obj.notice.title)

    @admin.display(description="状态")
    def state(self, obj):
        return obj.notice.get_status_display()

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Only consultations of which something is to be told."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "consultation":
            field.queryset = field.queryset.filter(pk__in=due().values("pk"))
            field.empty_label = None if field.queryset.exists() else "现在没有公告要发"
        return field

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        is_draft = obj is None or obj.notice.status == NoticeStatus.DRAFT
        return is_draft and super().has_delete_permission(request, obj)

    def delete_model(self, request, obj):
        """The draft goes with it: it was written for this announcement."""
        notices.discard(notice=obj.notice, by=request.user)

    def save_model(self, request, obj, form, change):
        drafted = actions.draft_announcement(consultation=obj.consultation, by=request.user)
        obj.pk, obj.kind, obj.notice = drafted.pk, drafted.kind, drafted.notice

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A lost race is said in words: somebody drafted the notice that this form still offers."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            return self.refuse(request, str(refusal), to=self.page_url("changelist"))

    def response_add(self, request, obj, post_url_continue=None):
        self.message_user(request, "公告已写好，请看一遍再发布", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:portal_notice_change", args=[obj.notice_id]))


def due():
    now = timezone.now()
    return Announcement.objects.due(now, timezone.localdate(now))
