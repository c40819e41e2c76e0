"""Photos of the site: drawn anew on arrival, public once somebody has looked at them, withdrawn with a reason."""

from django.db import models
from django.db.models import Q

from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard, fixed
from communities.people.models import User
from projects.procedure.enums import PhotoPhase
from projects.retrofits.models import Project

from .works import KEEPERS, Milestone, on_site

_FIXED = (
    *("project_id", "milestone_id", "phase", "taken_on", "alt", "alt_en", "file", "size", "digest", "width", "height"),
    *("added_at", "added_by_id"),
)


class SitePhotoQuerySet(models.QuerySet):
    def public(self):
        return self.filter(confirmed_at__isnull=False, withdrawn_at__isnull=True)

    def to_confirm(self):
        return self.filter(confirmed_at__isnull=True, withdrawn_at__isnull=True)


class SitePhoto(models.Model):
    """``confirmed_at``: somebody looked and found no face, name, room or plate number ; before that, staff only."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name="项目", related_name="photos")
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, verbose_name="节点", null=True, blank=True, related_name="photos"
    )
    phase = models.CharField("什么时候拍的", max_length=8, choices=PhotoPhase)
    taken_on = models.DateField("拍摄日期")
    alt = models.CharField(
        "照片说明", max_length=200, help_text="看不见照片的人听到这句话。例如：门口围挡已装好，留出1.5米通道"
    )
    alt_en = models.CharField("英文说明", max_length=200, blank=True)
    file = models.FileField("照片", upload_to="works/%Y/%m/", max_length=120)
    size = models.PositiveIntegerField("字节数")
    digest = models.CharField("摘要", max_length=64)
    width = models.PositiveIntegerField("宽")
    height = models.PositiveIntegerField("高")
    added_at = models.DateTimeField("上传时间")
    added_by = models.ForeignKey(User, models.PROTECT, verbose_name="上传人", null=True, related_name="+")
    confirmed_at = models.DateTimeField("确认可以公开的时间", null=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, verbose_name="确认人", null=True, related_name="+")
    withdrawn_at = models.DateTimeField("撤下时间", null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, verbose_name="撤下人", null=True, related_name="+")
    withdraw_reason = models.CharField("撤下原因", max_length=200, blank=True)

    objects = SitePhotoQuerySet.as_manager()
    guards = (
        fixed("works_photo", *_FIXED),
        on_site("works_photo", INSERT, unless="NEW.phase <> 'before'"),
        Guard(
            "works_photo_of_its_project",
            INSERT,
            "works_photo: the milestone of another project",
            "NEW.milestone_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM projects_milestone m "
            "WHERE m.id = NEW.milestone_id AND m.project_id = NEW.project_id)",
        ),
        Guard("works_photo_not_in_future", INSERT, "works_photo: a day that has not come", "NEW.taken_on > {today}"),
        Guard(
            "works_photo_confirmed_for_good",
            UPDATE,
            "works_photo: a confirmation cannot change",
            "OLD.confirmed_at IS NOT NULL AND (OLD.confirmed_at IS DISTINCT FROM NEW.confirmed_at "
            "OR OLD.confirmed_by_id IS DISTINCT FROM NEW.confirmed_by_id)",
        ),
        Guard(
            "works_photo_withdrawn_for_good",
            UPDATE,
            "works_photo: withdrawn ones cannot change",
            "OLD.withdrawn_at IS NOT NULL",
        ),
        Guard("works_photo_no_delete", DELETE, "works_photo: photos are kept"),
        Guard("works_photo_no_truncate", TRUNCATE, "works_photo: photos are kept"),
    )
    grants = KEEPERS

    class Meta:
        verbose_name = verbose_name_plural = "施工照片"
        ordering = ["-taken_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "digest"],
                condition=Q(withdrawn_at__isnull=True),
                name="works_photo_once",
                violation_error_message="这张照片已经上传过",
            ),
            models.CheckConstraint(
                condition=~Q(alt=""), name="works_photo_told", violation_error_message="请写照片说明"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdraw_reason="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdraw_reason=""),
                name="works_photo_withdrawn_with_reason",
                violation_error_message="撤下要写明原因",
            ),
        ]

    def __str__(self):
        return f"施工照片{self.pk}"

    @property
    def community_id(self):
        return self.project.community_id
