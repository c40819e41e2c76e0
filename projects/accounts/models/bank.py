"""银行流水: what came into the bank by its own statement, until somebody says whose it is or that it is nobody's."""

import uuid
from collections import defaultdict

from django.db import models
from django.db.models import Q

from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard, fixed
from communities.owners.models import Ownership
from communities.people.models import User
from projects.accounts.domain import MOST_FEN, Household, Incoming, Proposal, match, unpaid
from projects.accounts.enums import AsideReason, BankLineState, PaymentMethod

from .books import Book
from .collecting import LOOKERS, Charge, Payment
from .entries import LedgerEntry
from .settling import Payout

_BOOKED = (
    "SELECT 1 FROM projects_payment p WHERE p.id = NEW.payment_id AND p.book_id = NEW.book_id "
    "AND p.amount_fen = NEW.amount_fen AND p.received_on = NEW.happened_on"
)
_REWRITTEN = " OR ".join(f"(NEW.{name} <> OLD.{name} AND NEW.{name} <> '')" for name in ("payer", "remark"))


class BankLineQuerySet(models.QuerySet):
    def waiting(self):
        """Those nobody has decided about."""
        return self.filter(status=BankLineState.OPEN)

    def expired(self, on):
        """Rows that still hold words of the bank although their day has passed."""
        return self.filter(expires_on__lt=on).exclude(payer="", remark="", note="")


class BankLine(models.Model):
    """Money that came in. ``digest`` is keyed, of all that the bank says of the line: a book takes it once.

    Payer, remark and note are personal data: blanked after ``expires_on``, the line stays.
    """

    book = models.ForeignKey(Book, models.PROTECT, verbose_name="账簿", related_name="bank_lines")
    digest = models.CharField("摘要值", max_length=64, editable=False)
    happened_on = models.DateField("日期")
    amount_fen = models.BigIntegerField("金额（分）")
    payer = models.CharField("对方户名", max_length=80, blank=True)
    remark = models.CharField("摘要和附言", max_length=200, blank=True)
    status = models.CharField("状态", max_length=10, choices=BankLineState, default=BankLineState.OPEN)
    payment = models.OneToOneField(
        Payment, models.PROTECT, verbose_name="缴款", null=True, blank=True, related_name="bank_line"
    )
    why = models.CharField("为什么不是缴款", max_length=10, choices=AsideReason, blank=True)
    note = models.CharField("说明", max_length=100, blank=True)
    added_at = models.DateTimeField("导入时间")
    added_by = models.ForeignKey(User, models.PROTECT, verbose_name="导入人", related_name="+")
    decided_at = models.DateTimeField("处理时间", null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, verbose_name="处理人", null=True, related_name="+")
    purpose = models.CharField("使用目的", max_length=60, default="核对银行到账与各户缴款")
    expires_on = models.DateField("保存到")

    personal_fields = frozenset({"payer", "remark", "note"})
    objects = BankLineQuerySet.as_manager()
    guards = (
        fixed("accounts_bankline", "book_id", "digest", "happened_on", "amount_fen", "added_by_id", "expires_on"),
        Guard("accounts_bankline_starts", INSERT, "accounts_bankline: starts undecided", "NEW.status <> 'open'"),
        Guard(
            "accounts_bankline_moves",
            UPDATE,
            "accounts_bankline: no such step",
            "OLD.status <> NEW.status AND (OLD.status = 'paid' OR (OLD.status = 'aside' AND NEW.status <> 'open'))",
        ),
        Guard(
            "accounts_bankline_paid_for_good",
            UPDATE,
            "accounts_bankline: its payment cannot change",
            "OLD.payment_id IS NOT NULL AND OLD.payment_id IS DISTINCT FROM NEW.payment_id",
        ),
        Guard(
            "accounts_bankline_booked",
            UPDATE,
            "accounts_bankline: not the payment of this line",
            f"NEW.status = 'paid' AND NOT EXISTS ({_BOOKED})",
        ),
        Guard(
            "accounts_bankline_only_blanked",
            UPDATE,
            "accounts_bankline: words of the bank cannot change",
            _REWRITTEN,
        ),
        Guard("accounts_bankline_no_delete", DELETE, "accounts_bankline: lines are kept"),
        Guard("accounts_bankline_no_truncate", TRUNCATE, "accounts_bankline: lines are kept"),
    )
    grants = LOOKERS

    class Meta:
        verbose_name = verbose_name_plural = "银行流水"
        ordering = ["book_id", "-happened_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "digest"],
                name="accounts_bankline_once",
                violation_error_message="刚刚有人导入了同样的流水，请刷新后再看",
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, amount_fen__lte=MOST_FEN), name="accounts_bankline_amount"
            ),
            models.CheckConstraint(
                condition=Q(
                    status="open",
                    payment__isnull=True,
                    why="",
                    note="",
                    decided_at__isnull=True,
                    decided_by__isnull=True,
                )
                | Q(
                    status="paid",
                    payment__isnull=False,
                    why="",
                    note="",
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                )
                | Q(
                    status="aside",
                    payment__isnull=True,
                    why__in=AsideReason.values,
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="accounts_bankline_is_whole",
                violation_error_message="不是缴款的要选原因",
            ),
        ]

    def __str__(self):
        """Never what the bank says."""
        return f"第{self.pk}笔流水"

    @property
    def community_id(self):
        return self.book.community_id

    @property
    def key(self):
        """Under which its payment is booked, once, whichever book it was taken into."""
        return uuid.UUID(hex=self.digest[:32])


