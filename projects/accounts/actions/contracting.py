"""Contracts are written down as signed; what is agreed later is a change of its own."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.journal import actions as journal
from projects.accounts.domain import Refused

from .access import public_words, refuse_ended, require


def enter_contract(*, contract, by):
    """Store a new Contract (unsaved). Returns it."""
    contract.title = public_words(contract.title, "合同名称")
    require(by, "change", contract.book)
    refuse_ended(contract.book)
    if contract.signed_on > timezone.localdate():
        raise Refused("签订日期不能晚于今天")
    _store(contract, by=by)
    return contract


def enter_change(*, change, by):
    """Store a new ContractChange (unsaved). Returns it."""
    change.reason = public_words(change.reason, "变更原因")
    require(by, "change", change.contract.book)
    refuse_ended(change.contract.book)
    if not change.contract.signed_on <= change.agreed_on <= timezone.localdate():
        raise Refused("变更日期要在合同签订之后，不能晚于今天")
    change.entered_at, change.entered_by = timezone.now(), by
    _store(change, by=by)
    return change


def _store(row, *, by):
    try:
        with transaction.atomic():
            journal.store(row, by=by)
    except IntegrityError as error:
        raise Refused("没有保存：金额不能是0，单位要是本居民区的") from error
