"""Table of contents: the pages stand in the rooms."""

from .bodies.admin import CommitteeAdmin, CompanyAdmin, PartyBranchAdmin, PostAdmin, TeamAdmin
from .households.admin import HouseholdCodeAdmin
from .journal.admin import EntryAdmin, ReadingAdmin
from .owners.admin import OwnerAdmin, OwnershipAdmin, UnitWithOwnersAdmin
from .people.admin import MembershipAdmin, ServiceAdmin, UserAdmin, VolunteerAdmin
from .places.admin import BuildingGroupAdmin, CommunityAdmin, CompoundAdmin
from .register.admin import UploadAdmin

__all__ = [
    "BuildingGroupAdmin",
    "CommitteeAdmin",
    "CommunityAdmin",
    "CompanyAdmin",
    "CompoundAdmin",
    "EntryAdmin",
    "HouseholdCodeAdmin",
    "MembershipAdmin",
    "OwnerAdmin",
    "OwnershipAdmin",
    "PartyBranchAdmin",
    "PostAdmin",
    "ReadingAdmin",
    "ServiceAdmin",
    "TeamAdmin",
    "UnitWithOwnersAdmin",
    "UploadAdmin",
    "UserAdmin",
    "VolunteerAdmin",
]
