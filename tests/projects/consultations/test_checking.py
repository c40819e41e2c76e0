"""Whoever can switch the guards off can write anything; what was written shows against the journal and the count."""

import hashlib
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from communities import guards
from communities.journal.models import Entry
from projects.consultations import actions
from projects.consultations.models import Ballot


@pytest.fixture
def counted(vote):
    """A counted vote with a reissued paper and a corrected ballot; sound, says ``verify``."""
    consultation = vote.open()
    actions.reissue(consultation=consultation, code="12", reason="票遗失", by=vote.first)
    vote.vote(consultation, agree="101 201 102 202 302 402", disagree="301 401")
    for clerk in (vote.first, vote.second):
        vote.key(consultation, "101", "abstain", by=clerk, reason="看错")
    actions.close(consultation=consultation, by=vote.first)
    assert list(actions.findings()) == []
    return consultation


def tamper(statement, *values):
    guards.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
    guards.install(connection)


def first(table, where=""):
    return f"(SELECT MIN(id) FROM projects_{table} {where})"


LAST_BALLOT = "(SELECT MAX(id) FROM projects_ballot)"
TAMPERED = {
    "choice": (
        f"UPDATE projects_ballot SET choice = 'disagree' WHERE id = {LAST_BALLOT}",
        "is not the one that was rec",
    ),
    "status": (f"UPDATE projects_ballot SET status = 'invalid' WHERE id = {LAST_BALLOT}", "counted differently now"),
    "revision": (f"UPDATE projects_ballot SET revision = 5 WHERE id = {LAST_BALLOT}", "not the one that was recorded"),
    "nonce": (f"UPDATE projects_ballot SET nonce = 'x' WHERE id = {LAST_BALLOT}", "is not the one that was recorded"),
    "deleted ballot": (f"DELETE FROM projects_ballot WHERE id = {LAST_BALLOT}", "was recorded and is gone"),
    "area of a voter": (f"UPDATE projects_rollvoter SET area_cm2 = 1 WHERE id = {first('rollvoter')}", "another roll"),
    "area of a flat": (f"UPDATE projects_rollunit SET area_cm2 = 1 WHERE id = {first('rollunit')}", "do not add up"),
    "totals": ("UPDATE projects_result SET heads_agree = heads_agree + 1, ballots = ballots + 1", "fewer ballots"),
    "area total": ("UPDATE projects_result SET area_agree_cm2 = 1", "counted differently now: totals"),
    "outcome": ("UPDATE projects_result SET passed = NOT passed", "counted differently now: totals"),
    "digest": (f"UPDATE projects_result SET digest = '{'0' * 64}'", "another digest than the journal"),
    "roll digest": (f"UPDATE projects_consultation SET roll_digest = '{'0' * 64}'", "is not as it opened: roll_digest"),
    "roll totals": ("UPDATE projects_consultation SET roll_heads = 11", "is not as it opened: roll_heads"),
    "voided paper": (
        f"UPDATE projects_paper SET voided_at = issued_at, void_reason = 'x' WHERE id = {first('paper')}",
        "voided past the journal",
    ),
    "revived paper": (
        "UPDATE projects_paper SET voided_at = NULL, void_reason = '', voter_id = voter_id WHERE voided_at IS NOT NULL",
        "revived past the journal",
    ),
}


@pytest.mark.parametrize("kind", TAMPERED)
def test_row_changed_past_the_guards_is_found(counted, kind, capsys):
    statement, finding = TAMPERED[kind]
    if kind == "revived paper":
        tamper("DROP INDEX consultations_one_live_paper")
    tamper(statement)
    with pytest.raises(CommandError) as error:
        call_command("verify")
    assert error.value.returncode == 1
    assert finding in capsys.readouterr().out


def test_rule_changed_after_the_count_is_found(counted):
    rule = {**counted.rule_frozen, "head_consent": ">=1/2"}
    tamper("UPDATE projects_consultation SET rule_frozen = %s", json.dumps(rule))
    said = list(actions.findings())
    assert f"consultation {counted.pk} is not as it opened: rule_frozen" in said
    assert any("is counted differently now" in line for line in said)


def test_counted_vote_without_its_result_is_found(counted):
    tamper("DELETE FROM projects_result")
    assert list(actions.findings()) == [f"consultation {counted.pk} was counted and has no result"]


def test_ballot_rewritten_with_its_commitment_and_the_whole_result_is_still_found(counted):
    """Everything in the tables made to agree; the journal was told otherwise."""
    ballot = Ballot.objects.last()
    ballot.choice, ballot.nonce = "disagree", "0" * 64
    text = json.dumps(ballot.said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    forged = hashlib.sha256(f"{ballot.nonce}|{text}".encode()).hexdigest()
    tamper(
        "UPDATE projects_ballot SET choice = 'disagree', nonce = %s, commitment = %s WHERE id = %s",
        ballot.nonce,
        forged,
        ballot.pk,
    )
    assert f"ballot {ballot.pk} is not the one that was recorded" in list(actions.findings())


def test_ballot_and_its_nonce_open_the_commitment_in_the_journal(counted):
    """By the published recipe alone: SHA-256 over the nonce and the canonical JSON of the ballot."""
    for ballot in Ballot.objects.select_related("voter"):
        said = f'{{"choice":"{ballot.choice}","revision":{ballot.revision},"status":"{ballot.status}",'
        said += f'"voter":"{ballot.voter.key}"}}'
        opened = hashlib.sha256(f"{ballot.nonce}|{said}".encode()).hexdigest()
        entry = Entry.objects.get(object_key=f"projects.ballot:{ballot.pk}")
        assert entry.changes == {"commitment": [None, opened]}
        assert ballot.choice not in json.dumps(entry.changes)
    assert Entry.objects.filter(action="projects.ballot.record").count() == Ballot.objects.count() == 9
