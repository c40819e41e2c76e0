"""The language comes from the address and nothing else."""

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import get_language, gettext

from portal.reading.domain import keep
from portal.reading.middleware import LanguageMiddleware
from portal.reading.middleware.language import language_of


def answer(rf, path, body="", content_type="text/html; charset=utf-8", **headers):
    return LanguageMiddleware(lambda request: HttpResponse(body, content_type=content_type))(rf.get(path, **headers))


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/", "zh-hans"),
        ("/c/en/", "zh-hans"),
        ("/en/", "en"),
        ("/en", "en"),
        ("/zh-hant/c/jia/", "zh-hant"),
        ("/zh-tw/", "zh-hans"),
        ("/EN/", "zh-hans"),
        ("/zh-hans/", "zh-hans"),
        ("//en/", "zh-hans"),
        ("", "zh-hans"),
    ],
)
def test_language_of_address(path, language):
    assert language_of(path) == language


def test_browser_wishes_and_cookies_change_nothing(rf):
    wishes = {"headers": {"accept-language": "en", "cookie": "django_language=en"}}
    response = answer(rf, "/", "电梯", **wishes)
    assert response["Content-Language"] == "zh-Hans"
    assert response.content.decode() == "电梯"
    assert not response.has_header("Vary")


def test_language_is_on_inside_and_back_afterwards(rf):
    before, seen = get_language(), []
    LanguageMiddleware(lambda request: seen.append((get_language(), request.LANGUAGE_CODE)) or HttpResponse())(
        rf.get("/en/")
    )
    assert seen == [("en", "en")]
    assert get_language() == before


@pytest.mark.parametrize(
    "content_type", ["text/html; charset=utf-8", "application/atom+xml; charset=utf-8", "application/xml"]
)
def test_traditional_page_is_converted_except_kept_names(rf, content_type):
    response = answer(rf, "/zh-hant/", f"<p>{keep('范启')}的电梯</p>", content_type)
    assert response.content.decode() == "<p>范启的電梯</p>"
    assert response["Content-Language"] == "zh-Hant"


@pytest.mark.parametrize("path", ["/", "/en/", "/zh-hant/"])
def test_sentinels_never_reach_a_reader(rf, path):
    body = answer(rf, path, f"{keep('甲')}\ue001乙\ue000").content.decode()
    assert body == "甲乙"
    assert answer(rf, path, "\ue000", "text/plain").content.decode() == "\ue000"


def test_streams_and_files_pass_untouched(rf):
    stream = LanguageMiddleware(lambda request: StreamingHttpResponse([b"\xe7\x94\xb5"]))(rf.get("/zh-hant/"))
    assert b"".join(stream.streaming_content) == "电".encode()
    assert answer(rf, "/zh-hant/x.csv", "电梯", "text/csv").content.decode() == "电梯"


def test_traditional_wording_falls_back_to_our_simplified_words(rf):
    said = []
    LanguageMiddleware(lambda request: said.append(gettext("怎样核实")) or HttpResponse())(rf.get("/zh-hant/"))
    assert said == ["怎样核实"]
    assert answer(rf, "/zh-hant/", "怎样核实").content.decode() == "怎樣核實"
