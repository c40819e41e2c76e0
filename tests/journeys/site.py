"""What the tests know of the served site, by plain HTTP."""

import re
import urllib.error
import urllib.request
from dataclasses import dataclass, field

import html5lib

#: Where the pages of the other languages stand.
LANGUAGES = ("/zh-hant/", "/en/")
XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass
class Reply:
    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        return self.body.decode()


@dataclass
class Site:
    url: str
    _pages: dict = field(default_factory=dict)

    def get(self, path, **headers):
        request = urllib.request.Request(self.url + path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        opener = urllib.request.build_opener(_NoRedirect)
        try:
            with opener.open(request, timeout=30) as reply:
                return Reply(reply.status, dict(reply.headers.items()), reply.read())
        except urllib.error.HTTPError as error:
            return Reply(error.code, dict(error.headers.items()), error.read())

    def crawl(self, start="/"):
        """``{path: Reply}`` of every page in the language of ``start``; of the queries of one path, one."""
        if start in self._pages:
            return self._pages[start]
        others = tuple(prefix for prefix in LANGUAGES if prefix != start)
        seen, waiting, asked = {}, [start], set()
        while waiting:
            path = waiting.pop()
            bare, _, query = path.partition("?")
            if path in seen or (query and bare in asked) or (start == "/" and path.startswith(others)):
                continue
            if start != "/" and not path.startswith(start):
                continue
            if query:
                asked.add(bare)
            reply = seen[path] = self.get(path)
            if reply.headers.get("Content-Type", "").startswith("text/html"):
                waiting.extend(link for link in links(reply.text, path) if link not in seen)
            if reply.status in (301, 302):
                waiting.append(reply.headers["Location"].removeprefix(self.url))
        self._pages[start] = seen
        return seen


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def links(text, base):
    """Paths on this site that a page links to (anchors, images, styles, feeds), without fragments."""
    from urllib.parse import urljoin

    found = set()
    for value in re.findall(r'(?:href|src)="([^"#]*)', text):
        if value and not re.match(r"(?:[a-z]+:|//)", value):
            found.add(urljoin(base, value.replace("&amp;", "&")))
    return {path for path in found if not path.startswith("/admin/")}


def parse(text):
    """The document, and the parse errors of the HTML standard."""
    parser = html5lib.HTMLParser(strict=False)
    document = parser.parse(text)
    return document, [f"{position}: {code}" for position, code, _ in parser.errors]
