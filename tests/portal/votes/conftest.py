"""Votes on the stair 12号 of community A, carried out through the acts of the committee."""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.consultations import actions
from projects.consultations.models import Consultation
from tests.projects.consultations.conftest import Vote


@pytest.fixture
def vote(cast):
    return Vote(cast)


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


@pytest.fixture
def repeat(vote):
    """``repeat(n)``: n more consultations of the same stair, open, each annulled but the last."""

    def add(n):
        opened = []
        for number in range(n):
            opened.append(vote.open(question=f"第{number + 1}次征询"))
            if number < n - 1:
                actions.annul(consultation=opened[-1], reason="方案改了", by=vote.first)
        return Consultation.objects.filter(pk__in=[item.pk for item in opened])

    return add
