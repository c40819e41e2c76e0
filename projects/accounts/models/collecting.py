"""收款: calls in instalments, what each household owes by them, what it paid under which receipt.

All of it rests on entries of the ledger: what was a mistake is mended by reversing the entry, and counts no more.
"""

from django.db import models
from django.db.models import Q, Sum

from communities import grants
from communities.guards import INSERT, Guard, append_only
from communities.people.models import User
from communities.places.models import Unit
from projects.accounts.domain import MOST_FEN, WHOLE_BP
from projects.accounts.enums import ChargeKind, PaymentMethod
from projects.costs.models import SharingScheme

from .books import Book
from .entries import LedgerEntry

LOOKERS = {"secretary": grants.LOOK, "committee": grants.LOOK}
_SCHEME = "projects_sharingscheme s JOIN projects_book b ON b.project_id = s.project_id WHERE s.id = NEW.scheme_id"
_VOTE = (
    "SELECT 1 FROM projects_consultation c JOIN projects_result r ON r.consultation_id = c.id "
    "JOIN projects_sharingscheme s ON s.id = NEW.scheme_id JOIN projects_project p ON p.id = s.project_id "
    "WHERE (c.project_id = p.id OR (c.project_id IS NULL AND c.building_group_id = p.building_group_id)) "
    "AND c.status = 'final' AND r.passed"
)
_UNSIGNED = (
    "SELECT 1 FROM projects_share h WHERE h.scheme_id = NEW.scheme_id AND h.amount_fen > 0 AND NOT EXISTS "
    "(SELECT 1 FROM projects_signature g WHERE g.share_id = h.id AND g.withdrawn_at IS NULL)"
)
_CALLED = (
    "(SELECT COALESCE(SUM(c.portion_bp), 0) FROM projects_call c WHERE c.book_id = NEW.book_id AND NOT EXISTS "
    "(SELECT 1 FROM projects_ledgerentry v WHERE v.reverses_id = c.entry_id))"
)
_BOOKED = "SELECT 1 FROM projects_ledgerentry e WHERE e.id = NEW.entry_id AND e.book_id = NEW.book_id AND e.posted"
_LEG = (
    "SELECT 1 FROM projects_ledgerentry e JOIN projects_leg l ON l.entry_id = e.id "
    "JOIN projects_account a ON a.id = l.account_id WHERE e.id = NEW.entry_id AND e.book_id = NEW.book_id "
    "AND e.posted AND a.role = 'receivable' AND a.unit_id = NEW.unit_id AND l.amount_fen = "
)


def numbered(prefix, table):
    """The next number of its book, without a gap."""
    return Guard(
        f"{prefix}_numbered",
        INSERT,
        f"{prefix}: not the next number",
        f"NEW.number <> COALESCE((SELECT MAX(x.number) FROM {table} x WHERE x.book_id = NEW.book_id), 0) + 1",
    )


class StandingQuerySet(models.QuerySet):
    def standing(self):
        """Those whose entry was not reversed."""
        return self.filter(entry__reversed_by__isnull=True)

    def by_unit(self):
        """{household's key: fen}."""
        rows = self.order_by().values_list("unit").annotate(fen=Sum("amount_fen"))
        return {unit: int(fen) for unit, fen in rows}


class Call(models.Model):
    """缴费通知: ``portion_bp`` ten thousandths of the whole, due on a day; a Charge a household stands behind it."""

    book = models.ForeignKey(Book, models.PROTECT, verbose_name="账簿", related_name="calls")
    scheme = models.ForeignKey(SharingScheme, models.PROTECT, verbose_name="分摊方案", related_name="calls")
    number = models.PositiveSmallIntegerField("第几期")
    portion_bp = models.PositiveIntegerField("占全部的比例（万分之几）")
    due_on = models.DateField("缴费期限")
    entry = models.OneToOneField(LedgerEntry, models.PROTECT, verbose_name="凭证", related_name="call")
    called_at = models.DateTimeField("发出时间")
    called_by = models.ForeignKey(User, models.PROTECT, verbose_name="发出人", related_name="+")

    objects = StandingQuerySet.as_manager()
    guards = (
        *append_only("accounts_call"),
        numbered("accounts_call", "projects_call"),
        Guard(
            "accounts_call_of_chosen",
            INSERT,
            "accounts_call: not the chosen scheme of this project",
            f"NOT EXISTS (SELECT 1 FROM {_SCHEME} AND b.id = NEW.book_id AND s.state = 'chosen')",
            lock=f"SELECT 1 FROM {_SCHEME} FOR SHARE OF s",
        ),
        Guard(
            "accounts_call_after_vote",
            INSERT,
            "accounts_call: no vote has passed",
            f"NOT EXISTS ({_VOTE})",
        ),
        Guard(
            "accounts_call_after_signing",
            INSERT,
            "accounts_call: a household that pays has not signed",
            f"EXISTS ({_UNSIGNED})",
        ),
        Guard(
            "accounts_call_within_whole",
            INSERT,
            "accounts_call: more than the whole",
            f"{_CALLED} + NEW.portion_bp > {WHOLE_BP}",
        ),
        Guard("accounts_call_booked", INSERT, "accounts_call: not in the books", f"NOT EXISTS ({_BOOKED})"),
    )
    grants = LOOKERS

    class Meta:
        verbose_name = verbose_name_plural = "缴费通知"
        ordering = ["book_id", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "number"],
                name="accounts_call_number_once",
                violation_error_message="这一期刚刚已经发出，请刷新后核对",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, portion_bp__gte=1, portion_bp__lte=WHOLE_BP),
                name="accounts_call_portion",
                violation_error_message="比例要大于0，最多100%",
            ),
        ]

    def __str__(self):
        return f"{self.book.project}第{self.number}期缴费通知"

    @property
    def community_id(self):
        return self.book.community_id


