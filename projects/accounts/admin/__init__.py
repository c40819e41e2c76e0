from .banking import BankLineAdmin
from .books import BookAdmin, LedgerEntryAdmin
from .collecting import CallAdmin, PaymentAdmin
from .months import PeriodAdmin
from .settling import PayoutAdmin, SettlementAdmin
from .spending import ContractAdmin, SpendingAdmin, VoucherAdmin

__all__ = [
    "BankLineAdmin",
    "BookAdmin",
    "CallAdmin",
    "ContractAdmin",
    "LedgerEntryAdmin",
    "PaymentAdmin",
    "PayoutAdmin",
    "PeriodAdmin",
    "SettlementAdmin",
    "SpendingAdmin",
    "VoucherAdmin",
]
