"""Many at once: at one door, and at one flat's code."""

import os
import subprocess
import sys
import threading
import time

import pytest
from django.db import connection

from communities.households import actions
from communities.households.domain import Refused
from communities.models import HouseholdCode
from tests.projects.consultations.test_races import database
from tests.test_house.source import ROOT

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("tries", (20, pytest.param(250, marks=pytest.mark.slow)))
def test_four_who_guess_at_once_get_ten_tries_between_them(cast, tmp_path, tries):
    """From four processes, each try from another address: the door alone must hold."""
    actions.issue(units=[cast.units["1", "101"]], by=cast.member)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": database(tmp_path)}
    start = str(time.time() + 6)
    command = [sys.executable, "-m", "tests.communities.households.guesser", start, str(tries), "1", "101", "0" * 13]
    guessers = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    said = [guesser.communicate(timeout=300) for guesser in guessers]
    assert [guesser.returncode for guesser in guessers] == [0] * 4, said
    counts = [tuple(int(number) for number in out.split()) for out, _ in said]
    assert sum(wrong for wrong, _ in counts) <= 10
    assert sum(map(sum, counts)) == 4 * tries
    assert sum(wrong for wrong, _ in counts) > 0


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_two_who_issue_at_once_leave_one_code(cast):
    unit, done = cast.units["1", "101"], []

    def issue(by):
        try:
            done.append(actions.issue(units=[unit], by=by)[0])
        except Refused as refusal:
            done.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=issue, args=(by,)) for by in (cast.member, cast.secretary)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(done) == 2
    assert HouseholdCode.objects.live().count() == 1
    opens = [item for item in done if not isinstance(item, str) and _opens(item)]
    assert len(opens) == 1


def _opens(issued):
    try:
        return actions.enter(address="1.2.3.4", secret=issued.secret)
    except Refused:
        return None
