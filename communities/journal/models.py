"""Append-only, hash-chained record of every change, and the log of who read personal data.

No foreign keys: actor and object stand by key and label, so that nothing here hinders a lawful erasure elsewhere.
"""

from datetime import UTC

from django.db import models

from communities import grants
from communities.guards import DELETE, TRUNCATE, UPDATE, Guard, append_only

from .domain import Link, faults
from .enums import EntryKind


class EntryQuerySet(models.QuerySet):
    def about(self, instance):
        return self.filter(object_key=key_of(instance))

    def faults(self):
        """Lines describing every break of the chain; nothing when it holds."""
        head = Head.objects.first()
        rows = ((entry.link, entry.previous, entry.digest) for entry in self.order_by("seq").iterator())
        return faults(rows, head.seq if head else 0, head.digest if head else "0" * 64)


class Entry(models.Model):
    seq = models.BigIntegerField("序号", unique=True)
    at = models.DateTimeField("时间")
    kind = models.CharField("类别", max_length=10, choices=EntryKind)
    actor = models.CharField("操作人", max_length=60, help_text="账号编号，不是姓名")
    action = models.CharField("操作", max_length=60)
    object_key = models.CharField("对象", max_length=80, db_index=True)
    object_label = models.CharField("对象说明", max_length=120, blank=True)
    community_id = models.BigIntegerField("居民区编号", null=True, blank=True, db_index=True)
    changes = models.JSONField("改动", default=dict)
    previous = models.CharField("前一条摘要", max_length=64)
    digest = models.CharField("摘要", max_length=64, unique=True)

    objects = EntryQuerySet.as_manager()
    guards = append_only("journal_entry")

    grants = grants.READ_ONLY

    class Meta:
        verbose_name = verbose_name_plural = "修改记录"
        ordering = ["-seq"]
        constraints = [
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="journal_entry_seq_positive"),
        ]

    def __str__(self):
        return f"第{self.seq}条"

    @property
    def link(self):
        return Link(
            seq=self.seq,
            at=self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            kind=self.kind,
            actor=self.actor,
            action=self.action,
            object_key=self.object_key,
            object_label=self.object_label,
            community_id=self.community_id,
            changes=self.changes,
        )


class Head(models.Model):
    """The one row that writers lock; ``changed`` is the last entry that may alter a public page."""

    seq = models.BigIntegerField("序号", default=0)
    changed = models.BigIntegerField("最后一次修改", default=0)
    digest = models.CharField("摘要", max_length=64, default="0" * 64)

    guards = (
        Guard("journal_head_forward", UPDATE, "journal_head: only forward by one", "NEW.seq <> OLD.seq + 1"),
        Guard("journal_head_no_delete", DELETE, "journal_head: cannot be removed"),
        Guard("journal_head_no_truncate", TRUNCATE, "journal_head: cannot be removed"),
    )

    class Meta:
        verbose_name = verbose_name_plural = "修改记录的链头"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="journal_head_single"),
        ]

    def __str__(self):
        return f"共{self.seq}条"


class Reading(models.Model):
    """Somebody looked at personal data: who, when, whose record (by key), on which page."""

    at = models.DateTimeField("时间")
    actor = models.CharField("查看人", max_length=60, help_text="账号编号，不是姓名")
    object_key = models.CharField("对象", max_length=80, db_index=True)
    community_id = models.BigIntegerField("居民区编号", null=True, blank=True, db_index=True)
    purpose = models.CharField("查看方式", max_length=60)
    rows = models.PositiveIntegerField("条数", default=1)

    guards = append_only("journal_reading")

    grants = {"secretary": grants.LOOK}

    class Meta:
        verbose_name = verbose_name_plural = "个人信息查看记录"
        ordering = ["-id"]

    def __str__(self):
        return f"查看记录{self.pk}"


def key_of(instance):
    """``app.model:pk``: how the journal names a row."""
    return f"{instance._meta.label_lower}:{instance.pk}"
