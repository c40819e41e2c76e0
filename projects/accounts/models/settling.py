"""What follows the calls: 退款 by two people, a household that joins late, and the 决算 by two people."""

from django.db import models
from django.db.models import F, Q

from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard, append_only, fixed
from communities.people.models import User
from communities.places.models import Unit
from projects.accounts.domain import MOST_FEN
from projects.accounts.enums import MONEY, REFUNDS, JoiningUse, PayoutKind, PayoutState
from projects.costs.models import SharingScheme

from .books import Book
from .collecting import LOOKERS, StandingQuerySet
from .entries import LedgerEntry

_PAID_OUT = (
    "SELECT 1 FROM projects_ledgerentry e JOIN projects_leg l ON l.entry_id = e.id "
    "JOIN projects_account a ON a.id = l.account_id WHERE e.id = NEW.entry_id AND e.book_id = NEW.book_id "
    "AND e.posted AND e.money_fen = -NEW.amount_fen AND l.amount_fen = NEW.amount_fen "
    "AND ((NEW.kind <> 'compensation' AND a.role = 'receivable' AND a.unit_id = NEW.unit_id) "
    "OR (NEW.kind = 'compensation' AND a.role = 'compensation'))"
)
_PAID_BEFORE = (
    "(SELECT COALESCE(SUM(p.amount_fen), 0) FROM projects_payout p WHERE p.book_id = NEW.book_id "
    "AND p.unit_id = NEW.unit_id AND p.kind = 'compensation' AND p.status = 'paid' AND p.id <> NEW.id AND NOT EXISTS "
    "(SELECT 1 FROM projects_ledgerentry v WHERE v.reverses_id = p.entry_id))"
)
#: What the chosen scheme gives this household, not yet paid.
_GIVEN = (
    "SELECT 1 FROM projects_compensation c JOIN projects_sharingscheme s ON s.id = c.scheme_id "
    "JOIN projects_book b ON b.project_id = s.project_id WHERE b.id = NEW.book_id AND s.state = 'chosen' "
    f"AND c.unit_id = NEW.unit_id AND NEW.amount_fen <= c.amount_fen - {_PAID_BEFORE}"
)


class PayoutQuerySet(StandingQuerySet):
    def paid(self):
        """Those whose money went out and did not come back."""
        return self.standing().filter(status=PayoutState.PAID)

    def refunds(self):
        """What went back to those who had paid."""
        return self.paid().filter(kind__in=REFUNDS)

    def compensations(self):
        """What low floors received."""
        return self.paid().filter(kind=PayoutKind.COMPENSATION)

    def left(self, book):
        """{key of a household that left: fen of the cost it bears}."""
        gone = self.paid().filter(book=book, kind=PayoutKind.LEAVING)
        return dict(gone.order_by().values_list("unit", "kept_fen"))


class Payout(models.Model):
    """退款: credit that goes back, or what a household that leaves gets; 补偿: what the scheme gives a low floor.

    ``how`` says how it was computed.

    ``kept_fen`` is what a leaving household bears of the cost so far.
    """

    book = models.ForeignKey(Book, models.PROTECT, verbose_name="账簿", related_name="payouts")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="室", related_name="+")
    kind = models.CharField("类别", max_length=12, choices=PayoutKind)
    amount_fen = models.BigIntegerField("金额（分）")
    kept_fen = models.BigIntegerField("承担的实际费用（分）", default=0)
    how = models.CharField("怎样算的", max_length=200)
    paid_from = models.CharField("付款账户", max_length=4, choices=[(role.value, role.label) for role in MONEY])
    status = models.CharField("状态", max_length=10, choices=PayoutState, default=PayoutState.PROPOSED)
    proposed_at = models.DateTimeField("提出时间")
    proposed_by = models.ForeignKey(User, models.PROTECT, verbose_name="经办人", related_name="+")
    approved_at = models.DateTimeField("批准时间", null=True)
    approved_by = models.ForeignKey(User, models.PROTECT, verbose_name="审批人", null=True, related_name="+")
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, verbose_name="撤回人", null=True, related_name="+")
    entry = models.OneToOneField(LedgerEntry, models.PROTECT, verbose_name="凭证", null=True, related_name="payout")

    objects = PayoutQuerySet.as_manager()
    guards = (
        fixed("accounts_payout", "book_id", "unit_id", "kind", "amount_fen", "kept_fen", "how", "proposed_by_id"),
        Guard("accounts_payout_starts", INSERT, "accounts_payout: starts as a proposal", "NEW.status <> 'proposed'"),
        Guard(
            "accounts_payout_moves",
            UPDATE,
            "accounts_payout: no such step",
            "OLD.status IN ('paid', 'withdrawn') OR (NEW.status = 'paid' AND OLD.status <> 'approved')",
        ),
        Guard(
            "accounts_payout_booked",
            UPDATE,
            "accounts_payout: paid without its entry",
            f"NEW.status = 'paid' AND NOT EXISTS ({_PAID_OUT})",
        ),
        *(
            Guard(
                f"accounts_payout_given_{event.lower()}",
                event,
                "accounts_payout: more than the chosen scheme gives",
                f"NEW.kind = 'compensation' AND NEW.status <> 'withdrawn' AND NOT EXISTS ({_GIVEN})",
            )
            for event in (INSERT, UPDATE)
        ),
        Guard("accounts_payout_no_delete", DELETE, "accounts_payout: proposals are kept"),
        Guard("accounts_payout_no_truncate", TRUNCATE, "accounts_payout: proposals are kept"),
    )
    grants = LOOKERS

    class Meta:
        verbose_name = verbose_name_plural = "退款和补偿"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, amount_fen__lte=MOST_FEN, kept_fen__gte=0) & ~Q(how=""),
                name="accounts_payout_amount",
                violation_error_message="金额要大于0，并写明怎样算的",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="accounts_payout_by_another",
                violation_error_message="批准的人要和经办人不同",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["proposed", "withdrawn"],
                    approved_at__isnull=True,
                    approved_by__isnull=True,
                    entry__isnull=True,
                )
                | Q(status="approved", approved_at__isnull=False, approved_by__isnull=False, entry__isnull=True)
                | Q(status="paid", approved_at__isnull=False, approved_by__isnull=False, entry__isnull=False),
                name="accounts_payout_step_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(status="withdrawn", withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                | (~Q(status="withdrawn") & Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)),
                name="accounts_payout_withdrawn_by_somebody",
                violation_error_message="撤回要写明是谁、什么时候撤回的",
            ),
        ]

    def __str__(self):
        return f"第{self.pk}号{'补偿' if self.kind == PayoutKind.COMPENSATION else '退款'}"

    @property
    def community_id(self):
        return self.book.community_id


