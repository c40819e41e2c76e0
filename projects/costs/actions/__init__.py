"""Table of contents: budget · draft · choice · signatures · contributors · plan."""

from .budgets import change_budget, discard_budget, draw_budget, keep_budget
from .choosing import choose, link_vote, supersede
from .comparing import Candidate, compare
from .contributing import enter_contributors, hand_over, join_late, leave
from .drafting import compute, discard_scheme, draft_scheme, flats_of, redraft_scheme, subsidy_lines, terms_of
from .plans import faults_of, plan_of
from .signing import sign, withdraw

__all__ = [
    "Candidate",
    "change_budget",
    "choose",
    "compare",
    "compute",
    "discard_budget",
    "discard_scheme",
    "draft_scheme",
    "draw_budget",
    "enter_contributors",
    "faults_of",
    "flats_of",
    "hand_over",
    "join_late",
    "keep_budget",
    "leave",
    "link_vote",
    "plan_of",
    "redraft_scheme",
    "sign",
    "subsidy_lines",
    "supersede",
    "terms_of",
    "withdraw",
]
