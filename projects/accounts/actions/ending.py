"""A project's book ends: what is left goes over to the book of running costs, one proposes, another confirms."""

import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.journal import actions as journal
from projects.accounts.domain import Refused, credit, debit
from projects.accounts.enums import MONEY, STANDING, BookKind, EntryKind, PayoutState, Role, SpendingState
from projects.accounts.models import BankLine, Book, Ending, Payout, Period, Spending, book_balances

from .access import locked, require
from .posting import post

#: Taken along; what households owe or are owed is settled first.
CARRIED = (*MONEY, Role.RESERVE)


def carry_over(*, book, on, by, key=None):
    """Move what ``book`` holds in bank and cash, and its reserve, to the project's book of running costs: one entry in
    each, under the same day. The same ``key`` again changes nothing. Returns the two LedgerEntries, old book first.
    """
    key = key or uuid.uuid4()
    with transaction.atomic():
        running = (
            Book.objects.filter(project=book.project_id, kind=BookKind.RUNNING).first() if book.project_id else None
        )
        if running is None or running.pk == book.pk:
            raise Refused("这个项目还没有电梯运行费账，先建一本，再结转")
        held, running = locked(book), locked(running)
        require(by, "change", held)
        require(by, "change", running)
        if held.charges.exists() and not held.settlements.filter(approved_at__isnull=False).exists():
            raise Refused("先决算，再结转：决算以前账上的钱是各户的分摊款")
        fen = {role: sum_ for role, sum_ in _standing(held).items() if role in CARRIED and sum_}
        said = {"happened_on": on, "kind": EntryKind.CARRY, "by": by}
        back = held.entries.filter(key=key).first()
        if back is None and (not fen or any(fen.get(role, 0) < 0 for role in MONEY) or fen.get(Role.RESERVE, 0) > 0):
            raise Refused("没有可以结转的：账上没有钱，或者是负数，请先核对")
        lines = back.lines if back else _balanced([credit(role, sum_) for role, sum_ in fen.items()])
        gone = post(book=held, text="余额结转到电梯运行费账", lines=lines, key=key, **said)
        there = [debit(line.role, -line.amount_fen) for line in lines]
        come = post(book=running, text="项目资金账的余额转入", lines=there, key=uuid.uuid5(key, "carried"), **said)
    return gone, come


def _balanced(lines):
    """What the two books owe one another makes up the rest."""
    rest = -sum(line.amount_fen for line in lines)
    return [*lines, debit(Role.CARRIED, rest)] if rest else lines


def propose_ending(*, book, by, on=None):
    """Propose that ``book`` ended on ``on`` (today). Returns the Ending; another proposal before it is replaced."""
    on = on or timezone.localdate()
    with transaction.atomic():
        held = locked(book)
        require(by, "close", held)
        if faults := ending_faults(held, on):
            raise Refused(*faults)
        made = Ending.objects.filter(book=held).first() or Ending(book=held)
        made.ended_on, made.proposed_at, made.proposed_by = on, timezone.now(), by
        journal.store(made, by=by, action="propose")
    return made


def confirm_ending(*, ending, by):
    """A second person agrees; from now on the book takes nothing and asks for nothing."""
    with transaction.atomic():
        book = locked(ending.book)
        require(by, "publish", book)
        held = Ending.objects.select_for_update(of=("self",)).get(pk=ending.pk)
        held.book = book
        if held.proposed_by_id == by.pk:
            raise Refused("结清是您提出的，要由另一位复核")
        if faults := ending_faults(book, held.ended_on):
            raise Refused(*faults)
        held.confirmed_at, held.confirmed_by = timezone.now(), by
        try:
            with transaction.atomic():
                journal.store(held, by=by, action="settle")
        except IntegrityError as error:
            raise Refused("没有结清：账刚刚变了，请刷新后再试") from error
    return held


def ending_faults(book, on) -> list[str]:
    """What keeps ``book`` from ending on that day, in words and in the order it is to be mended."""
    if book.kind != BookKind.PROJECT:
        return ["只有项目资金账会结清；运行费、公共收益和维修资金的账一直记下去"]
    found = [*_unfinished(book), *_left(_accounts(book)), *_unpublished(book)]
    last = book.entries.posted().order_by("-happened_on").first()
    if on > timezone.localdate() or (last and on < last.happened_on):
        found.append("结清日期不能早于最后一笔账，也不能晚于今天")
    return found


def _unfinished(book):
    if not book.settlements.filter(approved_at__isnull=False).exists():
        yield "还没有决算：先提出决算，由另一位批准"
    waiting = Spending.objects.filter(book=book, status__in=(SpendingState.PROPOSED, SpendingState.APPROVED)).count()
    waiting += Payout.objects.filter(book=book, status__in=(PayoutState.PROPOSED, PayoutState.APPROVED)).count()
    if waiting:
        yield f"还有{waiting}笔支出、退款或补偿没有办完：付款，或者撤回"
    if lines := BankLine.objects.filter(book=book).waiting().count():
        yield f"还有{lines}笔银行流水没有对上：登记为缴款，或者标明不是缴款"


def _left(accounts):
    owing = sum(fen > 0 for role, fen in accounts if role == Role.RECEIVABLE)
    owed = sum(fen < 0 for role, fen in accounts if role == Role.RECEIVABLE)
    if owing:
        yield f"还有{owing}户没有缴清"
    if owed:
        yield f"还有{owed}户多缴的钱没有退"
    if any(fen for role, fen in accounts if role in (Role.PAYABLE, Role.REFUND)):
        yield "应付款或应退款还没有付清"
    if any(fen for role, fen in accounts if role in CARRIED):
        yield "账上还有结余：按“结转结余”转到电梯运行费账"


def _unpublished(book):
    """Months after the last entry may stay open: nothing will be told of them."""
    months = Period.objects.filter(book=book, published_at__isnull=True).in_order()
    if months.exclude(closed_at__isnull=True, entries__isnull=True).exists():
        yield f"{months.first()}还没有公布：先月结，再由另一位公布"


def _accounts(book):
    """[(role, fen)] of the accounts that have to be at zero."""
    fen = book_balances(book)
    return [(row.role, fen.get(row.pk, 0)) for row in book.accounts.filter(role__in=STANDING)]


def _standing(book):
    return {role: fen for role, fen in _accounts(book) if role in CARRIED}
