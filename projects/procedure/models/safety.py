"""The safety list of 沪建质安〔2023〕579号: its items as data, and every answer a site gave."""

from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from communities.guards import INSERT, Guard, append_only
from communities.people.models import User
from projects.procedure.enums import SafetyAnswer
from projects.retrofits.models import Project


class SafetyItem(models.Model):
    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("检查什么", max_length=80)
    name_en = models.CharField("英文", max_length=120, blank=True)
    position = models.PositiveSmallIntegerField("次序")
    citation = models.CharField("依据", max_length=200)
    checked_on = models.DateField("核对日期")

    class Meta:
        verbose_name = verbose_name_plural = "安全检查项目"
        ordering = ["position"]

    def __str__(self):
        return self.name


class SafetyCheckQuerySet(models.QuerySet):
    def latest_answers(self):
        """The last answer to each item of each project."""
        last = Window(RowNumber(), partition_by=[F("project_id"), F("item_id")], order_by=F("id").desc())
        return self.annotate(turn=last).filter(turn=1)


class SafetyCheck(models.Model):
    """One answer to one item; the last one counts, the earlier ones stay."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name="项目", related_name="safety_checks")
    item = models.ForeignKey(SafetyItem, models.PROTECT, verbose_name="检查项目", related_name="checks")
    answer = models.CharField("结果", max_length=14, choices=SafetyAnswer)
    checked_on = models.DateField("检查日期")
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(User, models.PROTECT, verbose_name="登记人", null=True, related_name="+")

    objects = SafetyCheckQuerySet.as_manager()
    guards = (
        *append_only("works_safetycheck"),
        Guard(
            "works_safetycheck_not_in_future",
            INSERT,
            "works_safetycheck: a day that has not come",
            "NEW.checked_on > {today}",
        ),
    )

    class Meta:
        verbose_name = verbose_name_plural = "安全检查"
        ordering = ["project_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__in=["yes", "no", "not_applicable"]), name="works_safetycheck_answer_known"
            )
        ]

    def __str__(self):
        return f"{self.item}（第{self.pk}号）"

    @property
    def community_id(self):
        return self.project.community_id
