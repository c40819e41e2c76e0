"""缴款: what a household paid is written down, gets the next receipt number, and is booked."""

import uuid

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from communities.journal import actions as journal
from communities.journal.models import Reading, key_of
from projects.accounts.domain import Refused, credit, debit
from projects.accounts.enums import EntryKind, PaymentMethod, Role
from projects.accounts.models import Charge, Payment

from .access import locked, require
from .posting import post, reverse

PRINTED = "打印收据"


def receive(*, book, unit, amount_fen, by, method=PaymentMethod.TRANSFER, received_on=None, key=None):
    """Write down one payment. What is more than the household owes stays with it as credit.

    Refused before the household was called. The same ``key`` again returns the payment that is there; another content
    under it is refused. Returns the Payment with its receipt ``number``.
    """
    key, received_on = key or uuid.uuid4(), received_on or timezone.localdate()
    with transaction.atomic():
        held = locked(book)
        require(by, "change", held)
        if found := Payment.objects.filter(entry__key=key).first():
            return _same(found, held, unit, amount_fen, method, received_on)
        _check(held, unit, amount_fen, method)
        return _book(held, unit, amount_fen, method, received_on, key=key, by=by)


def move_payment(*, payment, unit, reason, by, on=None):
    """It was another household's: the entry is reversed, with the reason, and booked anew for ``unit`` on ``on``
    (today) under the next receipt; the old receipt is void. Returns the new Payment."""
    with transaction.atomic():
        held = locked(payment.book)
        require(by, "change", held)
        old = Payment.objects.select_related("entry").get(pk=payment.pk)
        if old.is_void:
            raise Refused(f"{old}已经作废，不能再更正")
        if unit.pk == old.unit_id:
            raise Refused("这笔钱本来就记在这一室")
        _check(held, unit, old.amount_fen, old.method)
        on = on or timezone.localdate()
        reverse(entry=old.entry, reason=reason, by=by, happened_on=on)
        key = uuid.uuid5(old.entry.key, "moved")
        return _book(held, unit, old.amount_fen, old.method, old.received_on, key=key, by=by, on=on, replaces=old)


def print_receipt(*, payment, by):
    """Log that a receipt was printed. Returns whether one was printed before: this one is then marked 补打."""
    require(by, "change", payment.book)
    if payment.is_void:
        raise Refused(f"{payment}已经作废，不能打印")
    with transaction.atomic():
        again = Reading.objects.filter(object_key=key_of(payment), purpose=PRINTED).exists()
        journal.record_reading(by=by, obj=payment, purpose=PRINTED)
    return again


def _same(found, book, unit, amount_fen, method, received_on):
    said = (found.book_id, found.unit_id, found.amount_fen, found.method, found.received_on)
    if said == (book.pk, unit.pk, amount_fen, method, received_on):
        return found
    raise Refused(f"这笔缴款已经登记为{found}，内容不一样；没有再记。请刷新后核对")


def _check(book, unit, amount_fen, method):
    if amount_fen <= 0:
        raise Refused("金额要大于0")
    if method not in PaymentMethod.values:
        raise Refused("请选缴款方式")
    if not Charge.objects.filter(book=book, unit=unit).standing().exists():
        raise Refused(f"{unit.room}室还没有缴费通知，不能收钱：先发缴费通知，或者核对室号")


def _book(book, unit, amount_fen, method, received_on, *, key, by, on=None, replaces=None):
    number = (Payment.objects.filter(book=book).aggregate(last=Max("number"))["last"] or 0) + 1
    entry = post(
        book=book,
        happened_on=on or received_on,
        kind=EntryKind.PAYMENT,
        text=f"业主缴款（{PaymentMethod(method).label}），第{number}号收据",
        lines=[debit(PaymentMethod(method).account, amount_fen), credit(Role.RECEIVABLE, amount_fen, unit=unit.pk)],
        key=key,
        by=by,
    )
    made = Payment(
        book=book,
        unit=unit,
        number=number,
        method=method,
        received_on=received_on,
        amount_fen=amount_fen,
        replaces=replaces,
        entry=entry,
        recorded_at=timezone.now(),
        recorded_by=by,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise Refused("没有登记：刚刚有人登记了另一笔，请再试一次") from error
    journal.record(by=by, action="projects.payment.receive", obj=made, changes={"number": [None, number]})
    return made
