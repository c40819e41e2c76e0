"""办理进度: one project on its way through the steps of the version it began with."""

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from communities import grants
from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard, append_only, fixed
from communities.people.models import User
from projects.procedure.enums import Status
from projects.retrofits.models import Project

from .rules import STEPS
from .templates import Procedure, ProcedureDocument, ProcedureStep

LOOK_AND_WRITE = frozenset({"view", "add", "change"})


class CourseQuerySet(models.QuerySet):
    def with_progress(self):
        """``total`` steps, and ``reached``: those done, not needed, or open for good (domain.reached)."""
        settled = Q(steps__status__in=(Status.DONE, Status.SKIPPED))
        for_good = Q(steps__status=Status.OPEN, steps__template__is_permanent=True)
        return self.annotate(total=Count("steps"), reached=Count("steps", filter=settled | for_good))

    def overdue(self, on):
        """Those with a step that is open past the day on which it was expected to be done."""
        return self.filter(pk__in=Step.objects.overdue(on).values("course"))

    def with_current(self):
        """``step_code``, ``step_name``, ``step_since`` and ``step_expected``: of the first open step that ends."""
        current = Step.objects.current().filter(course=OuterRef("pk")).order_by("template__position")
        names = {
            "step_code": "template__code",
            "step_name": "template__name",
            "step_since": "opened_on",
            "step_expected": "expected_on",
        }
        return self.annotate(**{name: Subquery(current.values(path)[:1]) for name, path in names.items()})


class Course(models.Model):
    project = models.OneToOneField(Project, models.PROTECT, verbose_name="项目", related_name="course")
    procedure = models.ForeignKey(Procedure, models.PROTECT, verbose_name="流程", related_name="courses")
    begun_on = models.DateField("开始办理日期")

    objects = CourseQuerySet.as_manager()
    guards = (
        fixed("procedure_course", "project_id", "procedure_id", "begun_on"),
        Guard(
            "procedure_course_of_its_kind",
            INSERT,
            "procedure_course: not published, or for another kind of project",
            "NOT EXISTS (SELECT 1 FROM projects_procedure r JOIN projects_project p ON p.kind = r.kind "
            "WHERE r.id = NEW.procedure_id AND p.id = NEW.project_id AND r.published_on IS NOT NULL)",
        ),
        Guard("procedure_course_no_delete", DELETE, "procedure_course: courses are kept"),
        Guard("procedure_course_no_truncate", TRUNCATE, "procedure_course: courses are kept"),
    )
    grants = {"secretary": LOOK_AND_WRITE, "committee": LOOK_AND_WRITE, "group_leader": grants.LOOK}

    class Meta:
        verbose_name = verbose_name_plural = "办理进度"
        ordering = ["-id"]

    def __str__(self):
        return f"{self.project}的办理进度"

    @property
    def community_id(self):
        return self.project.community_id


class StepQuerySet(models.QuerySet):
    def current(self):
        """Open, and meant to end."""
        return self.filter(status=Status.OPEN, template__is_permanent=False)

    def at_hand(self):
        """At which something can be done: open, or waiting with every step of a lower rank settled."""
        unsettled = self.model._base_manager.filter(status__in=(Status.WAITING, Status.OPEN))
        before = unsettled.filter(course=OuterRef("course"), template__rank__lt=OuterRef("template__rank"))
        return self.filter(Q(status=Status.OPEN) | Q(~Exists(before), status=Status.WAITING))

    def overdue(self, on):
        """Open past the day on which they were expected to be done."""
        return self.current().filter(expected_on__lt=on)

    def with_delay(self):
        """``delay``: why the expected day was last moved; None while it never was."""
        moved = DateChange.objects.filter(step=OuterRef("pk")).order_by("-id")
        return self.annotate(delay=Subquery(moved.values("reason")[:1]))

    def durations(self):
        """Finished steps whose both days are known: code, name, opened_on, done_on. For medians by step."""
        known = self.filter(status=Status.DONE, opened_on__isnull=False, done_on__isnull=False)
        return known.values("template__code", "template__name", "opened_on", "done_on")


class Step(models.Model):
    """``is_transcript``: already over, or under way, when it was written down; its gates were not asked then.

    Days are days in Shanghai; those of a transcribed step may be unknown.
    """

    course = models.ForeignKey(Course, models.PROTECT, verbose_name="办理进度", related_name="steps")
    template = models.ForeignKey(ProcedureStep, models.PROTECT, verbose_name="步骤", related_name="taken")
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.WAITING)
    opened_on = models.DateField("开始日期", null=True)
    done_on = models.DateField("办完日期", null=True)
    expected_on = models.DateField("预计办完日期", null=True)
    note = models.CharField("说明", max_length=200, blank=True)
    is_transcript = models.BooleanField("补录", default=False)

    objects = StepQuerySet.as_manager()
    guards = STEPS
    grants = {"secretary": grants.LOOK, "committee": grants.LOOK, "group_leader": grants.LOOK}

    class Meta:
        verbose_name = verbose_name_plural = "办理的步骤"
        ordering = ["course_id", "template__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "template"], name="procedure_step_once", violation_error_message="这一步已经有了"
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", opened_on__isnull=True, done_on__isnull=True)
                | Q(status="open", opened_on__isnull=False, done_on__isnull=True)
                | Q(status="done", opened_on__isnull=False, done_on__isnull=False)
                | Q(status="done", is_transcript=True)
                | Q(status="skipped", done_on__isnull=True),
                name="procedure_step_status_with_days",
                violation_error_message="开始和办完都要有日期；没有开始的不能办完",
            ),
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True) | Q(done_on__isnull=True) | Q(done_on__gte=F("opened_on")),
                name="procedure_step_days_ordered",
                violation_error_message="办完日期不能早于开始日期",
            ),
            models.CheckConstraint(
                condition=~Q(status="skipped") | ~Q(note=""),
                name="procedure_step_skipped_with_reason",
                violation_error_message="不用办的要写明原因",
            ),
        ]

    def __str__(self):
        return f"{self.template}{self.pk}"

    @property
    def community_id(self):
        return self.course.project.community_id


