"""流程: the steps of one kind of project, as versioned data with its sources. Published, a version is frozen."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from communities import grants
from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard
from projects.procedure.domain import known
from projects.procedure.enums import Part
from projects.retrofits.enums import ProjectKind, Stage


def check_gates(gates):
    """A list of names that the domain knows ("vote:LIFT_ENTRANCE")."""
    if not isinstance(gates, list) or not all(isinstance(gate, str) and known(gate) for gate in gates):
        raise ValidationError("条件要是系统认得的名称")


def _while_draft(prefix, of_new, of_old):
    """Nothing of a published version is added, changed or taken away."""
    return tuple(
        Guard(
            f"{prefix}_in_draft_{event.lower()}",
            event,
            f"{prefix}: the version is published",
            f"EXISTS (SELECT 1 FROM projects_procedure p WHERE p.published_on IS NOT NULL AND p.id IN ({ids}))",
        )
        for event, ids in ((INSERT, of_new), (UPDATE, f"{of_new}, {of_old}"), (DELETE, of_old))
    )


def _of_step(row):
    return f"(SELECT t.procedure_id FROM projects_procedurestep t WHERE t.id = {row}.step_id)"


class ProcedureQuerySet(models.QuerySet):
    def newest(self):
        """The published versions, the newest of each kind first."""
        return self.filter(published_on__isnull=False).order_by("kind", "-version")


class Procedure(models.Model):
    """One version for one kind of project. A project keeps the version it began with."""

    kind = models.CharField("项目种类", max_length=20, choices=ProjectKind)
    version = models.PositiveSmallIntegerField("版本")
    name = models.CharField("名称", max_length=60)
    name_en = models.CharField("英文名称", max_length=80, blank=True)
    note = models.TextField("说明", blank=True)
    note_en = models.TextField("英文说明", blank=True)
    checked_on = models.DateField("核对日期")
    published_on = models.DateField("发布日期", null=True, editable=False)

    objects = ProcedureQuerySet.as_manager()
    guards = (
        Guard(
            "procedure_procedure_frozen",
            UPDATE,
            "procedure_procedure: the version is published",
            "OLD.published_on IS NOT NULL",
        ),
        Guard(
            "procedure_procedure_no_delete",
            DELETE,
            "procedure_procedure: published ones are kept",
            "OLD.published_on IS NOT NULL",
        ),
        Guard("procedure_procedure_no_truncate", TRUNCATE, "procedure_procedure: published ones are kept"),
    )
    grants = {"secretary": grants.LOOK, "committee": grants.LOOK}

    class Meta:
        verbose_name = verbose_name_plural = "办事流程"
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "version"], name="procedure_version_once", violation_error_message="这个版本已经有了"
            )
        ]

    def __str__(self):
        return f"{self.name}第{self.version}版"


class ProcedureStep(models.Model):
    """One step. ``rank``: steps of one rank go side by side, all of a lower rank come first.

    ``least_days`` and ``most_days`` say how long it usually takes (empty: not usual); ``time_source`` names the text
    that says so, empty where it is only practice. ``english`` holds name, actor, stalls, time_note, source and
    time_source. Gates are names of ``domain.GATES``; the stages are those of the project that the step brings.
    """

    procedure = models.ForeignKey(Procedure, models.PROTECT, verbose_name="流程", related_name="steps")
    position = models.PositiveSmallIntegerField("次序")
    rank = models.PositiveSmallIntegerField("先后", help_text="数字小的先办；一样的可以同时办")
    code = models.CharField("代码", max_length=20)
    part = models.CharField("阶段", max_length=10, choices=Part)
    name = models.CharField("步骤", max_length=40)
    actor = models.CharField("谁来办", max_length=60)
    least_days = models.PositiveSmallIntegerField("一般最少几天", null=True, blank=True)
    most_days = models.PositiveSmallIntegerField("一般最多几天", null=True, blank=True)
    time_note = models.CharField("时间说明", max_length=80, blank=True)
    time_source = models.CharField("时间的依据", max_length=80, blank=True)
    stalls = models.CharField("容易卡在哪里", max_length=80, blank=True)
    source = models.CharField("依据", max_length=120, blank=True)
    opens_with = models.JSONField("开始的条件", default=list, blank=True, validators=[check_gates])
    closes_with = models.JSONField("办完的条件", default=list, blank=True, validators=[check_gates])
    is_optional = models.BooleanField("可以不办", default=False)
    is_permanent = models.BooleanField("一直要办", default=False)
    stage_opening = models.CharField("开始后项目到哪个阶段", max_length=20, choices=Stage, blank=True)
    stage_done = models.CharField("办完后项目到哪个阶段", max_length=20, choices=Stage, blank=True)
    english = models.JSONField("英文", default=dict, blank=True)

    guards = (
        *_while_draft("procedure_template", "NEW.procedure_id", "OLD.procedure_id"),
        Guard("procedure_template_no_truncate", TRUNCATE, "procedure_template: published ones are kept"),
    )

    class Meta:
        verbose_name = verbose_name_plural = "流程的步骤"
        ordering = ["procedure_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "code"],
                name="procedure_template_code_once",
                violation_error_message="这个步骤已经有了",
            ),
            models.UniqueConstraint(
                fields=["procedure", "position"],
                name="procedure_template_position_once",
                violation_error_message="这个次序已经用了",
            ),
            models.CheckConstraint(
                condition=Q(least_days__isnull=True, most_days__isnull=True)
                | Q(least_days__isnull=False, most_days__isnull=False, most_days__gte=F("least_days")),
                name="procedure_template_usual_time",
                violation_error_message="一般几天：最少和最多要一起写，最多不能小于最少",
            ),
            models.CheckConstraint(
                condition=Q(rank__gte=1) & ~Q(name="") & ~Q(actor=""),
                name="procedure_template_says_who",
                violation_error_message="步骤要写名称、谁来办和先后",
            ),
        ]

    def __str__(self):
        return self.name


class ProcedureDocument(models.Model):
    """A document that a step asks for; the step is not done without the required ones."""

    step = models.ForeignKey(ProcedureStep, models.PROTECT, verbose_name="步骤", related_name="documents")
    position = models.PositiveSmallIntegerField("次序")
    name = models.CharField("材料", max_length=60)
    name_en = models.CharField("英文名称", max_length=100, blank=True)
    is_required = models.BooleanField("必须有", default=True)

    guards = (
        *_while_draft("procedure_wanted", _of_step("NEW"), _of_step("OLD")),
        Guard("procedure_wanted_no_truncate", TRUNCATE, "procedure_wanted: published ones are kept"),
    )

    class Meta:
        verbose_name = verbose_name_plural = "要的材料"
        ordering = ["step_id", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "name"], name="procedure_wanted_once", violation_error_message="这份材料已经列了"
            )
        ]

    def __str__(self):
        return self.name
