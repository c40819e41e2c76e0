import datetime

import pytest
from django.template import Context, Template
from django.utils import timezone
from django.utils.translation import override

from portal.reading.domain import KEEP_END, KEEP_START

EVENING_IN_LONDON = datetime.datetime(2026, 11, 21, 16, 30, tzinfo=datetime.UTC)  # the 22nd in Shanghai


def drawn(source, language="zh-hans", **context):
    with override(language):
        return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (1_234_567, "12,345.67"),
        (0, "0.00"),
        (5, "0.05"),
        (-1_234_567, "\u221212,345.67"),
        (123_456_789_012_345_678, "1,234,567,890,123,456.78"),
    ],
)
def test_money_is_exact_with_a_true_minus(fen, text):
    assert drawn("{{ fen|money }}", fen=fen) == text
    assert drawn("{{ fen|money }}", "en", fen=fen) == text
    assert drawn("{{ fen|yuan }}", fen=fen) == f'<span class="num">{text}元</span>'
    assert drawn("{{ fen|yuan }}", "en", fen=fen) == f'<span class="num">{text} yuan</span>'


@pytest.mark.parametrize(("cm2", "metres"), [(865_200, "86.52"), (543_600, "54.36"), (10_000, "1.00"), (50, "0.01")])
def test_area_is_in_square_metres_with_two_decimals(cm2, metres):
    assert drawn("{{ cm2|area }}", cm2=cm2) == f'<span class="num">{metres}平方米</span>'
    assert drawn("{{ cm2|area }}", "en", cm2=cm2) == f'<span class="num">{metres} m²</span>'


@pytest.mark.parametrize("value", [datetime.date(2026, 11, 22), EVENING_IN_LONDON])
def test_day_names_the_day_in_shanghai(value):
    assert drawn("{{ at|day }}", at=value) == '<time datetime="2026-11-22">2026年11月22日</time>'
    assert drawn("{{ at|day_week }}", at=value) == '<time datetime="2026-11-22">2026年11月22日（星期日）</time>'
    assert drawn("{{ at|day }}", "en", at=value) == '<time datetime="2026-11-22">22 November 2026</time>'
    assert drawn("{{ at|day_week }}", "en", at=value) == '<time datetime="2026-11-22">Sunday 22 November 2026</time>'


def test_day_of_nothing_is_nothing():
    assert drawn("{{ at|day }}{{ at|day_week }}", at=None) == ""
    assert drawn("{{ at|day }}", at=timezone.make_aware(datetime.datetime(2026, 1, 2))).endswith("2026年1月2日</time>")


def test_range_keeps_both_ends_and_escapes_them():
    assert drawn('{{ "9:00"|range:"17:00" }}') == "9:00～17:00"
    assert drawn('{{ "63%"|range:"68%" }}', "en") == "63%–68%"
    assert drawn("{{ a|range:a }}", a="<b>") == "&lt;b&gt;～&lt;b&gt;"


def test_zh_on_an_english_page_says_that_it_is_chinese():
    assert drawn("{% zh words %}", words="停水<1号>") == "停水&lt;1号&gt;"
    assert drawn("{% zh words %}", "en", words="停水<1号>") == '<span lang="zh-Hans">停水&lt;1号&gt;</span>'
    assert drawn('{% zh words tag="div" %}', "en", words="停水") == '<div lang="zh-Hans">停水</div>'
    assert drawn("{% zh words %}", "en", words="") == ""
    assert drawn("{% zh words %}", words=None) == ""


def test_keep_marks_names_only_where_pages_are_converted():
    assert drawn("{{ name|keep }}", "zh-hant", name="<范>") == f"{KEEP_START}&lt;范&gt;{KEEP_END}"
    assert drawn("{{ name|keep }}", name="<范>") == "&lt;范&gt;"
    assert drawn("{% zh name|keep %}", "en", name="范") == '<span lang="zh-Hans">范</span>'
    assert drawn("{{ name|keep }}", "zh-hant", name="") == ""
