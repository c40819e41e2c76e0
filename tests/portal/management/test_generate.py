import pytest
from django.core.management import CommandError, call_command

from communities.journal.models import Head
from communities.models import BuildingGroup, Community, Unit
from portal.models import Notice, SearchDocument
from portal.search.actions import document_of


def fingerprint():
    rows = Notice.objects.order_by("pk").values_list("community__slug", "building_group__no", "title", "published_at")
    return list(rows), list(Unit.objects.order_by("pk").values_list("building_group__no", "room", "area_cm2"))


def generate(**options):
    call_command("generate", **{"communities": 2, "seed": 7, "notices": 40, "units": 100, **options}, verbosity=0)


def test_generated_data_keeps_every_invariant(db, capsys):
    generate()
    assert list(Community.objects.values_list("slug", flat=True)) == ["gen-1", "gen-2"]
    assert (Notice.objects.count(), Unit.objects.count(), BuildingGroup.objects.count()) == (40, 100, 48)
    assert Head.objects.get().changed == 1
    capsys.readouterr()
    call_command("verify")
    assert capsys.readouterr().out == ""


def test_generated_documents_are_those_the_actions_would_write(db):
    generate()
    for document in SearchDocument.objects.select_related("notice__community"):
        made = document_of(document.notice, document.notice.community.slug)
        assert (document.title, document.body) == (made.title, made.body)


@pytest.mark.django_db(transaction=True)
def test_same_seed_gives_the_same_rows(django_db_blocker):
    generate()
    first = fingerprint()
    call_command("flush", interactive=False, verbosity=0)
    generate()
    assert fingerprint() == first
    call_command("flush", interactive=False, verbosity=0)
    generate(seed=8)
    assert fingerprint() != first


def test_generated_notices_are_found(db, client):
    generate()
    page = client.get("/search/", {"q": "电梯", "community": "gen-1"})
    assert page.status_code == 200
    assert {notice.community_slug for notice in page.context["notices"]} == {"gen-1"}


def test_generate_into_a_database_in_use_is_refused(cast):
    with pytest.raises(CommandError, match="空的数据库"):
        generate()
    assert Community.objects.count() == 2


def test_generate_in_production_is_refused(db, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="生产环境"):
        generate()
    assert not Community.objects.exists()
