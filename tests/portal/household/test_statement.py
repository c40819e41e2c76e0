import pytest

from communities.households import actions
from communities.models import Reading
from tests.projects.costs.conftest import Cost

from .conftest import Home


@pytest.fixture
def cost(cast):
    return Cost(cast)


@pytest.fixture
def come_in(cost):
    def enter(room):
        home = Home()
        home.scan(actions.issue(units=[cost.units[room]], by=cost.by)[0])
        return home

    return enter


def read(reply):
    text = reply.content.decode()
    return text[text.find("<main") : text.find("</main>")]


def test_share_stands_with_how_it_was_computed(cost, come_in):
    """390,000 元 by coefficients 0.5, 1, 1.1, 1.2, 1.3 of two flats each: floor 6 bears 390000 × 1.3 ÷ 10.2."""
    scheme = cost.chosen()
    cost.sign(scheme, "601")
    page = read(come_in("601").get())
    assert cost.share(scheme, "601").amount_fen == 4_970_588
    assert "49,705.88元" in page
    for words in ("第6层", "54.36平方米", "系数", "1.3", "650,000.00元", "260,000.00元", "390,000.00元", "签字"):
        assert words in page
    assert "还没有在这一稿上签字" not in page
    assert "49,705.8" not in read(come_in("501").get())


def test_flat_that_pays_nothing_is_told_so_and_gets_no_sheet(cost, come_in):
    scheme = cost.chosen()
    home = come_in("101")
    assert "本户不用分摊" in read(home.get())
    assert "/my/fund/" not in read(home.get())
    assert home.get(f"/my/fund/{cost.share(scheme, '101').pk}/").status_code == 404


def test_draft_and_superseded_schemes_are_not_shown(cost, come_in):
    cost.draft()
    home = come_in("601")
    assert "分摊方案还没有选定" in read(home.get())
    assert "49,705.88" not in read(home.get())


def test_sheet_for_the_housing_fund_says_the_share_in_figures_and_words(cost, come_in):
    scheme = cost.chosen()
    share = cost.share(scheme, "601")
    home = come_in("601")
    page = read(home.get(f"/my/fund/{share.pk}/"))
    for words in ("49,705.88", "人民币肆万玖仟柒佰零伍元捌角捌分", "260,000.00", "五年内", "沪公积金管委会〔2023〕4号"):
        assert words in page
    assert "姓名：＿" in page
    reading = Reading.objects.latest("id")
    assert (reading.purpose, reading.object_key) == ("住户打印公积金分摊说明", f"projects.share:{share.pk}")
    assert home.get(f"/my/fund/{share.pk}/").headers["Cache-Control"] == "no-store, private"


def test_sheet_of_another_flat_is_not_found(cost, come_in):
    scheme = cost.chosen()
    other = cost.share(scheme, "602")
    assert come_in("601").get(f"/my/fund/{other.pk}/").status_code == 404
    assert Home().get(f"/my/fund/{other.pk}/").headers["Location"] == "/my/"


@pytest.mark.parametrize("path", ["/en/my/", "/zh-hant/my/"])
def test_share_is_told_in_every_language(cost, come_in, path):
    cost.chosen()
    page = read(come_in("601").get(path))
    assert "49,705.88" in page
    assert ("has a share of" in page) == (path == "/en/my/")
