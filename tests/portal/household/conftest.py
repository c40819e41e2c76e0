import pytest
from django.test import Client

from communities.households import actions
from tests.projects.consultations.conftest import Vote


@pytest.fixture
def flat(cast):
    return cast.units["1", "101"]


@pytest.fixture
def issued(cast, flat):
    return actions.issue(units=[flat], by=cast.member)[0]


class Home:
    """A browser of a household: ``come_in`` by camera or by keyboard."""

    def __init__(self):
        self.client = Client(enforce_csrf_checks=True)

    def get(self, path="/my/"):
        return self.client.get(path)

    def post(self, path, **data):
        token = self.client.cookies.get("csrftoken")
        return self.client.post(path, data | ({"csrfmiddlewaretoken": token.value} if token else {}))

    def type(self, flat, typed_code, path="/my/", **other):
        group = flat.building_group
        typed = {"community": group.community_id, "no": group.no, "room": flat.room, "code": typed_code}
        return self.client.post(path, typed | other)

    def scan(self, issued, path="/my/"):
        return self.client.post(path, {"secret": issued.secret})


@pytest.fixture
def home():
    return Home()


@pytest.fixture
def inside(home, issued):
    home.scan(issued)
    return home


@pytest.fixture
def vote(cast):
    """A stair of twelve flats that votes."""
    return Vote(cast)


@pytest.fixture
def displayed(vote):
    """A vote whose result hangs: 101 agreed, 501 handed in nothing."""
    return vote.displayed()
