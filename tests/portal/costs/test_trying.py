"""/rules/cost/: anyone's figures by a plain address, refused in words, never an error of ours."""

import pytest

from seeds import reference
from seeds.tally import Tally

PAGE = "/rules/cost/"


@pytest.fixture
def tables(db):
    reference.load(Tally())


def ask(read, **values):
    query = "&".join(f"{name}={value}" for name, value in values.items())
    return read(f"{PAGE}?{query}")


def test_example_stands_there_to_be_changed(tables, read):
    reply, text = read(PAGE)
    assert reply.status_code == 200
    assert "总价750,000.00元，补贴280,000.00元，业主承担470,000.00元。" in text
    assert "第6层59,901.96元2户分摊，系数1.3" in text
    assert "noindex" not in reply.content.decode()
    assert 'method="get"' in reply.content.decode()


def test_shanghai_guide_for_seven_storeys_as_worked_out_by_hand(tables, read):
    reply, text = ask(read, floors=7, flats=3, table="SH_7_MIDPOINT")
    # 2F: 5 % of 470,000 in three: 7,833.34, 7,833.34, 7,833.33
    assert "第2层7,833.33元到7,833.34元3户分摊，百分比5%合计23,500.01" in text
    assert "第7层45,433.33元3户分摊，百分比29%合计136,299.99" in text
    assert "2021年1月15日" in text
    assert "仅供参考" in text
    assert '<meta name="robots" content="noindex">' in reply.content.decode()


def test_subsidy_is_switched_off_and_capped(tables, read):
    assert "补贴0.00元，业主承担750,000.00元" in ask(read, subsidy="none")[1]
    assert "补贴100,000.00元，业主承担650,000.00元" in ask(read, cap="100000")[1]
    assert "补贴240,000.00元，业主承担360,000.00元" in ask(read, cost="600000")[1]


def test_equal_shares_leave_the_first_floor_out(db, read):
    _, text = ask(read, table="equal", floors=3, flats=1, cost="300", subsidy="none")
    assert "第3层150.00元1户分摊合计150.00" in text
    assert "第1层0.00元1户都不用分摊" in text


def test_own_values_by_percent_and_coefficient(db, read):
    _, text = ask(read, table="percent", own="0 10 22 31 37", floors=5, flats=4, cost="100000", subsidy="none")
    assert "第5层9,250.00元4户分摊，百分比37%合计37,000.00" in text
    _, text = ask(read, table="coefficient", own="0，0.5、1", floors=3, flats=1, cost="300", subsidy="none")
    assert "第3层200.00元1户分摊，系数1合计200.00" in text


@pytest.mark.parametrize(
    "values,why",
    (
        ({"table": "percent", "own": "6 12 20 28 36", "floors": 5}, "加起来要等于100，现在是102。"),
        ({"table": "percent", "own": "50 50", "floors": 5}, "一共5层，要写5个数，现在写了2个。"),
        ({"table": "coefficient", "own": "0 0 0", "floors": 3}, "至少有一层要大于0。"),
        ({"table": "coefficient", "own": "-1 1 1", "floors": 3}, "只写数字"),
        ({"table": "coefficient", "own": "1e9 1 1", "floors": 3}, "只写数字"),
        ({"table": "SH_7_MIDPOINT", "floors": 6}, "这张表是按7层楼定的"),
        ({"table": "GZ_COEFFICIENT", "floors": 10}, "这张表是按9层楼定的"),
        ({"cost": "0"}, "大于或等于1"),
        ({"cost": "100000000"}, "小于或等于"),
        ({"floors": "19"}, "小于或等于18"),
        ({"flats": "0"}, "大于或等于1"),
        ({"table": "nothing"}, "选"),
        ({"cost": "1e309"}, "总价"),
        ({"cap": "NaN"}, "补贴最高"),
    ),
)
def test_figures_that_cannot_be_are_refused_beside_their_field(tables, read, values, why):
    reply, text = ask(read, **values)
    assert reply.status_code == 400
    assert why in text
    assert "有地方需要改" in text


def test_largest_stair_is_computed(tables, read, queries):
    _, text = ask(read, floors=18, flats=10, table="equal", cost="99999999")
    # 9,971,999,900 fen by 170 households leave 160: the lower floors have one more each
    assert "第18层586,588.22元10户分摊" in text
    assert "第17层586,588.23元10户分摊" in text
    assert queries(f"{PAGE}?floors=18&flats=10&table=equal") == queries(PAGE) == 2


def test_rules_lead_to_it_and_it_speaks_english(tables, client):
    assert f'href="{PAGE}"' in client.get("/rules/").content.decode()
    english = client.get(f"/en{PAGE}").content.decode()
    assert "Guangzhou coefficients by floor" in english
    assert "Try it: what each floor pays" in english
