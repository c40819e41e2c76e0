import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.projects.costs.test_domain import CITY, GUANGZHOU, plan


def test_apportion_prints_the_shares_in_input_order(tmp_path):
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(plan("floor_coefficient", GUANGZHOU, cost="750000.00", subsidies=[CITY])))
    out = io.StringIO()
    call_command("apportion", str(path), stdout=out)
    result = json.loads(out.getvalue())
    assert (result["cost"], result["subsidy"], result["owners_pay"]) == ("750000.00", "280000.00", "470000.00")
    assert [share["unit"] for share in result["shares"]][:3] == ["101", "102", "201"]


@pytest.mark.parametrize("content", ["", "{}", '{"format": "linli/sharing-plan/1", "cost": "x"}'])
def test_apportion_bad_plan_exits_2_with_the_reason(tmp_path, content):
    path = tmp_path / "plan.json"
    path.write_text(content)
    with pytest.raises(CommandError) as refusal:
        call_command("apportion", str(path))
    assert refusal.value.returncode == 2
    assert "无法计算" in str(refusal.value)
