import pytest

from tests.projects.upkeep.conftest import Shaft


@pytest.fixture
def shaft(cast):
    return Shaft(cast)
