"""合同 and its changes: what was agreed with a company, never rewritten."""

from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from communities import grants
from communities.bodies.models import Company
from communities.guards import DELETE, INSERT, TRUNCATE, Guard, append_only, fixed
from communities.people.models import User
from projects.accounts.domain import MOST_FEN
from projects.accounts.enums import COSTS

from .books import Book

KEEPERS = grants.LOOK | {"add", "change"}


def company_at_home(prefix, event):
    """The company is one of the book's community."""
    return Guard(
        f"{prefix}_company_home_{event.lower()}",
        event,
        f"{prefix}: other community",
        "NEW.company_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM communities_body c "
        "JOIN projects_book b ON b.community_id = c.community_id WHERE c.id = NEW.company_id AND b.id = NEW.book_id)",
    )


class ContractQuerySet(models.QuerySet):
    def with_total(self):
        """Annotated with ``total_fen``: what was signed and every change since."""
        changed = Coalesce(Sum("changes__amount_fen"), 0, output_field=models.BigIntegerField())
        return self.annotate(total_fen=F("amount_fen") + changed)


class Contract(models.Model):
    book = models.ForeignKey(Book, models.PROTECT, verbose_name="账簿", related_name="contracts")
    company = models.ForeignKey(Company, models.PROTECT, verbose_name="对方单位", related_name="+")
    title = models.CharField("合同名称", max_length=80, help_text="会公开。例如：电梯设备买卖与安装合同")
    cost = models.CharField("费用类别", max_length=20, choices=COSTS)
    amount_fen = models.BigIntegerField("合同金额（分）")
    signed_on = models.DateField("签订日期")

    objects = ContractQuerySet.as_manager()
    guards = (
        fixed("accounts_contract", "book_id", "company_id", "title", "cost", "amount_fen", "signed_on"),
        company_at_home("accounts_contract", INSERT),
        Guard("accounts_contract_no_delete", DELETE, "accounts_contract: contracts are kept"),
        Guard("accounts_contract_no_truncate", TRUNCATE, "accounts_contract: contracts are kept"),
    )
    grants = {"secretary": KEEPERS, "committee": KEEPERS}

    class Meta:
        verbose_name = verbose_name_plural = "合同"
        ordering = ["book_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0, amount_fen__lte=MOST_FEN),
                name="accounts_contract_amount",
                violation_error_message="合同金额要大于0",
            ),
            models.CheckConstraint(
                condition=~Q(title=""), name="accounts_contract_named", violation_error_message="请写合同名称"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def community_id(self):
        return self.book.community_id


class ContractChange(models.Model):
    """合同变更: more (or, negative, less) money, with its reason."""

    contract = models.ForeignKey(Contract, models.PROTECT, verbose_name="合同", related_name="changes")
    amount_fen = models.BigIntegerField("增减金额（分）", help_text="减少的写负数")
    reason = models.CharField("变更原因", max_length=200, help_text="会公开。例如：地下管线改道，桩位增加两根")
    agreed_on = models.DateField("变更日期")
    entered_at = models.DateTimeField("登记时间", editable=False)
    entered_by = models.ForeignKey(User, models.PROTECT, verbose_name="登记人", editable=False, related_name="+")

    guards = append_only("accounts_contractchange")

    class Meta:
        verbose_name = verbose_name_plural = "合同变更"
        ordering = ["contract_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_fen__gte=-MOST_FEN, amount_fen__lte=MOST_FEN) & ~Q(amount_fen=0),
                name="accounts_change_amount",
                violation_error_message="增减金额不能是0",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="accounts_change_explained", violation_error_message="变更要写原因"
            ),
        ]

    def __str__(self):
        return f"{self.contract}的变更{self.pk}"

    @property
    def community_id(self):
        return self.contract.book.community_id
