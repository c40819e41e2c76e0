"""What the database refuses of contracts, spending and vouchers by itself."""

import uuid

import pytest
from django.db import connection
from django.utils import timezone

from projects.accounts import actions
from projects.models import Contract, ContractChange, Spending, Voucher

from .conftest import day
from .rows import copy, sql
from .test_spending import approve, change, company, contract, propose, upload

NOW = timezone.now()
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")


def rows():
    return Spending.objects.all()


def approved(books):
    return {"status": "approved", "approved_at": NOW, "approved_by": books.second, "approved_digest": "d" * 64}


@pytest.fixture
def proposed(books):
    return propose(books)


def test_contract_is_whole_and_at_home(books, refused):
    held = contract(books)
    with refused("accounts_contract_amount"):
        copy(held, amount_fen=0)
    with refused("accounts_contract_named"):
        copy(held, title="")
    with refused("accounts_contract_company_home_insert"):
        copy(held, company_id=company(books.cast, books.cast.there, "乙公司").pk)
    with refused("accounts_contract_fixed"):
        Contract.objects.update(amount_fen=1)
    with refused("accounts_contract_no_delete"):
        Contract.objects.all()._raw_delete("default")


def test_change_of_a_contract_is_added_only(books, refused):
    held = change(books, contract(books), 5)
    with refused("accounts_change_amount"):
        copy(held, amount_fen=0)
    with refused("accounts_change_explained"):
        copy(held, reason="")
    with refused("accounts_contractchange_no_update"):
        ContractChange.objects.update(amount_fen=1)
    with refused("accounts_contractchange_no_delete"):
        ContractChange.objects.all()._raw_delete("default")


def test_spending_is_whole(books, proposed, refused):
    fresh = {"key": uuid.uuid4()}
    with refused("accounts_spending_amount"):
        copy(proposed, amount_fen=0, **fresh)
    with refused("accounts_spending_says_what"):
        copy(proposed, text="", **fresh)
    with refused("accounts_spending_to_somebody"):
        copy(proposed, company_id=None, **fresh)
    with refused("accounts_spending_starts_proposed"):
        copy(proposed, **fresh, **approved(books))
    with refused("accounts_spending_step_is_whole"):
        rows().update(**{**approved(books), "approved_digest": ""})
    with refused("accounts_withdrawn_with_reason"):
        rows().update(status="withdrawn", withdrawn_at=NOW, withdrawn_by=books.first)


def test_spending_stays_in_its_book_with_its_company_and_contract(books, proposed, refused):
    foreign = company(books.cast, books.cast.there, "乙公司").pk
    held = contract(books, cost="lift")
    with refused("accounts_spending_company_home_insert"):
        copy(proposed, company_id=foreign, key=uuid.uuid4())
    with refused("accounts_spending_company_home_update"):
        rows().update(company=foreign)
    with refused("accounts_spending_contract_insert"):
        copy(proposed, contract_id=held.pk, key=uuid.uuid4())
    with refused("accounts_spending_contract_update"):
        rows().update(contract=held)
    with refused("accounts_spending_fixed"):
        rows().update(key=uuid.uuid4())


def test_approver_is_another(books, proposed, refused):
    with refused("accounts_approved_by_another"):
        rows().update(**{**approved(books), "approved_by": books.first})


def test_approval_needs_a_voucher(books, refused):
    bare = propose(books, upload=None)
    actions.attach(spending=bare, upload=upload(), by=books.first, is_scrubbed=True, alt="发票")
    with refused("accounts_spending_has_voucher"):
        rows().update(**approved(books))


def test_steps_follow_one_another(books, proposed, refused):
    with refused("accounts_spending_moves"):
        unpaid = {**approved(books), "status": "paid"}
        rows().update(**unpaid)
    with refused("accounts_spending_booked"):
        rows().update(**{**approved(books), "status": "paid", "entry": books.pay(5)})


@pytest.mark.parametrize(
    "values",
    [{"amount_fen": 1}, {"text": "改"}, {"paid_from": "cash"}, {"approved_digest": "e" * 64}, {"company": None}],
)
def test_approved_content_is_bound(books, proposed, refused, values):
    approve(books, proposed)
    with refused("accounts_spending_bound"):
        rows().update(**values)


def test_paid_spending_is_out_of_reach(books, proposed, refused):
    approve(books, proposed)
    actions.pay(spending=proposed, on=day(1, 20), by=books.first)
    with refused("accounts_spending_ended"):
        rows().update(text="改")
    with refused("accounts_spending_no_delete"):
        rows()._raw_delete("default")
    with refused("accounts_voucher_before_approval"):
        copy(Voucher.objects.get())


def test_voucher_is_added_only(books, proposed, refused):
    voucher = Voucher.objects.get()
    with refused("accounts_voucher_no_update"):
        Voucher.objects.update(is_scrubbed=True)
    with refused("accounts_voucher_no_delete"):
        Voucher.objects.all()._raw_delete("default")
    for values in ({"alt": ""}, {"alt": "发票", "kind": "pdf"}):
        with refused("accounts_scrubbed_is_a_picture"):
            copy(voucher, **{"is_scrubbed": True, **values})
    with refused("accounts_voucher_kind_known"):
        copy(voucher, kind="audio")


def test_published_month_takes_no_picture(books, proposed, refused):
    approve(books, proposed)
    actions.pay(spending=proposed, on=day(1, 20), by=books.first)
    books.close(1, -120_050)
    books.publish(1)
    with refused("accounts_voucher_before_publication"):
        copy(Voucher.objects.get(), is_scrubbed=True, alt="发票")


TRUNCATES = {
    "accounts_contract_no_truncate": "contract",
    "accounts_contractchange_no_truncate": "contractchange",
    "accounts_spending_no_truncate": "spending",
    "accounts_voucher_no_truncate": "voucher",
}


@on_postgresql
@pytest.mark.parametrize("name", TRUNCATES)
def test_table_is_not_emptied_at_a_stroke(books, proposed, refused, name):
    change(books, contract(books), 5)
    with refused(name):
        sql(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE projects_{TRUNCATES[name]} CASCADE")
    assert Voucher.objects.count() == 1
