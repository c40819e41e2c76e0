"""What is told: notices, their corrections, and the templates they start from."""

from django.db import models
from django.db.models import Aggregate, Count, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from communities import grants
from communities.guards import DELETE, UPDATE, Guard, append_only, fixed, same_community
from communities.people.models import User
from communities.places.models import BuildingGroup, Community, Compound
from portal.notices.domain import Box, box_from_row
from portal.notices.enums import NoticeKind, NoticeStatus

KEEP_AND_PUBLISH = grants.KEEP | {"publish"}
DRAFT_ONLY = frozenset({"view", "add", "change"})


class NoticeTemplate(models.Model):
    """A wording with blanks, written 【填：时间】; a blank left unfilled blocks publishing. No community: for all."""

    community = models.ForeignKey(Community, models.PROTECT, verbose_name="居民区", null=True, blank=True)
    kind = models.CharField("种类", max_length=20, choices=NoticeKind)
    name = models.CharField("模板名称", max_length=40)
    title = models.CharField("标题", max_length=80)
    summary = models.CharField("一句话", max_length=120, blank=True)
    body = models.TextField("正文")

    grants = {**grants.COMMITTEE, "group_leader": grants.LOOK}

    class Meta:
        verbose_name = verbose_name_plural = "通知模板"
        ordering = ["kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                condition=Q(community__isnull=False),
                name="notices_template_name_once",
                violation_error_message="已有同名的模板",
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(community__isnull=True),
                name="notices_common_template_name_once",
                violation_error_message="已有同名的通用模板",
            ),
        ]

    def __str__(self):
        return self.name


class JSONRows(Aggregate):
    """Many rows as one JSON list, so that a notice and its corrections are one query."""

    output_field = models.JSONField()

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **extra)

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, function="JSONB_AGG", **extra)


class NoticeQuerySet(models.QuerySet):
    def with_audience(self):
        """Whom each row is for, without a further query."""
        return self.select_related("compound", "building_group__compound")

    def with_corrections(self):
        """Rows ready for ``Notice.boxes``."""
        row = JSONObject(revision="revision", at="at", old="old", new="new", reason="reason")
        corrections = Correction.objects.filter(notice=OuterRef("pk")).order_by().values("notice")
        return self.annotate(correction_rows=Subquery(corrections.annotate(rows=JSONRows(row)).values("rows")))

    def public(self, now):
        """Published, and its hour has come.

        Written as an exclusion: as a range SQLite takes it for the bound of the index, and not the page's cursor.
        """
        return self.filter(status=NoticeStatus.PUBLISHED).exclude(published_at__gt=now)

    def current(self, now, today):
        return self.public(now).filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today))

    def archived(self, now, today):
        return self.public(now).filter(valid_until__lt=today)

    def concerning(self, building_group):
        """For everybody in the community, for the compound, or for this building group."""
        return self.filter(
            Q(compound__isnull=True, building_group__isnull=True)
            | Q(compound=building_group.compound_id)
            | Q(building_group=building_group),
            community=building_group.community_id,
        )

    def emergencies(self, now):
        return self.public(now).filter(emergency_until__gt=now)

    def newest_first(self, after=None):
        """Keyset order; ``after`` is the (published_at, id) of the last row already shown."""
        rows = self.order_by("-published_at", "-id")
        if after is None:
            return rows
        at, pk = after
        return rows.filter(published_at__lte=at).exclude(published_at=at, id__gte=pk)


