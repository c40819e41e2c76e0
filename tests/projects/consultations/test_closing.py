"""The count through the database equals the count of the exported record, for all seven worked examples."""

import json

import pytest

from projects.consultations import actions
from projects.consultations.domain import Refused, differing
from projects.consultations.domain import recount as recount_file
from projects.consultations.models import Ballot, Result

ROOMS_A = "101 201 301 401 501 601"
ROOMS_B = "102 202 302 402 502 602"


def published(consultation):
    """The record as a file, re-counted: returns what the count says after checking what was published."""
    record = json.loads(json.dumps(actions.record_of(consultation), ensure_ascii=False))
    counted = recount_file(record)
    assert differing(record["published"], counted) == []
    assert record["published"]["digest"] == counted["digest"] == consultation.result.digest
    return counted


def met(counted):
    return [test["met"] for test in counted["tests"]]


@pytest.mark.parametrize(
    "votes, passed, tests, percents",
    [
        (
            {"agree": "101 201 102 202 302 402", "disagree": "301 401"},
            True,
            [True, True, True, True],
            ["66.66", "66.66", "76.45", "75.00"],
        ),
        (
            {"agree": "101 201 301 401 102 202", "disagree": "302 402"},
            False,
            [True, True, False, True],
            ["66.66", "66.66", "73.54", "75.00"],
        ),
        (
            {"agree": "101 201 301 401 102 202 302"},
            False,
            [False, False, True, True],
            ["57.84", "58.33", "100.00", "100.00"],
        ),
        (
            {"agree": "101 201 301 401 102 202 302", "disagree": "402 502"},
            True,
            [True, True, True, True],
            ["75.48", "75.00", "76.63", "77.77"],
        ),
        (
            {"agree": "101 201 301 401 102 202 302 402", "disagree": "501", "abstain": "601 502 602"},
            False,
            [True, True, False, False],
            ["100.00", "100.00", "66.66", "66.66"],
        ),
    ],
    ids=["1-edges", "2-area-alone", "3-no-quorum", "4-three-silent", "5-abstentions"],
)
def test_worked_example_counts_the_same_in_the_database_and_from_the_record(vote, votes, passed, tests, percents):
    consultation = vote.closed(**{"disagree": "", **votes})
    counted = published(consultation)
    assert consultation.result.passed is passed
    assert (met(counted), [test["percent"] for test in counted["tests"]]) == (tests, percents)
    assert consultation.status == "counted"
    assert counted["areas"]["roll"] == "692.64"
