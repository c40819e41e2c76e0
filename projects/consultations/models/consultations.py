"""A consultation: what is asked of whom, under which rule, and how far it is."""

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce

from communities import grants
from communities.bodies.models import Committee
from communities.guards import same_community
from communities.places.models import BuildingGroup, Community, Compound
from projects.consultations.enums import ConsultationStatus
from projects.retrofits.models import Project

from .rules import Rule
from .steps import STEPS


class ConsultationQuerySet(models.QuerySet):
    def published(self):
        """Everything residents may know of: a draft is the committee's own."""
        return self.exclude(status=ConsultationStatus.DRAFT)

    def open(self):
        return self.filter(status=ConsultationStatus.OPEN)

    def displayed(self):
        """Whose result residents may know: it hangs, or stands."""
        return self.filter(status__in=(ConsultationStatus.DISPLAYED, ConsultationStatus.FINAL))

    def with_display(self):
        """``display_id``, ``display_starts_on`` and ``display_ends_on`` of the latest; None before the first."""
        latest = self._related("displays").filter(consultation=OuterRef("pk")).order_by("-number")
        return self.annotate(
            display_id=Subquery(latest.values("pk")[:1]),
            display_starts_on=Subquery(latest.values("starts_on")[:1]),
            display_ends_on=Subquery(latest.values("ends_on")[:1]),
        )

    def awaiting_notice(self, now, today):
        """Those of which something is to be told: papers may come in, the result hangs, it stands, or was annulled.

        What was told already stands with the notices, of which nothing is known here.
        """
        collecting = Q(status=ConsultationStatus.OPEN, is_transcript=False, closes_at__gt=now)
        hanging = Q(status=ConsultationStatus.DISPLAYED, display_ends_on__gte=today)
        over = Q(status__in=(ConsultationStatus.FINAL, ConsultationStatus.ANNULLED))
        return self.with_display().filter(collecting | hanging | over)

    def waits(self, now, today):
        """``{what: condition}``: what the committee has to do next with one."""
        of_this = {"consultation": OuterRef("pk")}
        papers = self.model._meta.get_field("papers").related_model.objects
        shown = self._related("displays").filter(**of_this, ends_on__gte=today)
        unanswered = self._related("objections").filter(**of_this, answered_at__isnull=True)
        return {
            "count": Q(status=ConsultationStatus.OPEN, closes_at__lte=now),
            "differing": Q(Exists(papers.differing().filter(**of_this)), status=ConsultationStatus.OPEN),
            "display": Q(status=ConsultationStatus.COUNTED),
            "answer": Q(Exists(unanswered), status=ConsultationStatus.DISPLAYED),
            "finalise": Q(~Exists(shown), status=ConsultationStatus.DISPLAYED),
        }

    def with_turnout(self):
        """``heads_returned`` and ``area_returned`` (cm²) of those who handed in a paper: all that may be told before
        the result hangs. None afterwards."""
        papers = self._related("papers").filter(voter=OuterRef("pk"), returned_at__isnull=False)
        voters = self._related("voters").filter(Exists(papers), consultation=OuterRef("pk"))
        counted = voters.order_by().values("consultation").annotate(n=Count("pk"), area=Sum("area_cm2"))
        waiting = Q(status__in=(ConsultationStatus.OPEN, ConsultationStatus.COUNTED))
        return self.annotate(
            heads_returned=Case(When(waiting, then=Coalesce(Subquery(counted.values("n")), 0))),
            area_returned=Case(When(waiting, then=Coalesce(Subquery(counted.values("area")), 0))),
        )

    def of_household(self, unit, keys):
        """Where the flat stands on the roll in the hands of its present owners (``keys``), the newest first.

        ``received``: whether their paper came in. Nothing tells what it said.
        """
        voters = self._related("voters").filter(consultation=OuterRef("pk"), units__unit=unit, owner_key__in=keys)
        returned = voters.filter(papers__returned_at__isnull=False, papers__voided_at__isnull=True)
        rows = self.published().with_display().filter(Exists(voters)).annotate(received=Exists(returned))
        return rows.select_related("community", "result").order_by("-id")

    def _related(self, name):
        return self.model._meta.get_field(name).related_model._base_manager