def proposals_of(book) -> dict[int, Proposal]:
    """{key of an undecided line: whose it may be}."""
    rows = BankLine.objects.filter(book=book).waiting()
    lines = [Incoming(row.pk, row.happened_on, row.amount_fen, row.payer, row.remark) for row in rows]
    if not lines:
        return {}
    door = "".join(filter(str.isdigit, book.project.building_group.name))
    return match(lines, _households(book), door, _by_hand(book))


def _households(book):
    charges, credit, rooms = defaultdict(list), defaultdict(int), {}
    for charge in Charge.objects.filter(book=book).standing().select_related("call", "unit").order_by("id"):
        rooms[charge.unit_id] = charge.unit.room
        charges[charge.unit_id].append((charge.call and charge.call.number, charge.amount_fen))
    for unit, fen in Payment.objects.filter(book=book).standing().by_unit().items():
        credit[unit] += fen
    for unit, fen in Payout.objects.refunds().filter(book=book).by_unit().items():
        credit[unit] -= fen
    names = defaultdict(set)
    ties = Ownership.objects.filter(unit__in=rooms, until__isnull=True).exclude(owner__name="")
    for unit, name in ties.values_list("unit", "owner__name"):
        names[unit].add(name)
    return [
        Household(unit, room, frozenset(names[unit]), unpaid(charges[unit], credit[unit]))
        for unit, room in rooms.items()
    ]


def _by_hand(book):
    """{(household, fen): days} of payments that no line of the bank stands behind."""
    found = defaultdict(list)
    rows = Payment.objects.filter(book=book, bank_line__isnull=True, method__in=_IN_THE_BANK).standing()
    for unit, fen, day in rows.values_list("unit", "amount_fen", "received_on"):
        found[unit, fen].append(day)
    return found


_IN_THE_BANK = [method for method in PaymentMethod if method != PaymentMethod.CASH]


def bank_findings():
    """A line that was booked stands behind exactly its payment."""
    rows = BankLine.objects.filter(payment__isnull=False).select_related("payment__entry").order_by("pk")
    for row in rows.iterator(chunk_size=1000):
        paid = row.payment
        if (row.book_id, row.amount_fen, row.key) != (paid.book_id, paid.amount_fen, paid.entry.key):
            yield f"bank line {row.pk} is not what payment {paid.pk} says"
    keys = {row.key: row.pk for row in BankLine.objects.filter(status=BankLineState.ASIDE).only("digest")}
    for key in LedgerEntry.objects.filter(key__in=keys).values_list("key", flat=True):
        yield f"bank line {keys[key]} was put aside, and is booked"