class DateChange(models.Model):
    """The expected day of a step changed: what it was, what it became, and why. Residents see each."""

    step = models.ForeignKey(Step, models.PROTECT, verbose_name="步骤", related_name="date_changes")
    old_on = models.DateField("原来预计")
    new_on = models.DateField("改为")
    reason = models.CharField("原因", max_length=200)
    entered_at = models.DateTimeField("登记时间")

    guards = (
        *append_only("procedure_datechange"),
        Guard(
            "procedure_datechange_from_present",
            INSERT,
            "procedure_datechange: that is not the day expected now",
            "NOT EXISTS (SELECT 1 FROM projects_step s WHERE s.id = NEW.step_id AND s.expected_on = NEW.old_on "
            "AND s.status IN ('waiting', 'open'))",
            lock="SELECT 1 FROM projects_step s WHERE s.id = NEW.step_id FOR UPDATE OF s",
        ),
    )

    class Meta:
        verbose_name = verbose_name_plural = "预计日期的改动"
        ordering = ["step_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(new_on=F("old_on")),
                name="procedure_datechange_explained",
                violation_error_message="改日期要写明原因",
            )
        ]

    def __str__(self):
        return f"改期{self.pk}"

    @property
    def community_id(self):
        return self.step.community_id


class StepDocument(models.Model):
    """A document of a step, for staff alone: full of names and signatures. A wrong one is withdrawn with a reason."""

    step = models.ForeignKey(Step, models.PROTECT, verbose_name="步骤", related_name="documents")
    wanted = models.ForeignKey(ProcedureDocument, models.PROTECT, verbose_name="材料", related_name="uploaded")
    file = models.FileField("文件", upload_to="steps/%Y/%m/", max_length=120)
    content_type = models.CharField("格式", max_length=40, editable=False)
    size = models.PositiveIntegerField("字节数", editable=False)
    digest = models.CharField("摘要", max_length=64, editable=False)
    uploaded_at = models.DateTimeField("上传时间", editable=False)
    uploaded_by = models.ForeignKey(User, models.PROTECT, verbose_name="上传人", editable=False, related_name="+")
    withdrawn_at = models.DateTimeField("撤销时间", null=True, editable=False)
    withdraw_reason = models.CharField("撤销原因", max_length=200, blank=True, editable=False)

    guards = (
        Guard(
            "procedure_document_of_its_step",
            INSERT,
            "procedure_document: not a document of this step, or the step is settled",
            "NOT EXISTS (SELECT 1 FROM projects_step s JOIN projects_proceduredocument w ON w.step_id = s.template_id "
            "WHERE s.id = NEW.step_id AND w.id = NEW.wanted_id AND s.status IN ('waiting', 'open'))",
            lock="SELECT 1 FROM projects_step s WHERE s.id = NEW.step_id FOR SHARE OF s",
        ),
        fixed("procedure_document", "step_id", "wanted_id", "file", "digest", "size", "uploaded_at", "uploaded_by_id"),
        Guard(
            "procedure_document_withdrawn_once",
            UPDATE,
            "procedure_document: withdrawn, or its step is settled",
            "OLD.withdrawn_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM projects_step s WHERE s.id = OLD.step_id "
            "AND s.status IN ('waiting', 'open'))",
        ),
        Guard("procedure_document_no_delete", DELETE, "procedure_document: documents are kept"),
        Guard("procedure_document_no_truncate", TRUNCATE, "procedure_document: documents are kept"),
    )
    grants = {"secretary": grants.LOOK | {"change"}, "committee": grants.LOOK | {"change"}}

    class Meta:
        verbose_name = verbose_name_plural = "步骤的材料"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "wanted", "digest"],
                condition=Q(withdrawn_at__isnull=True),
                name="procedure_document_once",
                violation_error_message="这份文件已经上传过",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdraw_reason="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdraw_reason=""),
                name="procedure_document_withdrawn_with_reason",
                violation_error_message="撤销要写明原因",
            ),
        ]

    def __str__(self):
        return f"{self.wanted}（第{self.pk}号）"

    @property
    def community_id(self):
        return self.step.community_id
