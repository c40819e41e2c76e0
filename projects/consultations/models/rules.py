"""The law of each kind of consultation, as data with its citation: what a vote must reach to be valid and to pass."""

import datetime

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from communities import grants
from projects.consultations.domain import TESTS, years_known
from projects.consultations.enums import Electorate

threshold_validator = RegexValidator(r"^(>=|>)[1-9]\d?/[1-9]\d?$", "写成 >=2/3 或 >1/2")


def _threshold(label):
    return models.CharField(label, max_length=8, blank=True, validators=[threshold_validator])


class Rule(models.Model):
    """Four thresholds as exact fractions (">=2/3", ">1/2"); empty where this rule does not ask."""

    code = models.CharField("代码", max_length=40, unique=True)
    position = models.PositiveSmallIntegerField("排序", default=0)
    name = models.CharField("名称", max_length=60)
    name_en = models.CharField("英文名称", max_length=80, blank=True)
    electorate = models.CharField("谁来表决", max_length=20, choices=Electorate)
    area_quorum = _threshold("参与面积")
    head_quorum = _threshold("参与人数")
    area_consent = _threshold("同意面积")
    head_consent = _threshold("同意人数")
    consent_of_roll = models.BooleanField("同意比例按全体计算", default=False, help_text="不勾选：按参与表决者计算")
    citation = models.CharField("依据", max_length=200)
    note = models.TextField("说明", blank=True)
    checked_on = models.DateField("核对日期")

    class Meta:
        verbose_name = verbose_name_plural = "表决规则"
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=~Q(citation=""), name="consultations_rule_has_citation")]

    def __str__(self):
        return self.name

    @property
    def frozen(self):
        """The rule as a record carries it: what was asked stays readable when the law changes."""
        asked = {name: getattr(self, name) or None for name in TESTS}
        base = {"consent_base": "roll"} if self.consent_of_roll else {}
        return {"code": self.code, "citation": self.citation, **asked, **base}


class HolidayQuerySet(models.QuerySet):
    def about(self, start):
        """Days from the year of ``start`` on, which tell where a period that begins then may end."""
        last = datetime.date(start.year + 2, 12, 31)
        return set(self.filter(day__range=(datetime.date(start.year, 1, 1), last)).values_list("day", flat=True))

    def years(self):
        """Years that were written down, each whole."""
        return years_known(self.values_list("day", flat=True))


class Holiday(models.Model):
    """法定休假日: a period that would end on one ends on the next day that is none (民法典203).

    A year's days are written down together, when the State Council's notice is out; without them an end is provisional.
    """

    day = models.DateField("日期")
    name = models.CharField("名称", max_length=20, help_text="例如：国庆节")

    objects = HolidayQuerySet.as_manager()
    grants = {"secretary": grants.LOOK | {"add"}, "committee": grants.LOOK | {"add"}}

    class Meta:
        verbose_name = verbose_name_plural = "法定休假日"
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["day"], name="consultations_holiday_once", violation_error_message="这一天已经登记过"
            )
        ]

    def __str__(self):
        return f"{self.day}{self.name}"
