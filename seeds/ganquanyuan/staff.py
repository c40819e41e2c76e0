"""Three demo log-ins, one for each role; never where real people are served."""

from datetime import date

from django.conf import settings
from django.db import transaction

from communities.people.enums import Role
from communities.people.models import Membership, User
from communities.places.models import BuildingGroup

#: User name, password, duty, role, and the stair of a 楼组长 (13号 is under construction).
ACCOUNTS = (
    ("demo-shuji", "demo-lift-2019-shuji", "居民区党总支书记", Role.SECRETARY, None),
    ("demo-juwei", "demo-lift-2019-juwei", "居委会委员", Role.COMMITTEE, None),
    ("demo-louzu", "demo-lift-2019-louzu", "13号楼组长", Role.GROUP_LEADER, "13"),
)
SINCE = date(2023, 1, 1)


class NoDemoHere(RuntimeError):
    """Passwords that stand in the source must not open a site in use."""


@transaction.atomic
def load(community, tally):
    if settings.PRODUCTION:
        raise NoDemoHere("demo accounts in production")
    for username, password, duty, role, stair in ACCOUNTS:
        if User.objects.filter(username=username).exists():
            continue
        user = User(username=username, duty=duty, is_staff=True)
        user.set_password(password)
        tally.add(user)
        group = BuildingGroup.objects.get(community=community, no=stair) if stair else None
        tally.add(Membership(user=user, community=community, building_group=group, role=role, starts_on=SINCE))
