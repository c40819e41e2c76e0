import pytest

from communities.households import actions


@pytest.fixture
def flat(cast):
    """1号101室 of community A, with one owner."""
    return cast.units["1", "101"]


@pytest.fixture
def issued(cast, flat):
    """Its code on paper."""
    return actions.issue(units=[flat], by=cast.member)[0]


@pytest.fixture
def code(issued, flat):
    """Its code as the database has it."""
    return flat.household_codes.get()
