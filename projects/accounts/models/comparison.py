"""Budget against contracts against what was really spent, item by item."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Subquery, Sum
from django.db.models.functions import Coalesce

from projects.accounts.enums import Role
from projects.costs.enums import BudgetKind
from projects.costs.models import Budget, BudgetItem, SharingScheme

from .balances import book_balances
from .books import Account
from .contracts import Contract
from .periods import Balance, Period


@dataclass(frozen=True)
class Compared:
    """Fen of one item of the budget; ``agreed`` is of contracts with their changes, ``changed`` of the changes alone,
    ``spent`` of the books."""

    kind: str
    planned_fen: int
    agreed_fen: int
    changed_fen: int
    spent_fen: int

    @property
    def label(self):
        return BudgetKind(self.kind).label

    @property
    def over_fen(self):
        """By how much more than planned was agreed or spent; 0 when neither."""
        return max(0, max(self.agreed_fen, self.spent_fen) - self.planned_fen)


def budget_against_actual(book) -> list[Compared]:
    """In the order of the budget's items; items without any figure are left out. Only books of a project have one."""
    spent, fen = Counter(), book_balances(book)
    for account in Account.objects.filter(book=book, role=Role.CONSTRUCTION):
        spent[account.item] += fen.get(account.pk, 0)
    return _compared(book, Contract.objects.filter(book=book).with_total(), spent)


def budget_against_published(book) -> tuple[list[Compared], list[Contract]]:
    """The same as residents may read it: spent by the end of the last published month; and the contracts with their
    ``total_fen``, company and changes."""
    contracts = Contract.objects.filter(book=book).with_total().select_related("company").prefetch_related("changes")
    contracts = list(contracts.order_by("signed_on", "pk"))
    last = Period.objects.filter(book=book).published().order_by("-year", "-month").values("pk")[:1]
    held = Balance.objects.filter(period=Subquery(last), account__role=Role.CONSTRUCTION)
    return _compared(book, contracts, Counter(dict(held.values_list("account__item", "closing_fen")))), contracts


def _compared(book, contracts, spent):
    planned = Counter(dict(_items(book).order_by().values_list("kind").annotate(fen=Sum("amount_fen"))))
    agreed, changed = Counter(), Counter()
    for contract in contracts:
        agreed[contract.cost] += contract.total_fen
        changed[contract.cost] += contract.total_fen - contract.amount_fen
    found = [Compared(kind, planned[kind], agreed[kind], changed[kind], spent[kind]) for kind in BudgetKind.values]
    return [line for line in found if line.planned_fen or line.agreed_fen or line.spent_fen]


def _items(book):
    """Of the budget that the chosen scheme rests on, else of the latest."""
    chosen = SharingScheme.objects.chosen().filter(project=book.project_id).values("budget")
    latest = Budget.objects.filter(project=book.project_id).order_by("-version").values("pk")
    return BudgetItem.objects.filter(budget=Coalesce(Subquery(chosen[:1]), Subquery(latest[:1])))
