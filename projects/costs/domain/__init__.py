"""Sharing a cost: integer fen, exact fractions, largest remainder, so that the parts always sum to the whole. Pure."""

from .capitals import capitals
from .plan import PLAN_FORMAT, apportion, bear, fen, money, subsidy_total
from .refusal import Refused
from .splitting import BadPlan, split
from .terms import Flat, Grant, Span, Terms, granted, plan, spans

__all__ = [
    "PLAN_FORMAT",
    "BadPlan",
    "Flat",
    "Grant",
    "Refused",
    "Span",
    "Terms",
    "apportion",
    "bear",
    "capitals",
    "fen",
    "granted",
    "money",
    "plan",
    "spans",
    "split",
    "subsidy_total",
]
