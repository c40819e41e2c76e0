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
from .upkeep.admin import InspectionAdmin, LiftAdmin, OutageAdmin, ReportAdmin, VisitAdmin

__all__ = [
    "BankLineAdmin",
    "BookAdmin",
    "BudgetAdmin",
    "CallAdmin",
    "ConsultationAdmin",
    "ContractAdmin",
    "ContributorAdmin",
    "HolidayAdmin",
    "InspectionAdmin",
    "LedgerEntryAdmin",
    "LiftAdmin",
    "MeetingAdmin",
    "MeetingKindAdmin",
    "ObjectionAdmin",
    "OpinionAdmin",
    "OutageAdmin",
    "PaymentAdmin",
    "PayoutAdmin",
    "PeriodAdmin",
    "ProjectAdmin",
    "ReferenceTableAdmin",
    "ReportAdmin",
    "ResolutionAdmin",
    "RuleAdmin",
    "ScanAdmin",
    "SettlementAdmin",
    "SharingSchemeAdmin",
    "SpendingAdmin",
    "StageChangeAdmin",
    "SubsidyPolicyAdmin",
    "TopicAdmin",
    "VisitAdmin",
    "VoucherAdmin",
]
