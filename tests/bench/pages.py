"""One database, measured in one process: the sides take turns, and the best run of each counts."""

import io
import re
import time

from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.models import Notice
from tests.bench import floor


class FloorRequest(WSGIRequest):
    urlconf = "tests.bench.floor"


class FloorHandler(WSGIHandler):
    request_class = FloorRequest


def call(handler, path, **headers):
    """One request through the whole of Django; (status, headers, body)."""
    told = {}

    def start_response(status, headers):
        told.update(status=int(status[:3]), headers=dict(headers))

    path, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "127.0.0.1:8000",
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    response = handler(environ, start_response)
    body = b"".join(response)
    response.close()
    return told["status"], told["headers"], body


def minima(rounds, **sides):
    """Milliseconds of each side's best run, the sides taking turns."""
    best = dict.fromkeys(sides, float("inf"))
    for _round in range(rounds):
        for name, side in sides.items():
            start = time.perf_counter()
            side()
            best[name] = min(best[name], time.perf_counter() - start)
    return {name: seconds * 1000 for name, seconds in best.items()}


def queries(ask):
    with CaptureQueriesContext(connection) as captured:
        ask()
    return len(captured)


def weight(ours, path):
    """Bytes on the wire of the page and its stylesheets, and how many requests it takes."""
    _status, _headers, body = call(ours, path, accept_encoding="gzip")
    _status, _headers, plain = call(ours, path)
    assets = set(re.findall(r'<link rel="(?:stylesheet|icon|preload)" href="([^"]+)"', plain.decode()))
    assets |= set(re.findall(r'<(?:script|img)[^>]+src="([^"]+)"', plain.decode()))
    sizes = [len(call(ours, asset, accept_encoding="gzip")[2]) for asset in sorted(assets)]
    return {"html_gzip": len(body), "html": len(plain), "assets": sum(sizes), "requests": 1 + len(sizes)}


def main(rounds="40"):
    rounds = int(rounds)
    ours = WSGIHandler()
    with override_settings(MIDDLEWARE=floor.MIDDLEWARE):
        base = FloorHandler()
    place = Notice.objects.order_by("pk").values_list("community_id", "community__slug").first()
    of_place = Notice.objects.filter(community=place[0], published_at__lte=timezone.now()).newest_first()
    middle = of_place.values_list("pk", flat=True)[5]
    listing, detail = f"/c/{place[1]}/notices/", f"/c/{place[1]}/notices/{middle}/"

    def cold(path):
        def ask():
            caches["pages"].clear()
            assert call(ours, path)[0] == 200, path

        return ask

    etag = call(ours, listing)[1]["ETag"]
    found = minima(
        rounds,
        floor_list=lambda: call(base, f"/list/{place[0]}/"),
        list=cold(listing),
        detail=cold(detail),
        home=cold("/"),
        search=cold("/search/?q=%E7%94%B5%E6%A2%AF"),
    )
    call(ours, listing)
    found |= minima(
        rounds * 10,
        floor_constant=lambda: call(base, "/"),
        hit=lambda: call(ours, listing),
        hit_304=lambda: call(ours, listing, if_none_match=etag),
    )
    found |= deep(rounds)
    connection.ensure_connection()
    budget = {"list": queries(cold(listing)), "detail": queries(cold(detail)), "home": queries(cold("/"))}
    return {"ms": found, "queries": budget, "weight": weight(ours, listing)}


def deep(rounds):
    """The site's own order, first page and one near its end."""
    now = timezone.now()
    rows = Notice.objects.public(now).newest_first()
    total = rows.count()
    at, pk = rows.values_list("published_at", "pk")[total * 98 // 100]
    return minima(
        rounds,
        first_page=lambda: list(Notice.objects.public(now).newest_first()[:21]),
        deep_page=lambda: list(Notice.objects.public(now).newest_first(after=(at, pk))[:21]),
    )
