"""A record counted from an upload: shown, compared, forgotten; whatever is uploaded, never an error of ours."""

import ast
import json
import re
from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext, override

from portal.votes.forms import REASONS
from projects.consultations import actions, domain
from tests.projects.consultations.test_domain import record, votes

URL = "/rules/recount/"
PASSED = record(votes("a0 a1 b0 b1 b2 b3", "a2 a3"))


@pytest.fixture(autouse=True)
def _nobody_has_counted_yet(db):
    caches["default"].clear()


def post(client, content, url=URL):
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return client.post(url, {"record": SimpleUploadedFile("record.json", data)})


def test_page_says_how_without_cookie(client, db, text):
    reply = client.get(URL)
    page = text(reply)
    assert reply.status_code == 200
    assert "manage.pyrecountrecord.json" in page
    assert "只算一遍，不保存" in page
    assert reply.content.decode().count("enctype=") == 1
    assert "csrf" not in reply.content.decode()
    assert not reply.cookies


def test_record_of_a_real_vote_counts_as_its_page_says(client, vote, text):
    closed = vote.closed()
    reply = post(client, actions.record_of(closed))
    page = text(reply)
    assert reply.status_code == 200
    assert "重新计票：通过" in page
    assert "和文件里写的公布数字一样。" in page
    assert closed.result.digest in page
    assert "461.76÷692.64=66.66%" in page
    assert not reply.cookies


def test_record_that_was_changed_is_told_apart(client, vote, text):
    changed = actions.record_of(vote.closed())
    changed["ballots"][0]["choice"] = "disagree" if changed["ballots"][0]["choice"] == "agree" else "agree"
    reply = post(client, changed)
    page = text(reply)
    assert reply.status_code == 200
    assert "和文件里写的公布数字不一样：" in page
    assert "记录摘要" in page
    assert "和文件里写的公布数字一样。" not in page


def test_record_without_published_figures_says_so(client, db, text):
    page = text(post(client, PASSED))
    assert "文件里没有写公布的数字" in page
    assert "四项都已达到，通过。" in page


def test_silence_that_counts_has_a_line_of_its_own(client, db, text):
    roll = [row | {"delivered": True} for row in PASSED["roll"]]
    reply = post(client, PASSED | {"rule": PASSED["rule"] | {"silence": "议事规则第12条"}, "roll": roll})
    assert "没有交回，跟多数意见算4人230.88平方米" in text(reply)
    assert "10÷12=83.33%" in text(reply)


ODD = {
    "nothing": b"",
    "no json": b"hello",
    "no utf-8": b"\xff\xfe\x00",
    "nul": b"\x00" * 100,
    "deep": b"[" * 100_000,
    "deep objects": b'{"a":' * 100_000,
    "surrogate": b'"\\ud800"',
    "a number": b"1",
    "huge integer": b'{"format": ' + b"9" * 5000 + b"}",
    "infinity": b'{"format": 1e999}',
    "no rule": json.dumps(PASSED | {"rule": None}).encode(),
    "odd rule": json.dumps(PASSED | {"rule": {"code": ["x"]}}).encode(),
    "odd base": json.dumps(PASSED | {"rule": PASSED["rule"] | {"consent_base": {}}}).encode(),
    "odd roll": json.dumps(PASSED | {"roll": {"a": 1}}).encode(),
    "odd area": json.dumps(PASSED | {"roll": [{"voter": "a", "area": 10**30}]}).encode(),
    "odd voter": json.dumps(PASSED | {"roll": [{"voter": "a" * 100_000, "area": "x"}]}).encode(),
    "surrogate voter": json.dumps(PASSED | {"roll": [{"voter": "\ud800", "area": "1"}], "ballots": []}).encode(),
    "surrogate area": json.dumps(PASSED | {"roll": [{"voter": "a", "area": "\ud800"}]}).encode(),
    "markup": json.dumps(PASSED | {"roll": [{"voter": "a", "area": "<script>alert(1)</script>"}]}).encode(),
    "two ballots": json.dumps(PASSED | {"ballots": PASSED["ballots"][:1] * 2}).encode(),
    "unknown choice": json.dumps(PASSED | {"ballots": [{"voter": [], "choice": {}, "status": 1}]}).encode(),
    "published is no object": json.dumps(PASSED | {"published": [1]}).encode(),
    "deep part": json.dumps(PASSED | {"rule": PASSED["rule"] | {"x": 0}})
    .encode()
    .replace(b'"x": 0', b'"x": ' + b"[" * 900 + b"]" * 900),
    "large": b'"' + b"a" * 2_000_001 + b'"',
    "very large": b"a" * 3_000_000,
}


