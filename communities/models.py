"""Table of contents: the tables stand in the rooms."""

from .bodies.models import Body, Committee, Company, PartyBranch, Post, Team
from .households.models import HouseholdAttempt, HouseholdCode, HouseholdSession
from .journal.models import Entry, Head, Reading
from .owners.models import Owner, Ownership
from .people.models import Membership, Service, User, Volunteer, VolunteerSkill
from .places.models import BuildingGroup, Community, Compound, Unit
from .register.models import Upload

__all__ = [
    "Body",
    "BuildingGroup",
    "Committee",
    "Community",
    "Company",
    "Compound",
    "Entry",
    "Head",
    "HouseholdAttempt",
    "HouseholdCode",
    "HouseholdSession",
    "Membership",
    "Owner",
    "Ownership",
    "PartyBranch",
    "Post",
    "Reading",
    "Service",
    "Team",
    "Unit",
    "Upload",
    "User",
    "Volunteer",
    "VolunteerSkill",
]
