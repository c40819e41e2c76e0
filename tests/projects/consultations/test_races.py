"""Two at once: two clerks at one paper, a ballot against the count. A few rounds by default, many with ``-m slow``."""

import os
import subprocess
import sys
import threading
import time
from ast import literal_eval
from collections import Counter

import pytest
from django.db import DatabaseError, connection, transaction

from projects.consultations import actions
from projects.consultations.domain import Refused
from projects.consultations.models import Ballot, Keying, Result
from tests.test_house.source import ROOT

from .conftest import Vote

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
TWO_CLERKS = (6, pytest.param(500, marks=pytest.mark.slow))
VOTE_AND_CLOSE = (3, pytest.param(50, marks=pytest.mark.slow))


def database(tmp_path):
    """Where other processes find what this test committed."""
    if connection.vendor == "postgresql":
        return os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + connection.settings_dict["NAME"]
    copy = tmp_path / "race.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    return f"sqlite:///{copy}"


def run(url, *commands, step=0.15):
    """Start every clerk; returns the lines each said."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": url}
    start = str(time.time() + 4)
    clerks = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.projects.consultations.clerk", str(user), str(vote), start, str(step), *rest],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for user, vote, *rest in commands
    ]
    answers = [clerk.communicate(timeout=300) for clerk in clerks]
    assert [clerk.returncode for clerk in clerks] == [0] * len(clerks), answers
    return [said.splitlines() for said, _ in answers]


def ask(url, expression):
    """What the database of the race holds now."""
    code = f"import django; django.setup()\nfrom projects.models import *\nprint({expression})"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": url}
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return run.stdout.strip()


def stair(cast, flats):
    vote = Vote(cast)
    for number in range(flats - 12):
        vote.add_flat(f"x{number}", 6, 500_000)
    return vote


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rounds", TWO_CLERKS)
def test_two_clerks_at_one_paper_make_one_ballot(cast, tmp_path, rounds):
    vote = stair(cast, rounds)
    consultation = vote.open()
    url = database(tmp_path)
    serials = [str(serial) for serial in range(1, rounds + 1)]
    run(url, *((user.pk, consultation.pk, "key", *serials) for user in (vote.first, vote.second)))
    assert ask(url, "Ballot.objects.count(), Ballot.objects.values('voter').distinct().count()") == f"{rounds} {rounds}"
    turns = ask(url, "sorted(Keying.objects.values_list('paper__serial', 'turn'))")
    assert turns == str([(serial, turn) for serial in range(1, rounds + 1) for turn in (1, 2)])


@pytest.mark.django_db(transaction=True)
def test_double_click_of_one_clerk_is_one_reading(cast, tmp_path):
    vote = stair(cast, 6)
    consultation = vote.open()
    url = database(tmp_path)
    said = run(url, *[(vote.first.pk, consultation.pk, "key", *"123456")] * 2)
    assert Counter(line.split()[1] for lines in said for line in lines) == {"done": 6, "refused": 6}
    assert ask(url, "Keying.objects.count(), Ballot.objects.count()") == "6 0"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rounds", VOTE_AND_CLOSE)
def test_vote_against_close_is_always_consistent(cast, tmp_path, rounds):
    """In each round one paper is read for the second time while somebody closes, if it may be closed at all."""
    vote = stair(cast, 12)
    votes = [vote.open() for _ in range(rounds)]
    for consultation in votes:
        vote.key(consultation, "101")
    url = database(tmp_path)
    key = [(vote.second.pk, item.pk, "key", "1") for item in votes]
    close = [(vote.third.pk, item.pk, "close", "1", "1", "1") for item in votes]
    for pair in zip(key, close, strict=True):
        run(url, *pair, step=0.1)
    ended = ask(url, "sorted(Consultation.objects.values_list('status', 'result__ballots', 'ballots__revision'))")
    counted, waiting = ("counted", 1, 1), ("open", None, 1)  # closed before the second reading: refused, still open
    assert len(literal_eval(ended)) == rounds
    assert set(literal_eval(ended)) <= {counted, waiting}


def together(first, second, pause=0.08):
    """Two threads with connections of their own, the second a moment later; returns what each raised."""
    raised = {}

    def guarded(name, act):
        try:
            act()
        except (Refused, DatabaseError) as error:
            raised[name] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=guarded, args=pair) for pair in (("first", first), ("second", second))]
    for thread in threads:
        thread.start()
        time.sleep(pause)
    for thread in threads:
        thread.join(timeout=30)
    return raised


def slowly(act, seconds=0.25):
    """The act, its commit held back, as a slow disk would."""

    def slow():
        with transaction.atomic():
            act()
            time.sleep(seconds)

    return slow


@on_postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rounds", VOTE_AND_CLOSE)
def test_ballot_on_its_way_is_counted(cast, rounds):
    """Without FOR SHARE the count would not see it, and it would be stored all the same."""
    vote = Vote(cast)
    for _ in range(rounds):
        consultation = vote.open()
        vote.both(consultation, "102")
        vote.key(consultation, "101")
        key = slowly(lambda item=consultation: vote.key(item, "101", by=vote.second))
        raised = together(key, lambda item=consultation: actions.close(consultation=item, by=vote.third))
        assert raised == {}
        assert (consultation.ballots.count(), Result.objects.get(consultation=consultation).ballots) == (2, 2)


@on_postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rounds", VOTE_AND_CLOSE)
def test_reading_that_meets_the_count_is_refused_by_the_database(cast, rounds):
    """It began while the vote was open, so the action lets it through; the guard waits for the count and refuses."""
    vote = Vote(cast)
    for _ in range(rounds):
        consultation = vote.open()
        vote.both(consultation, "102")
        at = consultation.opens_at
        actions.hand_in(consultation=consultation, code=vote.serial(consultation, "101"), by=vote.first, at=at)
        close = slowly(lambda item=consultation: actions.close(consultation=item, by=vote.third))
        raised = together(close, lambda item=consultation: vote.key(item, "101"))
        assert list(raised) == ["second"]
        assert "the consultation is not open" in str(raised["second"])
        assert (
            Keying.objects.filter(paper__consultation=consultation, paper__voter__units__unit__room="101").count() == 0
        )
        assert (Ballot.objects.filter(consultation=consultation).count(), consultation.result.ballots) == (1, 1)


def test_guards_hold_the_consultation_on_postgresql():
    from projects.consultations.models import Delivery, Objection, Paper

    for model in (Ballot, Delivery, Keying, Objection, Paper, Result):
        gates = [guard for guard in model.guards if "_while_" in guard.name]
        assert gates
        assert all(guard.lock.endswith("FOR SHARE OF c") for guard in gates)
