"""Table of contents: visits and whom to visit first · concerns and their history · negotiations."""

from .concerns import Concern, ConcernStep, outreach_findings
from .negotiations import Negotiation, NegotiationStep
from .stairs import Stair
from .visits import HomeVisit, PriorityHousehold, VisitConcern

__all__ = [
    "Concern",
    "ConcernStep",
    "HomeVisit",
    "Negotiation",
    "NegotiationStep",
    "PriorityHousehold",
    "Stair",
    "VisitConcern",
    "outreach_findings",
]
