import pytest

from portal.search.domain import House, Phrase, Question, house, pages, phrases, tokens


@pytest.mark.parametrize(
    "text, expected",
    [
        ("", []),
        ("电梯", ["电梯", "梯"]),
        ("电梯检修", ["电梯", "梯检", "检修", "修"]),
        ("12号楼", ["12", "号楼", "楼"]),
        ("１２号ＡＢ", ["12", "号", "ab"]),
        ("停水，通知", ["停水", "水", "通知", "知"]),
        ("電梯檢修", ["电梯", "梯检", "检修", "修"]),
        ('" AND * ( ) -', ["and"]),
        ("a" * 50, ["a" * 40]),
    ],
)
def test_tokens_of_text(text, expected):
    assert tokens(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("电梯", (Phrase(("电梯",)),)),
        ("电梯检修", (Phrase(("电梯", "梯检", "检修")),)),
        ("梯", (Phrase(("梯",), open_end=True),)),
        ("12号", (Phrase(("12", "号"), open_end=True),)),
        ("电梯12", (Phrase(("电梯", "梯", "12")),)),
        ("停水 12号楼", (Phrase(("停水",)), Phrase(("12", "号楼")))),
        ("，。!", ()),
    ],
)
def test_phrases_of_a_question(text, expected):
    assert phrases(text) == expected


def test_question_in_both_languages_has_every_word_in_quotes():
    question = Question(phrases("电梯检修 12号"), ("qqplace61",))
    assert question.for_fts5("title") == '{title} : ("电梯 梯检 检修" AND "12 号" * AND "qqplace61")'
    assert question.for_tsquery() == "('电梯' <-> '梯检' <-> '检修') & ('12' <-> '号':*) & 'qqplace61'"


@pytest.mark.parametrize(
    "text, expected",
    [
        ("12号", House("", "12")),
        ("12号楼", House("", "12")),
        ("１２", House("", "12")),
        ("东村 012幢", House("东村", "12")),
        ("电梯", None),
        ("123456号", House("1", "23456")),
    ],
)
def test_house_number_as_people_write_it(text, expected):
    assert house(text) == expected


@pytest.mark.parametrize("words", ["长辈版", "亲情版", "关爱版", "关怀版", "大字", "關愛版"])
def test_every_name_of_the_reading_page_leads_to_it(words):
    assert pages(words, in_community=False)[0] == "reading"


def test_pages_of_a_community_need_one():
    assert pages("联系电话", in_community=False) == ["about"]
    assert pages("联系电话", in_community=True) == ["contacts", "about"]
    assert pages("三分之二", in_community=False) == ["rules"]
    assert pages("大", in_community=True) == []
