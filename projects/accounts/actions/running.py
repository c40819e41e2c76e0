"""运行费: first the written split, then a year's fee to every contributor, the parts exact to the fen."""

import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.journal import actions as journal
from projects.accounts.domain import Refused, credit, debit
from projects.accounts.enums import ChargeKind, EntryKind, Role, RunningBasis
from projects.accounts.models import Charge, RunningSplit, RunningYear
from projects.costs.domain import split

from .access import locked, public_words, require
from .posting import post


def agree_running(*, book, basis, yearly_fen, reserve_fen, agreement, agreed_on, by):
    """Write down how the running costs are shared, as agreed in writing. Returns the RunningSplit."""
    agreement = public_words(agreement, "依据的书面协议")
    with transaction.atomic():
        held = locked(book)
        require(by, "change", held)
        if agreed_on > timezone.localdate():
            raise Refused("协议日期不能晚于今天")
        made = RunningSplit(book=held, basis=basis, yearly_fen=yearly_fen, reserve_fen=reserve_fen)
        made.agreement, made.agreed_on, made.entered_at, made.entered_by = agreement, agreed_on, timezone.now(), by
        try:
            with transaction.atomic():
                journal.store(made, by=by, action="agree")
        except IntegrityError as error:
            raise Refused("没有保存：请选怎样分；金额要大于0，备用金不能超过全部") from error
    return made


def charge_year(*, book, year, by, on=None):
    """Charge the fee of ``year`` to those who own the lift on ``on`` (today). Returns the RunningYear.

    Refused without a written split: the lift belongs to its contributors by share, outside the rules of the
    building's owners, so that no law says how its running is shared.
    """
    on = on or timezone.localdate()
    with transaction.atomic():
        held = locked(book)
        require(by, "change", held)
        agreed = RunningSplit.objects.filter(book=held).order_by("-id").first()
        if agreed is None:
            raise Refused(
                "还没有书面的运行费约定，不能收：电梯由出资人按份共有，法律没有规定运行费怎样分"
                "（市房管局答复第0480号），先登记各户签字的约定"
            )
        if RunningYear.objects.filter(book=held, year=year, entry__reversed_by__isnull=True).exists():
            raise Refused(f"{year}年的运行费已经记过")
        parts = _parts(held, agreed, on)
        lines = [debit(Role.RECEIVABLE, part, unit=unit) for unit, part in parts.items()]
        fee = agreed.yearly_fen - agreed.reserve_fen
        lines += [
            credit(role, fen) for role, fen in ((Role.RUNNING_FEE, fee), (Role.RESERVE, agreed.reserve_fen)) if fen
        ]
        said = {"kind": EntryKind.CALL, "text": f"{year}年电梯运行费，{len(parts)}户应缴", "key": uuid.uuid4()}
        entry = post(book=held, happened_on=on, lines=lines, by=by, **said)
        Charge.objects.bulk_create(
            [
                Charge(book=held, unit_id=unit, kind=ChargeKind.RUNNING, amount_fen=part, entry=entry)
                for unit, part in parts.items()
            ]
        )
        made = RunningYear(book=held, split=agreed, year=year, entry=entry)
        journal.store(made, by=by, action="charge")
    return made


def _parts(book, agreed, on):
    """{household's key: fen} in the order of the flats; everybody alike, or by the parts owned."""
    owners = book.project.contributors.current(on).order_by("unit__floor", "unit__room", "unit_id")
    rows = list(owners.values_list("unit", "share_fen"))
    if not rows:
        raise Refused("出资人名册这一天还没有人，先登记出资人")
    weights = [1 if agreed.basis == RunningBasis.EQUAL else share for _, share in rows]
    parts = split(agreed.yearly_fen, weights)
    return {unit: part for (unit, _), part in zip(rows, parts, strict=True) if part}
