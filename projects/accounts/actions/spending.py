"""Money goes out in three steps: proposed with its voucher, approved by another, paid and booked."""

import secrets

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.files.domain import BadFile, check_file
from communities.journal import actions as journal
from projects.accounts.domain import Refused, credit, debit
from projects.accounts.enums import SpendingState, account_of
from projects.accounts.models import Spending, Voucher

from .access import locked, public_words, refuse_ended, require
from .posting import post


def propose(*, spending, by, upload=None):
    """Store a new Spending (unsaved), with its voucher when it is at hand. Returns it."""
    require(by, "change", spending.book)
    refuse_ended(spending.book)
    spending.text = public_words(spending.text, "用途")
    spending.status, spending.proposed_at, spending.proposed_by = SpendingState.PROPOSED, timezone.now(), by
    with transaction.atomic():
        _store(spending, by=by, verb="propose")
        if upload is not None:
            attach(spending=spending, upload=upload, by=by)
    return spending


def revise(*, spending, by):
    """Store changed content of one that is not paid; an approval is void then, and whoever revises proposes."""
    with transaction.atomic():
        held = _held(spending, by, SpendingState.PROPOSED, SpendingState.APPROVED)
        require(by, "change", spending.book)
        spending.text = public_words(spending.text, "用途")
        spending.status, spending.proposed_at, spending.proposed_by = SpendingState.PROPOSED, timezone.now(), by
        spending.key, spending.entry = held.key, None
        _void(spending)
        _store(spending, by=by, verb="change")
    return spending


def attach(*, spending, upload, by, is_scrubbed=False, alt=""):
    """Hang a voucher on a proposal: an original, or a picture marked as scrubbed, which the public will see.

    A scrubbed picture may come until the month is published. Returns the voucher.
    """
    checked = _checked(upload)
    voucher = Voucher(
        spending=spending, is_scrubbed=is_scrubbed, alt=public_words(alt, "图片说明") if is_scrubbed else ""
    )
    for name in ("kind", "content_type", "digest", "width", "height"):
        setattr(voucher, name, getattr(checked, name))
    if is_scrubbed and checked.kind != "image":
        raise Refused("公开的票据要是图片：请把遮盖好的票据拍照或截图上传")
    with transaction.atomic():
        held = _held(spending, by, *SpendingState.values)
        if held.status == SpendingState.WITHDRAWN or (held.status != SpendingState.PROPOSED and not is_scrubbed):
            raise Refused("批准以后不能再加原始票据；要加，先修改支出，再重新批准")
        voucher.size, voucher.added_at, voucher.added_by = len(checked.content), timezone.now(), by
        voucher.file.save(secrets.token_hex(16) + checked.extension, ContentFile(checked.content), save=False)
        try:
            with transaction.atomic():
                journal.store(voucher, by=by)
        except BaseException as error:
            voucher.file.delete(save=False)
            if isinstance(error, IntegrityError):
                raise Refused("这个月的账已经公布，票据不能再加") from error
            raise
    return voucher


def approve(*, spending, digest, by):
    """A second person agrees to exactly what was shown: ``digest`` is of the content as that person saw it."""
    with transaction.atomic():
        held = _held(spending, by, SpendingState.PROPOSED)
        if faults := approval_faults(held, by):
            raise Refused(*faults)
        if digest != held.digest_of_content():
            raise Refused("内容刚刚被改过，请重新看过再批准")
        held.status, held.approved_at, held.approved_by = SpendingState.APPROVED, timezone.now(), by
        held.approved_digest = digest
        _store(held, by=by, verb="approve")
    return held


def approval_faults(spending, by) -> list[str]:
    """What keeps ``by`` from approving, in words; empty when nothing does."""
    faults = []
    if spending.proposed_by_id == by.pk:
        faults.append("这笔支出是您提出的，要由另一位批准")
    if not spending.vouchers.originals().exists():
        faults.append("还没有票据，先上传发票或收据的照片")
    return faults


def pay(*, spending, on, by):
    """The money has gone out on the day ``on``: posts the entry. Pressing twice books once."""
    with transaction.atomic():
        book = locked(spending.book)
        held = _held(spending, by, SpendingState.APPROVED, SpendingState.PAID)
        if held.status == SpendingState.PAID:
            return held
        if held.digest_of_content() != held.approved_digest:
            raise Refused("批准以后内容被改过，要重新批准")
        role, item, kind = account_of(held.cost)
        held.entry = post(
            book=book,
            happened_on=on,
            kind=kind,
            text=held.text,
            lines=[debit(role, held.amount_fen, item=item), credit(held.paid_from, held.amount_fen)],
            key=held.key,
            by=by,
        )
        held.status = SpendingState.PAID
        _store(held, by=by, verb="pay")
    return held


def withdraw(*, spending, reason, by):
    """Give a proposal up; it stays to be read."""
    reason = public_words(reason, "撤回原因")
    with transaction.atomic():
        held = _held(spending, by, SpendingState.PROPOSED, SpendingState.APPROVED)
        _void(held)
        held.status, held.withdrawal = SpendingState.WITHDRAWN, reason
        held.withdrawn_at, held.withdrawn_by = timezone.now(), by
        _store(held, by=by, verb="withdraw")
    return held


def _held(spending, by, *states):
    """The row as it stands, held until the transaction ends; refused in any other state."""
    held = (
        Spending.objects.select_for_update(of=("self",), no_key=True)
        .select_related("book__project")
        .filter(pk=spending.pk)
    )
    held = held.first()
    if held is None:
        raise Refused("这笔支出已不存在")
    require(by, "change", held.book)
    if held.status not in states:
        raise Refused(f"这笔支出现在是“{held.get_status_display()}”，不能做这一步")
    return held


def _void(spending):
    spending.approved_at, spending.approved_by, spending.approved_digest = None, None, ""


def _store(spending, *, by, verb):
    try:
        with transaction.atomic():
            journal.store(spending, by=by, action=verb)
    except IntegrityError as error:
        raise Refused(*_why_not(spending)) from error


def _why_not(spending):
    faults = []
    if spending.amount_fen is None or spending.amount_fen <= 0:
        faults.append("金额要大于0")
    if spending.contract_id and (spending.contract.company_id, spending.contract.cost) != (
        spending.company_id,
        spending.cost,
    ):
        faults.append("收款方和费用类别要和合同一样")
    return faults or ["没有保存：收款方、合同要是这本账簿的；除手续费和其他支出外都要选收款方"]


def _checked(upload):
    if upload is None:
        raise Refused("请选择票据的照片或PDF")
    try:
        checked = check_file(b"".join(upload.chunks()), upload.name or "")
    except BadFile as error:
        raise Refused(*error.messages) from error
    if checked.kind not in ("image", "pdf"):
        raise Refused("票据要是照片（JPEG、PNG、WebP）或PDF")
    return checked
