"""The back office of the bank's statement: a file, a press for the certain lines, the others one by one, all logged."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from communities.journal.models import Reading
from projects.models import BankLine, Payment

from .rows import unguarded
from .test_admin import press, url
from .test_banking import FIVE, HEAD, named, take


@pytest.fixture
def first(client, called):
    named(called)
    client.force_login(called.first)
    return client


def page(client, row, name):
    return client.get(url(row, name)).content.decode()


def send(client, book, text, name="流水.csv"):
    return press(client, book, "bank", upload=SimpleUploadedFile(name, text.encode("gbk")))


def test_statement_is_sent_and_certain_lines_confirmed_at_a_press(first, called):
    said = send(first, called.book, HEAD + FIVE)
    assert "新流水4笔，已有0笔没有重复导入" in said
    assert "都对得上的：2笔" in said
    assert "要一笔一笔看的：2笔" in said
    assert "合计11,470.58元" in said
    seen = ",".join(
        f"{line.pk}-{called.unit(room).pk}"
        for line, room in zip(BankLine.objects.order_by("pk"), ("201", "202"), strict=False)
    )
    assert f'name="seen" value="{seen}"' in said
    assert "已登记2笔缴款" in press(first, called.book, "match", seen=seen)
    assert "刚刚变了" in press(first, called.book, "match", seen=seen)
    assert Payment.objects.count() == 2


def test_file_with_faults_says_each_and_takes_nothing(first, called):
    said = send(first, called.book, HEAD + FIVE + "昨天,转账,,示例,五,,\n")
    assert "没有导入，改好这些再传一次" in said
    assert "第7行“交易日期”（昨天）：看不懂日期" in said
    assert "第7行“收入金额”（五）：看不懂金额" in said
    assert "文件是空的" in send(first, called.book, "")
    assert not BankLine.objects.exists()


@pytest.mark.parametrize("seen", ["", "x", "1", "1-2,", "9" * 19 + "-1", "1-2-3"])
def test_confirmation_of_nonsense_changes_nothing(first, called, seen):
    take(called)
    first.post(url(called.book, "match"), {"seen": seen})
    assert "刚刚变了" in press(first, called.book, "match", seen="1-999999")
    assert BankLine.objects.waiting().count() == 4


def test_other_lines_are_decided_one_by_one(first, called):
    take(called)
    third, fourth = BankLine.objects.order_by("pk")[2:]
    form = page(first, third, "confirm")
    assert 'value="301"' in form
    assert "室号对得上，金额不是应缴的数" in form
    assert "2026年4月12日到账100.00元" in form
    assert "已登记" in press(first, third, "confirm", room="301")
    assert "看不出是哪一户" in page(first, fourth, "confirm")
    assert "要写说明" in press(first, fourth, "aside", why="other", note="")
    assert "已标明不是缴款" in press(first, fourth, "aside", why="other_in")
    assert "已重新列出" in press(first, fourth, "reopen")
    assert list(BankLine.objects.order_by("pk").values_list("status", flat=True)) == ["open", "open", "paid", "open"]


def test_every_look_at_names_is_logged(first, called):
    take(called)
    page(first, called.book, "match")
    first.get(reverse("admin:projects_bankline_changelist"))
    line = BankLine.objects.first()
    page(first, line, "change")
    page(first, line, "confirm")
    found = list(Reading.objects.order_by("pk").values_list("purpose", "rows"))
    assert found == [("核对银行流水", 4), ("查看银行流水", 4), *[("查看一笔银行流水", 1)] * 2]


def test_desk_counts_what_waits_and_what_has_expired(first, called):
    take(called)
    assert "4笔银行流水还没有对上" in first.get(reverse("admin:index")).content.decode()
    line = BankLine.objects.first()
    expired = timezone.localdate() - datetime.timedelta(days=1)
    unguarded()
    BankLine.objects.update(expires_on=expired)
    assert "4笔银行流水的户名和附言已过保存期限" in first.get(reverse("admin:index")).content.decode()
    assert "清除过期的户名和附言" in page(first, line, "change")
    assert "已清除" in press(first, line, "erase")
    assert not BankLine.objects.exclude(payer="", remark="").exists()


def test_group_leader_sees_no_line(client, called):
    take(called)
    client.force_login(called.cast.leader)
    assert client.get(reverse("admin:projects_bankline_changelist")).status_code == 403
    assert client.get(url(called.book, "match")).status_code in (403, 404)


def test_pages_of_lines_take_few_queries(first, called, django_assert_num_queries):
    take(called, FIVE.splitlines(keepends=True)[3])
    first.get(url(called.book, "match"))
    with django_assert_num_queries(16):
        first.get(url(called.book, "match"))
    take(called, "".join(f"2026-04-13,转账,,示例路人,1.00,,{number}\n" for number in range(30)))
    with django_assert_num_queries(16):
        assert first.get(url(called.book, "match")).status_code == 200
