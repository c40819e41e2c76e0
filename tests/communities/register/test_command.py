import io
import json

import pytest
from django.core.management import call_command

from communities.models import Entry, Unit

from .files import ROW, sample, xlsx


@pytest.fixture
def run(cast, tmp_path):
    def command(content, *options, name="a.xlsx", community="jia"):
        path = tmp_path / name
        path.write_bytes(content)
        out, err, code = io.StringIO(), io.StringIO(), 0
        try:
            call_command("import_register", str(path), "--community", community, *options, stdout=out, stderr=err)
        except SystemExit as end:
            code = end.code
        return code, out.getvalue(), err.getvalue()

    return command


def test_command_prints_the_promised_json(run):
    code, out, _ = run(sample("register-one-stair.xlsx"), "--json")
    assert code == 0
    assert json.loads(out) == {
        "rows": 12, "created": 12, "updated": 0, "unchanged": 0, "errors": [], "likely_same": [[14, 15]],
    }  # fmt: skip
    assert Entry.objects.get().actor == "system"


def test_command_with_faults_exits_1_and_names_each(run):
    code, out, _ = run(sample("register-with-faults.xlsx"), "--json")
    found = json.loads(out)
    assert code == 1
    assert [fault["row"] for fault in found["errors"]] == [3, 4, 5, 6, 7]
    assert set(found["errors"][0]) == {"row", "column", "value", "message"}
    assert found["errors"][1]["value"] == "六十"
    assert (found["rows"], found["created"]) == (6, 0)


@pytest.mark.parametrize(("content", "name"), [(b"", "a.xlsx"), (b"PK", "a.xlsx"), (b"x", "a.exe"), (b"\0", "a.csv")])
def test_command_with_an_unreadable_file_exits_2(run, content, name):
    code, out, err = run(content, "--json", name=name)
    assert code == 2
    assert json.loads(out)["errors"][0]["message"] in err
    assert Unit.objects.count() == 4


def test_command_without_file_or_community_exits_2(run, cast):
    assert run(xlsx(ROW), community="nowhere")[0] == 2
    with pytest.raises(SystemExit) as end:
        call_command("import_register", "/nonexistent", "--community", "jia", stderr=io.StringIO())
    assert end.value.code == 2


def test_command_dry_run_saves_nothing(run):
    code, out, _ = run(sample("register-gbk.csv"), "--json", "--dry-run", name="a.csv")
    assert (code, json.loads(out)["created"]) == (0, 10)
    assert Unit.objects.count() == 4


def test_command_without_json_speaks_chinese(run):
    assert run(sample("register-one-stair.xlsx"))[1].splitlines() == [
        "第14行和第15行的业主同名，可能是同一人；请核对后在后台合并。",
        "已导入：共12行，新增12，更新0，没有变化0。",
    ]
    lines = run(sample("register-with-faults.xlsx"))[1].splitlines()
    assert lines[1].startswith("第4行 建筑面积（六十）：看不懂面积")
    assert lines[-1] == "共6行，5处要改，一行也没有保存。"
    assert "检查通过，没有保存" in run(xlsx(ROW), "--dry-run")[1]
