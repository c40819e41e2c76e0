"""The site of 1号, and pages without tags and blanks."""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.projects.procedure.yard import Yard


@pytest.fixture
def yard(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Yard(cast)


@pytest.fixture
def read(client):
    def get(path="/c/jia/b/1/progress/"):
        caches["pages"].clear()
        reply = client.get(path)
        main = reply.content.decode().partition("<main")[2].partition("</main>")[0]
        return main, re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", main))

    return get


@pytest.fixture
def queries(client):
    def count(path="/c/jia/b/1/progress/"):
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    return count
