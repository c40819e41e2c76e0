from django.conf import settings
from django.utils import translation

from portal.reading.domain import KEEP_END, KEEP_START, strip_sentinels, to_traditional

# The languages that stand at the front of an address, and what HTML and HTTP call each.
PREFIXED = tuple(code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE)
TAGS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}
_CONVERTED = ("text/html", "application/xml", "application/atom+xml", "text/xml")
_MARKS = (KEEP_START.encode(), KEEP_END.encode())


def language_of(path):
    """From the address alone: the same address reads the same for everybody."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in PREFIXED else settings.LANGUAGE_CODE


class LanguageMiddleware:
    """Speaks the language of the address; turns a finished zh-hant page into Traditional Chinese."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = language_of(request.path_info)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", TAGS[language])
        if not response.streaming and response.headers.get("Content-Type", "").startswith(_CONVERTED):
            _finish(response, language)
        return response


def _finish(response, language):
    content = response.content
    if language == "zh-hant":
        response.content = to_traditional(content.decode(response.charset)).encode(response.charset)
    elif any(mark in content for mark in _MARKS):
        response.content = strip_sentinels(content.decode(response.charset)).encode(response.charset)
    if "Content-Length" in response.headers:
        response.headers["Content-Length"] = str(len(response.content))