class Consultation(models.Model):
    """Times are half-open ``[opens_at, closes_at)`` by the database's clock.

    ``is_transcript``: written down here after the whole vote had taken place on paper; the page says so.
    """

    community = models.ForeignKey(Community, models.PROTECT, verbose_name="居民区", related_name="consultations")
    rule = models.ForeignKey(Rule, models.PROTECT, verbose_name="表决规则", related_name="consultations")
    building_group = models.ForeignKey(
        BuildingGroup, models.PROTECT, verbose_name="楼组", null=True, blank=True, related_name="consultations"
    )
    compound = models.ForeignKey(
        Compound, models.PROTECT, verbose_name="自然小区", null=True, blank=True, related_name="consultations"
    )
    body = models.ForeignKey(
        Committee, models.PROTECT, verbose_name="业委会", null=True, blank=True, related_name="consultations"
    )
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name="项目", null=True, blank=True, related_name="consultations"
    )
    question = models.CharField("表决事项", max_length=120, help_text="例如：同意本门号加装电梯")
    plain = models.CharField(
        "一句话看懂", max_length=120, help_text="印在票上，用大字。例如：装一部电梯，6层楼12户分摊"
    )
    scheme_text = models.TextField("方案内容", blank=True)
    scheme_version = models.CharField("方案版本", max_length=40, blank=True, help_text="例如：2026年11月第2稿")
    silence_clause = models.CharField(
        "未表决视为同意多数的条款",
        max_length=120,
        blank=True,
        help_text="一般留空：没有交回的票什么也不算。只有管理规约或议事规则写明了才填条款，例如：议事规则第12条",
    )
    opens_at = models.DateTimeField("开始时间", null=True, blank=True)
    closes_at = models.DateTimeField("截止时间", null=True, blank=True, help_text="到这一刻为止交回的票才算")
    is_transcript = models.BooleanField("补录", default=False, help_text="表决已在纸上完成，现在补录")
    status = models.CharField(
        "状态", max_length=10, choices=ConsultationStatus, default=ConsultationStatus.DRAFT, editable=False
    )
    rule_frozen = models.JSONField("开始时的规则", null=True, editable=False)
    roll_heads = models.PositiveIntegerField("名册人数", default=0, editable=False)
    roll_area_cm2 = models.BigIntegerField("名册面积（平方厘米）", default=0, editable=False)
    roll_digest = models.CharField("名册摘要", max_length=64, blank=True, editable=False)
    replaces = models.ForeignKey(
        "self", models.PROTECT, verbose_name="代替", null=True, blank=True, editable=False, related_name="replacements"
    )
    annulled_at = models.DateTimeField("作废时间", null=True, editable=False)
    annul_reason = models.CharField("作废原因", max_length=200, blank=True, editable=False)
    is_demo = models.BooleanField("示例数据", default=False, editable=False)

    objects = ConsultationQuerySet.as_manager()
    guards = (
        *same_community("consultations_consultation", "communities_buildinggroup", "building_group_id"),
        *same_community("consultations_consultation", "communities_compound", "compound_id"),
        *same_community("consultations_consultation", "communities_body", "body_id"),
        *same_community("consultations_consultation", "projects_project", "project_id"),
        *same_community("consultations_consultation", "projects_consultation", "replaces_id"),
        *STEPS,
    )
    grants = {
        "secretary": grants.KEEP | {"deliver"},
        "committee": grants.KEEP | {"deliver"},
        "group_leader": grants.LOOK | {"deliver"},
    }

    class Meta:
        verbose_name = verbose_name_plural = "征询"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(building_group__isnull=False, compound__isnull=True, body__isnull=True)
                | Q(building_group__isnull=True, compound__isnull=False, body__isnull=True)
                | Q(building_group__isnull=True, compound__isnull=True, body__isnull=False),
                name="consultations_one_electorate",
                violation_error_message="楼组、自然小区、业委会只选一个",
            ),
            models.CheckConstraint(
                condition=~Q(question="") & ~Q(plain=""),
                name="consultations_said_plainly",
                violation_error_message="表决事项和“一句话看懂”都要写",
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="consultations_window_ordered",
                violation_error_message="截止时间要晚于开始时间",
            ),
            models.CheckConstraint(
                condition=Q(status="draft")
                | Q(
                    opens_at__isnull=False,
                    closes_at__isnull=False,
                    rule_frozen__isnull=False,
                    roll_heads__gt=0,
                    roll_area_cm2__gt=0,
                    roll_digest__gt="",
                ),
                name="consultations_opened_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(status="annulled", annulled_at__isnull=False) & ~Q(annul_reason="")
                | ~Q(status="annulled") & Q(annulled_at__isnull=True, annul_reason=""),
                name="consultations_annulled_with_reason",
                violation_error_message="作废要写明原因",
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                name="consultations_replaced_once",
                violation_error_message="这次征询已有代替它的征询",
            ),
        ]

    def __str__(self):
        return f"{self.question}（第{self.pk}号）"

    @property
    def place(self):
        return self.building_group or self.compound or self.body

    @property
    def public_result(self):
        """What residents may know of the count: nothing until a second person has checked it and begun the display.

        Of rows ``with_display``.
        """
        return None if self.display_starts_on is None else self.result

    @property
    def has_result(self):
        return self.status in (
            ConsultationStatus.COUNTED,
            ConsultationStatus.DISPLAYED,
            ConsultationStatus.FINAL,
        )
