"""Money out: a voucher, two people, one entry; public is only what was marked as scrubbed."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from communities.models import Company
from projects.accounts import actions
from projects.accounts.domain import Refused
from projects.accounts.models import Compared, budget_against_actual
from projects.models import Budget, BudgetItem, Contract, ContractChange, LedgerEntry, Spending, Voucher
from tests.portal.notices.samples import picture

from .conftest import day


def upload(name="a.jpg", content=None):
    return SimpleUploadedFile(name, picture() if content is None else content)


def company(cast, community=None, name="示例代建公司"):
    return Company.objects.get_or_create(
        community=community or cast.here, kind="construction_agent", name=name, defaults={}
    )[0]


def draft(books, **values):
    plain = {"book": books.book, "company": company(books.cast), "cost": "foundation", "amount_fen": 120_050}
    return Spending(**{**plain, "text": "桩基首付款", **values})


def propose(books, **values):
    photo = values.pop("upload", upload())
    return actions.propose(spending=draft(books, **values), by=books.first, upload=photo)


def approve(books, spending, by=None):
    return actions.approve(spending=spending, digest=spending.digest_of_content(), by=by or books.second)


@pytest.fixture
def proposed(books):
    return propose(books)


@pytest.fixture
def paid(books, proposed):
    approve(books, proposed)
    return actions.pay(spending=proposed, on=day(1, 20), by=books.first)


def test_spending_goes_from_proposal_to_entry(books, paid):
    paid.refresh_from_db()
    assert (paid.status, paid.proposed_by, paid.approved_by) == ("paid", books.first, books.second)
    assert (paid.entry.money_fen, paid.entry.kind, paid.entry.text) == (-120_050, "spending", "桩基首付款")
    assert [(line.role, line.item) for line in paid.entry.lines] == [("construction", "foundation"), ("bank", "")]


def test_paying_twice_books_once(books, paid):
    again = actions.pay(spending=paid, on=day(1, 21), by=books.first)
    assert again.entry_id == paid.entry_id
    assert LedgerEntry.objects.count() == 1


@pytest.mark.parametrize(
    "cost, role, kind",
    [("electricity", "running", "running"), ("bank_fee", "bank_fee", "bank_fee"), ("lift", "construction", "spending")],
)
def test_cost_says_where_it_is_booked(books, cost, role, kind):
    spending = propose(books, cost=cost)
    approve(books, spending)
    entry = actions.pay(spending=spending, on=day(1, 20), by=books.first).entry
    assert (entry.kind, entry.lines[0].role) == (kind, role)


def test_one_person_does_not_approve_the_own_proposal(books, proposed):
    with pytest.raises(Refused, match="要由另一位批准"):
        approve(books, proposed, by=books.first)
    assert Spending.objects.get().status == "proposed"


def test_nothing_is_approved_without_a_voucher(books):
    bare = propose(books, upload=None)
    actions.attach(spending=bare, upload=upload(), by=books.first, is_scrubbed=True, alt="发票")
    with pytest.raises(Refused, match="还没有票据"):
        approve(books, bare)
    assert bare.vouchers.originals().count() == 0


def test_what_was_changed_meanwhile_is_not_approved(books, proposed):
    seen = proposed.digest_of_content()
    proposed.amount_fen = 999_999
    actions.revise(spending=proposed, by=books.first)
    with pytest.raises(Refused, match="刚刚被改过"):
        actions.approve(spending=proposed, digest=seen, by=books.second)


def test_edit_after_approval_voids_it(books, proposed):
    approve(books, proposed)
    changed = Spending.objects.get()
    changed.amount_fen = 1
    actions.revise(spending=changed, by=books.second)
    held = Spending.objects.get()
    assert (held.status, held.proposed_by, held.approved_by, held.approved_digest) == (
        "proposed",
        books.second,
        None,
        "",
    )
    with pytest.raises(Refused, match="待批准"):
        actions.pay(spending=held, on=day(1, 20), by=books.first)


def test_voucher_after_approval_is_refused(books, proposed):
    approve(books, proposed)
    with pytest.raises(Refused, match="批准以后不能再加原始票据"):
        actions.attach(spending=proposed, upload=upload(), by=books.first)
    actions.attach(spending=proposed, upload=upload(), by=books.first, is_scrubbed=True, alt="发票")
    assert Voucher.objects.count() == 2


def test_paid_spending_is_not_revised_or_withdrawn(books, paid):
    with pytest.raises(Refused, match="已付款"):
        actions.revise(spending=paid, by=books.first)
    with pytest.raises(Refused, match="已付款"):
        actions.withdraw(spending=paid, reason="不要了", by=books.first)


def test_withdrawn_spending_stays_with_its_reason(books, proposed):
    approve(books, proposed)
    actions.withdraw(spending=proposed, reason="重复提交", by=books.first)
    held = Spending.objects.get()
    assert (held.status, held.withdrawal, held.approved_by) == ("withdrawn", "重复提交", None)
    with pytest.raises(Refused, match="已撤回"):
        approve(books, held)


@pytest.mark.parametrize(
    "values, words",
    [
        ({"amount_fen": 0}, "金额要大于0"),
        ({"amount_fen": -5}, "金额要大于0"),
        ({"text": "付给13912345678"}, "电话"),
        ({"company": None}, "收款方"),
    ],
)
def test_spending_that_cannot_stand_is_refused(books, values, words):
    with pytest.raises(Refused, match=words):
        propose(books, **values)
    assert (Spending.objects.count(), Voucher.objects.count()) == (0, 0)


@pytest.mark.parametrize("content, name", [(b"not a picture", "a.jpg"), (b"", "a.jpg"), (b"<svg/>", "a.svg")])
def test_voucher_that_is_no_picture_or_pdf_is_refused(books, content, name):
    with pytest.raises(Refused):
        propose(books, upload=upload(name, content))
    assert (Spending.objects.count(), Voucher.objects.count()) == (0, 0)


def test_picture_is_re_encoded_and_kept_under_a_random_name(books, proposed):
    voucher = proposed.vouchers.get()
    assert (voucher.content_type, voucher.kind, voucher.is_scrubbed) == ("image/jpeg", "image", False)
    assert voucher.file.name.startswith("vouchers/")
    assert len(voucher.file.name.rpartition("/")[2]) == 32 + len(".jpg")


def test_only_scrubbed_pictures_of_published_months_are_public(books, paid):
    actions.attach(spending=paid, upload=upload(), by=books.first, is_scrubbed=True, alt="发票")
    assert Voucher.objects.public().count() == 0
    books.close(1, -120_050)
    books.publish(1)
    assert [voucher.is_scrubbed for voucher in Voucher.objects.public()] == [True]
    with pytest.raises(Refused, match="已经公布"):
        actions.attach(spending=paid, upload=upload(), by=books.first, is_scrubbed=True, alt="又一张")


def test_scrubbed_picture_needs_words(books, proposed):
    with pytest.raises(Refused, match="请写图片说明"):
        actions.attach(spending=proposed, upload=upload(), by=books.first, is_scrubbed=True)
    assert Voucher.objects.count() == 1


def contract(books, **values):
    plain = {"book": books.book, "company": company(books.cast), "title": "桩基合同", "cost": "foundation"}
    made = Contract(**{**plain, "amount_fen": 5_000_000, "signed_on": day(1, 6), **values})
    return actions.enter_contract(contract=made, by=books.first)


def change(books, held, fen, **values):
    made = ContractChange(contract=held, amount_fen=fen, **{"reason": "增加两根桩", "agreed_on": day(1, 9), **values})
    return actions.enter_change(change=made, by=books.first)


def test_spending_under_a_contract_is_to_its_company(books):
    held = contract(books)
    assert propose(books, contract=held).contract == held
    other = company(books.cast, name="别的公司")
    for values in ({"company": other}, {"cost": "lift"}):
        with pytest.raises(Refused, match="要和合同一样"):
            propose(books, contract=held, **values)


def test_contract_change_has_its_day_and_reason(books):
    held = contract(books)
    change(books, held, -100_000)
    assert Contract.objects.with_total().get().total_fen == 4_900_000
    for values in (
        {"reason": ""},
        {"agreed_on": day(1, 5)},
        {"agreed_on": timezone.localdate() + datetime.timedelta(1)},
    ):
        with pytest.raises(Refused):
            change(books, held, 5, **values)
    with pytest.raises(Refused, match="不能是0"):
        change(books, held, 0)


def test_contract_of_another_community_is_refused(books):
    with pytest.raises(Refused, match="本居民区"):
        contract(books, company=company(books.cast, books.cast.there, "乙公司"))
    assert Contract.objects.count() == 0


def test_budget_against_actual_counts_changes_and_reversals(books, paid):
    budget = Budget.objects.create(project=books.project, version=1)
    for kind, fen in (("foundation", 5_000_000), ("lift", 20_000_000)):
        BudgetItem.objects.create(budget=budget, kind=kind, amount_fen=fen)
    change(books, contract(books), 250_000)
    assert budget_against_actual(books.book) == [
        Compared("foundation", 5_000_000, 5_250_000, 250_000, 120_050),
        Compared("lift", 20_000_000, 0, 0, 0),
    ]
    assert [line.over_fen for line in budget_against_actual(books.book)] == [250_000, 0]
    actions.reverse(entry=paid.entry, reason="付错了", by=books.first)
    assert budget_against_actual(books.book)[0].spent_fen == 0


def test_comparison_costs_the_same_queries_for_one_and_many(books, paid, django_assert_num_queries):
    with django_assert_num_queries(6):
        budget_against_actual(books.book)
    for _ in range(5):
        contract(books)
    with django_assert_num_queries(6):
        assert len(budget_against_actual(books.book)) == 1
