"""What a household reads about its own payments, and nobody else's."""

import pytest

from communities.households import actions as codes
from communities.models import Reading
from projects.accounts import actions
from tests.projects.accounts.collecting import Collection, day

from .conftest import Home
from .test_statement import read


@pytest.fixture
def collection(cast):
    made = Collection(cast)
    made.call()
    return made


@pytest.fixture
def come_in(collection):
    def enter(room):
        home = Home()
        home.scan(codes.issue(units=[collection.unit(room)], by=collection.first)[0])
        return home

    return enter


def test_household_reads_what_it_owes_and_paid(collection, come_in):
    home = come_in("201")
    assert "5,735.29元" in read(home.get())
    collection.receive("201", 600_000)
    page = read(home.get())
    assert "已经缴清，多缴" in page
    assert "264.71元" in page
    assert "第1号收据" in page
    assert "第1号收据" not in read(come_in("202").get())


def test_household_prints_a_copy_of_its_receipt_and_no_other(collection, come_in):
    mine, other = collection.receive("201", 573_529), collection.receive("202", 573_529)
    home = come_in("201")
    page = read(home.get(f"/my/receipt/{mine.pk}/"))
    assert "伍仟柒佰叁拾伍元贰角玖分" in page
    assert "副本" in page
    assert home.get(f"/my/receipt/{other.pk}/").status_code == 404
    assert Reading.objects.filter(purpose="住户打印收据").count() == 1


def test_void_receipt_is_told_and_not_handed_out(collection, come_in):
    wrong = collection.receive("201", 573_529)
    actions.move_payment(
        payment=wrong, unit=collection.unit("202"), reason="看错一行", by=collection.first, on=day(4, 20)
    )
    home = come_in("201")
    assert "第1号收据已作废" in read(home.get())
    assert home.get(f"/my/receipt/{wrong.pk}/").status_code == 404


@pytest.mark.parametrize("payments", [1, 30])
def test_overview_asks_the_same_for_few_and_many_payments(collection, come_in, django_assert_num_queries, payments):
    home = come_in("201")
    for _ in range(payments):
        collection.receive("201", 100)
    with django_assert_num_queries(
        7
    ):  # session with owners, reading, votes, shares, statement (2), the pulse of all pages
        assert home.get().status_code == 200
    assert "现在还要缴" in read(home.get())


def test_public_page_counts_and_names_no_room(collection, client):
    collection.receive("201", 573_529)
    page = client.get("/c/jia/b/12/costs/").content.decode()
    assert "已通知10户，其中9户还没缴清" in page
    assert "5,735" not in page