class Notice(models.Model):
    """``body`` is Markdown, ``body_html`` its safe rendering. Times are half-open; ``valid_until`` is the last day."""

    community = models.ForeignKey(Community, models.PROTECT, verbose_name="居民区", related_name="notices")
    compound = models.ForeignKey(
        Compound, models.PROTECT, verbose_name="只发给自然小区", null=True, blank=True, related_name="notices"
    )
    building_group = models.ForeignKey(
        BuildingGroup, models.PROTECT, verbose_name="只发给楼组", null=True, blank=True, related_name="notices"
    )
    kind = models.CharField("种类", max_length=20, choices=NoticeKind, default=NoticeKind.GENERAL)
    number = models.CharField("编号", max_length=30, blank=True)
    title = models.CharField("标题", max_length=80, help_text="先说事实，20字以内最好。例如：12号楼电梯11月25日检修")
    summary = models.CharField("一句话看懂", max_length=120, blank=True)
    summary_en = models.CharField("英文一句话", max_length=240, blank=True)
    body = models.TextField("正文")
    body_html = models.TextField("正文（网页）", editable=False, blank=True)
    publisher = models.CharField("发布人职务", max_length=40, help_text="例如：居委会。不写姓名")
    status = models.CharField("状态", max_length=10, choices=NoticeStatus, default=NoticeStatus.DRAFT, editable=False)
    publish_from = models.DateTimeField("从何时起公开", null=True, blank=True, help_text="留空：发布后马上公开")
    valid_until = models.DateField("有效到（当天仍有效）", null=True, blank=True, help_text="过后转入往期，网址不变")
    emergency_until = models.DateTimeField(
        "紧急通知显示到", null=True, blank=True, help_text="填了才会在每一页顶部显示"
    )
    revision = models.PositiveIntegerField("更正次数", default=0, editable=False)
    created_at = models.DateTimeField("起草时间", auto_now_add=True)
    published_at = models.DateTimeField("公开时间", null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="发布人", null=True, blank=True, editable=False, related_name="+"
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField("撤回原因", max_length=200, blank=True, editable=False)
    is_demo = models.BooleanField("示例数据", default=False, editable=False)

    objects = NoticeQuerySet.as_manager()
    guards = (
        fixed("notices_notice", "community_id", "created_at"),
        *same_community("notices_notice", "communities_compound", "compound_id"),
        *same_community("notices_notice", "communities_buildinggroup", "building_group_id"),
        Guard(
            "notices_notice_frozen",
            UPDATE,
            "notices_notice: published text changes by a correction only",
            "OLD.status <> 'draft' AND (OLD.title <> NEW.title OR OLD.summary <> NEW.summary OR OLD.body <> NEW.body "
            "OR OLD.compound_id IS DISTINCT FROM NEW.compound_id "
            "OR OLD.building_group_id IS DISTINCT FROM NEW.building_group_id OR OLD.kind <> NEW.kind) "
            "AND NOT (NEW.revision = OLD.revision + 1 AND EXISTS (SELECT 1 FROM portal_correction c "
            "WHERE c.notice_id = NEW.id AND c.revision = NEW.revision))",
        ),
        Guard(
            "notices_notice_no_unpublish",
            UPDATE,
            "notices_notice: a published notice never becomes a draft again",
            "OLD.status <> 'draft' AND NEW.status = 'draft'",
        ),
        Guard("notices_notice_kept", DELETE, "notices_notice: published notices are kept", "OLD.status <> 'draft'"),
    )
    grants = {"secretary": KEEP_AND_PUBLISH, "committee": KEEP_AND_PUBLISH, "group_leader": DRAFT_ONLY}

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["community", "-published_at", "-id"],
                condition=Q(status="published"),
                name="notices_public_order",
            ),
            models.Index(fields=["-published_at", "-id"], condition=Q(status="published"), name="notices_site_order"),
            models.Index(
                fields=["community", "kind", "-published_at", "-id"],
                condition=Q(status="published"),
                name="notices_kind_order",
            ),
            models.Index(
                fields=["community", "-published_at", "-id"],
                condition=Q(status="published", valid_until__isnull=False),
                name="notices_archive_order",
            ),
            models.Index(
                fields=["emergency_until"],
                condition=Q(status="published", emergency_until__isnull=False),
                name="notices_emergencies",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(compound__isnull=True) | Q(building_group__isnull=True),
                name="notices_one_audience",
                violation_error_message="自然小区和楼组只能选一个",
            ),
            models.CheckConstraint(
                condition=Q(status="draft", published_at__isnull=True)
                | (~Q(status="draft") & Q(published_at__isnull=False)),
                name="notices_published_has_time",
            ),
            models.CheckConstraint(
                condition=(Q(status="withdrawn", withdrawn_at__isnull=False) & ~Q(withdrawn_reason=""))
                | (~Q(status="withdrawn") & Q(withdrawn_at__isnull=True)),
                name="notices_withdrawn_has_reason",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("notice", args=[self.community_slug, self.pk])

    @property
    def community_slug(self):
        return self.community.slug

    @property
    def audience(self):
        """Whom it is for: the smallest place named."""
        return self.building_group or self.compound or self.community

    @property
    def reach(self):
        """Whom it reaches, in words and counted: 甲居民区东村全体居民，12个楼组、288户."""
        groups = BuildingGroup.objects.filter(community=self.community_id)
        if self.building_group_id:
            groups = groups.filter(pk=self.building_group_id)
        elif self.compound_id:
            groups = groups.filter(compound=self.compound_id)
        counted = groups.aggregate(groups=Count("pk", distinct=True), households=Count("units"))
        place = self.community.name if self.audience == self.community else f"{self.community}{self.audience}"
        return f"{place}全体居民，{counted['groups']}个楼组、{counted['households']}户"

    @property
    def safe_body(self):
        return mark_safe(self.body_html)  # noqa: S308 - domain.render cleaned it when it was stored

    @property
    def boxes(self) -> list[Box]:
        """更正, newest first; needs ``with_corrections``."""
        labels = {"title": _("标题"), "summary": _("一句话看懂"), "body": _("正文")}
        boxes = [box_from_row(row, labels) for row in self.correction_rows or []]
        return sorted(boxes, key=lambda box: -box.revision)

    def is_expired(self, today):
        return self.valid_until is not None and self.valid_until < today


class Correction(models.Model):
    """更正: what a published notice said, what it says now, and why. Shown to every reader."""

    notice = models.ForeignKey(Notice, models.PROTECT, verbose_name="通知", related_name="corrections")
    revision = models.PositiveIntegerField("第几次更正")
    at = models.DateTimeField("更正时间")
    old = models.JSONField("原文")
    new = models.JSONField("更正为")
    reason = models.CharField("原因", max_length=200)

    guards = append_only("notices_correction")
    grants = grants.READ_ONLY

    class Meta:
        verbose_name = verbose_name_plural = "更正"
        ordering = ["notice_id", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "revision"], name="notices_correction_once"),
            models.CheckConstraint(condition=Q(revision__gte=1) & ~Q(reason=""), name="notices_correction_has_reason"),
        ]

    def __str__(self):
        return f"第{self.revision}次更正"

    @property
    def community_id(self):
        return self.notice.community_id
