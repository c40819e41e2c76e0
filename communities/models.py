"""Table of contents: the tables stand in the rooms."""

from .bodies.models import Body, Committee, Company, PartyBranch, Post, Team
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
