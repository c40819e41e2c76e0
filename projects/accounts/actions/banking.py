"""银行流水: taken from the bank's statement all or nothing, each line once; confirmed by a person, or put aside."""

import datetime
import hashlib

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.journal import actions as journal
from communities.register.domain import Unreadable
from projects.accounts.domain import Refused, read_bank, tidy
from projects.accounts.enums import AsideReason, BankLineState, PaymentMethod
from projects.accounts.models import BankLine, Book, proposals_of

from .access import locked, require
from .receiving import receive

KEPT_FOR = datetime.timedelta(days=2 * 365)  # long enough to answer who paid what until the settlement is over
SHOWN_FAULTS = 20
PAYER, REMARK = (BankLine._meta.get_field(name).max_length for name in ("payer", "remark"))


def take_statement(*, book, content, filename, by) -> tuple[int, int]:
    """Store what came in by the bank's own statement (csv or xlsx as bytes). Returns (lines new, lines known before).

    Refused whole with the faults of every row when one cannot be read; a line that is there already is passed over.
    """
    try:
        rows, faults = read_bank(content, filename, timezone.localdate())
    except Unreadable as error:
        raise Refused(str(error)) from error
    if faults:
        raise Refused(*_told(faults))
    with transaction.atomic():
        held = locked(book)
        require(by, "change", held)
        if held.project_id is None:
            raise Refused("公共收益和维修资金没有各户缴款，不用对流水")
        lines = {line.digest: line for line in _lines(held, rows, by)}
        known = set(BankLine.objects.filter(book=held, digest__in=lines).values_list("digest", flat=True))
        fresh = [line for digest, line in lines.items() if digest not in known]
        try:
            with transaction.atomic():
                BankLine.objects.bulk_create(fresh)
        except IntegrityError as error:
            raise Refused("没有导入：刚刚有人导入了同样的流水，请再试一次") from error
        counts = {"文件": hashlib.sha256(content).hexdigest(), "新流水": len(fresh), "已有": len(known)}
        changes = {name: [None, value] for name, value in counts.items()}
        journal.record(by=by, action="projects.bankline.take", obj=held, changes=changes)
    return len(fresh), len(known)


def confirm_line(*, line, unit, by):
    """It is ``unit``'s payment: booked once, under the line's own key, however often it is confirmed. Returns it."""
    with transaction.atomic():
        held = _line(line, by)
        if held.status == BankLineState.PAID:
            if held.payment.unit_id == unit.pk:
                return held.payment
            raise Refused(f"{held}已经登记为{held.payment}，没有再记。记错了户请在“缴款”里更正")
        _require_open(held)
        plain = {"amount_fen": held.amount_fen, "received_on": held.happened_on, "method": PaymentMethod.TRANSFER}
        held.payment = receive(book=held.book, unit=unit, key=held.key, by=by, **plain)
        _decide(held, BankLineState.PAID, by=by, verb="confirm")
    return held.payment


def confirm_lines(*, book, seen, by) -> int:
    """All that are certain, at once: ``seen`` is {line: household} by key as somebody saw them, and they must be
    certain still. Returns how many."""
    with transaction.atomic():
        held = locked(book)
        require(by, "change", held)
        certain = {line: found.unit for line, found in proposals_of(held).items() if found.is_certain}
        if not seen or any(certain.get(line) != unit for line, unit in seen.items()):
            raise Refused("没有登记：流水或缴款刚刚变了，请重新核对后再确认")
        rows = BankLine.objects.filter(book=held, pk__in=seen).order_by("happened_on", "pk")
        units = held.project.building_group.units.in_bulk(seen.values())
        for row in rows:
            confirm_line(line=row, unit=units[seen[row.pk]], by=by)
    return len(seen)


def put_aside(*, line, why, by, note=""):
    """It is no household's payment, for a reason. ``note`` is personal data like the line itself."""
    note = tidy(note)
    if why not in AsideReason.values or (why == AsideReason.OTHER and not note):
        raise Refused("请选为什么不是缴款；选“其他”要写说明")
    if len(note) > BankLine._meta.get_field("note").max_length:
        raise Refused("说明最多100字")
    with transaction.atomic():
        held = _line(line, by)
        _require_open(held)
        held.why, held.note = why, note
        _decide(held, BankLineState.ASIDE, by=by, verb="put_aside")
    return held


def reopen_line(*, line, by):
    """It was put aside by mistake: it waits again."""
    with transaction.atomic():
        held = _line(line, by)
        if held.status != BankLineState.ASIDE:
            raise Refused(f"{held}现在是“{held.get_status_display()}”，不用重新列出")
        held.status, held.why, held.note, held.decided_at, held.decided_by = BankLineState.OPEN, "", "", None, None
        journal.store(held, by=by, action="relist")
    return held


def erase_lines(*, book, by, on=None) -> int:
    """Blank what the bank said of lines whose day has passed (before ``on``, today), also in a book that ended.
    Returns how many."""
    with transaction.atomic():
        held = Book.objects.select_for_update(of=("self",), no_key=True).select_related("project").get(pk=book.pk)
        require(by, "change", held)
        rows = BankLine.objects.filter(book=held).expired(on or timezone.localdate())
        if n := rows.update(payer="", remark="", note=""):
            journal.record(by=by, action="projects.bankline.erase", obj=held, changes={"流水": [n, None]})
    return n


def _told(faults):
    said = [
        f"第{fault.row}行“{fault.column}”{f'（{fault.value}）' if fault.value else ''}：{fault.message}"
        for fault in faults[:SHOWN_FAULTS]
    ]
    more = [f"还有{len(faults) - SHOWN_FAULTS}处"] if len(faults) > SHOWN_FAULTS else []
    return ["没有导入，改好这些再传一次", *said, *more]


def _lines(book, rows, by):
    """What came in, unsaved; what went out is no payment of a household."""
    key, now = f"{settings.IDENTITY_KEY}:bank", timezone.now()
    return [
        BankLine(
            book=book,
            digest=row.digest(key),
            happened_on=row.day,
            amount_fen=row.amount_fen,
            payer=row.payer[:PAYER],
            remark=row.remark[:REMARK],
            added_at=now,
            added_by=by,
            expires_on=timezone.localdate(now) + KEPT_FOR,
        )
        for row in rows
        if row.amount_fen > 0
    ]


def _line(line, by):
    """As it stands, held with its book until the transaction ends."""
    book = locked(line.book)
    require(by, "change", book)
    held = BankLine.objects.select_for_update(of=("self",)).select_related("payment").get(pk=line.pk)
    held.book = book
    return held


def _require_open(line):
    if line.status != BankLineState.OPEN:
        raise Refused(f"{line}现在是“{line.get_status_display()}”，不能做这一步")


def _decide(line, status, *, by, verb):
    line.status, line.decided_at, line.decided_by = status, timezone.now(), by
    try:
        with transaction.atomic():
            journal.store(line, by=by, action=verb)
    except IntegrityError as error:
        raise Refused("没有保存：这笔流水刚刚变了，请刷新后核对") from error
