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
from .outreach.admin import ConcernAdmin, HomeVisitAdmin, NegotiationAdmin, PriorityHouseholdAdmin, StairAdmin
from .procedure.admin import CourseAdmin, RemarkAdmin, StepDocumentAdmin
from .retrofits.admin import ProjectAdmin, StageChangeAdmin
from .upkeep.admin import InspectionAdmin, LiftAdmin, OutageAdmin, ReportAdmin, VisitAdmin

__all__ = [
    "BankLineAdmin",
    "BookAdmin",
    "BudgetAdmin",
    "CallAdmin",
    "ConcernAdmin",
    "ConsultationAdmin",
    "ContractAdmin",
    "ContributorAdmin",
    "CourseAdmin",
    "HolidayAdmin",
    "HomeVisitAdmin",
    "InspectionAdmin",
    "LedgerEntryAdmin",
    "LiftAdmin",
    "MeetingAdmin",
    "MeetingKindAdmin",
    "NegotiationAdmin",
    "ObjectionAdmin",
    "OpinionAdmin",
    "OutageAdmin",
    "PaymentAdmin",
    "PayoutAdmin",
    "PeriodAdmin",
    "PriorityHouseholdAdmin",
    "ProjectAdmin",
    "ReferenceTableAdmin",
    "RemarkAdmin",
    "ReportAdmin",
    "ResolutionAdmin",
    "RuleAdmin",
    "ScanAdmin",
    "SettlementAdmin",
    "SharingSchemeAdmin",
    "SpendingAdmin",
    "StageChangeAdmin",
    "StairAdmin",
    "StepDocumentAdmin",
    "SubsidyPolicyAdmin",
    "TopicAdmin",
    "VisitAdmin",
    "VoucherAdmin",
]
