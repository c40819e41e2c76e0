"""Two at once: two clerks at one paper, a ballot against the count, a button pressed twice.

A few rounds by default, many with ``-m slow``; ``--log-level=INFO -rP`` shows what each side was told how often.
"""

import logging
import os
import re
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
TWO_CLERKS = pytest.mark.parametrize("rounds", (3, pytest.param(500, marks=pytest.mark.slow)))
ROUNDS = pytest.mark.parametrize("rounds", (2, pytest.param(50, marks=pytest.mark.slow)))
FIFTY = pytest.mark.parametrize("rounds", (pytest.param(50, marks=pytest.mark.slow),))


def database(tmp_path):
    """Where other processes find what this test committed."""
    if connection.vendor == "postgresql":
        return os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + connection.settings_dict["NAME"]
    copy = tmp_path / "race.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    return f"sqlite:///{copy}"


def run(url, *people, step=0.15):
    """(user, job…) each in a process of its own: ``{job: [what each was told]}``."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": url}
    start = str(time.time() + 4)
    clerks = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.projects.consultations.clerk", str(user.pk), start, str(step), *jobs],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for user, *jobs in people
    ]
    answers = [clerk.communicate(timeout=300) for clerk in clerks]
    assert [clerk.returncode for clerk in clerks] == [0] * len(clerks), answers
    found = {}
    for said, _ in answers:
        for line in said.splitlines():
            job, _, answer = line.partition(" ")
            found.setdefault(job, []).append(answer)
    said = ((job.partition(":")[0], re.sub(r"票\d+", "", answer)[:9]) for job in found for answer in found[job])
    outcomes = Counter(" ".join(pair) for pair in said)
    logging.getLogger(__name__).info("%s: %s", connection.vendor, dict(outcomes))
    return found


def ask(url, expression):
    """What the database of the race holds now."""
    code = f"import django; django.setup()\nfrom projects.models import *\nprint({expression})"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": url}
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return literal_eval(run.stdout.strip())


def stair(cast, flats):
    vote = Vote(cast)
    for number in range(flats - 12):
        vote.add_flat(f"x{number}", 6, 500_000)
    return vote


@pytest.mark.django_db(transaction=True)
@TWO_CLERKS
def test_two_clerks_at_one_paper_make_one_ballot(cast, tmp_path, rounds):
    vote = stair(cast, rounds)
    consultation = vote.open()
    url = database(tmp_path)
    jobs = [f"key:{consultation.pk}:{serial}" for serial in range(1, rounds + 1)]
    told = run(url, (vote.first, *jobs), (vote.second, *jobs))
    assert all(answers == ["done", "done"] for answers in told.values())
    assert ask(url, "(Ballot.objects.count(), Ballot.objects.values('voter').distinct().count())") == (rounds, rounds)
    turns = ask(url, "sorted(Keying.objects.values_list('paper__serial', 'turn'))")
    assert turns == [(serial, turn) for serial in range(1, rounds + 1) for turn in (1, 2)]


@pytest.mark.django_db(transaction=True)
@FIFTY
def test_three_clerks_at_one_paper_make_one_ballot_and_the_last_is_told(cast, tmp_path, rounds):
    vote = stair(cast, rounds)
    consultation = vote.open()
    url = database(tmp_path)
    jobs = [f"key:{consultation.pk}:{serial}" for serial in range(1, rounds + 1)]
    told = run(url, *((user, *jobs) for user in (vote.first, vote.second, vote.third)))
    for job, answers in told.items():
        late = [answer for answer in answers if answer != "done"]
        assert len(late) == 1, job
        assert "已录入完毕" in late[0]
    assert ask(url, "(Ballot.objects.count(), Keying.objects.count())") == (rounds, 2 * rounds)


@pytest.mark.django_db(transaction=True)
@TWO_CLERKS
def test_double_click_of_one_clerk_is_one_reading(cast, tmp_path, rounds):
    vote = stair(cast, rounds)
    consultation = vote.open()
    url = database(tmp_path)
    jobs = [f"key:{consultation.pk}:{serial}" for serial in range(1, rounds + 1)]
    told = run(url, (vote.first, *jobs), (vote.first, *jobs))
    for answers in told.values():
        assert answers.count("done") == 1
        assert any("的第一遍是您录入的" in answer for answer in answers)
    assert ask(url, "(Keying.objects.count(), Ballot.objects.count())") == (rounds, 0)


@pytest.mark.django_db(transaction=True)
@ROUNDS
def test_vote_against_close_is_always_consistent(cast, tmp_path, rounds):
    """In each round one paper is read for the second time while somebody closes, if it may be closed at all."""
    vote = stair(cast, 12)
    votes = [vote.open() for _ in range(rounds)]
    for consultation in votes:
        vote.key(consultation, "101")
    url = database(tmp_path)
    key = [job for item in votes for job in (f"key:{item.pk}:1", "-", "-")]
    close = [f"close:{item.pk}" for item in votes for _ in range(3)]
    told = run(url, (vote.second, *key), (vote.third, *close), step=0.1)
    ended = ask(url, "sorted(Consultation.objects.values_list('pk', 'status', 'result__ballots', 'ballots__revision'))")
    for item, row in zip(votes, ended, strict=True):
        closed = told[f"close:{item.pk}"].count("done")
        assert told[f"key:{item.pk}:1"] == ["done"]
        assert row == (item.pk, *(("counted", 1, 1) if closed else ("open", None, 1)))
        assert closed <= 1


@pytest.mark.django_db(transaction=True)
@FIFTY
def test_first_reading_against_close_is_counted_or_refused(cast, tmp_path, rounds):
    """A reading that comes while somebody closes either keeps the count waiting or is refused: never lost."""
    vote = stair(cast, 12)
    votes = [vote.open() for _ in range(rounds)]
    url = database(tmp_path)
    key = (f"key:{item.pk}:1" for item in votes)
    close = (f"close:{item.pk}" for item in votes)
    told = run(url, (vote.second, *key), (vote.third, *close))
    for item in votes:
        (keyed,), (closed,) = told[f"key:{item.pk}:1"], told[f"close:{item.pk}"]
        assert (keyed == "done") is not (closed == "done")
        assert keyed == "done" or "已经计票" in keyed or "现在的状态不允许" in keyed
        assert closed == "done" or "只录了一遍" in closed
    counted = sum(told[f"close:{item.pk}"] == ["done"] for item in votes)
    assert ask(url, "Result.objects.count()") == counted


@pytest.mark.django_db(transaction=True)
@FIFTY
@pytest.mark.parametrize("verb", ("open", "print", "close", "display"))
def test_button_pressed_twice_at_once_acts_once(cast, tmp_path, rounds, verb):
    vote = stair(cast, 12)
    made = {"open": vote.draft, "print": lambda: actions.open_consultation(consultation=vote.draft(), by=vote.first)}
    votes = [made.get(verb, vote.closed if verb == "display" else vote.open)() for _ in range(rounds)]
    url = database(tmp_path)
    jobs = [f"{verb}:{item.pk}" for item in votes]
    told = run(url, (vote.second, *jobs), (vote.third, *jobs))
    words = {"open": "已经开始", "close": "已经计票", "display": "请写重新公示的原因"}
    for answers in told.values():
        assert "done" in answers
        assert verb == "print" or any(words[verb] in answer for answer in answers)
    rows = {"open": ("RollVoter", 12), "print": ("Paper", 12), "close": ("Result", 1), "display": ("Display", 1)}
    model, each = rows[verb]
    assert ask(url, f"{model}.objects.count()") == each * rounds


@pytest.mark.django_db(transaction=True)
@ROUNDS
def test_reissue_against_reading_leaves_one_live_paper_and_no_ballot_of_a_voided_one(cast, tmp_path, rounds):
    """Whoever comes first: read and then voided, or voided and the reading refused."""
    vote = stair(cast, rounds)
    consultation = vote.open()
    url = database(tmp_path)
    serials = range(1, rounds + 1)
    key = (f"key:{consultation.pk}:{serial}" for serial in serials)
    reissue = (f"reissue:{consultation.pk}:{serial}" for serial in serials)
    told = run(url, (vote.first, *key), (vote.second, *reissue))
    keyed = [serial for serial in serials if told[f"key:{consultation.pk}:{serial}"] == ["done"]]
    for serial in serials:
        assert told[f"reissue:{consultation.pk}:{serial}"] == ["done"]
        assert serial in keyed or "已作废" in told[f"key:{consultation.pk}:{serial}"][0]
    assert ask(url, "sorted(Keying.objects.values_list('paper__serial', flat=True))") == keyed
    assert ask(url, "Paper.objects.live().count()") == max(rounds, 12)


def together(first, second, seconds=0.4):
    """The second begins when the first has acted and holds its commit back, as a slow disk would; what each raised.

    Two threads, each with a connection of its own.
    """
    raised, acted = {}, threading.Event()

    def slow():
        with transaction.atomic():
            first()
            acted.set()
            time.sleep(seconds)

    def guarded(name, act):
        try:
            act()
        except (Refused, DatabaseError) as error:
            raised[name] = error
        finally:
            acted.set()
            connection.close()

    threads = [threading.Thread(target=guarded, args=pair) for pair in (("first", slow), ("second", second))]
    for thread in threads:
        thread.start()
        acted.wait(timeout=30)
    for thread in threads:
        thread.join(timeout=30)
    return raised


@on_postgresql
@pytest.mark.django_db(transaction=True)
@ROUNDS
def test_ballot_on_its_way_is_counted(cast, rounds):
    """Without FOR SHARE the count would not see it, and it would be stored all the same."""
    vote = Vote(cast)
    for _ in range(rounds):
        consultation = vote.open()
        vote.both(consultation, "102")
        vote.key(consultation, "101")
        raised = together(
            lambda item=consultation: vote.key(item, "101", by=vote.second),
            lambda item=consultation: actions.close(consultation=item, by=vote.third),
        )
        assert raised == {}
        assert (consultation.ballots.count(), Result.objects.get(consultation=consultation).ballots) == (2, 2)


@on_postgresql
@pytest.mark.django_db(transaction=True)
@ROUNDS
def test_reading_that_meets_the_count_is_refused_by_the_database(cast, rounds):
    """It began while the vote was open, so the action lets it through; the guard waits for the count and refuses."""
    vote = Vote(cast)
    for _ in range(rounds):
        consultation = vote.open()
        vote.both(consultation, "102")
        at = consultation.opens_at
        actions.hand_in(consultation=consultation, code=vote.serial(consultation, "101"), by=vote.first, at=at)
        raised = together(
            lambda item=consultation: actions.close(consultation=item, by=vote.third),
            lambda item=consultation: vote.key(item, "101"),
        )
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
