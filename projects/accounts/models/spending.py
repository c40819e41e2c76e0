"""支出: proposed with its voucher, approved by another, paid, and so booked."""

import uuid

from django.db import models
from django.db.models import F, Q

from communities import grants
from communities.bodies.models import Company
from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard, append_only, fixed
from communities.people.models import User
from projects.accounts.domain import MOST_FEN, spending_digest
from projects.accounts.enums import COSTS, MONEY, OtherCost, Role, SpendingState

from .books import Book
from .contracts import KEEPERS, Contract, company_at_home
from .entries import LedgerEntry

#: What an approval is bound to.
CONTENT = ("contract_id", "company_id", "cost", "amount_fen", "text", "paid_from")
_CHANGED = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in (*CONTENT, "proposed_by_id"))
_MOVES = (
    *(("proposed", "approved"), ("approved", "proposed"), ("approved", "paid")),
    *(("proposed", "withdrawn"), ("approved", "withdrawn")),
)
_MOVE = " OR ".join(f"(OLD.status = '{old}' AND NEW.status = '{new}')" for old, new in _MOVES)
_CONTRACT = (
    "NEW.contract_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM projects_contract c WHERE c.id = NEW.contract_id "
    "AND c.book_id = NEW.book_id AND c.company_id = NEW.company_id AND c.cost = NEW.cost)"
)

_MONTH = (
    "projects_spending s JOIN projects_ledgerentry e ON e.id = s.entry_id "
    "JOIN projects_period p ON p.id = e.period_id WHERE s.id = NEW.spending_id"
)


class Spending(models.Model):
    """``approved_digest`` is of everything the second person saw, vouchers included; any change voids the approval.

    ``key`` becomes the key of the entry, so that paying twice books once.
    """

    book = models.ForeignKey(Book, models.PROTECT, verbose_name="账簿", related_name="spendings")
    contract = models.ForeignKey(
        Contract, models.PROTECT, verbose_name="合同", null=True, blank=True, related_name="spendings"
    )
    company = models.ForeignKey(Company, models.PROTECT, verbose_name="收款方", null=True, blank=True, related_name="+")
    cost = models.CharField("费用类别", max_length=20, choices=COSTS)
    amount_fen = models.BigIntegerField("金额（分）")
    text = models.CharField("用途", max_length=200, help_text="会公开：不写姓名、室号、电话。例如：桩基首付款")
    paid_from = models.CharField(
        "付款账户", max_length=4, choices=[(role.value, role.label) for role in MONEY], default=Role.BANK
    )
    key = models.UUIDField("幂等键", default=uuid.uuid4, unique=True, editable=False)
    status = models.CharField(
        "状态", max_length=10, choices=SpendingState, default=SpendingState.PROPOSED, editable=False
    )
    proposed_at = models.DateTimeField("提出时间", editable=False)
    proposed_by = models.ForeignKey(User, models.PROTECT, verbose_name="经办人", editable=False, related_name="+")
    approved_at = models.DateTimeField("批准时间", null=True, editable=False)
    approved_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="审批人", null=True, editable=False, related_name="+"
    )
    approved_digest = models.CharField("批准的内容摘要", max_length=64, blank=True, editable=False)
    entry = models.OneToOneField(
        LedgerEntry, models.PROTECT, verbose_name="凭证", null=True, editable=False, related_name="spending"
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="撤回人", null=True, editable=False, related_name="+"
    )
    withdrawal = models.CharField("撤回原因", max_length=200, blank=True, editable=False)

    guards = (
        fixed("accounts_spending", "book_id", "key"),
        *(company_at_home("accounts_spending", event) for event in (INSERT, UPDATE)),
        *(
            Guard(
                f"accounts_spending_contract_{event.lower()}",
                event,
                "accounts_spending: not of this contract",
                _CONTRACT,
            )
            for event in (INSERT, UPDATE)
        ),
        Guard(
            "accounts_spending_starts_proposed",
            INSERT,
            "accounts_spending: starts as a proposal",
            "NEW.status <> 'proposed'",
        ),
        Guard(
            "accounts_spending_moves",
            UPDATE,
            "accounts_spending: no such step",
            f"OLD.status <> NEW.status AND NOT ({_MOVE})",
        ),
        Guard(
            "accounts_spending_bound",
            UPDATE,
            "accounts_spending: changed after it was approved",
            f"OLD.status = 'approved' AND NEW.status <> 'proposed' AND ({_CHANGED} "
            "OR (NEW.status <> 'withdrawn' AND (OLD.approved_by_id IS DISTINCT FROM NEW.approved_by_id "
            "OR OLD.approved_digest <> NEW.approved_digest)))",
        ),
        Guard(
            "accounts_spending_ended",
            UPDATE,
            "accounts_spending: paid and withdrawn ones cannot change",
            "OLD.status IN ('paid', 'withdrawn')",
        ),
        Guard(
            "accounts_spending_has_voucher",
            UPDATE,
            "accounts_spending: approved without a voucher",
            "OLD.status = 'proposed' AND NEW.status = 'approved' AND NOT EXISTS (SELECT 1 FROM projects_voucher v "
            "WHERE v.spending_id = NEW.id AND NOT v.is_scrubbed)",
        ),
        Guard(
            "accounts_spending_booked",
            UPDATE,
            "accounts_spending: paid without its entry",
            "NEW.status = 'paid' AND NOT EXISTS (SELECT 1 FROM projects_ledgerentry e WHERE e.id = NEW.entry_id "
            "AND e.book_id = NEW.book_id AND e.posted AND e.key = NEW.key AND e.money_fen = -NEW.amount_fen)",
        ),
        Guard("accounts_spending_no_delete", DELETE, "accounts_spending: proposals are kept"),
        Guard("accounts_spending_no_truncate", TRUNCATE, "accounts_spending: proposals are kept"),
    )
    grants = {"secretary": KEEPERS, "committee": KEEPERS}

    class Meta:
        verbose_name = verbose_name_plural = "支出"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, amount_fen__lte=MOST_FEN),
                name="accounts_spending_amount",
                violation_error_message="金额要大于0",
            ),
            models.CheckConstraint(
                condition=~Q(text=""), name="accounts_spending_says_what", violation_error_message="请写用途"
            ),
            models.CheckConstraint(
                condition=Q(company__isnull=False) | Q(cost__in=OtherCost.values),
                name="accounts_spending_to_somebody",
                violation_error_message="请选收款方；还没有登记的单位，先到“物业与专业单位”里登记",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="accounts_approved_by_another",
                violation_error_message="批准的人要和经办人不同",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["proposed", "withdrawn"],
                    approved_at__isnull=True,
                    approved_by__isnull=True,
                    approved_digest="",
                    entry__isnull=True,
                )
                | Q(
                    status="approved",
                    approved_at__isnull=False,
                    approved_by__isnull=False,
                    approved_digest__gt="",
                    entry__isnull=True,
                )
                | Q(
                    status="paid",
                    approved_at__isnull=False,
                    approved_by__isnull=False,
                    approved_digest__gt="",
                    entry__isnull=False,
                ),
                name="accounts_spending_step_is_whole",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status="withdrawn", withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawal="")
                )
                | (~Q(status="withdrawn") & Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawal="")),
                name="accounts_withdrawn_with_reason",
                violation_error_message="撤回要写原因",
            ),
        ]

    def __str__(self):
        return f"第{self.pk}号支出"

    @property
    def community_id(self):
        return self.book.community_id

    def digest_of_content(self):
        """What an approval is bound to, vouchers included."""
        content = {name: str(getattr(self, name)) for name in CONTENT}
        originals = self.vouchers.filter(is_scrubbed=False).order_by("pk")
        return spending_digest(content, originals.values_list("digest", flat=True))


