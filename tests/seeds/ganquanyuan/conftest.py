import pytest

from tests.seeds import seeded


@pytest.fixture(scope="package", autouse=True)
def lines(django_db_setup, django_db_blocker):
    """The whole folder reads one seeded database; what a test changes is undone after it. Yields the output."""
    with seeded(django_db_setup, django_db_blocker) as lines:
        yield lines
