from .budgets import BudgetAdmin
from .contributors import ContributorAdmin
from .references import ReferenceTableAdmin, SubsidyPolicyAdmin
from .schemes import SharingSchemeAdmin

__all__ = ["BudgetAdmin", "ContributorAdmin", "ReferenceTableAdmin", "SharingSchemeAdmin", "SubsidyPolicyAdmin"]
