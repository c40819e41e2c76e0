"""走访、诉求、协商: what neighbours asked and how it was settled (outreach.toml), and rounds through two stairs.

Through the committee's own actions by a demo account, counted back from the day of the first seeding. No visit says
whom one met nor what the household leaned to.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from communities.people.enums import Tier
from communities.people.models import User, Volunteer
from communities.places.models import BuildingGroup, Unit
from projects.outreach import actions
from projects.outreach.enums import Channel, ConcernKind, PriorityReason, Rating
from projects.outreach.models import Concern, HomeVisit, Negotiation, PriorityHousehold
from seeds import read

DAY = timedelta(days=1)
#: Stair and how many of its flats were called at; 13号 is the demo leader's.
ROUNDS = (("13", 17), ("129", 12))
CHANNELS = (Channel.DOOR, Channel.DOOR, Channel.PHONE, Channel.DOOR, Channel.VIDEO)
WORRIES = (
    (ConcernKind.DAYLIGHT,),
    (),
    (ConcernKind.NOISE, ConcernKind.COST),
    (ConcernKind.VENTILATION,),
    (),
    (ConcernKind.COST,),
)
#: How many days each step took: taken on, answered, asked back.
STEPS = (1, 5, 9)
DUE = 14 * DAY


@transaction.atomic
def load(community, tally):
    if Concern.objects.filter(community=community).exists():
        return
    clerk = User.objects.get(username="demo-juwei")
    told = read(__file__, "outreach.toml")
    for row in told["concern"]:
        tally.added += _concern(community, row, clerk)
    for no, flats in ROUNDS:
        tally.added += _round(BuildingGroup.objects.get(community=community, no=no), flats, clerk)
    tally.added += _talks(community, told["talks"], clerk)


def _concern(community, row, clerk):
    """Received, and as far on as the row says; returns how many rows it took."""
    came, text, kind = timezone.localdate() - row["ago"] * DAY, row["text"], row["kind"]
    group = BuildingGroup.objects.get(community=community, no=row["stair"]) if "stair" in row else None
    concern = Concern(community=community, building_group=group, source=row["source"], received_on=came, text=text)
    concern.kind, concern.is_demo = kind, True
    actions.receive(concern=concern, by=clerk)
    taken, answered, asked = (came + days * DAY for days in STEPS)
    if row.get("waits"):
        return 2
    handled = {"kind": kind, "assignee": clerk, "due_on": taken + DUE, "on_day": taken, "by": clerk}
    concern = actions.handle(concern=concern, **handled)
    if "answer" not in row:
        return 3
    concern = actions.answer(concern=concern, text=row["answer"], on_day=answered, by=clerk)
    if "again" in row:
        back = {"rating": Rating.DISSATISFIED, "note": "示例：还有一处没有解决", "due_on": asked + DUE}
        concern = actions.follow_up(concern=concern, on_day=asked, by=clerk, **back)
        concern = actions.answer(concern=concern, text=row["again"], on_day=asked, by=clerk)
    if "rating" in row:
        actions.follow_up(concern=concern, rating=row["rating"], on_day=asked, by=clerk)
    return 4 + 2 * ("again" in row) + ("rating" in row)


def _round(group, flats, clerk):
    """Flat after flat, two of the stair's volunteers each; every fifth door stays shut, two promises are overdue."""
    serving = list(Volunteer.objects.filter(building_group=group).exclude(tier=Tier.GROUP_LEADER).order_by("pk"))
    units = list(Unit.objects.filter(building_group=group).order_by("floor", "room"))
    today = timezone.localdate()
    for turn, unit in enumerate(units[:flats]):
        on_day = today - (40 - 2 * turn) * DAY
        is_reached = turn % 5 != 4
        visit = HomeVisit(
            unit=unit,
            on_day=on_day,
            channel=CHANNELS[turn % len(CHANNELS)],
            is_reached=is_reached,
            first=serving[turn % len(serving)],
            second=serving[(turn + 1) % len(serving)],
            promise="示例：下次带采光测算来" if turn % 7 == 0 else "",
            next_on=on_day + 14 * DAY if turn in (0, 4) else today + 7 * DAY if turn % 7 == 0 else None,
            is_demo=True,
        )
        actions.record_visit(visit=visit, concerns=WORRIES[turn % len(WORRIES)] if is_reached else (), by=clerk)
    for unit in units[-2:]:
        mark = PriorityHousehold(unit=unit, reason=PriorityReason.ELDERLY_HIGH, expires_on=today + 180 * DAY)
        actions.mark(priority=mark, by=clerk)
    return flats + 2


def _talks(community, rows, clerk):
    """One household on a middle floor, from the door to the hall."""
    unit = Unit.objects.filter(building_group__community=community, building_group__no="129", floor=3).order_by("room")[
        0
    ]
    today = timezone.localdate()
    talks = Negotiation(unit=unit, opened_on=today - rows[0]["ago"] * DAY, is_demo=True)
    talks = actions.open_negotiation(negotiation=talks, by=clerk)
    for row in rows:
        said = {"rung": row["rung"], "offer": row["offer"], "reply": row["reply"]}
        actions.talk(negotiation=talks, on_day=today - row["ago"] * DAY, by=clerk, **said)
    return 1 + len(rows)
