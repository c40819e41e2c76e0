"""The log-in: one answer to every wrong attempt, throttled, journalled, for active staff only."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.urls import Resolver404, resolve, reverse

from communities.journal.models import Entry, Head
from communities.models import User
from portal.failover import FailOverCache

LOGIN = "/admin/account/login/"
PASSWORD = "pass-word-123"


@pytest.fixture(autouse=True)
def _fresh_counters(db):
    cache.clear()


def enter(client, username="secretary", password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": username, "password": password}, **extra)


def test_right_password_opens_the_desk_under_a_new_session_key(client, cast):
    client.get(LOGIN)
    client.session["seen"] = True
    before = client.session.session_key
    response = enter(client)
    assert response.status_code == 302
    assert response.url == "/admin/"
    assert client.session.session_key != before
    assert client.session.get_expiry_age() == 28_800
    assert client.get("/admin/").status_code == 200


def test_admin_login_sends_to_ours_and_keeps_where_one_wanted_to_go(client, cast):
    wanted = client.get("/admin/communities/unit/")
    assert wanted.url == "/admin/login/?next=/admin/communities/unit/"
    ours = client.get(wanted.url)
    assert ours.url == f"{LOGIN}?next=%2Fadmin%2Fcommunities%2Funit%2F"
    done = client.post(ours.url, {"login": "secretary", "password": PASSWORD, "next": "/admin/communities/unit/"})
    assert done.url == "/admin/communities/unit/"


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"])
def test_another_host_as_next_is_not_followed(client, cast, target):
    response = client.post(LOGIN, {"login": "secretary", "password": PASSWORD, "next": target})
    assert response.url == "/admin/"


def test_every_wrong_attempt_reads_the_same(client, cast):
    """No such name, a wrong password, a stopped account, an account that is no staff: nobody can tell which."""
    User.objects.filter(username="member").update(is_active=False)
    User.objects.filter(username="leader").update(is_staff=False)
    pages = set()
    for username, password in (
        ("nobody", PASSWORD),
        ("secretary", "wrong-word"),
        ("member", PASSWORD),
        ("leader", PASSWORD),
    ):
        response = enter(client, username, password)
        assert response.status_code == 200
        assert not client.session.get("_auth_user_id")
        page = response.content.decode().replace(username, "")
        pages.add(page[page.index("errorlist") : page.index("</ul>", page.index("errorlist"))])
    assert len(pages) == 1
    assert "用户名或密码不对" in pages.pop()


def test_after_five_wrong_attempts_the_right_password_waits(client, cast):
    for _ in range(5):
        assert enter(client, password="wrong-word").status_code == 200
    refused = enter(client)
    assert refused.status_code == 429
    assert "请过5分钟再登录" in refused.content.decode()
    assert client.get("/admin/").status_code == 302
    assert enter(client, "member").status_code == 302


def test_attempts_are_journalled_without_what_was_typed(client, cast):
    for _ in range(5):
        enter(client, "secretary", "wrong-word")
    enter(client)
    enter(client, "member")
    actions = list(Entry.objects.order_by("seq").values_list("action", "actor", "kind"))
    assert actions == [
        *[("login.failure", "system", "access")] * 5,
        ("login.throttled", "system", "access"),
        ("login.success", f"user:{cast.member.pk}", "access"),
    ]
    stored = str(list(Entry.objects.values_list("changes", "object_label", "object_key")))
    assert "secretary" not in stored
    assert "wrong" not in stored
    assert len({entry.changes["account"] for entry in Entry.objects.exclude(action="login.success")}) == 1
    assert Head.objects.get().changed == 0


def test_login_page_takes_paste_and_password_managers_and_needs_no_script(client, cast):
    page = client.get(LOGIN).content.decode()
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page
    assert "style=" not in page


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "confirm-email/", "password/reset/", "password/set/", "login/code/"]
)
def test_other_pages_of_allauth_do_not_exist(client, cast, path):
    assert client.get(f"/admin/account/{path}").status_code in (302, 404)
    client.force_login(cast.root)
    assert client.get(f"/admin/account/{path}").status_code == 404


def test_public_pages_have_no_account_pages():
    with pytest.raises(Resolver404):
        resolve("/accounts/login/")
    assert reverse("account_login") == LOGIN


def test_logout_ends_the_session(client, cast):
    enter(client)
    old = client.cookies["sessionid"].value
    client.post("/admin/account/logout/")
    client.cookies["sessionid"] = old
    assert client.get("/admin/").status_code == 302
    assert client.post("/admin/logout/").status_code == 302


def test_own_password_is_changed_and_journalled(client, cast):
    enter(client)
    form = {"oldpassword": PASSWORD, "password1": "xin-mi-ma-2026", "password2": "xin-mi-ma-2026"}
    assert client.post("/admin/account/password/", form).status_code == 302
    cast.secretary.refresh_from_db()
    assert cast.secretary.check_password("xin-mi-ma-2026")
    assert Entry.objects.filter(action="login.password", actor=f"user:{cast.secretary.pk}").count() == 1
    assert "xin-mi-ma" not in str(list(Entry.objects.values()))


@pytest.mark.parametrize("path", ["2fa/", "password/", "reauthenticate/", "logout/"])
def test_own_account_pages_are_chinese_and_clean(client, cast, path):
    enter(client)
    page = client.get(f"/admin/account/{path}").content.decode()
    assert 'lang="zh-' in page
    assert "邻里 · 工作台" in page
    assert "style=" not in page
    assert "<script>" not in page


def test_second_factor_is_asked_for_once_it_is_on(client, cast):
    enter(client)
    assert client.get("/admin/account/2fa/totp/activate/").url.startswith("/admin/account/reauthenticate/")
    client.post("/admin/account/reauthenticate/", {"password": PASSWORD})
    assert "二维码" in client.get("/admin/account/2fa/totp/activate/").content.decode()
    TOTP.activate(cast.secretary, "JBSWY3DPEHPK3PXP")
    client.post("/admin/account/logout/")
    response = enter(client)
    assert response.url.startswith("/admin/account/2fa/authenticate/")
    assert client.get("/admin/").status_code == 302
    assert "6位数字" in client.get(response.url).content.decode()
    assert client.post(response.url, {"code": "000000"}).status_code == 200
    assert client.get("/admin/").status_code == 302
    assert Authenticator.objects.filter(user=cast.secretary).count() == 1


def test_dead_redis_falls_back_to_the_database(settings, client, cast, monkeypatch):
    """The throttle still counts, and nobody sees a 500."""
    pytest.importorskip("redis")
    settings.CACHES = {
        **settings.CACHES,
        "default": {
            "BACKEND": "portal.failover.FailOverCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"socket_timeout": 0.3, "socket_connect_timeout": 0.3},
        },
    }
    monkeypatch.setattr(FailOverCache, "_silent_until", 0.0)
    for _ in range(5):
        assert enter(client, password="wrong-word").status_code == 200
    assert FailOverCache._silent_until > 0
    assert enter(client).status_code == 429
    assert enter(client, "member").status_code == 302


def test_password_of_a_stopped_account_stays_useless(client, cast):
    User.objects.filter(username="member").update(is_active=False, password=make_password(PASSWORD))
    assert enter(client, "member").status_code == 200
    assert client.get("/admin/").status_code == 302
