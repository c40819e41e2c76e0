import io
from xml.etree import ElementTree

import pytest
from django.db import connection
from PIL import Image

from communities import guards
from portal.notices.models import Notice
from portal.opendata import views
from projects.deliberation.actions import raise_topic
from projects.models import Topic
from tests.portal.search.test_models import published
from tests.projects.deliberation.conftest import Hall
from tests.projects.upkeep.conftest import Shaft

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(reply):
    assert reply.status_code == 200
    assert reply.headers["Content-Type"].startswith("application/xml")
    return [
        item.text.removeprefix("http://127.0.0.1:8000")
        for item in ElementTree.fromstring(reply.content).iter(f"{SPACE}loc")
    ]


def test_sitemap_leads_to_every_page_and_each_answers(cast, client):
    notice = published(cast.here, "停水")
    parts = locations(client.get("/sitemap.xml"))
    addresses = [address for part in parts for address in locations(client.get(part))]
    assert {"/", "/rules/", "/c/jia/", "/c/yi/contacts/", "/c/jia/b/1/", notice.get_absolute_url()} <= set(addresses)
    assert len(addresses) == len(set(addresses))
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_sitemap_leads_to_meetings_topics_and_lifts_in_use(cast, client):
    hall, shaft = Hall(cast), Shaft(cast)
    called, draft = hall.called(), hall.draft()
    raised = Topic(community=cast.here, kind="noise", title="几点可以施工")
    raise_topic(topic=raised, on=shaft.today, by=cast.member)
    shaft.lift()
    parts = locations(client.get("/sitemap.xml"))
    addresses = {address for part in parts for address in locations(client.get(part))}
    told = {f"/c/jia/meetings/{called.pk}/", f"/c/jia/topics/{raised.pk}/", "/c/jia/b/1/upkeep/"}
    assert {*told, "/c/jia/topics/", "/c/jia/resolutions/"} <= addresses
    assert {client.get(address).status_code for address in told} == {200}
    assert f"/c/jia/meetings/{draft.pk}/" not in addresses


def test_sitemap_parts_cover_key_ranges(cast, client, monkeypatch):
    monkeypatch.setattr(
        views, "SECTIONS", {**views.SECTIONS, "buildings": (views.BuildingGroup, 2, views._of_buildings)}
    )
    monkeypatch.setattr(views, "PART", 2)
    parts = [part for part in locations(client.get("/sitemap.xml")) if "buildings" in part]
    assert len(parts) == cast.stair9.pk // 2 + 1
    found = [
        address for part in parts if client.get(part).status_code == 200 for address in locations(client.get(part))
    ]
    assert sorted(found) == ["/c/jia/b/1/", "/c/jia/b/2/", "/c/jia/b/3/", "/c/yi/b/9/"]


def test_sitemap_part_between_keys_is_empty_and_answers(cast, client):
    """A database in use has gaps: a part named by the index is never a dead link."""
    Notice.objects.create(community=cast.here, title="草稿", body="还没有发布", publisher="居委会")
    parts = [part for part in locations(client.get("/sitemap.xml")) if "notices" in part]
    assert parts
    assert {part: locations(client.get(part)) for part in parts} == {part: [] for part in parts}
    assert all(client.get(part).status_code == 200 for part in parts)


@pytest.mark.parametrize("part", ["site-1", "nothing-0", "notices-7", "notices-" + "9" * 30])
def test_sitemap_part_that_is_not_there_is_404(cast, client, part):
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


def test_robots_keep_out_of_the_back_office(db, client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert {"Disallow: /admin/", "Disallow: /search/", "Disallow: /zh-hant/search/"} <= set(lines)
    assert lines[-1] == "Sitemap: http://127.0.0.1:8000/sitemap.xml"


def test_manifest_names_icons_that_have_their_size(db, client, settings):
    reply = client.get("/manifest.webmanifest")
    manifest = reply.json()
    assert reply.headers["Content-Type"] == "application/manifest+json"
    assert (manifest["lang"], manifest["display"]) == ("zh-Hans", "minimal-ui")
    for icon in manifest["icons"]:
        with Image.open(settings.BASE_DIR / "portal" / icon["src"].removeprefix("/")) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]
    assert [client.get(item["url"]).status_code for item in manifest["shortcuts"]] == [200, 200, 200]


def test_favicon_holds_three_sizes(db, client):
    reply = client.get("/favicon.ico")
    assert reply.headers["Content-Type"] == "image/x-icon"
    with Image.open(io.BytesIO(reply.content)) as picture:
        assert picture.info["sizes"] == {(16, 16), (32, 32), (48, 48)}


def test_health_of_a_sound_site_is_ok(db, client):
    reply = client.get("/healthz/")
    assert (reply.status_code, reply.json()) == (200, {"database": "OK", "cache": "OK", "guards": "OK"})
    assert reply.headers["Cache-Control"] == "no-store"


def test_health_without_a_guard_fails_and_says_which_check(db, client, monkeypatch):
    monkeypatch.setattr(guards, "missing", lambda _connection: ["journal_entry_no_delete"])
    reply = client.get("/healthz/")
    assert (reply.status_code, reply.json()["guards"]) == (503, "failed")
    assert b"journal_entry" not in reply.content
    assert connection.is_usable()


@pytest.mark.parametrize("path", ["/sitemap.xml", "/robots.txt", "/manifest.webmanifest", "/favicon.ico"])
def test_answer_for_machines_is_kept_and_knows_304(cast, client, path):
    first = client.get(path)
    assert client.get(path, headers={"if-none-match": first.headers["ETag"]}).status_code == 304
    assert not first.cookies
