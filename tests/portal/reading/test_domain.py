import pytest

from portal.reading.domain import KEEP_END, KEEP_START, Choice, keep, strip_sentinels, to_traditional


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("软件", "軟件"),
        ("短信", "短信"),
        ("后台", "後台"),
        ("复核", "複核"),
        ("邻里的电梯", "鄰里的電梯"),
        ("28台在用", "28台在用"),
        ("只发给3户群众", "只發給3戶群眾"),
        ("启用前先了解", "啟用前先了解"),
        ("征询意见，回复居民", "徵詢意見，回覆居民"),
        ("订阅说明", "訂閱說明"),
        ("面积86.52平方米", "面積86.52平方米"),
        ("签协议，怎么签？书签和标签", "簽協議，怎麼簽？書籤和標籤"),
        ("不准施工，数字不准确", "不准施工，數字不準確"),
        ("看表格，楼道里张贴", "看表格，樓道裏張貼"),
    ],
)
def test_to_traditional_of_our_words_reads_as_in_hong_kong(simplified, traditional):
    assert to_traditional(simplified) == traditional
    assert to_traditional(keep(simplified)) == simplified


def test_to_traditional_leaves_kept_names_and_markup_alone():
    html = f'<p class="后">{keep("范后启")}写：里面有电</p>'
    assert to_traditional(html) == '<p class="後">范后启寫：裏面有電</p>'
    assert to_traditional("没有汉字的 <b>a</b>") == "沒有漢字的 <b>a</b>"


def test_to_traditional_with_stray_sentinels_drops_them_all():
    stray = f"电{KEEP_END}梯{KEEP_START}电{KEEP_START}电{KEEP_END}"
    assert to_traditional(stray) == "電梯電电"
    assert strip_sentinels(stray) == "电梯电电"
    assert keep(f"电{KEEP_END}梯") == f"{KEEP_START}电梯{KEEP_END}"


@pytest.mark.parametrize(
    ("code", "size", "contrast"),
    [
        ("large-normal", "large", "normal"),
        ("largest-high", "largest", "high"),
        ("", "standard", "normal"),
        ("largest", "standard", "normal"),
        ("huge-high", "standard", "normal"),
        ("standard-high;}body{display:none", "standard", "normal"),
    ],
)
def test_choice_from_code_unknown_reads_as_standard(code, size, contrast):
    choice = Choice.from_code(code)
    assert (choice.size, choice.contrast) == (size, contrast)
    assert Choice.from_code(choice.code) == choice


@pytest.mark.parametrize(("size", "root"), [("standard", "100%"), ("large", "122.22%"), ("largest", "166.67%")])
def test_stylesheet_sets_root_size_and_marks_the_choice(size, root):
    css = Choice(size).stylesheet()
    assert css.splitlines()[0] == f"html{{font-size:{root}}}"
    assert f".in-use-{size},.in-use-normal{{display:inline-block}}" in css
    assert "--paper" not in css


def test_stylesheet_high_contrast_names_colours():
    css = Choice("standard", "high").stylesheet()
    assert "--ink:#000000" in css
    assert "--paper:#FFFFFF" in css
