import pytest

from tests.projects.deliberation.conftest import Hall


@pytest.fixture
def hall(cast):
    return Hall(cast)
