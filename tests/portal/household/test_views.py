import json
import re
import statistics
import time

import pytest
from django.core.cache import caches
from django.db import OperationalError

from communities.households import actions
from communities.households.models import HouseholdCode, HouseholdSession
from communities.models import Owner, Ownership, Reading
from projects.consultations.actions import record_of

from .conftest import Home

LANGUAGES = ("/my/", "/zh-hant/my/", "/en/my/")
WRONG = "户码不对，或者已经作废。请对照纸上的再填一遍；还是不行，请居委会换发。"


def text(reply):
    return reply.content.decode()


@pytest.mark.parametrize("path", LANGUAGES)
def test_household_comes_in_by_camera_or_keyboard_and_goes(home, flat, issued, path):
    assert home.scan(issued, path).headers["Location"] == path
    assert "101室" in text(home.get(path))
    assert home.post(path + "leave/").headers["Location"] == path
    assert "101室" not in text(home.get(path))
    assert home.type(flat, issued.typed.lower(), path).status_code == 302
    assert "101室" in text(home.get(path))


def test_cookie_is_its_own_and_kept_from_scripts_and_other_sites(home, issued):
    cookie = home.scan(issued).cookies["household"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert (cookie["max-age"], cookie["expires"], cookie["domain"]) == ("", "", "")
    assert "sessionid" not in home.client.cookies
    assert HouseholdSession.objects.filter(token_hash=cookie.value).count() == 0


def test_production_cookie_is_bound_to_the_host(home, issued, settings, monkeypatch):
    settings.SESSION_COOKIE_SECURE = True
    monkeypatch.setattr("portal.household.views.private.COOKIE", "__Host-household")
    cookie = home.scan(issued).cookies["__Host-household"]
    assert cookie["secure"] is True
    assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_production_settings_name_it_so():
    from pathlib import Path

    source = Path("portal/settings.py").read_text()
    assert 'HOUSEHOLD_COOKIE_NAME = "__Host-household" if PRODUCTION else "household"' in source
    assert "CSRF_COOKIE_SECURE = True" in source


def test_token_is_new_at_each_log_in_and_the_old_one_dead(home, issued):
    first = home.scan(issued).cookies["household"].value
    second = home.scan(issued).cookies["household"].value
    assert first != second
    home.client.cookies["household"] = first
    assert "101室" not in text(home.get())


def test_token_given_by_somebody_else_is_not_taken_over(home, issued):
    home.client.cookies["household"] = "planted"
    assert home.scan(issued).cookies["household"].value != "planted"
    assert actions.resume(token="planted") is None


@pytest.mark.parametrize("path", LANGUAGES)
def test_no_page_is_kept_by_anyone(cast, home, flat, issued, path):
    replies = [home.get(path), home.type(flat, "0" * 13, path), home.scan(issued, path), home.get(path)]
    replies += [home.get(path + "void/"), home.get(path + "votes/1/record.json"), home.post(path + "leave/")]
    replies += [home.get(path + "void/"), home.post(path + "leave/")]
    for reply in replies:
        assert "no-store" in reply.headers["Cache-Control"], reply
        assert "ETag" not in reply.headers
        assert reply.headers["Referrer-Policy"] == "same-origin"
    assert [reply.status_code for reply in replies] == [200, 400, 302, 200, 200, 404, 302, 302, 302]
    assert len(caches["pages"]._cache) == 0
    assert 'name="robots" content="noindex"' in text(home.get(path))


def test_secret_is_in_no_answer_and_no_header(home, flat, issued, caplog):
    replies = [home.scan(issued), home.get(), home.get("/my/void/")]
    for reply in replies:
        assert issued.secret not in text(reply) + str(reply.headers) + reply.headers.get("Location", "")
        assert issued.typed not in text(reply) + str(reply.headers)
    wrong = home.client.post("/my/", {"secret": "B" * 22})
    assert "B" * 22 not in text(wrong)
    assert issued.secret not in caplog.text


def same(reply):
    """What is left of an answer without what was typed."""
    return re.sub(r'\s*(value="[^"]*"|selected)', "", text(reply))


def test_every_wrong_answer_reads_the_same(cast, home, flat, issued):
    other = cast.units["1", "601"]  # no code was ever issued for it
    again = actions.issue(units=[flat], by=cast.member)[0]
    actions.revoke(code=HouseholdCode.objects.live().get(), by=cast.member)
    answers = [
        home.type(flat, "0000000000000"),
        home.type(flat, issued.typed),
        home.type(flat, again.typed),
        home.type(other, issued.typed),
        home.type(flat, issued.typed, room="999"),
        home.type(flat, issued.typed, no="77"),
        home.type(cast.units["9", "101"], issued.typed),
    ]
    assert {reply.status_code for reply in answers} == {400}
    assert len({same(reply) for reply in answers}) == 1
    assert WRONG in text(answers[0])
    scanned = [home.client.post("/my/", {"secret": secret}) for secret in (issued.secret, again.secret, "C" * 22)]
    assert {(reply.status_code, same(reply)) for reply in scanned} == {(400, same(scanned[0]))}
    assert WRONG in text(scanned[0])
    assert not any("household" in reply.cookies for reply in answers + scanned)


@pytest.mark.slow
def test_every_wrong_answer_takes_the_same_time(cast, flat, monkeypatch):
    monkeypatch.setattr(actions, "MOST_FROM_ADDRESS", 10_000)
    monkeypatch.setattr(actions, "MOST_AT_DOOR", 10_000)
    actions.issue(units=[flat], by=cast.member)

    cases = {"wrong": {}, "room": {"room": "999"}, "door": {"no": "77"}}
    taken = {name: [] for name in cases}
    for _ in range(15):  # in turn, so that whatever else the machine does meets all alike
        for name, other in cases.items():
            start = time.thread_time()
            Home().type(flat, "0000000000000", **other)
            taken[name].append(time.thread_time() - start)
    medians = {name: statistics.median(times) for name, times in taken.items()}
    assert max(medians.values()) < 1.15 * min(medians.values()), medians


def test_typing_mistakes_are_told_before_anything_is_tried(home, flat, issued):
    short = text(home.type(flat, "7K2M-9XQP"))
    assert "户码是13个字母和数字，您填了8个" in short
    assert "没有字母U" in text(home.type(flat, "7K2M9XQP4RTVU"))
    assert "请填室号" in text(home.type(flat, issued.typed, room=""))
    assert actions.HouseholdAttempt.objects.count() == 0


def test_too_many_wrong_codes_are_told_so_in_words(home, flat, issued):
    for _ in range(10):
        assert home.type(flat, "0000000000000").status_code == 400
    reply = home.type(flat, issued.typed)
    assert (reply.status_code, reply.headers["Retry-After"]) == (429, "3600")
    assert "填错的次数太多了" in text(reply)
    assert "household" not in reply.cookies
    assert home.scan(issued).status_code == 302


def test_dead_redis_lets_no_guess_through(home, flat, issued, settings):
    settings.CACHES = {
        **settings.CACHES,
        "default": {
            "BACKEND": "portal.failover.FailOverCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"socket_timeout": 0.1, "socket_connect_timeout": 0.1},
        },
    }
    replies = [home.type(flat, "0000000000000").status_code for _ in range(12)]
    assert replies == [400] * 10 + [429] * 2
    assert home.type(flat, issued.typed).status_code == 429


def test_without_a_database_the_door_stays_shut(home, flat, issued, monkeypatch):
    def fail(**_):
        raise OperationalError("connection refused")

    monkeypatch.setattr(actions, "enter", fail)
    reply = home.scan(issued)
    assert (reply.status_code, reply.headers["Cache-Control"]) == (503, "no-store, private")
    assert "household" not in reply.cookies


def test_form_of_another_site_is_refused(home, issued):
    reply = home.client.post("/my/", {"secret": issued.secret}, headers={"sec-fetch-site": "cross-site"})
    assert reply.status_code == 403
    assert "household" not in reply.cookies
    own = home.client.post("/my/", {"secret": issued.secret}, headers={"sec-fetch-site": "same-origin"})
    assert own.status_code == 302


def test_leaving_and_voiding_need_the_pages_own_form(inside):
    assert inside.client.post("/my/leave/").status_code == 403
    assert inside.client.post("/my/void/").status_code == 403
    assert HouseholdCode.objects.live().count() == HouseholdSession.objects.count() == 1
    assert inside.get("/my/leave/").status_code == 405


def test_household_voids_its_code_itself(inside, issued):
    assert "不能恢复" in text(inside.get("/my/void/"))
    assert HouseholdCode.objects.live().count() == 1
    done = inside.post("/my/void/")
    assert "户码已经作废" in text(done)
    assert HouseholdCode.objects.get().voided == "household"
    assert "101室" not in text(inside.get())
    assert inside.scan(issued).status_code == 400


def test_staff_session_opens_no_household_and_the_reverse(cast, client, inside):
    client.force_login(cast.secretary)
    assert "101室" not in text(client.get("/my/"))
    assert client.get("/my/votes/1/record.json").status_code == 302
    assert inside.get("/admin/").status_code == 302


NASTY = ("", "\x00", "a\x00b", "\ud800".encode("utf-8", "surrogatepass"), "x" * 1_000_000, "梯" * 9_999, "' OR 1=1 --")


@pytest.mark.parametrize("field", ["community", "no", "room", "code", "secret", "csrfmiddlewaretoken"])
@pytest.mark.parametrize("value", NASTY, ids=range(len(NASTY)))
def test_whatever_is_posted_is_answered_in_words(cast, flat, issued, field, value):
    home = Home()
    reply = home.type(flat, issued.typed, **{field: value})
    assert reply.status_code in (302, 400)
    assert len(reply.content) < 60_000 or len(value) > 9_000
    for path in ("/my/leave/", "/my/void/", "/my/votes/1/record.json"):
        assert home.client.post(path, {field: value}).status_code < 500


def test_body_too_large_and_body_of_another_kind_are_refused(cast, home):
    assert home.client.post("/my/", {"code": "x" * 3_000_000}).status_code in (400, 413)
    assert home.client.post("/my/", b"{}", content_type="application/json").status_code == 400
    assert home.client.post("/my/", b"\xff\xfe%00", content_type="application/x-www-form-urlencoded").status_code == 400


def come_in(vote, room):
    home = Home()
    home.scan(actions.issue(units=[vote.units[room]], by=vote.first)[0])
    return home


def test_household_sees_its_votes_and_whether_its_paper_came(vote, displayed):
    consultation = displayed
    came, missing = text(come_in(vote, "101").get()), text(come_in(vote, "501").get())
    assert "本户的票：已收到" in came
    assert "本户的票：没有收到" in missing
    assert f"/my/votes/{consultation.pk}/record.json" in came
    for page in (came, missing):
        main = page[page.find("<main") :]
        assert not re.search(r"不同意|弃权|投了同意|示例业主", main)


def test_record_is_the_one_that_staff_hand_out_and_the_reading_is_logged(vote, displayed, client):
    consultation = displayed
    reply = come_in(vote, "501").get(f"/my/votes/{consultation.pk}/record.json")
    client.force_login(vote.first)
    staff = client.get(f"/admin/projects/consultation/{consultation.pk}/record/")
    assert reply.content == staff.content
    assert json.loads(reply.content) == record_of(consultation)
    assert reply.headers["Content-Disposition"].startswith("attachment")
    reading = Reading.objects.get(purpose="住户下载表决记录")
    assert (reading.actor, reading.object_key) == (
        f"household:{vote.units['501'].pk}",
        f"projects.consultation:{consultation.pk}",
    )


def test_record_is_refused_to_others_before_it_is_public_and_to_the_next_owner(cast, vote, displayed, inside):
    address = f"/my/votes/{displayed.pk}/record.json"
    assert inside.get(address).status_code == 404  # a flat of other stairs
    counted, still_open = vote.closed(), vote.open_now()
    home = come_in(vote, "101")
    assert home.get(address).status_code == 200
    for hidden in (counted, still_open):
        assert home.get(f"/my/votes/{hidden.pk}/record.json").status_code == 404
        assert f"/my/votes/{hidden.pk}/" not in text(home.get())
    buyer = Owner.objects.create(community=cast.here, expires_on="2030-01-01")
    vote.hand_over("101", buyer)
    assert "101室" not in text(home.get())
    after = come_in(vote, "101")
    assert "现在的业主还没有参加过表决" in text(after.get())
    assert after.get(address).status_code == 404
    assert Home().get(address).headers["Location"] == "/my/"


def test_draft_is_told_to_nobody(vote):
    vote.draft()
    home = come_in(vote, "101")
    assert "现在的业主还没有参加过表决" in text(home.get())
    assert home.get("/my/votes/1/record.json").status_code == 404


@pytest.mark.parametrize("votes", [1, 10])
def test_overview_asks_the_same_whatever_the_number_of_votes(vote, django_assert_num_queries, votes):
    for _ in range(votes):
        vote.open()
    home = come_in(vote, "101")
    home.get()
    with django_assert_num_queries(
        7
    ):  # session with owners, reading, votes, shares, statement (2), the pulse of all pages
        assert text(home.get()).count("本户的票：没有收到") == votes


def test_co_owner_and_tenant_are_told_who_the_code_is_for(inside, client):
    assert "共有人合用一个户码" in text(inside.get())
    assert "租客不能领" in text(client.get("/my/"))
    assert Ownership.objects.count() == 4
