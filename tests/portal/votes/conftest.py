"""Votes on the stair 12号 of community A, carried out through the acts of the committee."""

import pytest

from portal.notices import actions as notices
from portal.votes.actions import draft_announcement
from projects.consultations import actions
from projects.consultations.models import Consultation
from tests.projects.consultations.conftest import Vote


@pytest.fixture
def vote(cast):
    return Vote(cast)


@pytest.fixture
def hang(vote):
    """``hang(consultation, …)``: its result begins to be displayed. Returns the display."""

    def display(consultation, **values):
        shown = vote.display(consultation, **values)
        consultation.refresh_from_db()
        return shown

    return display


@pytest.fixture
def announce(vote):
    """``announce(consultation)``: what is to be told of it, drafted and published as it was written. The notice."""

    def tell(consultation):
        drafted = draft_announcement(consultation=consultation, by=vote.first)
        return notices.publish(notice=drafted.notice, by=vote.first)

    return tell


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
