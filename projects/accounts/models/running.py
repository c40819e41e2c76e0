"""电梯运行费: a written split comes before the first charge, since no law says who bears what (domain.md §3)."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Case, F, Q, Subquery, When

from communities.guards import INSERT, Guard, append_only
from communities.people.models import User
from projects.accounts.domain import MOST_FEN, Month
from projects.accounts.enums import COSTS, BookKind, Role, RunningBasis

from .balances import book_balances
from .books import Book
from .collecting import LOOKERS
from .entries import LedgerEntry
from .periods import Balance, Period


class RunningSplit(models.Model):
    """As agreed in writing: the fee of a year for all together, a part of it for the reserve. The latest holds."""

    book = models.ForeignKey(Book, models.PROTECT, verbose_name="账簿", related_name="running_splits")
    basis = models.CharField("怎样分", max_length=12, choices=RunningBasis)
    yearly_fen = models.BigIntegerField("全部住户一年合计（分）")
    reserve_fen = models.BigIntegerField("其中备用金（分）", default=0)
    agreement = models.CharField("依据的书面协议", max_length=200, help_text="例如：2020年7月1日运行管理协议第3条")
    agreed_on = models.DateField("协议日期")
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.ForeignKey(User, models.PROTECT, verbose_name="登记人", related_name="+")

    guards = append_only("accounts_runningsplit")
    grants = LOOKERS

    class Meta:
        verbose_name = verbose_name_plural = "运行费分摊约定"
        ordering = ["book_id", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    yearly_fen__gt=0,
                    yearly_fen__lte=MOST_FEN,
                    reserve_fen__gte=0,
                    reserve_fen__lte=F("yearly_fen"),
                    basis__in=RunningBasis.values,
                )
                & ~Q(agreement=""),
                name="accounts_runningsplit_agreed",
                violation_error_message="金额要大于0，备用金不能超过全部，并写明依据的书面协议",
            ),
        ]

    def __str__(self):
        return f"{self.book}运行费约定{self.pk}"

    @property
    def community_id(self):
        return self.book.community_id


class RunningYear(models.Model):
    """One year's fee, charged to every contributor by one entry."""

    book = models.ForeignKey(Book, models.PROTECT, verbose_name="账簿", related_name="running_years")
    split = models.ForeignKey(RunningSplit, models.PROTECT, verbose_name="约定", related_name="years")
    year = models.PositiveSmallIntegerField("年度")
    entry = models.OneToOneField(LedgerEntry, models.PROTECT, verbose_name="凭证", related_name="running_year")

    guards = (
        *append_only("accounts_runningyear"),
        Guard(
            "accounts_runningyear_as_agreed",
            INSERT,
            "accounts_runningyear: no split of this book, or not in the books",
            "NOT EXISTS (SELECT 1 FROM projects_runningsplit s JOIN projects_ledgerentry e ON e.book_id = s.book_id "
            "WHERE s.id = NEW.split_id AND s.book_id = NEW.book_id AND e.id = NEW.entry_id AND e.posted)",
        ),
        Guard(
            "accounts_runningyear_once",
            INSERT,
            "accounts_runningyear: this year is charged",
            "EXISTS (SELECT 1 FROM projects_runningyear y WHERE y.book_id = NEW.book_id AND y.year = NEW.year "
            "AND NOT EXISTS (SELECT 1 FROM projects_ledgerentry v WHERE v.reverses_id = y.entry_id))",
        ),
    )
    grants = LOOKERS

    class Meta:
        verbose_name = verbose_name_plural = "年度运行费"
        ordering = ["book_id", "-year"]

    def __str__(self):
        return f"{self.book}{self.year}年运行费"

    @property
    def community_id(self):
        return self.book.community_id


@dataclass(frozen=True)
class Running:
    """Fen of a lift's running: fees charged, spent by kind of cost, what is left; the reserve is its own line."""

    fees_fen: int
    spent: dict[str, int]
    reserve_fen: int
    carried_fen: int = 0

    @property
    def left_fen(self):
        return self.fees_fen + self.carried_fen - sum(self.spent.values())


ROLES = (Role.RUNNING_FEE, Role.RUNNING, Role.RESERVE)


def running_of(book) -> Running:
    balances = book_balances(book)
    rows = book.accounts.filter(role__in=ROLES)
    return _running({(row.role, row.item): balances.get(row.pk, 0) for row in rows})


def published_running_of(project) -> tuple[Running, Month] | None:
    """What residents may read of the lift of ``project`` (a key): at the end of the last published month; or None.

    Of its book of running costs, as soon as that has published a month; else of the project's.
    """
    own_first = Case(When(book__kind=BookKind.RUNNING, then=0), default=1)
    months = Period.objects.filter(book__project=project).published().order_by(own_first, "-year", "-month")
    ended = Balance.objects.filter(period=Subquery(months.values("pk")[:1]), account__role__in=(*ROLES, Role.CARRIED))
    rows = [
        row
        for row in ended.select_related("account", "period__book")
        if row.account.role in ROLES or row.period.book.kind == BookKind.RUNNING
    ]
    if not rows:
        return None
    fen = {(row.account.role, row.account.item): row.closing_fen for row in rows}
    return _running(fen), rows[0].period.calendar


def _running(fen):
    labels = dict(COSTS)
    return Running(
        fees_fen=-fen.get((Role.RUNNING_FEE, ""), 0),
        spent={labels[item]: sum_ for (role, item), sum_ in fen.items() if role == Role.RUNNING},
        reserve_fen=-fen.get((Role.RESERVE, ""), 0),
        carried_fen=-fen.get((Role.CARRIED, ""), 0),
    )
