"""Files that hang on a notice."""

from pathlib import PurePosixPath

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from communities import grants
from communities.guards import DELETE, INSERT, UPDATE, Guard
from portal.notices.enums import AttachmentKind

from .notices import Notice

_DRAFT_ONLY = "EXISTS (SELECT 1 FROM portal_notice n WHERE n.id = {row}.notice_id AND n.status <> 'draft')"


class AttachmentQuerySet(models.QuerySet):
    def of_public(self, now):
        return self.filter(Exists(Notice.objects.public(now).filter(pk=OuterRef("notice"))))


class Attachment(models.Model):
    """A checked file: pictures are re-encoded without metadata; a PDF or recording needs its words as text."""

    notice = models.ForeignKey(Notice, models.CASCADE, verbose_name="通知", related_name="attachments")
    kind = models.CharField("类型", max_length=10, choices=AttachmentKind, editable=False)
    file = models.FileField("文件", upload_to="notices/%Y/%m/", max_length=120)
    name = models.CharField("名称", max_length=80, help_text="例如：施工平面图")
    alt = models.CharField("图片说明", max_length=200, blank=True, help_text="图片必填：看不见图的人听到的话")
    text = models.TextField("文字内容", blank=True, help_text="PDF和录音必填：里面说了什么")
    content_type = models.CharField("格式", max_length=40, editable=False)
    size = models.PositiveIntegerField("字节数", editable=False)
    digest = models.CharField("摘要", max_length=64, editable=False)
    width = models.PositiveIntegerField("宽", null=True, editable=False)
    height = models.PositiveIntegerField("高", null=True, editable=False)

    objects = AttachmentQuerySet.as_manager()
    guards = (
        Guard("notices_attachment_draft_add", INSERT, "notices_attachment: published", _DRAFT_ONLY.format(row="NEW")),
        Guard("notices_attachment_draft_set", UPDATE, "notices_attachment: published", _DRAFT_ONLY.format(row="OLD")),
        Guard("notices_attachment_draft_cut", DELETE, "notices_attachment: published", _DRAFT_ONLY.format(row="OLD")),
    )
    grants = {**grants.COMMITTEE, "group_leader": grants.KEEP}

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="image") | ~Q(alt=""),
                name="notices_image_has_alt",
                violation_error_message="图片要写说明",
            ),
            models.CheckConstraint(
                condition=Q(kind="image") | ~Q(text=""),
                name="notices_file_has_text",
                violation_error_message="PDF和录音要写文字内容",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def community_id(self):
        return self.notice.community_id

    def get_absolute_url(self):
        return reverse("attachment", args=[self.pk, self.address_name])

    @property
    def size_text(self):
        """So that nobody on a metered phone is surprised: 340KB, 2.5MB."""
        if self.size < 1024 * 1024:
            return f"{max(1, self.size // 1024)}KB"
        return f"{self.size / 1024 / 1024:.1f}MB"

    @property
    def address_name(self):
        """Changes with the content, so that a copy may be kept for ever."""
        return self.digest[:16] + PurePosixPath(self.file.name).suffix
