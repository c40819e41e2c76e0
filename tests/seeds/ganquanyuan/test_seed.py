"""What the command promises as a whole."""

import pytest
from django.apps import apps

from communities.journal.models import Entry
from communities.models import Community, User
from seeds import ganquanyuan
from seeds.ganquanyuan.staff import NoDemoHere
from seeds.tally import Tally
from tests.seeds import run_seed


def _rows():
    ours = [
        model for label in ("communities", "projects", "portal") for model in apps.get_app_config(label).get_models()
    ]
    return {model.__name__: sorted(map(str, model._base_manager.values_list())) for model in ours}


def test_seed_prints_log_ins_and_count(lines, db):
    assert lines[0] == "示例账号（只用于演示）："
    assert lines[1:4] == [
        "  demo-shuji  demo-lift-2019-shuji  居民区党总支书记",
        "  demo-juwei  demo-lift-2019-juwei  居委会委员",
        "  demo-louzu  demo-lift-2019-louzu  13号楼组长",
    ]
    assert lines[4].startswith("新增 ")
    assert lines[4].endswith("，变更 0")


def test_seed_a_second_time_changes_no_row_and_writes_no_entry(db):
    before = _rows()
    assert run_seed()[-1] == "新增 0，变更 0"
    assert _rows() == before


def test_seed_after_the_committee_worked_leaves_its_work(db):
    community = Community.objects.get(slug="ganquanyuan")
    Community.objects.filter(pk=community.pk).update(phone="021-55559999")
    assert run_seed()[-1] == "新增 0，变更 0"
    community.refresh_from_db()
    assert community.phone == "021-55559999"


def test_journal_after_seed_holds(db):
    assert list(Entry.objects.faults()) == []
    clerks = User.objects.filter(username__in=["demo-juwei", "demo-shuji"]).values_list("pk", flat=True)
    assert set(Entry.objects.values_list("actor", flat=True)) == {"system", *(f"user:{pk}" for pk in clerks)}
    assert Entry.objects.filter(action="communities.upload.import").count() == 1


def test_journal_after_seed_names_nobody(db):
    text = "".join(map(str, Entry.objects.values_list("object_label", "changes")))
    for word in ("示例业主", "示例共有人", "示例承租人", "示例志愿者", "1390000", "demo-lift"):
        assert word not in text


def test_demo_loaded_past_the_command_is_refused_in_production(db, settings):
    User.objects.filter(username="demo-juwei").update(username="somebody-else")
    settings.PRODUCTION = True
    with pytest.raises(NoDemoHere):
        ganquanyuan.staff.load(Community.objects.get(), Tally())
    assert not User.objects.filter(username="demo-juwei").exists()
