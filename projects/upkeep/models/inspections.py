"""检验 with its report, and 维护保养: what was done to the lift, when and by whom."""

from django.db import models
from django.db.models import Q

from communities import grants
from communities.bodies.models import Company
from communities.guards import DELETE, INSERT, TRUNCATE, Guard, append_only, fixed
from communities.people.models import User
from projects.upkeep.enums import InspectionKind, InspectionResult

from .lifts import KEEPERS, Lift
from .struck import Struck, StruckQuerySet, struck_once


class Inspection(Struck):
    """One inspection or self-test; those passed move the cycle on."""

    lift = models.ForeignKey(Lift, models.PROTECT, verbose_name="电梯", related_name="inspections")
    kind = models.CharField("哪一种", max_length=10, choices=InspectionKind)
    result = models.CharField("结果", max_length=10, choices=InspectionResult)
    done_on = models.DateField("检验日期")
    words = models.CharField("说明", max_length=200, blank=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(User, models.PROTECT, verbose_name="登记人", related_name="+")

    objects = StruckQuerySet.as_manager()
    guards = (
        fixed("upkeep_inspection", "lift_id", "kind", "result", "done_on", "words", "entered_at", "entered_by_id"),
        struck_once("upkeep_inspection"),
        Guard("upkeep_inspection_no_delete", DELETE, "upkeep_inspection: inspections are kept"),
        Guard("upkeep_inspection_no_truncate", TRUNCATE, "upkeep_inspection: inspections are kept"),
    )
    grants = {"secretary": KEEPERS, "committee": KEEPERS, "group_leader": grants.LOOK}

    class Meta(Struck.Meta):
        verbose_name = verbose_name_plural = "检验"
        ordering = ["-done_on", "-id"]
        constraints = [
            *Struck.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__in=InspectionKind.values, result__in=InspectionResult.values),
                name="upkeep_inspection_kind_known",
            ),
            models.UniqueConstraint(
                fields=["lift", "kind", "done_on"],
                condition=Q(struck_at__isnull=True),
                name="upkeep_inspection_once",
                violation_error_message="这台电梯这一天的检验已经登记过",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}{self.done_on}"

    @property
    def community_id(self):
        return self.lift.community_id


class ReportQuerySet(models.QuerySet):
    def public(self):
        """Pictures marked as scrubbed, of inspections that stand."""
        return self.filter(is_scrubbed=True, inspection__struck_at__isnull=True)


class Report(models.Model):
    """检验报告: an original (staff only), or a picture in which names and numbers of people were covered (public)."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, verbose_name="检验", related_name="reports")
    is_scrubbed = models.BooleanField("已遮盖姓名、电话，可以公开", default=False)
    alt = models.CharField("图片说明", max_length=200, blank=True)
    file = models.FileField("文件", upload_to="reports/%Y/%m/", max_length=120)
    kind = models.CharField("类型", max_length=10, choices=[("image", "图片"), ("pdf", "PDF")], editable=False)
    content_type = models.CharField("格式", max_length=40, editable=False)
    size = models.PositiveIntegerField("字节数", editable=False)
    digest = models.CharField("摘要", max_length=64, editable=False)
    width = models.PositiveIntegerField("宽", null=True, editable=False)
    height = models.PositiveIntegerField("高", null=True, editable=False)
    added_at = models.DateTimeField("上传时间", editable=False)
    added_by = models.ForeignKey(User, models.PROTECT, verbose_name="上传人", editable=False, related_name="+")

    objects = ReportQuerySet.as_manager()
    guards = append_only("upkeep_report")
    grants = {"secretary": grants.LOOK, "committee": grants.LOOK}

    class Meta:
        verbose_name = verbose_name_plural = "检验报告"
        ordering = ["inspection_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_scrubbed=False) | (Q(kind="image") & ~Q(alt="")),
                name="upkeep_scrubbed_is_a_picture",
                violation_error_message="公开的报告要是图片，并写图片说明",
            ),
            models.CheckConstraint(condition=Q(kind__in=["image", "pdf"]), name="upkeep_report_kind_known"),
        ]

    def __str__(self):
        return f"检验报告{self.pk}"

    @property
    def community_id(self):
        return self.inspection.lift.community_id


class Visit(Struck):
    """One maintenance by the company that maintains the lift."""

    lift = models.ForeignKey(Lift, models.PROTECT, verbose_name="电梯", related_name="visits")
    done_on = models.DateField("保养日期")
    company = models.ForeignKey(Company, models.PROTECT, verbose_name="维保单位", related_name="+")
    words = models.CharField("做了什么", max_length=200)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(User, models.PROTECT, verbose_name="登记人", related_name="+")

    objects = StruckQuerySet.as_manager()
    guards = (
        fixed("upkeep_visit", "lift_id", "done_on", "company_id", "words", "entered_at", "entered_by_id"),
        struck_once("upkeep_visit"),
        Guard(
            "upkeep_visit_company_home",
            INSERT,
            "upkeep_visit: other community",
            "NOT EXISTS (SELECT 1 FROM projects_lift l JOIN projects_project p ON p.id = l.project_id "
            "JOIN communities_body c ON c.community_id = p.community_id "
            "WHERE l.id = NEW.lift_id AND c.id = NEW.company_id)",
        ),
        Guard("upkeep_visit_no_delete", DELETE, "upkeep_visit: visits are kept"),
        Guard("upkeep_visit_no_truncate", TRUNCATE, "upkeep_visit: visits are kept"),
    )
    grants = {"secretary": KEEPERS, "committee": KEEPERS, "group_leader": grants.LOOK}

    class Meta(Struck.Meta):
        verbose_name = verbose_name_plural = "维护保养"
        ordering = ["-done_on", "-id"]
        constraints = [
            *Struck.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(words=""), name="upkeep_visit_says_what", violation_error_message="请写做了什么"
            ),
            models.UniqueConstraint(
                fields=["lift", "done_on"],
                condition=Q(struck_at__isnull=True),
                name="upkeep_visit_once",
                violation_error_message="这台电梯这一天的保养已经登记过",
            ),
        ]

    def __str__(self):
        return f"保养{self.done_on}"

    @property
    def community_id(self):
        return self.lift.community_id
