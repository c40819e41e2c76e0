"""The books are opened and written: an entry is posted once, and mended by its exact reverse only."""

import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.journal import actions as journal
from projects.accounts.domain import Month, Refused, entry_digest, line_faults, negated
from projects.accounts.enums import MONEY, EntryKind
from projects.accounts.models import Account, Book, LedgerEntry, Leg, Period

from .access import locked, public_words, require


def open_book(*, community, opened_on, by, kind="project", project=None, is_demo=False):
    """A new book and its first month. One a project; of each fund one a community."""
    book = Book(community=community, kind=kind, project=project, opened_on=opened_on, is_demo=is_demo)
    require(by, "add", book)
    if opened_on > timezone.localdate():
        raise Refused("建账日期不能晚于今天")
    try:
        with transaction.atomic():
            journal.store(book, by=by, action="open")
            Period.objects.create(book=book, year=opened_on.year, month=opened_on.month)
    except IntegrityError as error:
        raise Refused("账簿没有建：已经有这种账簿，或者项目和居民区不一致") from error
    return book


def post(*, book, happened_on, kind, text, lines, key, by):
    """Post one entry: domain.Line legs that balance, on the day it happened, in a month that is not closed.

    ``key`` (UUID) is the caller's: the same key again returns the entry that is there; another content under the
    same key is refused. ``text`` will be public. Accounts are made when first used. Returns the posted LedgerEntry.
    Joins the caller's transaction, so that what is posted and why stand or fall together.
    """
    if kind == EntryKind.REVERSAL:
        raise Refused("冲正要从原来的凭证上做")
    said = {"happened_on": happened_on, "kind": EntryKind(kind), "text": public_words(text)}
    with transaction.atomic():
        held = locked(book)
        require(by, "change", held)
        return _post(held, lines=list(lines), key=key, by=by, **said)


def reverse(*, entry, reason, by, happened_on=None):
    """Undo a posted entry by its exact negation, dated ``happened_on`` (today). Once; a reversal is not reversed."""
    said = {"happened_on": happened_on or timezone.localdate(), "kind": EntryKind.REVERSAL}
    reason = public_words(reason, "冲正的原因")
    with transaction.atomic():
        held = locked(entry.book)
        require(by, "change", held)
        original = LedgerEntry.objects.filter(pk=entry.pk, book=held).posted().first()
        if original is None:
            raise Refused("这笔账还没有记，不用冲正")
        if original.reverses_id:
            raise Refused("冲正不能再冲正；要恢复，请重新记一笔")
        text = public_words(f"冲正第{original.number}号凭证：{reason}", "冲正的原因")
        key = uuid.uuid5(original.key, "reversal")
        return _post(held, lines=negated(original.lines), key=key, by=by, text=text, reverses=original, **said)


def _post(book, *, happened_on, kind, text, lines, key, by, reverses=None):
    digest = entry_digest(
        book=book.pk,
        happened_on=happened_on,
        kind=kind,
        text=text,
        reverses=reverses.number if reverses else None,
        lines=lines,
    )
    if found := LedgerEntry.objects.filter(key=key).first():
        return _same(found, book, digest, reverses)
    if faults := line_faults(lines):
        raise Refused(*faults)
    period = _month(book, happened_on)
    entry = LedgerEntry(
        book=book, happened_on=happened_on, kind=kind, text=text, key=key, digest=digest, reverses=reverses
    )
    entry.money_fen = sum(line.amount_fen for line in lines if line.role in MONEY)
    _write(entry, lines, by=by)
    last = LedgerEntry.objects.filter(book=book).order_by("-number").filter(posted=True).first()
    entry.period, entry.number = period, (last.number if last else 0) + 1
    entry.posted, entry.posted_at, entry.posted_by = True, timezone.now(), by
    entry.save()
    journal.record(
        by=by,
        action="projects.ledgerentry.post",
        obj=entry,
        changes={"number": [None, entry.number], "kind": [None, str(kind)], "digest": [None, digest]},
    )
    return entry


def _same(found, book, digest, reverses):
    if found.book_id == book.pk and found.digest == digest and found.posted:
        return found
    raise Refused("这笔账已经冲正过" if reverses else "这笔账已经记过，内容不一样；没有再记。请刷新后核对")


def _write(entry, lines, *, by):
    """The entry, unposted, with its legs."""
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("这笔账刚刚已经记过，请刷新后核对") from error
    accounts = [_account(entry.book, line, by=by) for line in lines]
    Leg.objects.bulk_create(
        [
            Leg(entry=entry, account=account, amount_fen=line.amount_fen)
            for account, line in zip(accounts, lines, strict=True)
        ]
    )


def _account(book, line, *, by):
    known = {"book": book, "role": line.role, "item": line.item, "unit_id": line.unit}
    found = Account.objects.filter(**known).first()
    if found is None:
        found = Account(**known)
        try:
            with transaction.atomic():
                journal.store(found, by=by)
        except IntegrityError as error:
            raise Refused(f"科目“{found.get_role_display()}”的明细或户不对：它属于别的居民区，或者不该分户") from error
    return found


def _month(book, day):
    """The open month of ``day``; months between the last one and it are opened along the way."""
    if day < book.opened_on:
        raise Refused(f"日期早于建账日期{book.opened_on:%Y年%-m月%-d日}")
    if day > timezone.localdate():
        raise Refused("日期不能晚于今天：还没有发生的收支不记账")
    wanted = Month.of(day)
    last = Period.objects.filter(book=book).order_by("-year", "-month").first()
    month = last.calendar
    while month < wanted:
        month = month.plus(1)
        Period.objects.create(book=book, year=month.year, month=month.month)
    period = Period.objects.filter(book=book).of(wanted).get()
    if period.is_closed:
        raise Refused(f"{period}已经月结，不能再记账；请记在还没有月结的月份，写明原来的日期")
    return period
