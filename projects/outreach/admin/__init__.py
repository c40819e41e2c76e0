"""Table of contents: visits and the rounds · concerns · negotiations."""

from .concerns import ConcernAdmin
from .negotiations import NegotiationAdmin
from .stairs import StairAdmin
from .visits import HomeVisitAdmin, PriorityHouseholdAdmin

__all__ = ["ConcernAdmin", "HomeVisitAdmin", "NegotiationAdmin", "PriorityHouseholdAdmin", "StairAdmin"]
