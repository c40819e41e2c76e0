"""月: opened by its first entry, closed once in order, published by a second person, and then frozen."""

from django.db import models
from django.db.models import F, Q, Subquery
from django.utils.functional import cached_property

from communities import grants
from communities.guards import INSERT, append_only
from communities.people.models import User
from projects.accounts.domain import Month, last_overdue, month_digest
from projects.accounts.enums import BookKind

from .books import Account, Book
from .gates import PERIOD_STEPS, while_open

FIGURES = ("opening_fen", "in_fen", "out_fen", "closing_fen", "bank_fen", "cash_fen", "statement_fen")


def _until(month):
    return Q(year__lt=month.year) | Q(year=month.year, month__lte=month.month)


class PeriodQuerySet(models.QuerySet):
    def closed(self):
        return self.filter(closed_at__isnull=False)

    def published(self):
        return self.filter(published_at__isnull=False)

    def going_on(self):
        """Of books that have not ended: an ended one has an open month in which nothing will happen."""
        return self.filter(book__ending__confirmed_at__isnull=True)

    def to_close(self, today):
        """Over, and not closed."""
        return self.going_on().filter(_until(Month.of(today).plus(-1)), closed_at__isnull=True)

    def to_publish(self):
        """Closed, and not published."""
        return self.filter(closed_at__isnull=False, published_at__isnull=True)

    def late(self, today):
        """Those that should have been published by now."""
        past = Q(pk__in=[])
        for kind in BookKind.values:
            past |= Q(book__kind=kind) & _until(last_overdue(kind, today))
        return self.going_on().filter(past, published_at__isnull=True)

    def in_order(self):
        return self.order_by("year", "month")

    def of(self, month):
        return self.filter(year=month.year, month=month.month)


class Period(models.Model):
    """One month of one book. Figures are those of bank and cash together, in fen, and null until it is closed.

    ``statement_fen`` is what the bank says at the end of the month; the differences explain what it does not agree in.
    """

    book = models.ForeignKey(Book, models.PROTECT, verbose_name="账簿", related_name="periods")
    year = models.PositiveSmallIntegerField("年")
    month = models.PositiveSmallIntegerField("月")
    opening_fen = models.BigIntegerField("上期结余（分）", null=True, editable=False)
    in_fen = models.BigIntegerField("收入（分）", null=True, editable=False)
    out_fen = models.BigIntegerField("支出（分）", null=True, editable=False)
    closing_fen = models.BigIntegerField("本期结余（分）", null=True, editable=False)
    bank_fen = models.BigIntegerField("账上银行存款（分）", null=True, editable=False)
    cash_fen = models.BigIntegerField("账上现金（分）", null=True, editable=False)
    statement_fen = models.BigIntegerField("银行对账单余额（分）", null=True, editable=False)
    digest = models.CharField("摘要", max_length=64, blank=True, editable=False)
    closed_at = models.DateTimeField("月结时间", null=True, editable=False)
    closed_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="制表人", null=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField("公布时间", null=True, editable=False)
    published_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="复核人", null=True, editable=False, related_name="+"
    )

    objects = PeriodQuerySet.as_manager()
    guards = PERIOD_STEPS
    grants = {"secretary": grants.LOOK | {"close", "publish"}, "committee": grants.LOOK | {"close", "publish"}}

    class Meta:
        verbose_name = verbose_name_plural = "月结"
        ordering = ["-year", "-month", "book_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "year", "month"],
                name="accounts_period_once",
                violation_error_message="这个月已经有了",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2100, month__gte=1, month__lte=12), name="accounts_period_month"
            ),
            models.CheckConstraint(
                condition=Q(
                    closed_at__isnull=True,
                    closed_by__isnull=True,
                    opening_fen__isnull=True,
                    in_fen__isnull=True,
                    out_fen__isnull=True,
                    closing_fen__isnull=True,
                    bank_fen__isnull=True,
                    cash_fen__isnull=True,
                    statement_fen__isnull=True,
                    digest="",
                )
                | Q(
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    opening_fen__isnull=False,
                    in_fen__isnull=False,
                    out_fen__isnull=False,
                    closing_fen__isnull=False,
                    bank_fen__isnull=False,
                    cash_fen__isnull=False,
                    in_fen__gte=0,
                    out_fen__gte=0,
                    closing_fen=F("opening_fen") + F("in_fen") - F("out_fen"),
                    bank_fen=F("closing_fen") - F("cash_fen"),
                    statement_fen__isnull=False,
                    digest__gt="",
                ),
                name="accounts_period_adds_up",
                violation_error_message="上期结余加收入减支出要等于本期结余",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False, closed_at__isnull=False),
                name="accounts_published_is_closed",
                violation_error_message="先月结，再公布",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("closed_by")),
                name="accounts_published_by_another",
                violation_error_message="公布的人要和月结的人不同",
            ),
        ]

    def __str__(self):
        return f"{self.year}年{self.month}月"

    @property
    def community_id(self):
        return self.book.community_id

    @property
    def calendar(self) -> Month:
        return Month(self.year, self.month)

    @property
    def is_closed(self):
        return self.closed_at is not None

    @cached_property
    def before(self):
        """The month before in the same book; None for the first."""
        return Period.objects.filter(book=self.book_id).of(self.calendar.plus(-1)).first()

    def digest_of_rows(self):
        """The digest of what a closed month holds, from its rows as they stand now (domain.month_digest)."""
        before = self.before
        figures = {name: getattr(self, name) for name in FIGURES}
        return month_digest(
            previous=before.digest if before else "",
            figures={"book": self.book_id, "month": str(self.calendar), **figures},
            entries=self.entries.posted().order_by("number").values_list("number", "digest"),
            differences=self.differences.order_by("pk").values_list("text", "amount_fen"),
        )


