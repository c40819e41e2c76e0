"""Table of contents: books · months · entries and legs · contracts · spending · calls and payments · the bank."""

from .balances import book_balances
from .bank import BankLine, bank_findings, proposals_of
from .books import Account, Book
from .collected import collection_findings
from .collecting import Call, Charge, Payment
from .comparison import Compared, budget_against_actual, budget_against_published
from .contracts import Contract, ContractChange
from .ending import Ending
from .entries import LedgerEntry, Leg
from .findings import ledger_findings
from .periods import Balance, Difference, Period
from .running import Running, RunningSplit, RunningYear, published_running_of, running_of
from .settling import Joining, Payout, Settlement
from .spending import Spending, Voucher
from .statements import (
    Collected,
    Statement,
    balances_by_unit,
    collected,
    statement_of,
    statements_of,
    with_collected,
    with_compensated,
)

__all__ = [
    "Account",
    "Balance",
    "BankLine",
    "Book",
    "Call",
    "Charge",
    "Collected",
    "Compared",
    "Contract",
    "ContractChange",
    "Difference",
    "Ending",
    "Joining",
    "LedgerEntry",
    "Leg",
    "Payment",
    "Payout",
    "Period",
    "Running",
    "RunningSplit",
    "RunningYear",
    "Settlement",
    "Spending",
    "Statement",
    "Voucher",
    "balances_by_unit",
    "bank_findings",
    "book_balances",
    "budget_against_actual",
    "budget_against_published",
    "collected",
    "collection_findings",
    "ledger_findings",
    "proposals_of",
    "published_running_of",
    "running_of",
    "statement_of",
    "statements_of",
    "with_collected",
    "with_compensated",
]
