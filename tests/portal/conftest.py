"""How tests of the public pages look at one: as it is read, and as it is made when no cache has it."""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def text():
    """The page as it is read: without tags, blanks and line breaks."""

    def read(reply):
        body = reply.content.decode()
        return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", body.partition("<main")[2].partition("</main>")[0]))

    return read


@pytest.fixture
def cold(client):
    """``cold(path)`` -> (reply, number of queries) with an empty page cache."""

    def get(path):
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as queries:
            reply = client.get(path)
        return reply, len(queries)

    return get