class Charge(models.Model):
    """What one household owes more (or, negative, less) by one entry: its leg on 应收业主款."""

    book = models.ForeignKey(Book, models.PROTECT, verbose_name="账簿", related_name="charges")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="室", related_name="+")
    kind = models.CharField("类别", max_length=12, choices=ChargeKind)
    call = models.ForeignKey(
        Call, models.PROTECT, verbose_name="缴费通知", null=True, blank=True, related_name="charges"
    )
    amount_fen = models.BigIntegerField("金额（分）")
    entry = models.ForeignKey(LedgerEntry, models.PROTECT, verbose_name="凭证", related_name="charges")

    objects = StandingQuerySet.as_manager()
    guards = (
        *append_only("accounts_charge"),
        Guard(
            "accounts_charge_is_its_leg",
            INSERT,
            "accounts_charge: not in the books",
            f"NOT EXISTS ({_LEG} NEW.amount_fen)",
        ),
    )

    class Meta:
        verbose_name = verbose_name_plural = "应收"
        ordering = ["book_id", "id"]
        indexes = [models.Index(fields=["unit", "book"], name="accounts_charge_of_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "unit"], name="accounts_charge_once", violation_error_message="这一户的应收已经记过"
            ),
            models.CheckConstraint(
                condition=Q(kind=ChargeKind.CALL, call__isnull=False)
                | (Q(kind__in=ChargeKind.values, call__isnull=True) & ~Q(kind=ChargeKind.CALL)),
                name="accounts_charge_of_its_call",
            ),
            models.CheckConstraint(condition=~Q(amount_fen=0), name="accounts_charge_not_zero"),
        ]

    def __str__(self):
        return f"应收{self.pk}"

    @property
    def community_id(self):
        return self.book.community_id


class Payment(models.Model):
    """缴款: a fact written down, with the number of its receipt in the book; ``received_on`` is a day in Shanghai.

    Booked for the wrong household, its entry is reversed and another payment ``replaces`` it, under a new receipt.
    """

    book = models.ForeignKey(Book, models.PROTECT, verbose_name="账簿", related_name="payments")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="室", related_name="+")
    number = models.PositiveIntegerField("收据号")
    method = models.CharField("方式", max_length=10, choices=PaymentMethod, default=PaymentMethod.TRANSFER)
    received_on = models.DateField("收到日期")
    amount_fen = models.BigIntegerField("金额（分）")
    replaces = models.OneToOneField(
        "self", models.PROTECT, verbose_name="代替的缴款", null=True, blank=True, related_name="replaced_by"
    )
    entry = models.OneToOneField(LedgerEntry, models.PROTECT, verbose_name="凭证", related_name="payment")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(User, models.PROTECT, verbose_name="登记人", related_name="+")

    objects = StandingQuerySet.as_manager()
    guards = (
        *append_only("accounts_payment"),
        numbered("accounts_payment", "projects_payment"),
        Guard(
            "accounts_payment_is_its_leg",
            INSERT,
            "accounts_payment: not in the books",
            f"NOT EXISTS ({_LEG} -NEW.amount_fen AND e.money_fen = NEW.amount_fen)",
        ),
        Guard(
            "accounts_payment_replaces_reversed",
            INSERT,
            "accounts_payment: what it replaces still stands",
            "NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM projects_payment x JOIN projects_ledgerentry v "
            "ON v.reverses_id = x.entry_id WHERE x.id = NEW.replaces_id AND x.book_id = NEW.book_id AND v.posted)",
        ),
    )
    grants = LOOKERS

    class Meta:
        verbose_name = verbose_name_plural = "缴款"
        ordering = ["book_id", "-number"]
        indexes = [models.Index(fields=["unit", "book"], name="accounts_payment_of_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "number"],
                name="accounts_receipt_number_once",
                violation_error_message="这个收据号刚刚已被用掉，请再试一次",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, amount_fen__gt=0, amount_fen__lte=MOST_FEN),
                name="accounts_payment_amount",
                violation_error_message="金额要大于0",
            ),
            models.CheckConstraint(condition=Q(method__in=PaymentMethod.values), name="accounts_payment_method_known"),
        ]

    def __str__(self):
        """Never the room."""
        return f"第{self.number}号收据"

    @property
    def community_id(self):
        return self.book.community_id

    @property
    def is_void(self):
        return hasattr(self.entry, "reversed_by")
