"""Append-only, hash-chained record of every change, and the log of who read personal data.

No foreign keys: actor and object stand by key and label, so that nothing here hinders a lawful erasure elsewhere.
"""

from datetime import UTC

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from communities import grants
from communities.guards import DELETE, TRUNCATE, UPDATE, Guard, append_only

from .domain import Link, faults
from .enums import EntryKind

VERBS = {
    "create": "登记",
    "change": "修改",
    "remove": "删除",
    "open": "新开",
    "begin": "开始：",
    "transcribe": "补录",
    "finish": "办完：",
    "skip": "登记不用办：",
    "undo": "重新打开：",
    "expect": "改预计日期：",
    "call": "通知：",
    "hold": "登记已开：",
    "check": "核对",
    "raise": "提出",
    "advance": "推进：",
    "carry_out": "登记办完：",
    "cancel": "取消",
    "move": "推进阶段：",
    "publish": "发布",
    "correct": "更正",
    "withdraw": "撤回",
    "restore": "恢复",
    "merge": "合并",
    "erase": "清除个人信息：",
    "import": "导入",
    "export": "导出",
    "end": "停止",
    "print": "发票：",
    "reissue": "换发",
    "return": "登记交回：",
    "key": "录入",
    "record": "记入",
    "close": "计票：",
    "display": "公示：",
    "answer": "答复",
    "handle": "办理",
    "follow_up": "回访",
    "take_up": "重新办理",
    "talk": "谈了一次：",
    "finalise": "定为最终结果：",
    "annul": "作废",
    "post": "记账：",
    "propose": "提出",
    "approve": "批准",
    "pay": "付款：",
    "take": "导入",
    "confirm": "对上：",
    "put_aside": "标为不是缴款：",
    "relist": "重新列出：",
    "close_month": "结账：",
    "settle": "确认结清：",
    "freeze": "冻结",
    "register": "登记",
    "reckon": "算出下次检验：",
    "stop": "登记停用：",
    "run_again": "登记恢复使用：",
    "strike": "划去",
    "issue": "发出",
    "revoke": "作废",
    "password": "设置密码：",
    "login.success": "登录",
    "login.failure": "登录失败",
    "login.throttled": "登录尝试过多，已暂停",
    "login.second-factor": "两步验证有改动",
    "household.throttled": "户码尝试过多，已暂停",
    "outreach.throttled": "网上提问过多，已暂停",
    "login.password": "修改了自己的密码",
}


class EntryQuerySet(models.QuerySet):
    def about(self, instance):
        return self.filter(object_key=key_of(instance))

    def with_actors(self):
        """The entries with ``who``: the actor's duty as it is today, never a name."""
        entries = list(self)
        keys = {entry.actor.removeprefix("user:") for entry in entries if entry.actor.startswith("user:")}
        duties = {f"user:{user.pk}": user.get_full_name() for user in get_user_model().objects.filter(pk__in=keys)}
        for entry in entries:
            household = "住户" if entry.actor.startswith("household:") else entry.actor
            entry.who = "系统" if entry.actor == "system" else duties.get(entry.actor, household)
        return entries

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
    def what(self):
        """The act in words: "修改楼组"."""
        label, _, verb = self.action.rpartition(".")
        model = _model(label)
        return f"{VERBS.get(verb, verb)}{model._meta.verbose_name}" if model else VERBS.get(self.action, self.action)

    @property
    def lines(self):
        """What changed, for reading: (field, old, new); both None for personal data, which is never written here."""
        model = _model(self.action.rpartition(".")[0])
        for name, change in self.changes.items():
            old, new = change if isinstance(change, list) and len(change) == 2 else (None, None)
            if change != "personal" and old is new is None:
                new = change
            yield _field_label(model, name), old, new

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
    """``app.model:pk``: how the journal names a row, whichever proxy it was reached through."""
    return f"{instance._meta.concrete_model._meta.label_lower}:{instance.pk}"


def _model(label):
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _field_label(model, name):
    try:
        return model._meta.get_field(name).verbose_name
    except (AttributeError, FieldDoesNotExist):
        return name
