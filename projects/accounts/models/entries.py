"""凭证 and 分录: written together, posted once, and never touched again."""

from django.db import models
from django.db.models import Count, Q, Sum

from communities import grants
from communities.guards import TRUNCATE, Guard, fixed
from communities.people.models import User
from projects.accounts.domain import MOST_FEN, Line
from projects.accounts.enums import HOUSEHOLD, EntryKind

from .books import Account, Book
from .gates import ENTRY_STEPS, LEG_STEPS
from .periods import Period


class LedgerEntryQuerySet(models.QuerySet):
    def posted(self):
        return self.filter(posted=True)

    def moving_money(self):
        """Those that bank or cash felt, in the order of their numbers: what the public page lists."""
        return self.posted().exclude(money_fen=0).order_by("number")

    def by_kind(self):
        """[(kind, number of entries, in, out)] in fen over the entries that moved money; one kind may stand on both
        sides, a reversal for one."""
        return self._grouped("kind")

    def households(self):
        """[(period, kind, number, in, out)]: what is told of households, one total a month and kind."""
        return self.filter(kind__in=HOUSEHOLD)._grouped("period", "kind")

    def _grouped(self, *names):
        come, gone = (Sum("money_fen", filter=side, default=0) for side in (Q(money_fen__gt=0), Q(money_fen__lt=0)))
        rows = self.posted().exclude(money_fen=0).order_by().values_list(*names)
        rows = rows.annotate(n=Count("pk"), come=come, gone=gone).order_by(*names)
        return [(*keys, n, int(come), -int(gone)) for *keys, n, come, gone in rows]

    def sums(self):
        """(in, out) in fen over these entries."""
        come, gone = (Sum("money_fen", filter=side) for side in (Q(money_fen__gt=0), Q(money_fen__lt=0)))
        found = self.aggregate(come=come, gone=gone)
        return int(found["come"] or 0), -int(found["gone"] or 0)


class LedgerEntry(models.Model):
    """``money_fen`` is what bank and cash felt; ``digest`` is of all it says (domain.entry_digest).

    It is born unposted, gets its legs, and is posted in the same transaction: number, month, who and when are given
    then, and the database weighs it once more.
    """

    book = models.ForeignKey(Book, models.PROTECT, verbose_name="账簿", related_name="entries")
    period = models.ForeignKey(
        Period,
        models.PROTECT,
        verbose_name="月份",
        null=True,
        editable=False,
        related_name="entries",
        db_index=False,  # accounts_entry_of_month
    )
    number = models.PositiveIntegerField("凭证号", null=True, editable=False)
    happened_on = models.DateField("日期")
    kind = models.CharField("类别", max_length=20, choices=EntryKind)
    text = models.CharField("摘要", max_length=200, help_text="会公开：不写姓名、室号、电话")
    key = models.UUIDField("幂等键", editable=False)
    reverses = models.OneToOneField(
        "self", models.PROTECT, verbose_name="冲正", null=True, editable=False, related_name="reversed_by"
    )
    money_fen = models.BigIntegerField("银行和现金的增减（分）", default=0, editable=False)
    digest = models.CharField("摘要值", max_length=64, editable=False)
    posted = models.BooleanField("已记账", default=False, editable=False)
    posted_at = models.DateTimeField("记账时间", null=True, editable=False)
    posted_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="记账人", null=True, editable=False, related_name="+"
    )

    objects = LedgerEntryQuerySet.as_manager()
    guards = (
        fixed("accounts_entry", "book_id", "key"),
        *ENTRY_STEPS,
        Guard("accounts_entry_no_truncate", TRUNCATE, "accounts_entry: posted entries are kept"),
    )
    grants = {"secretary": grants.LOOK | {"add", "change"}, "committee": grants.LOOK | {"add", "change"}}

    class Meta:
        verbose_name = verbose_name_plural = "凭证"
        ordering = ["book_id", "-number"]
        indexes = [
            models.Index(fields=["period", "number"], name="accounts_entry_of_month"),
            # Beside the unique one, which is full of NULL: SQLite would rather read the whole table than use that.
            models.Index(fields=["reverses"], name="accounts_entry_reversal", condition=Q(reverses__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], name="accounts_entry_key_once", violation_error_message="这笔账已经记过"
            ),
            models.UniqueConstraint(
                fields=["book", "number"],
                name="accounts_entry_number_once",
                violation_error_message="这个凭证号刚刚已被用掉，请再试一次",
            ),
            models.CheckConstraint(
                condition=Q(posted=False, number__isnull=True, posted_at__isnull=True, posted_by__isnull=True)
                | Q(
                    posted=True,
                    number__isnull=False,
                    number__gte=1,
                    period__isnull=False,
                    posted_at__isnull=False,
                    posted_by__isnull=False,
                ),
                name="accounts_posted_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.REVERSAL, reverses__isnull=False)
                | (~Q(kind=EntryKind.REVERSAL) & Q(reverses__isnull=True)),
                name="accounts_reversal_of_something",
            ),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="accounts_entry_kind_known"),
            models.CheckConstraint(
                condition=~Q(text=""), name="accounts_entry_says_what", violation_error_message="请写摘要"
            ),
        ]

    def __str__(self):
        return f"第{self.number}号凭证" if self.number else "未记账的凭证"

    @property
    def community_id(self):
        return self.book.community_id

    @property
    def lines(self):
        """The legs as the domain knows them."""
        fetched = "legs" in getattr(self, "_prefetched_objects_cache", ())
        legs = self.legs.all() if fetched else self.legs.select_related("account")
        return [Line(leg.account.role, leg.amount_fen, leg.account.item, leg.account.unit_id) for leg in legs]


class LegQuerySet(models.QuerySet):
    def since_closing(self, book):
        """Legs of posted entries in the months of ``book`` that are still open."""
        months = Period.objects.filter(book=book, closed_at__isnull=True).values_list("pk", flat=True)
        return self.filter(entry__period_id__in=list(months), entry__posted=True)


class Leg(models.Model):
    """A debit is positive, a credit negative."""

    entry = models.ForeignKey(LedgerEntry, models.PROTECT, verbose_name="凭证", related_name="legs", db_index=False)
    account = models.ForeignKey(Account, models.PROTECT, verbose_name="科目", related_name="legs")
    amount_fen = models.BigIntegerField("金额（分）")

    objects = LegQuerySet.as_manager()
    guards = LEG_STEPS

    class Meta:
        verbose_name = verbose_name_plural = "分录"
        ordering = ["entry_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "account"],
                name="accounts_leg_once",
                violation_error_message="同一个科目在一笔账里只写一条分录",
            ),
            models.CheckConstraint(condition=~Q(amount_fen=0), name="accounts_leg_not_zero"),
            models.CheckConstraint(
                condition=Q(amount_fen__gte=-MOST_FEN, amount_fen__lte=MOST_FEN), name="accounts_leg_bounded"
            ),
        ]

    def __str__(self):
        return f"{self.entry}的分录"

    @property
    def community_id(self):
        return self.entry.community_id
