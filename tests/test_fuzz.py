"""Whatever is typed into an address, the answer is a page, never an error of ours: on both databases."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

NASTY = (
    "",
    "0",
    "-1",
    "abc",
    "电梯",
    "\x00",
    "a\x00b",
    "9" * 30,
    "1" * 10_000,
    "梯" * 10_000,
    "../../etc/passwd",
    "' OR 1=1 --",
    '" AND * ( ) NEAR -',
    "<script>alert(1)</script>",
    "{{7*7}}",
    "%",
    "_",
    "\\",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "\u202eabc",
    "2026-13-45",
    "10000",
    "1e309",
    "١٢",
    "=cmd",
    "\r\nSet-Cookie: x=1",
)
RAW = ("%00", "%ff%fe", "%ed%a0%80", "%E7%94", "+", "%2500", "a=b=c&&&", "q=1&q=2")
NAMES = ("q", "no", "kind", "year", "after", "stage", "compound", "community", "page", "next", "size", "x")
NAMES += ("cost", "subsidy", "cap", "floors", "flats", "table", "own")
PLACES = ({"slug": "jia", "no": "1"}, {"slug": "nowhere", "no": "x"}, {"slug": "yi", "no": "9" * 20})


def public_routes():
    """(route name, sample addresses) of every pattern outside the back office."""
    found = []

    def walk(patterns, prefix):
        for item in patterns:
            route = prefix + str(item.pattern).replace("^", "").replace("$", "").replace("\\Z", "")
            if isinstance(item, URLResolver):
                walk(item.url_patterns, route)
            elif isinstance(item, URLPattern) and not route.startswith("admin/"):
                found.append(route)

    walk(get_resolver().url_patterns, "")
    return sorted(set(found))


def fill(route, place):
    """An address for ``route``; numbers are 1, names come from ``place``."""
    import re

    def value(match):
        name = match[1].split(":")[-1]
        return place.get(name, "1" if match[1].startswith("int:") or name == "pk" else "x")

    return "/" + re.sub(r"<([^>]+)>", value, route)


def test_there_are_public_routes_to_try(db):
    assert len(public_routes()) > 25
    assert "c/<slug:slug>/" in public_routes()


@pytest.mark.parametrize("step", (6, pytest.param(1, marks=pytest.mark.slow)))
@pytest.mark.parametrize("route", public_routes())
def test_route_answers_nasty_queries_without_an_error(cast, client, route, step):
    """Every name and every value is tried; every one with every other only in the long run."""
    client.raise_request_exception = False
    pairs = [(name, value) for n, name in enumerate(NAMES) for v, value in enumerate(NASTY) if (n + v) % step == 0]
    for place in PLACES:
        address = fill(route, place)
        queries = pairs if place is PLACES[0] else [("q", "x")]
        for name, value in queries:
            reply = client.get(address, {name: value})
            assert reply.status_code < 500, (address, name, value[:40])
            assert "Traceback" not in reply.content.decode(errors="replace") if not reply.streaming else True
        for raw in RAW:
            reply = client.get(address, QUERY_STRING=raw if "=" in raw else f"q={raw}&after={raw}")
            assert reply.status_code < 500, (address, raw)


@pytest.mark.parametrize("route", public_routes())
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options", "head"])
def test_route_answers_other_verbs_without_an_error(cast, client, route, method):
    client.raise_request_exception = False
    reply = getattr(client, method)(fill(route, PLACES[0]))
    assert reply.status_code < 500
    assert "sessionid" not in reply.cookies


@pytest.mark.parametrize(
    "path",
    [
        "/c/%00/",
        "/c/jia/notices/" + "9" * 40 + "/",
        "/c/jia/notices/-1/",
        "/c/jia/b/%00/",
        "/c/jia/b/" + "1" * 5000 + "/",
        "/%ff%fe/",
        "/%2F%2Fevil.example/",
        "/zh-hant/c/jia/b/%E7%94/",
        "/en/%00",
        "/file/" + "9" * 30 + "/x",
        "/file/1/..%2f..%2fsettings.py",
        "/static/../settings.py",
        "/admin/%00/",
    ],
)
def test_crooked_path_is_not_found(cast, client, path):
    client.raise_request_exception = False
    reply = client.get(path)
    assert 300 <= reply.status_code < 500
    assert b"settings" not in reply.content.lower() or b"SECRET_KEY" not in reply.content


@pytest.mark.parametrize("headers", [{"host": "evil.example"}, {"host": "127.0.0.1:8000@evil"}, {"host": "a b"}])
def test_forged_host_is_refused_plainly(cast, client, headers):
    client.raise_request_exception = False
    reply = client.get("/", headers=headers)
    assert reply.status_code == 400
    assert b"evil" not in reply.content
