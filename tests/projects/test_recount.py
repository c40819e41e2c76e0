import io
import json
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.projects.consultations.test_domain import record, votes


def run(path, capsys=None):
    out = io.StringIO()
    call_command("recount", str(path), stdout=out)
    return json.loads(out.getvalue())


def written(tmp_path, content) -> Path:
    path = tmp_path / "record.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_recount_equal_to_published_prints_the_result(tmp_path):
    passed = record(votes("a0 a1 b0 b1 b2 b3", "a2 a3")) | {"published": {"outcome": "passed"}}
    result = run(written(tmp_path, passed))
    assert result["outcome"] == "passed"
    assert len(result["digest"]) == 64


def test_recount_different_from_published_exits_1_and_still_prints(tmp_path):
    wrong = record(votes("a0")) | {"published": {"outcome": "passed"}}
    out = io.StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("recount", str(written(tmp_path, wrong)), stdout=out)
    assert refusal.value.returncode == 1
    assert json.loads(out.getvalue())["outcome"] == "failed"


@pytest.mark.parametrize("content", ["", "[]", "{", "null", '"\\ud800"', "[" * 100_000, '{"format": 1e999}'])
def test_recount_unreadable_file_exits_2(tmp_path, content):
    with pytest.raises(CommandError) as refusal:
        run(written(tmp_path, content))
    assert refusal.value.returncode == 2
    assert "无法计算" in str(refusal.value)


def test_recount_missing_file_exits_2(tmp_path):
    with pytest.raises(CommandError) as refusal:
        run(tmp_path / "none.json")
    assert refusal.value.returncode == 2
    assert "无法计算" in str(refusal.value)


def test_recount_reads_standard_input(monkeypatch):
    content = json.dumps(record(votes("a0"))).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    result = run("-")
    assert result["heads"]["agree"] == 1
    assert result["outcome"] == "failed"
