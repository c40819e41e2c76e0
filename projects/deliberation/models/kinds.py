"""What kinds of meeting there are and what the law asks of each: data with its citation."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from projects.deliberation.domain import MEASURES

threshold_validator = RegexValidator(r"^(>=|>)[1-9]\d?/[1-9]\d?$", "写成 >=2/3 或 >1/2")


def _threshold(label):
    return models.CharField(label, max_length=8, blank=True, validators=[threshold_validator])


class MeetingKind(models.Model):
    """听证会, 协调会, …: days of notice and quorum, empty where no rule asks."""

    code = models.CharField("代码", max_length=40, unique=True)
    position = models.PositiveSmallIntegerField("排序", default=0)
    name = models.CharField("名称", max_length=20)
    name_en = models.CharField("英文名称", max_length=60, blank=True)
    lead_days = models.PositiveSmallIntegerField("提前几天通知", null=True, blank=True)
    people_quorum = _threshold("到会人数")
    households_quorum = _threshold("到会户数")
    area_quorum = _threshold("到会面积")
    citation = models.CharField("依据", max_length=200, blank=True)
    note = models.TextField("说明", blank=True)
    checked_on = models.DateField("核对日期")

    class Meta:
        verbose_name = verbose_name_plural = "会议类型"
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(citation="")
                | Q(lead_days__isnull=True, people_quorum="", households_quorum="", area_quorum=""),
                name="deliberation_kind_cited",
                violation_error_message="提前几天、到会多少都要写明依据",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def required(self):
        """{"people": ">1/2"}: only what this kind asks."""
        return {name: value for name in MEASURES if (value := getattr(self, f"{name}_quorum"))}
