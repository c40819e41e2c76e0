"""34 lifts with their history, the team of each, and what its members did."""

from datetime import date, timedelta
from functools import partial

from django.db import transaction

from communities.bodies.enums import BodyKind
from communities.bodies.models import Company, Post, Team
from communities.people.enums import ServiceKind, Skill, Tier
from communities.people.models import Service, VolunteerSkill
from communities.places.models import BuildingGroup
from projects.retrofits import actions
from projects.retrofits.enums import ProjectKind, Stage
from projects.retrofits.models import Project
from seeds import read

from .bodies import volunteer

MEMBERS = (
    ("组员（法律）", Skill.LAW),
    ("组员（建筑）", Skill.BUILDING),
    ("组员（财务）", Skill.FINANCE),
    ("组员（协调）", Skill.MEDIATION),
)
SERVICES = {
    Stage.CONSULTING: ((ServiceKind.VISIT, 7, 90), (ServiceKind.VISIT, 21, 120), (ServiceKind.MEETING, 35, 100)),
    Stage.UNDER_CONSTRUCTION: ((ServiceKind.WATCH, 3, 60), (ServiceKind.WATCH, 10, 60)),
}
ENGLISH = {
    Stage.NOT_STARTED: "Stair {no}: approved, waiting for works to start.",
    Stage.UNDER_CONSTRUCTION: "Stair {no}: the lift is being built.",
    Stage.COMPLETED: "Stair {no}: built; final checks before it opens.",
    Stage.DELIVERED: "Stair {no}: the lift is in use.",
}


@transaction.atomic
def load(community, tally):
    if Project.objects.filter(community=community).exists():
        return
    groups = {group.no: group for group in BuildingGroup.objects.filter(community=community)}
    agents = list(Company.objects.filter(community=community, kind=BodyKind.CONSTRUCTION_AGENT))
    for row in read(__file__, "lifts.toml")["lift"]:
        group = groups[row["no"]]
        team, members = _team(group, row["steps"][0][1], tally)
        _project(group, team, agents[row["agent"] - 1], row, tally)
        _services(group, members, row["steps"], tally)


def _team(group, day, tally):
    """A Party member of the stair leads; four neighbours bring what the work asks for."""
    team = Team(
        community=group.community,
        building_group=group,
        kind=BodyKind.LIFT_TEAM,
        name=f"{group.name}加装电梯自治管理小组",
        duties="征询意见、商量方案和费用、收费和公布账目、巡视工地，建成后一起管好电梯。",
    )
    tally.add(team)
    hold = partial(Post, community=group.community, body=team, starts_on=day)
    lead = volunteer(group.community, Tier.CORE_PARTY_MEMBER, day, tally, group=group)
    tally.add(hold(title="组长", volunteer=lead, is_lead=True))
    members = [lead]
    for title, skill in MEMBERS:
        member = volunteer(group.community, Tier.SECOND_TIER, day, tally, group=group)
        tally.add(VolunteerSkill(volunteer=member, skill=skill))
        tally.add(hold(title=title, volunteer=member))
        members.append(member)
    return team, members


def _project(group, team, agent, row, tally):
    opening, *steps = row["steps"]
    last = steps[-1][0]
    project = Project(
        community=group.community,
        building_group=group,
        kind=ProjectKind.LIFT,
        team=team,
        contractor=agent,
        stage_since=opening[1],
        expected_on=row.get("expected_on"),
        grade=row["grade"],
        brand=row["brand"],
        summary_en=ENGLISH[last].format(no=group.no),
        is_demo=True,
    )
    actions.open_project(project=project, by=None)
    for stage, day, *reason in steps:
        actions.move(project=project, to=stage, on=day, by=None, reason="".join(reason))
    tally.added += 1 + len(row["steps"])


def _services(group, members, steps, tally):
    for stage, day, *_ in steps:
        for turn, (kind, after, minutes) in enumerate(SERVICES.get(stage, ())):
            on = day + timedelta(days=after)
            if on <= date(2023, 7, 7):
                who = members[turn % len(members)]
                tally.add(Service(volunteer=who, on=on, kind=kind, minutes=minutes, building_group=group))
