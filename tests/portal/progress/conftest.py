"""1号 walks the steps of a pipe renewal; the page as it is read, and how often it asks."""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.projects.procedure.conftest import Road


@pytest.fixture
def road(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Road(cast)


@pytest.fixture
def read(client):
    """``read(path)`` -> (reply, its main part without tags and blanks)."""

    def get(path):
        caches["pages"].clear()
        reply = client.get(path)
        main = reply.content.decode().partition("<main")[2].partition("</main>")[0]
        return reply, re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", main))

    return get


@pytest.fixture
def queries(client):
    """``queries(path)``: how many an empty cache asks."""

    def count(path):
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    return count