class Difference(models.Model):
    """One line of what the bank statement does not agree in: counted by the bank and not yet by us, or the reverse."""

    period = models.ForeignKey(Period, models.PROTECT, verbose_name="月结", related_name="differences")
    text = models.CharField("原因", max_length=200, help_text="会公开。例如：月底存入，银行下月1日入账")
    amount_fen = models.BigIntegerField("对账单比账上多（分）", help_text="少的写负数")

    guards = (*append_only("accounts_difference"), while_open("accounts_difference", INSERT))

    class Meta:
        verbose_name = verbose_name_plural = "未达账项"
        ordering = ["period_id", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(amount_fen=0), name="accounts_difference_not_zero"),
            models.CheckConstraint(
                condition=~Q(text=""), name="accounts_difference_explained", violation_error_message="差额要写原因"
            ),
        ]

    def __str__(self):
        return f"{self.period}的未达账项"

    @property
    def community_id(self):
        return self.period.book.community_id


class BalanceQuerySet(models.QuerySet):
    def of_last_month(self, book):
        """The balances with which the last closed month of ``book`` ended."""
        last = Period.objects.filter(book=book).closed().order_by("-year", "-month").values("pk")[:1]
        return self.filter(period_id=Subquery(last))


class Balance(models.Model):
    """What an account held when the month was closed; an account at zero has no row."""

    period = models.ForeignKey(Period, models.PROTECT, verbose_name="月结", related_name="balances")
    account = models.ForeignKey(Account, models.PROTECT, verbose_name="科目", related_name="balances")
    closing_fen = models.BigIntegerField("余额（分）")

    objects = BalanceQuerySet.as_manager()
    guards = (*append_only("accounts_balance"), while_open("accounts_balance", INSERT))

    class Meta:
        verbose_name = verbose_name_plural = "科目余额"
        ordering = ["period_id", "account_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "account"],
                name="accounts_balance_once",
                violation_error_message="这个科目本月已有余额",
            ),
            models.CheckConstraint(condition=~Q(closing_fen=0), name="accounts_balance_not_zero"),
        ]

    def __str__(self):
        return f"{self.period}{self.account}的余额"

    @property
    def community_id(self):
        return self.period.book.community_id
