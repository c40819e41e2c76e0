"""The Party branches, committees and firms, their posts with terms, and the volunteers of the stairs."""

from datetime import date

from django.db import transaction

from communities.bodies.enums import BodyKind
from communities.bodies.models import Body, Post
from communities.people.enums import Tier
from communities.people.models import Volunteer
from communities.places.models import BuildingGroup, Compound
from seeds import read

KEEP_UNTIL = date(2028, 12, 31)
LEADERS_SINCE = date(2022, 3, 1)


@transaction.atomic
def load(community, tally):
    if Body.objects.filter(community=community).exists():
        return
    data = read(__file__, "bodies.toml")
    for row in data["body"]:
        _body(community, row, tally)
    for compound, term in zip(Compound.objects.filter(community=community), data["owners_committee_term"], strict=True):
        _owners_committee(compound, *term, data, tally)
    _stair_leaders(community, tally)


def volunteer(community, tier, day, tally, group=None):
    """One more volunteer. The number stands for the name; it is public, as if consent had been given."""
    number = Volunteer.objects.filter(community=community).count() + 1
    return tally.add(
        Volunteer(
            community=community,
            building_group=group,
            tier=tier,
            name=f"示例志愿者{number}",
            phone=f"1390000{9000 + number}",
            public_name=f"示例志愿者{number}",
            consent_on=day,
            starts_on=day,
            expires_on=KEEP_UNTIL,
        )
    )


def _body(community, row, tally, parent=None):
    """A body, its posts, and the bodies below it. A post without ``vacant`` gets a volunteer of its own."""
    fields = {name: row[name] for name in ("kind", "name", "duties", "address", "phone", "hours") if name in row}
    body = tally.add(Body(community=community, parent=parent, **fields))
    _posts(body, row.get("posts", ()), row.get("term"), tally)
    for child in row.get("body", ()):
        _body(community, child, tally, parent=body)


def _posts(body, titles, term, tally):
    for position, title in enumerate(titles):
        vacant = title.startswith("（空缺）")
        holder = None if vacant else volunteer(body.community, Tier.CORE_PARTY_MEMBER, term[0], tally)
        post = Post(
            community=body.community,
            body=body,
            title=title.removeprefix("（空缺）"),
            volunteer=holder,
            is_lead=position == 0,
            phone=body.phone if position == 0 else "",
            starts_on=term[0],
            ends_on=term[1],
        )
        tally.add(post)


def _owners_committee(compound, starts_on, ends_on, data, tally):
    row = {
        **data["owners_committee"],
        "kind": BodyKind.OWNERS_COMMITTEE,
        "name": f"{compound.name}业主委员会",
        "phone": f"021-5555020{compound.position}",
        "term": (starts_on, ends_on),
    }
    _body(compound.community, row, tally)


def _stair_leaders(community, tally):
    """Three stairs in four have a 楼组长; every stair that gets a lift is among them."""
    with_lift = {row["no"] for row in read(__file__, "lifts.toml")["lift"]}
    for group in BuildingGroup.objects.filter(community=community):
        if group.no in with_lift or int(group.no) % 4:
            volunteer(community, Tier.GROUP_LEADER, LEADERS_SINCE, tally, group=group)
