"""Published books of community A, and pages asked for cold."""

import pytest

from projects.accounts import actions
from tests.projects.accounts.conftest import Books, day
from tests.projects.accounts.test_spending import approve, propose, upload


@pytest.fixture
def books(cast):
    return Books(cast)


@pytest.fixture
def published(books):
    """January: 3,000.00 and 2,000.00 from two households, 2,800.00 subsidy, 1,200.50 for piles, 10.00 wrongly booked
    and reversed; published. February: closed only."""
    books.pay(300_000)
    books.pay(200_000, "601")
    books.subsidise(280_000)
    spending = propose(books)
    actions.attach(spending=spending, upload=upload(), by=books.first, is_scrubbed=True, alt="桩基首付款发票")
    approve(books, spending)
    actions.pay(spending=spending, on=day(1, 20), by=books.first)
    wrong = books.spend(1_000, on=day(1, 21), text="写错的一笔")
    actions.reverse(entry=wrong, reason="收款方写错", by=books.first, happened_on=day(1, 22))
    books.pay(50_000, on=day(2, 3))
    books.close(1, 600_000, differences=[("31日存入，次日入账", -59_950)])
    books.publish(1)
    books.close(2, 709_950)
    return books
