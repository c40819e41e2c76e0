import dataclasses
import hashlib

import pytest

from communities.journal.domain import START, Link, digest, faults


def link(seq, **changes):
    first = Link(
        seq=seq,
        at="2026-11-22T08:30:00.000000+00:00",
        kind="change",
        actor="user:7",
        action="communities.unit.change",
        object_key="communities.unit:3",
        object_label="东村1号101室",
        community_id=1,
        changes={"floor": [1, 2]},
    )
    return dataclasses.replace(first, **changes)


def chain(length):
    rows, previous = [], START
    for seq in range(1, length + 1):
        stored = digest(previous, link(seq))
        rows.append((link(seq), previous, stored))
        previous = stored
    return rows


def test_digest_is_sha256_of_version_previous_number_and_canonical_json():
    body = (
        '{"action":"communities.unit.change","actor":"user:7","at":"2026-11-22T08:30:00.000000+00:00",'
        '"changes":{"floor":[1,2]},"community_id":1,"kind":"change","object_key":"communities.unit:3",'
        '"object_label":"东村1号101室","seq":1}'
    )
    assert digest(START, link(1)) == hashlib.sha256(f"v1|{'0' * 64}|1|{body}".encode()).hexdigest()
    assert len(digest(START, link(1))) == 64


@pytest.mark.parametrize(
    "change",
    (
        {"seq": 2},
        {"at": "2026-11-22T08:30:00.000001+00:00"},
        {"kind": "access"},
        {"actor": "user:8"},
        {"action": "communities.unit.remove"},
        {"object_key": "communities.unit:4"},
        {"object_label": ""},
        {"community_id": None},
        {"changes": {"floor": [1, 3]}},
    ),
    ids=lambda change: next(iter(change)),
)
def test_digest_differs_when_any_field_differs(change):
    assert digest(START, dataclasses.replace(link(1), **change)) != digest(START, link(1))
    assert digest("f" * 64, link(1)) != digest(START, link(1))


def test_faults_of_a_whole_chain_are_none():
    rows = chain(20)
    assert list(faults(rows, 20, rows[-1][2])) == []
    assert list(faults([], 0, START)) == []


def test_faults_name_the_entry_that_was_altered():
    rows = chain(5)
    rows[2] = (link(3, actor="user:9"), *rows[2][1:])
    assert list(faults(rows, 5, rows[-1][2])) == ["journal: entry 3 was altered"]


def test_faults_name_the_entry_that_is_missing():
    rows = chain(5)
    last = rows[-1][2]
    del rows[2]
    assert list(faults(rows, 5, last)) == [
        "journal: entry 3 is missing (found 4)",
        "journal: entry 4 does not continue the one before it",
    ]


def test_faults_notice_a_chain_cut_at_its_end():
    rows = chain(5)
    assert list(faults(rows[:4], 5, rows[4][2])) == ["journal: the head says 5, the entries end at 4"]


def test_faults_notice_an_altered_entry_whose_digest_was_computed_anew():
    rows = chain(5)
    forged = link(3, actor="user:9")
    rows[2] = (forged, rows[2][1], digest(rows[2][1], forged))
    assert list(faults(rows, 5, rows[-1][2])) == ["journal: entry 4 does not continue the one before it"]


def test_faults_notice_a_chain_rewritten_to_its_end_against_a_head_kept_elsewhere():
    kept = chain(3)[-1][2]
    first = link(1, actor="user:9")
    rows = [(first, START, digest(START, first))]
    for seq in (2, 3):
        rows.append((link(seq), rows[-1][2], digest(rows[-1][2], link(seq))))
    assert list(faults(rows, 3, kept)) == ["journal: the head says 3, the entries end at 3"]
    assert list(faults(rows, 3, rows[-1][2])) == []
