"""Table of contents: subsidies and reference tables · budget · scheme with its shares · signatures · contributors."""

from .budgets import Budget, BudgetItem
from .contributors import Contributor
from .references import ReferenceTable, SubsidyPolicy
from .schemes import SharingScheme, with_span
from .shares import Compensation, SchemeSubsidy, Share
from .signatures import Signature

__all__ = [
    "Budget",
    "BudgetItem",
    "Compensation",
    "Contributor",
    "ReferenceTable",
    "SchemeSubsidy",
    "Share",
    "SharingScheme",
    "Signature",
    "SubsidyPolicy",
    "with_span",
]