class VoucherQuerySet(models.QuerySet):
    def originals(self):
        return self.filter(is_scrubbed=False)

    def public(self):
        """Pictures marked as scrubbed, of spending in a published month: nothing else is ever shown."""
        return self.filter(is_scrubbed=True, spending__entry__period__published_at__isnull=False)


class Voucher(models.Model):
    """An original (staff only), or a picture of it in which names, numbers and signatures were covered (public)."""

    spending = models.ForeignKey(Spending, models.PROTECT, verbose_name="支出", related_name="vouchers")
    is_scrubbed = models.BooleanField("已遮盖姓名、电话、账号，可以公开", default=False)
    alt = models.CharField("图片说明", max_length=200, blank=True, help_text="公开的图片必填。例如：桩基首付款发票")
    file = models.FileField("文件", upload_to="vouchers/%Y/%m/", max_length=120)
    kind = models.CharField("类型", max_length=10, choices=[("image", "图片"), ("pdf", "PDF")], editable=False)
    content_type = models.CharField("格式", max_length=40, editable=False)
    size = models.PositiveIntegerField("字节数", editable=False)
    digest = models.CharField("摘要", max_length=64, editable=False)
    width = models.PositiveIntegerField("宽", null=True, editable=False)
    height = models.PositiveIntegerField("高", null=True, editable=False)
    added_at = models.DateTimeField("上传时间", editable=False)
    added_by = models.ForeignKey(User, models.PROTECT, verbose_name="上传人", editable=False, related_name="+")

    objects = VoucherQuerySet.as_manager()
    guards = (
        *append_only("accounts_voucher"),
        Guard(
            "accounts_voucher_before_approval",
            INSERT,
            "accounts_voucher: after it was approved",
            "NOT NEW.is_scrubbed AND NOT EXISTS (SELECT 1 FROM projects_spending s "
            "WHERE s.id = NEW.spending_id AND s.status = 'proposed')",
            lock="SELECT 1 FROM projects_spending s WHERE s.id = NEW.spending_id FOR SHARE",
        ),
        Guard(
            "accounts_voucher_before_publication",
            INSERT,
            "accounts_voucher: published months cannot change",
            f"EXISTS (SELECT 1 FROM {_MONTH} AND p.published_at IS NOT NULL)",
            lock=f"SELECT 1 FROM {_MONTH} FOR SHARE OF p",
        ),
    )
    grants = {"secretary": grants.LOOK, "committee": grants.LOOK}

    class Meta:
        verbose_name = verbose_name_plural = "票据"
        ordering = ["spending_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_scrubbed=False) | (Q(kind="image") & ~Q(alt="")),
                name="accounts_scrubbed_is_a_picture",
                violation_error_message="公开的票据要是图片，并写图片说明",
            ),
            models.CheckConstraint(condition=Q(kind__in=["image", "pdf"]), name="accounts_voucher_kind_known"),
        ]

    def __str__(self):
        return f"{self.spending}的票据{self.pk}"

    @property
    def community_id(self):
        return self.spending.book.community_id
