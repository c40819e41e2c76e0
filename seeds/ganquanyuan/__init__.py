"""The demo community 甘泉苑: the few real figures of one news report of 2023-07-07, everything else made up by rule.

Each part is loaded once, in its own transaction; where a part is there already, it is left as the committee keeps it.
Nothing is left to chance, nor to the day it runs but for the votes, meetings and upkeep of those days.
Names are 示例…, phones 1390000xxxx and 021-5555xxxx.
"""

from . import (
    bodies,
    collecting,
    costs,
    lifts,
    meetings,
    notices,
    outreach,
    places,
    procedure,
    register,
    staff,
    upkeep,
    votes,
    works,
)


def load(tally):
    community = places.load(tally)
    register.load(community, tally)
    bodies.load(community, tally)
    lifts.load(community, tally)
    costs.load(community, tally)
    notices.load(community, tally)
    staff.load(community, tally)
    votes.load(community, tally)
    meetings.load(community, tally)
    procedure.load(community, tally)
    works.load(community, tally)
    collecting.load(community, tally)
    upkeep.load(community, tally)
    outreach.load(community, tally)
