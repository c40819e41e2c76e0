"""A bank's statement as banks write it: GBK, title lines, full-width digits, separators; every fault with its row."""

import datetime

import pytest

from communities.register.domain import Unreadable
from projects.accounts.domain import read_bank
from tests.communities.register.files import xlsx

TODAY = datetime.date(2026, 11, 23)
TITLE = "示例银行账户明细,,,,,\n账号：6222,,,,,\n起止日期：20260401-20260430,,,,,\n"
HEAD = "交易日期,摘要,附言,对方户名,收入金额,支出金额,余额\n"


def read(text, encoding="utf-8", name="a.csv"):
    return read_bank(text.encode(encoding), name, TODAY)


def said(text, **values):
    lines, faults = read(text, **values)
    assert faults == []
    return [(line.row, str(line.day), line.amount_fen, line.payer, line.remark) for line in lines]


def told(text, **values):
    lines, faults = read(text, **values)
    assert lines == []
    return [(fault.row, fault.column, fault.message) for fault in faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_statement_is_read_whatever_its_encoding(encoding):
    text = TITLE + HEAD + '2026-04-10,转账,201室第1期,张三,"5,735.29",,"105,735.29"\n2026-04-11,手续费,,,,10.00,1\n'
    assert said(text, encoding=encoding) == [
        (5, "2026-04-10", 573_529, "张三", "转账 201室第1期"),
        (6, "2026-04-11", -1_000, "", "手续费"),
    ]


@pytest.mark.parametrize(
    "day",
    [
        "2026-04-10",
        "2026/4/10",
        "20260410",
        "２０２６年４月１０日",
        "2026-04-10 09:30:05",
        "20260410093005",
        "2026.4.10",
    ],
)
def test_day_is_read_as_banks_write_it(day):
    assert said(HEAD + f"{day},转账,,张三,１２０.５,,\n") == [(2, "2026-04-10", 12_050, "张三", "转账")]


@pytest.mark.parametrize(
    "amount, fen",
    [("1200", 120_000), ('"1,200.5"', 120_050), ("￥1200.05", 120_005), ("１２００元", 120_000), ("1200.500", 120_050)],
)
def test_amount_is_read_to_the_fen(amount, fen):
    assert said(HEAD + f"20260410,转账,,张三,{amount},--,\n")[0][2] == fen


def test_other_words_and_one_column_of_amounts_with_its_side():
    text = "记账日期\t交易时间\t借贷标志\t发生额(元)\t对方名称\t用途\n20260410\t09:30\t贷\t100.00\t张三\t201\n"
    text += "20260410\t09:31\t借\t30.00\t公司\t电费\n"
    assert said(text) == [(2, "2026-04-10", 10_000, "张三", "201"), (3, "2026-04-10", -3_000, "公司", "电费")]


def test_amounts_without_side_are_read_by_their_sign_only():
    assert [row[2] for row in said("交易时间,金额,摘要\n2026-04-10 08:00,+5,收\n20260411,-3,付\n")] == [500, -300]
    assert "分不清收入和支出" in told("交易时间,金额,摘要\n2026-04-10 08:00,5,收\n")[0][2]


def test_totals_footers_and_repeated_headings_are_passed_over():
    text = HEAD + "20260410,转账,,张三,5,,\n合计,,,,5,0,\n" + HEAD + ",,,,,,\n20260411,转账,,李四,6,,\n"
    text += "打印日期：2026-05-01,,,,,,\n共 2 笔,,,,,,\n"
    assert [row[0] for row in said(text)] == [2, 6]


def test_lines_that_say_the_same_are_told_apart():
    text = HEAD + "20260410,转账,,张三,5,,\n" * 2 + "20260410,转账,,李四,5,,\n"
    lines, _ = read(text)
    assert [line.nth for line in lines] == [1, 2, 1]
    assert len({line.digest("k") for line in lines}) == 3
    again, _ = read(TITLE + text)
    assert [line.digest("k") for line in again] == [line.digest("k") for line in lines]
    assert lines[0].digest("k") != lines[0].digest("other")


@pytest.mark.parametrize(
    "row, column, words",
    [
        ("四月,转账,,张三,5,,", "交易日期", "看不懂日期"),
        ("2026-13-01,转账,,张三,5,,", "交易日期", "看不懂日期"),
        ("2026-12-01,转账,,张三,5,,", "交易日期", "日期晚于今天"),
        ("20260410,转账,,张三,五元,,", "收入金额", "看不懂金额"),
        ("20260410,转账,,张三,5,abc,", "支出金额", "看不懂金额"),
        ("20260410,转账,,张三,1.234,,", "收入金额", "看不懂金额"),
        ("20260410,转账,,张三,99999999999.00,,", "收入金额", "金额太大"),
        ("20260410,转账,,张三,,,", "收入金额", "没有金额"),
        ("20260410,转账,,张三,5,6,", "收入金额", "收入和支出都填了金额"),
    ],
)
def test_row_that_cannot_be_read_refuses_the_whole_file(row, column, words):
    ((number, where, message),) = told(HEAD + "20260410,转账,,李四,5,,\n" + row + "\n")
    assert (number, where) == (3, column)
    assert words in message


def test_every_faulty_row_is_told_and_no_name():
    _, faults = read(HEAD + "昨天,转账,,张三,五,,\n20260410,转账,,张三,x,,\n")
    assert [fault.row for fault in faults] == [2, 2, 3]
    assert not any("张三" in fault.value + fault.message for fault in faults)


@pytest.mark.parametrize(
    "text, words",
    [
        ("", "空的"),
        ("<html><table>", "网页"),
        ('交易日期,收入金额,摘要\n"2026', "引号"),
    ],
)
def test_file_that_is_no_table_is_unreadable(text, words):
    with pytest.raises(Unreadable, match=words):
        read(text)
    with pytest.raises(Unreadable, match="只能导入"):
        read_bank(b"x", "a.pdf", TODAY)


@pytest.mark.parametrize(
    "text, words",
    [
        ("姓名,室号\n张三,201\n", "没有找到表头"),
        ("摘要,收入金额,余额\n转账,5,5\n", "缺少“交易日期”"),
        ("交易日期,摘要,余额\n20260410,转账,5\n", "缺少“收入金额”"),
        ("交易日期,收入金额,贷方发生额,摘要\n20260410,5,5,x\n", "同一项"),
        ("交易日期,收入金额(万元),摘要\n20260410,5,x\n", "单位要是元"),
        ("交易日期,金额,借贷标志\n20260410,5,？\n", "看不懂是收入还是支出"),
    ],
)
def test_heading_is_asked_for_what_it_lacks(text, words):
    assert words in told(text)[0][2]
    assert len(told(text)) == 1


def test_too_many_lines_are_refused(monkeypatch):
    monkeypatch.setattr("projects.accounts.domain.bank.MOST_LINES", 2)
    with pytest.raises(Unreadable, match="最多2行"):
        read(HEAD + "20260410,转账,,张三,5,,\n" * 3)
    monkeypatch.setattr("projects.accounts.domain.bank.MOST_BYTES", 2)
    with pytest.raises(Unreadable, match="太大"):
        read(HEAD)


def test_workbook_is_read_too():
    rows = (["账户明细"], HEAD.strip().split(","), [datetime.datetime(2026, 4, 10, 9, 30), "转账", "", "张三", 120.5])
    (line,), faults = read_bank(xlsx(*rows, header=None), "a.xlsx", TODAY)
    assert faults == []
    assert (line.row, str(line.day), line.time, line.amount_fen) == (3, "2026-04-10", "09:30:00", 12_050)
