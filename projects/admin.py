"""Table of contents: the pages stand in the rooms."""

from .accounts.admin import (
    BankLineAdmin,
    BookAdmin,
    CallAdmin,
    ContractAdmin,
    LedgerEntryAdmin,
    PaymentAdmin,
    PayoutAdmin,
    PeriodAdmin,
    SettlementAdmin,
    SpendingAdmin,
    VoucherAdmin,
)
from .consultations.admin import ConsultationAdmin, HolidayAdmin, ObjectionAdmin, RuleAdmin, ScanAdmin
from .costs.admin import (
    BudgetAdmin,
    ContributorAdmin,
    ReferenceTableAdmin,
    SharingSchemeAdmin,
    SubsidyPolicyAdmin,
)
from .deliberation.admin import MeetingAdmin, MeetingKindAdmin, OpinionAdmin, ResolutionAdmin, TopicAdmin
from .retrofits.admin import ProjectAdmin, StageChangeAdmin

__all__ = [
    "BankLineAdmin",
    "BookAdmin",
    "BudgetAdmin",
    "CallAdmin",
    "ConsultationAdmin",
    "ContractAdmin",
    "ContributorAdmin",
    "HolidayAdmin",
    "LedgerEntryAdmin",
    "MeetingAdmin",
    "MeetingKindAdmin",
    "ObjectionAdmin",
    "OpinionAdmin",
    "PaymentAdmin",
    "PayoutAdmin",
    "PeriodAdmin",
    "ProjectAdmin",
    "ReferenceTableAdmin",
    "ResolutionAdmin",
    "RuleAdmin",
    "ScanAdmin",
    "SettlementAdmin",
    "SharingSchemeAdmin",
    "SpendingAdmin",
    "StageChangeAdmin",
    "SubsidyPolicyAdmin",
    "TopicAdmin",
    "VoucherAdmin",
]
