"""Table of contents: parts and states of a step · the site."""

from .steps import Part, Status
from .works import AcceptanceKind, AcceptanceResult, MilestoneDay, PhotoPhase, SafetyAnswer

__all__ = ["AcceptanceKind", "AcceptanceResult", "MilestoneDay", "Part", "PhotoPhase", "SafetyAnswer", "Status"]
