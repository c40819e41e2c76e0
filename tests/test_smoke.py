import pytest
from django.db import IntegrityError, connection, transaction

from communities import guards
from communities.journal import actions
from communities.journal.models import Entry, Head


def test_guards_after_migrate_are_all_present(db):
    assert guards.missing(connection) == []


def test_record_two_changes_makes_a_chain_that_holds(cast):
    actions.store(cast.here, by=cast.member)
    cast.here.name = "甲居民区（新）"
    assert actions.store(cast.here, by=cast.member) is True
    assert actions.store(cast.here, by=cast.member) is False
    assert list(Entry.objects.faults()) == []
    assert Head.objects.get().seq == 1
    assert Entry.objects.get().changes == {"name": ["甲居民区", "甲居民区（新）"]}


@pytest.mark.django_db(transaction=True)
def test_entry_updated_by_sql_is_refused():
    with transaction.atomic():
        actions.record(by=None, action="test")
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("UPDATE communities_entry SET actor = 'x'")
    assert Entry.objects.get().actor == "system"
