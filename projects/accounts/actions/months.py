"""A month is closed by one person, in order, agreeing with the bank; published by another; then frozen."""

from django.db import transaction
from django.utils import timezone

from communities.journal import actions as journal
from projects.accounts.domain import MOST_FEN, Refused
from projects.accounts.enums import Role
from projects.accounts.models import Balance, Difference, LedgerEntry, Period, book_balances

from .access import locked, public_words, require


def close_month(*, period, statement_fen, by, differences=()):
    """Freeze a month. ``statement_fen`` is the bank's balance at its end; ``differences`` are (text, fen) lines that
    explain, with their sum, what the statement has more (or, negative, less) than the books.

    Refused: a month that is not over, one whose predecessor is open, a difference without explanation.
    """
    lines = [(public_words(text, "差额的原因"), fen) for text, fen in differences]
    with transaction.atomic():
        book = locked(period.book)
        require(by, "close", book)
        held = _held(period, book)
        if faults := closing_faults(held):
            raise Refused(*faults)
        _freeze(held, statement_fen, lines)
        held.closed_at, held.closed_by = timezone.now(), by
        held.save()
        _open_next(held)
        _record(held, by=by, verb="close_month", changes={"digest": ["", held.digest]})
    return held


def _held(period, book):
    """As it stands, with the book that is held already."""
    held = Period.objects.get(pk=period.pk)
    held.book = book
    return held


def _open_next(period):
    """So that a month in which nothing happened waits to be closed as well."""
    month = period.calendar.plus(1)
    Period.objects.get_or_create(book=period.book, year=month.year, month=month.month)


def closing_faults(period) -> list[str]:
    """What keeps ``period`` from being closed, in words; empty when only the bank's balance is missing."""
    if period.is_closed:
        return [f"{period}已经月结，不能再改"]
    if period.book.ended_on:
        return ["这本账已经结清，后面的月份不用结"]
    faults = []
    if period.calendar.last_day >= timezone.localdate():
        faults.append(f"{period}还没有过完，下个月1日起才能月结")
    before = period.before
    if before is not None and not before.is_closed:
        faults.append(f"{before}还没有月结，要按月份顺序来")
    return faults


def publish_month(*, period, by):
    """A second person publishes what the first one closed; the figures are counted once more before that."""
    with transaction.atomic():
        book = locked(period.book)
        require(by, "publish", book)
        held = _held(period, book)
        if faults := publishing_faults(held, by):
            raise Refused(*faults)
        if held.digest_of_rows() != held.digest:
            raise Refused("月结后的账和摘要对不上，不能公布。请运行 manage.py verify 查明原因")
        held.published_at, held.published_by = timezone.now(), by
        held.save(update_fields=["published_at", "published_by"])
        _record(held, by=by, verb="publish", changes={"digest": ["", held.digest]})
    return held


def publishing_faults(period, by) -> list[str]:
    """What keeps ``by`` from publishing ``period``, in words; empty when nothing does."""
    if period.published_at is not None:
        return [f"{period}已经公布"]
    if not period.is_closed:
        return [f"{period}还没有月结，先月结，再公布"]
    faults = []
    if period.closed_by_id == by.pk:
        faults.append("月结是您做的，公布要由另一位复核")
    before = period.before
    if before is not None and before.published_at is None:
        faults.append(f"{before}还没有公布，要按月份顺序来")
    return faults


def _freeze(period, statement_fen, differences):
    """Give the month its figures and every account its balance."""
    balances = _balances(period)
    roles = dict(period.book.accounts.filter(role__in=[Role.BANK, Role.CASH]).values_list("role", "pk"))
    before = period.before
    period.opening_fen = before.closing_fen if before else 0
    period.in_fen, period.out_fen = LedgerEntry.objects.filter(period=period).posted().sums()
    period.closing_fen = period.opening_fen + period.in_fen - period.out_fen
    period.bank_fen, period.cash_fen = (balances.get(roles.get(role), 0) for role in (Role.BANK, Role.CASH))
    period.statement_fen = statement_fen
    _explain(period, differences)
    Balance.objects.bulk_create(
        [Balance(period=period, account_id=account, closing_fen=fen) for account, fen in balances.items()]
    )
    period.digest = period.digest_of_rows()


def _balances(period):
    """{account: fen} at the end of the month, without those at zero."""
    fen = book_balances(period.book, until=period)
    return {account: held for account, held in fen.items() if held}


def _explain(period, differences):
    if abs(period.statement_fen) > MOST_FEN:
        raise Refused("银行对账单余额太大，请核对")
    rest = period.statement_fen - period.bank_fen - sum(fen for _, fen in differences)
    if rest:
        raise Refused(
            f"银行对账单和账上相差{_yuan(rest)}元没有说明。账上银行存款是{_yuan(period.bank_fen)}元；"
            "请核对，或者逐笔写明差额的原因"
        )
    if any(fen == 0 for _, fen in differences):
        raise Refused("差额是0的不用写")
    Difference.objects.bulk_create([Difference(period=period, text=text, amount_fen=fen) for text, fen in differences])


def _yuan(fen):
    whole, rest = divmod(abs(fen), 100)
    return f"{'−' if fen < 0 else ''}{whole:,}.{rest:02d}"


def _record(period, *, by, verb, changes):
    journal.record(
        by=by,
        action=f"projects.period.{verb}",
        obj=period,
        label=f"{period.book}{period}",
        changes=changes,
    )