@pytest.mark.parametrize("name", ODD)
def test_odd_file_is_refused_in_words(client, db, name, text):
    client.raise_request_exception = False
    reply = post(client, ODD[name])
    if name == "deep part":
        assert reply.status_code in (200, 400)
        return
    assert reply.status_code == 400
    assert "有地方需要改" in text(reply)
    assert "<script>alert" not in reply.content.decode()
    assert len(reply.content) < 20_000


@pytest.mark.parametrize("published", [{"heads": 1}, {"tests": [[[]]]}, {"digest": None}, {"outcome": {"a": {}}}])
def test_odd_published_figures_are_other_ones(client, db, published, text):
    reply = post(client, PASSED | {"published": published})
    assert reply.status_code == 200
    assert "和文件里写的公布数字不一样：" in text(reply)


def test_posts_without_a_file_are_refused(client, db):
    client.raise_request_exception = False
    assert client.post(URL).status_code == 400
    assert client.post(URL, {"record": "text"}).status_code == 400
    assert client.post(URL, b"{}", content_type="application/json").status_code == 400
    assert client.post(URL, b"x", content_type="multipart/form-data; boundary=b").status_code == 400
    assert client.post(URL, b"x", content_type="multipart/form-data").status_code == 400
    assert client.put(URL).status_code == 405
    assert client.generic("POST", URL, b"x", CONTENT_LENGTH="many").status_code == 400


def test_too_large_says_how_large(client, db, text):
    for content in (ODD["large"], ODD["very large"]):
        assert "文件太大：最大2MB。" in text(post(client, content))


def test_refusal_in_english(client, db):
    page = post(client, b"hello", "/en/rules/recount/").content.decode()
    assert "This is not a record of a vote" in page
    page = post(client, {"format": "x"}, "/en/rules/recount/").content.decode()
    assert "not a consultation record: format should be linli/consultation-record/1" in page


def test_who_counts_too_often_waits_a_minute(client, db, text):
    for _ in range(20):
        assert post(client, PASSED).status_code == 200
    refused = post(client, PASSED)
    assert refused.status_code == 429
    assert "请等1分钟再试" in text(refused)
    assert "重新计票：通过" not in text(refused)
    assert client.get(URL).status_code == 200
    elsewhere = SimpleUploadedFile("record.json", json.dumps(PASSED).encode())
    assert client.post(URL, {"record": elsewhere}, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_every_reason_of_the_domain_is_said_in_english(client, db):
    folder = Path(domain.__file__).parent
    calls = (node for file in folder.glob("*.py") for node in ast.walk(ast.parse(file.read_text())))
    said = {
        node.args[0].value
        for node in calls
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "BadRecord"
    }
    assert len(said) == 16
    assert said | {"published 应是一个对象"} == set(REASONS)
    with override("en"):
        assert not [words for words in REASONS if re.search("[\u4e00-\u9fff]", gettext(words))]
    page = post(client, PASSED | {"ballots": PASSED["ballots"][:1] * 2}, f"/en{URL}").content.decode()
    assert "This record cannot be counted: one voter has two valid ballots: &#x27;" in page
