"""The second clerk learns nothing of the first reading: every page is the same, whatever was read."""

import re

import pytest
from django.db import transaction
from django.urls import reverse

from communities.journal.models import Entry
from projects.consultations.models import Keying

PAGES = ("change", "key", "settle", "history", "missing", "return", "deliver", "reissue", "close", "annul")
#: Forms name the choices for every paper alike; what differs from run to run are numbers, clocks and digests.
CHANGING = re.compile(r'value="[A-Za-z0-9]{64}"|[0-9a-f]{12,}|/\d+/|第\d+条|\d+:\d+|nonce="[^"]*"')


def seen(client, consultation):
    """{address: what stands there} for all that a member of the committee can open."""
    addresses = [reverse(f"admin:projects_consultation_{name}", args=[consultation.pk]) for name in PAGES]
    addresses += ["/admin/", reverse("admin:communities_entry_changelist"), "/admin/projects/consultation/"]
    addresses += [
        reverse("admin:communities_entry_change", args=[pk]) for pk in Entry.objects.values_list("pk", flat=True)
    ]
    pages = [client.get(address, follow=True).content.decode() for address in addresses]
    return {
        CHANGING.sub("·", address) + str(at): CHANGING.sub("·", page)
        for at, (address, page) in enumerate(zip(addresses, pages, strict=True))
    }


@pytest.mark.parametrize(
    "other",
    [
        {"choice": "disagree"},
        {"choice": "abstain", "flaw": "unsigned"},
        {"channel": "video", "witness": "居委会主任", "original": "扫描件8"},
        {"capacity": "agent", "authority": "扫描件7"},
    ],
    ids=["choice", "flaw", "channel", "capacity"],
)
def test_every_page_is_the_same_whatever_the_first_clerk_read(client, vote, other):
    consultation = vote.open()
    client.force_login(vote.second)
    found = []
    for reading in ({"choice": "agree"}, other):
        mark = transaction.savepoint()
        vote.key(consultation, "101", **reading)
        assert Keying.objects.get().choice == reading.get("choice", "agree")
        found.append(seen(client, consultation))
        transaction.savepoint_rollback(mark)
    plain, differing = found
    assert [name for name in plain if plain[name] != differing.get(name)] == []
    assert len(plain) == len(differing) >= 18


def test_clerk_who_read_first_is_not_told_what_the_second_read(client, vote):
    """Only that the two differ; what each read stands nowhere, and both look at the paper."""
    consultation = vote.open()
    vote.key(consultation, "101", "disagree")
    vote.key(consultation, "101", "agree", by=vote.second)
    client.force_login(vote.first)
    page = client.get(reverse("admin:projects_consultation_settle", args=[consultation.pk])).content.decode()
    assert "两遍不一致的票：0001" in page
    assert "selected" not in page.replace('value="" selected', "").replace('"on_site" selected', "").replace(
        '"owner" selected', ""
    )
    assert 'name="key" value=' not in page
