"""What residents read of a chosen scheme: sums by floor, never a room."""

import re

import html5lib
import pytest

from projects.costs import actions
from projects.costs.models import SubsidyPolicy
from tests.projects.costs.conftest import DAY
from tests.projects.costs.test_choosing import vote_on

PAGE = "/c/jia/b/12/costs/"


def test_draft_is_the_teams_own(cost, client):
    cost.draft()
    assert client.get(PAGE).status_code == 404
    assert "/costs/" not in client.get("/c/jia/b/12/").content.decode()
    assert client.get("/c/jia/b/99/costs/").status_code == 404
    assert client.get("/c/yi/b/12/costs/").status_code == 404


def test_chosen_scheme_shows_every_floor_in_words_and_figures(cost, read):
    cost.chosen()
    reply, text = read(PAGE)
    assert "总价650,000.00元，补贴260,000.00元，业主承担390,000.00元。" in text
    assert "第6层49,705.88元2户分摊，系数1.3合计99,411.76" in text
    assert "第2层19,117.65元2户分摊，系数0.5合计38,235.30" in text
    assert "第1层0.00元2户都不用分摊，系数0合计0.00" in text
    assert "全部业主承担的总额390,000.00" in text
    assert "第1稿，2026年3月1日选定" in text
    assert "分摊的10户里，0户已在这一稿上签字" in text
    html = reply.content.decode()
    assert html.count('class="fill-brand depth"') == 5
    assert html.count('class="waits"') == 1
    html5lib.HTMLParser(strict=True).parse(re.sub(r"</?(svg|rect)[^>]*>", "", html))


def test_page_tells_how_it_was_computed_and_from_what(cost, read):
    cost.chosen()
    _, text = read(PAGE)
    assert "施工金额650,000.00元的40%是260,000.00元，最高280,000.00元，所以算260,000.00元。" in text
    assert "街道补贴：还没有登记。" in text
    assert "一户的份额=业主承担的总额×这一户的楼层系数÷分摊各户系数的总和。" in text
    assert "数值从哪里来：广州办法第8条，仅供参考" in text
    assert "任何参考表都不能代替业主自己商定" in text


def test_flats_of_one_floor_that_differ_are_a_range_without_rooms(cost, read):
    cost.chosen(method="floor_coefficient_area")
    reply, text = read(PAGE)
    # 39,000,000 × 1.3 × 54.36 ÷ (10.2 ÷ 2 × 115.44) = 4,681,240.06; the other flat 5,259,936.41
    assert "第6层46,812.40元到52,599.36元2户分摊" in text
    main = reply.content.decode().partition("<main")[2].partition("</main>")[0]
    assert not re.search(r"\b[1-6]0[12]\b|54\.36|61\.08", main)


def test_waivers_and_compensations_are_totals(cost, read):
    cost.chosen(
        waivers={cost.units["201"].pk: "困难家庭"},
        compensations={cost.units["101"].pk: (500_000, "采光"), cost.units["102"].pk: (500_000, "采光")},
    )
    _, text = read(PAGE)
    assert "第2层20,103.09元2户里1户分摊" in text
    assert "有1户免分摊" in text
    assert "给低层的补偿一共10,000.00元" in text
    assert "困难" not in text
    assert "采光" not in text


def test_street_top_up_is_a_line_of_its_own(cost, read):
    SubsidyPolicy.objects.create(
        community=cost.cast.here,
        name="街道补贴",
        scope="street",
        amount_fen=2_000_000,
        citation="街道文件",
        checked_on=DAY,
    )
    cost.chosen()
    _, text = read(PAGE)
    assert "街道补贴：定额20,000.00元。街道文件" in text
    assert "还没有登记" not in text


def test_changed_scheme_shows_the_old_one_and_its_void_signatures(cost, read):
    cost.sign(cost.chosen(), "201", "601")
    second = cost.draft(method="equal", floors={})
    actions.choose(scheme=second, on=DAY, by=cost.by, reason="二楼提出平均")
    _, text = read(PAGE)
    assert "第2稿，2026年3月1日选定" in text
    assert "第1稿，2026年3月1日选定，2026年3月1日被代替。原因：二楼提出平均。那时有2户签过字。" in text
    assert "分摊的12户里，0户已在这一稿上签字" in text
    actions.supersede(scheme=second, reason="总价变了", by=cost.by)
    _, text = read(PAGE)
    assert "新的还没有选定。原因：总价变了。" in text


def test_vote_that_chose_it_is_linked(cost, client):
    vote = vote_on(cost)
    actions.choose(scheme=cost.draft(), consultation=vote, by=cost.by)
    assert f'href="/c/jia/votes/{vote.pk}/"' in client.get(PAGE).content.decode()


def test_building_leads_to_it_with_what_households_pay(cost, read):
    cost.chosen()
    reply, text = read("/c/jia/b/12/")
    assert "19,117.65元到49,705.88元，看住几层" in text
    assert f'href="{PAGE}"' in reply.content.decode()


def test_demo_money_says_so(cost, read):
    terms = {"project": cost.project, "budget": cost.budget, "terms": cost.terms(), "by": cost.by}
    actions.choose(scheme=actions.draft_scheme(**terms, is_demo=True), by=cost.by)
    assert "示例数据：这一页的金额是按规则编的。" in read(PAGE)[1]


@pytest.mark.parametrize("versions", (1, 12))
def test_page_asks_as_often_for_one_version_and_many(cost, queries, versions):
    for number in range(versions):
        scheme = actions.choose(scheme=cost.draft(), on=DAY, by=cost.by, reason=f"第{number}次改")
        cost.sign(scheme, "201", "601")
    assert queries(PAGE) == 3


def test_english_and_traditional_say_the_same(cost, client):
    cost.chosen()
    english = client.get(f"/en{PAGE}").content.decode().partition("<main")[2].partition("</main>")[0]
    assert "2 households pay, coefficient" in english
    assert not re.search(r"[\u4e00-\u9fff]", re.sub(r'<(\w+) lang="zh-Han[st]".*?</\1>', "", english, flags=re.DOTALL))
    assert "業主承擔" in client.get(f"/zh-hant{PAGE}").content.decode()
