import pytest
from django.test import Client

from portal.reading.views import COOKIE


def press(client, address="/reading/", **pressed):
    return client.post(address, pressed)


def test_reading_post_sets_one_lasting_cookie_and_goes_back(client, db):
    response = press(client, size="large", next="/c/jia/?stage=done")
    cookie = response.cookies[COOKIE]
    assert (response.status_code, response["Location"]) == (302, "/c/jia/?stage=done")
    assert list(response.cookies) == ["reading"]
    assert cookie.value == "large-normal"
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (34_560_000, True, "Lax", "/")


def test_reading_post_needs_no_token(db):
    client = Client(enforce_csrf_checks=True)
    assert press(client, size="largest").status_code == 302
    assert client.cookies[COOKIE].value == "largest-normal"


def test_reading_post_keeps_what_was_not_pressed(client, db):
    press(client, size="largest")
    response = press(client, contrast="high")
    assert response.cookies[COOKIE].value == "largest-high"
    assert response["Location"] == "/reading/"
    assert press(client, "/en/reading/", size="standard")["Location"] == "/en/reading/"
    assert client.cookies[COOKIE].value == "standard-high"


@pytest.mark.parametrize(
    "away",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "evil",
        "/a\x00b",
        "/" + "长" * 501,
    ],
)
def test_reading_next_leads_only_to_this_site(client, db, away):
    posted = press(client, size="large", next=away)
    shown = client.get("/reading/", {"next": away})
    assert (posted.status_code, shown.status_code) == (400, 400)
    assert COOKIE not in posted.cookies
    assert "evil" not in shown.content.decode().split("<main")[1]


@pytest.mark.parametrize("pressed", [{"size": "huge"}, {"contrast": "red"}, {"size": "large\x00"}])
def test_reading_unknown_choice_is_refused(client, db, pressed):
    response = press(client, **pressed)
    assert response.status_code == 400
    assert not response.cookies


def test_reading_page_is_the_same_for_everybody(client, db):
    before = client.get("/reading/").content
    press(client, size="largest", contrast="high")
    after = client.get("/reading/")
    assert after.content == before
    assert not after.cookies
    assert "csrf" not in before.decode()
    for alias in ("长辈版", "亲情版", "关爱版", "关怀版"):
        assert alias in before.decode()


def test_stylesheet_follows_the_cookie_and_is_private(client, db):
    plain = client.get("/reading.css")
    press(client, size="largest", contrast="high")
    chosen = client.get("/reading.css")
    again = client.get("/reading.css", headers={"if-none-match": chosen["ETag"]})
    assert plain["Content-Type"] == "text/css; charset=utf-8"
    assert plain["Cache-Control"] == chosen["Cache-Control"] == "private, no-cache"
    assert "font-size:100%" in plain.content.decode()
    assert "font-size:166.67%" in chosen.content.decode()
    assert "--paper:#FFFFFF" in chosen.content.decode()
    assert plain["ETag"] != chosen["ETag"]
    assert (again.status_code, again.content) == (304, b"")


def test_stylesheet_answers_reading_only(client, db):
    assert client.post("/reading.css").status_code == 405
    client.cookies[COOKIE] = "largest-high}body{display:none"
    css = client.get("/reading.css").content.decode()
    assert "display:none" not in css
    assert "font-size:100%" in css


@pytest.mark.parametrize(("prefix", "tag"), [("", "zh-Hans"), ("/zh-hant", "zh-Hant"), ("/en", "en")])
def test_not_found_speaks_the_language_of_its_address(client, cast, prefix, tag):
    response = client.get(f"{prefix}/nowhere/")
    page = response.content.decode()
    assert (response.status_code, response["Content-Language"]) == (404, tag)
    assert f'<html lang="{tag}">' in page
    assert f'href="{prefix}/"' in page
    assert f'href="{prefix}/search/"' in page
    assert "tel:021-55550001" in page
    assert "tel:021-55550002" in page
    assert not response.cookies


def test_not_found_within_a_community_says_whom_to_call_there(client, cast):
    page = client.get("/c/jia/nowhere/").content.decode()
    assert 'href="tel:021-55550001"' in page
    assert "021-55550002" not in page
    assert 'href="/c/jia/"' in page


@pytest.mark.parametrize(
    "path", ["//[", "/c/%00/", "/c/" + "a" * 5000 + "/x", "/\xed\xa0\x80/", "/en/\xff", "/c/\xe7\x94\xb2/x", "/c/\x00/"]
)
def test_not_found_of_garbage_is_a_plain_page(client, db, path):
    response = client.get("/", PATH_INFO=path)
    assert response.status_code == 404
    assert "找不到这一页" in response.content.decode() or path.startswith("/en/")


def test_unknown_host_gets_a_page_and_not_a_traceback(db, settings):
    settings.ALLOWED_HOSTS = ["linli.example"]
    response = Client(SERVER_NAME="evil.example").get("/")
    assert response.status_code == 400
    assert "这个网址读不懂" in response.content.decode()
    assert "evil.example" not in response.content.decode()


def test_forged_post_without_token_is_told_to_try_again(cast):
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "secretary"})
    assert response.status_code == 403
    assert "页面放得太久了" in response.content.decode()


def test_server_error_asks_nothing_that_may_be_broken(rf, db, django_assert_num_queries):
    from portal.reading.views import server_error

    with django_assert_num_queries(0):
        response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert "网站出错了" in response.content.decode()
    assert "{%" not in response.content.decode()
