import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from communities.journal import actions
from communities.journal.domain import START
from communities.journal.models import Entry, Head, Reading, key_of


@pytest.fixture
def entry(cast):
    with transaction.atomic():
        return actions.record(by=cast.member, action="test", obj=cast.stair1)


def new_entry(**values):
    plain = {"at": datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC), "kind": "change", "actor": "system"}
    return Entry.objects.create(**{**plain, "previous": START, "digest": "d" * 64, **values})


def test_entry_numbered_below_one_is_refused(db, refused):
    with refused("journal_entry_seq_positive"):
        new_entry(seq=0)


def test_entry_with_a_number_or_digest_already_used_is_refused(entry):
    for values in ({"seq": entry.seq}, {"seq": 9, "digest": entry.digest}):
        with pytest.raises(IntegrityError), transaction.atomic():
            new_entry(**values)
    assert Entry.objects.count() == 1


def test_entry_is_neither_changed_nor_deleted(entry, refused):
    with refused("journal_entry_no_update"):
        Entry.objects.filter(pk=entry.pk).update(actor="user:1")
    with refused("journal_entry_no_delete"):
        Entry.objects.filter(pk=entry.pk)._raw_delete("default")


def test_head_moves_forward_by_one_only(entry, refused):
    for seq in (0, 1, 3):
        with refused("journal_head_forward"):
            Head.objects.update(seq=seq)
    assert Head.objects.update(seq=2) == 1


def test_head_is_not_removed(entry, refused):
    with refused("journal_head_no_delete"):
        Head.objects.all()._raw_delete("default")


def test_second_head_is_refused(entry, refused):
    with refused("journal_head_single"):
        Head.objects.create(pk=2)


def test_reading_is_neither_changed_nor_deleted(cast, refused):
    seen = actions.record_reading(by=cast.member, object_key="owners", purpose="产权人列表", rows=30)
    with refused("journal_reading_no_update"):
        Reading.objects.filter(pk=seen.pk).update(rows=1)
    with refused("journal_reading_no_delete"):
        Reading.objects.filter(pk=seen.pk)._raw_delete("default")


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize(
    ("guard", "table"),
    (
        ("journal_entry_no_truncate", "communities_entry"),
        ("journal_head_no_truncate", "communities_head"),
        ("journal_reading_no_truncate", "communities_reading"),
    ),
)
def test_record_is_not_truncated(entry, refused, guard, table):
    with refused(guard), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


def test_entries_about_one_thing_are_found_by_its_key(cast, entry):
    assert key_of(cast.stair1) == f"communities.buildinggroup:{cast.stair1.pk}"
    assert list(Entry.objects.about(cast.stair1)) == [entry]
    assert list(Entry.objects.about(cast.stair2)) == []


def test_faults_of_an_empty_journal_are_none(db):
    assert list(Entry.objects.faults()) == []
    assert not Head.objects.exists()


def test_faults_show_an_entry_put_in_behind_the_chain(entry):
    new_entry(seq=2)
    assert list(Entry.objects.faults()) == [
        "journal: entry 2 does not continue the one before it",
        "journal: entry 2 was altered",
        "journal: the head says 1, the entries end at 2",
    ]


def test_link_reads_back_from_the_database_as_it_was_hashed(cast):
    cast.here.introduction = "“引号”、换行\n、𠮷、\u2028 和 \\ 都在"
    actions.store(cast.here, by=cast.member)
    assert Entry.objects.get().changes["introduction"][1] == cast.here.introduction
    assert list(Entry.objects.faults()) == []
