"""Which household a line may be from: certain only when amount and reference agree and nothing speaks against it."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.accounts.domain import Household, Incoming, match, unpaid

DAY = datetime.date(2026, 4, 10)
HOMES = (
    Household(201, "201", frozenset({"张三"}), ((1, 573_529), (2, 955_882))),
    Household(202, "202", frozenset({"李四", "王小五"}), ((1, 573_529),)),
    Household(601, "601", frozenset({"示例贸易有限公司"}), ((1, 1_491_176),)),
)


def line(fen, payer="", remark="", key=1, day=DAY):
    return Incoming(key, day, fen, payer, remark)


def one(fen, payer="", remark="", homes=HOMES, booked=None):
    found = match([line(fen, payer, remark)], homes, "12", booked or {})
    return (found[1].unit, found[1].is_certain, found[1].why) if found else None


@pytest.mark.parametrize(
    "fen, payer, remark, expected",
    [
        (573_529, "张三", "", (201, True, "户名、金额对得上")),
        (573_529, "赵六", "201室加梯款", (201, True, "室号、金额对得上")),
        (573_529, "张 三", "１２号２０１第１期", (201, True, "室号、户名、金额对得上")),
        (573_529, "", "王小五 第一期", (202, True, "户名、金额对得上")),
        (1_529_411, "张三", "", (201, True, "户名、金额对得上")),  # both calls at once
        (955_882, "张三", "第2期", (201, True, "户名、金额对得上")),
        (1_491_176, "示例贸易有限公司", "12-601", (601, True, "室号、户名、金额对得上")),
        (500_000, "张三", "", (201, False, "户名对得上，金额不是应缴的数")),
        (573_529, "张三", "202室", (202, False, "室号、金额对得上，附言里的室号和付款人不是同一户")),
        (573_529, "张三", "第3期", (201, False, "户名、金额对得上，附言里的期数已缴清或者还没有通知")),
        (1_491_176, "赵六", "", (601, False, "金额对得上")),
        (573_529, "赵六", "", None),  # two households owe exactly that
        (573_529, "赵六", "201和202", None),
        (955_882, "赵六", "代201、202", (201, False, "室号、金额对得上，还可能是另一户")),
        (100, "赵六", "20260401 1201 201元", None),
        (1_491_176, "赵六", "13号601室", None),  # other stairs
        (1, "", "", None),
    ],
)
def test_line_points_to_a_household(fen, payer, remark, expected):
    assert one(fen, payer, remark) == expected


def test_other_stairs_speak_against_the_room_not_against_the_payer():
    assert one(573_529, "张三", "13号201") == (201, True, "户名、金额对得上")
    assert one(573_529, "赵六", "13号201") is None


def test_payment_entered_by_hand_makes_a_line_doubtful():
    booked = {(201, 573_529): [DAY - datetime.timedelta(days=7)]}
    assert one(573_529, "张三", booked=booked) == (201, False, "户名、金额对得上，可能已经手工登记过")
    booked = {(201, 573_529): [DAY - datetime.timedelta(days=8)]}
    assert one(573_529, "张三", booked=booked)[1] is True


def test_second_line_of_the_same_sum_is_certain_only_while_it_is_owed():
    twice = [line(573_529, "李四", key=key) for key in (1, 2)]
    found = match(twice, HOMES, "12", {})
    assert [found[key].is_certain for key in (1, 2)] == [True, False]
    later = [line(573_529, "张三", key=1), line(955_882, "张三", key=2)]
    assert all(proposal.is_certain for proposal in match(later, HOMES, "12", {}).values())


def test_payments_settle_the_oldest_first():
    assert unpaid([(1, 300), (2, 500)], 350) == ((2, 450),)
    assert unpaid([(1, 300), (None, -100), (2, 500)], 0) == ((1, 200), (2, 500))
    assert unpaid([(1, 300)], 400) == ()


@given(
    st.lists(
        st.tuples(st.sampled_from((573_529, 955_882, 1_529_411)), st.text("张三李四201号期第", max_size=8)), max_size=6
    )
)
def test_certain_lines_never_exceed_what_a_household_owes(rows):
    lines = [line(fen, "张三", remark, key=key) for key, (fen, remark) in enumerate(rows)]
    found = match(lines, HOMES, "12", {})
    for home in HOMES:
        certain = [
            row.amount_fen for row in lines if (hit := found.get(row.key)) and hit.is_certain and hit.unit == home.unit
        ]
        assert sum(certain) <= sum(fen for _, fen in home.open)