class Joining(models.Model):
    """后加入: the original share is charged, and goes to the earlier contributors or to the reserve, as agreed."""

    book = models.ForeignKey(Book, models.PROTECT, verbose_name="账簿", related_name="joinings")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="室", related_name="+")
    share_fen = models.BigIntegerField("原份额（分）")
    use = models.CharField("补缴的钱归谁", max_length=12, choices=JoiningUse)
    agreement = models.CharField("依据的协议", max_length=200, help_text="例如：2020年1月5日分摊协议第6条")
    joined_on = models.DateField("加入日期")
    entry = models.OneToOneField(LedgerEntry, models.PROTECT, verbose_name="凭证", related_name="joining")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(User, models.PROTECT, verbose_name="登记人", related_name="+")

    guards = append_only("accounts_joining")

    class Meta:
        verbose_name = verbose_name_plural = "后加入"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "unit"], name="accounts_joins_once", violation_error_message="这一户已经登记过后加入"
            ),
            models.CheckConstraint(
                condition=Q(share_fen__gt=0, use__in=JoiningUse.values) & ~Q(agreement=""),
                name="accounts_joining_agreed",
                violation_error_message="要选补缴的钱归谁，并写明依据的协议",
            ),
        ]

    def __str__(self):
        return f"第{self.pk}号后加入"

    @property
    def community_id(self):
        return self.book.community_id


class Settlement(models.Model):
    """决算: what was really spent less the subsidies, borne by the same weights, and so what low floors were paid.

    Sums in fen.
    """

    book = models.ForeignKey(Book, models.PROTECT, verbose_name="账簿", related_name="settlements")
    scheme = models.ForeignKey(SharingScheme, models.PROTECT, verbose_name="分摊方案", related_name="+")
    spent_fen = models.BigIntegerField("实际支出（分）")
    granted_fen = models.BigIntegerField("补贴到账（分）")
    compensated_fen = models.BigIntegerField("已支付的补偿（分）", default=0)
    charged_fen = models.BigIntegerField("已通知各户（分）")
    proposed_at = models.DateTimeField("提出时间")
    proposed_by = models.ForeignKey(User, models.PROTECT, verbose_name="经办人", related_name="+")
    approved_at = models.DateTimeField("批准时间", null=True)
    approved_by = models.ForeignKey(User, models.PROTECT, verbose_name="审批人", null=True, related_name="+")
    entry = models.OneToOneField(LedgerEntry, models.PROTECT, verbose_name="凭证", null=True, related_name="settlement")

    guards = (
        fixed(
            "accounts_settlement",
            *("book_id", "scheme_id", "spent_fen", "granted_fen", "compensated_fen", "charged_fen"),
        ),
        Guard(
            "accounts_settlement_starts",
            INSERT,
            "accounts_settlement: starts as a proposal",
            "NEW.approved_at IS NOT NULL OR NEW.entry_id IS NOT NULL",
        ),
        Guard(
            "accounts_settlement_once",
            UPDATE,
            "accounts_settlement: approved ones cannot change",
            "OLD.approved_at IS NOT NULL",
        ),
        Guard("accounts_settlement_no_delete", DELETE, "accounts_settlement: proposals are kept"),
        Guard("accounts_settlement_no_truncate", TRUNCATE, "accounts_settlement: proposals are kept"),
    )
    grants = LOOKERS

    class Meta:
        verbose_name = verbose_name_plural = "决算"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["book"],
                condition=Q(approved_at__isnull=False),
                name="accounts_settled_once",
                violation_error_message="这本账已经决算",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="accounts_settlement_by_another",
                violation_error_message="批准的人要和经办人不同",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="accounts_settlement_is_whole",
            ),
        ]

    def __str__(self):
        return f"{self.book.project}决算"

    @property
    def community_id(self):
        return self.book.community_id

    @property
    def owners_fen(self):
        """What the owners bear in the end."""
        return self.spent_fen - self.granted_fen
