"""Public pages are a function of address and database: kept whole, answered with 304, shown new at once.

One query a request asks whether anything changed. A kept page is used only while the answer is the same, so a
publication shows at once in every process although each keeps its own pages.
"""

import gzip
import hashlib
import logging
import secrets
import time
from dataclasses import dataclass

from django.core.cache import caches
from django.db import Error, connection
from django.http import HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject

from .language import PREFIXED
from .pulse import read_pulse, recent_pulse

logger = logging.getLogger(__name__)

PRIVATE = (
    *("/admin/", "/static/", "/file/", "/healthz/", "/reading.css"),
    *("/my/", *(f"/{code}/my/" for code in PREFIXED)),
)
#: The record of a vote: for those who may have it, so it looks who asks and is never kept.
PRIVATE_FILES = ("/record.json",)
LONGEST_ADDRESS = 300
LARGEST_PAGE = 1_000_000
CACHE_CONTROL = "public, max-age=0, must-revalidate"
# A cache shared between processes must not serve the pages of the code before a deployment.
_BORN = secrets.token_hex(8)
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "TRUNCATE")


@dataclass(frozen=True)
class Page:
    """A finished answer: ``version`` says for which state of the database it holds."""

    version: tuple
    headers: dict
    body: bytes
    zipped: bytes | None
    digest: str


class PageMiddleware:
    """Stands first, so that a kept page costs the query and nothing else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        path = request.path_info
        if request.method not in ("GET", "HEAD") or path.startswith(PRIVATE) or path.endswith(PRIVATE_FILES):
            request.pulse = SimpleLazyObject(read_pulse)
            return self.get_response(request)
        # Nothing that belongs to the visitor reaches a public page: not even a log-in.
        request.COOKIES = {}
        key = _key(request)
        try:
            request.pulse = recent_pulse()
        except Error:
            logger.exception("the database does not answer")
            return _without_database(request, key)
        version = (request.pulse.changed, int(time.time() // 60), *(one.pk for one in request.pulse.emergencies))
        page = caches["pages"].get(key) if key else None
        if page is not None and page.version == version:
            return _answer(request, page)
        return self._make(request, key, version)

    def _make(self, request, key, version):
        method, request.method = request.method, "GET"
        with connection.execute_wrapper(_refuse_writes):
            response = self.get_response(request)
        request.method = method
        if not _keepable(response):
            return response
        page = _page(response, version)
        if key and len(page.body) <= LARGEST_PAGE:
            caches["pages"].set(key, page, timeout=None)
        return _answer(request, page)


def _key(request):
    """Host and scheme belong to it, checked as CommonMiddleware would; None when too long to keep."""
    host, query = request.get_host(), request.META.get("QUERY_STRING", "")
    if len(request.path) + len(query) > LONGEST_ADDRESS:
        return None
    address = f"{_BORN} {request.scheme} {host} {request.path}?{query}"
    return hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()


def _keepable(response):
    control = response.headers.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not response.has_header("Vary")
        and "private" not in control
        and "no-" not in control
    )


def _page(response, version):
    body = response.content
    zipped = gzip.compress(body, 6, mtime=0)
    headers = {"Cache-Control": CACHE_CONTROL, **response.headers, "Vary": "Accept-Encoding"}
    headers.pop("Content-Length", None)
    return Page(
        version, headers, body, zipped if len(zipped) < len(body) else None, hashlib.sha256(body).hexdigest()[:32]
    )


def _answer(request, page):
    zipped = page.zipped is not None and "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    etag = f'"{page.digest}-gz"' if zipped else f'"{page.digest}"'
    wanted = request.META.get("HTTP_IF_NONE_MATCH")
    if wanted and (etag in wanted or wanted.strip() == "*"):
        kept = {name: page.headers[name] for name in ("Cache-Control", "Vary")}
        return HttpResponseNotModified(headers={**kept, "ETag": etag})
    body = page.zipped if zipped else page.body
    headers = {**page.headers, "ETag": etag, "Content-Length": str(len(body))}
    if zipped:
        headers["Content-Encoding"] = "gzip"
    return HttpResponse(b"" if request.method == "HEAD" else body, headers=headers)


def _without_database(request, key):
    """The last copy this process has, marked as old; else a page that needs nothing."""
    page = caches["pages"].get(key) if key else None
    if page is None:
        return HttpResponse(
            render_to_string("503.html"), status=503, headers={"Retry-After": "30", "Cache-Control": "no-store"}
        )
    response = _answer(request, page)
    response.headers["Warning"] = '110 - "Response is Stale"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _refuse_writes(execute, sql, params, many, context):
    if sql.lstrip().upper().startswith(_WRITES):
        raise RuntimeError("a public page must not write")
    return execute(sql, params, many, context)
