"""After the calls: refunds and compensations by two people, the late joiner, the settlement by the same weights."""

import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.journal import actions as journal
from projects.accounts.domain import Refused, credit, debit
from projects.accounts.enums import (
    CONSTRUCTION,
    BookKind,
    ChargeKind,
    EntryKind,
    JoiningUse,
    PayoutKind,
    PayoutState,
    Role,
)
from projects.accounts.models import Charge, Contract, Joining, Payout, Settlement, book_balances, statement_of
from projects.costs import actions as costs
from projects.costs.domain import BadPlan, apportion, bear, fen
from projects.costs.domain import Refused as CostsRefused
from projects.costs.models import SharingScheme

from .access import locked, public_words, require
from .posting import post


def propose_payout(*, book, unit, kind, by, paid_from=Role.BANK):
    """Propose what the rule gives this household: its credit, what it gets on leaving, or what the chosen scheme gives
    it for living low. Returns the Payout."""
    with transaction.atomic():
        held = locked(book)
        require(by, "change", held)
        if Payout.objects.filter(book=held, unit=unit, status__in=("proposed", "approved")).exists():
            raise Refused("这一户已有一笔退款或补偿等着办，先办完或者撤回")
        amount, kept, how = RULES[kind](held, unit)
        if amount <= 0:
            raise Refused(f"没有可以{'付' if kind == PayoutKind.COMPENSATION else '退'}的：{how}")
        made = Payout(book=held, unit=unit, kind=kind, amount_fen=amount, kept_fen=kept, how=how, paid_from=paid_from)
        made.proposed_at, made.proposed_by = timezone.now(), by
        return _write(made, by=by, verb="propose")


def approve_payout(*, payout, by):
    """A second person agrees; the sum must still be what the rule gives."""
    with transaction.atomic():
        held = _payout(payout, by, PayoutState.PROPOSED)
        if held.proposed_by_id == by.pk:
            raise Refused(f"{held}是您提出的，要由另一位批准")
        _still_so(held)
        held.status, held.approved_at, held.approved_by = PayoutState.APPROVED, timezone.now(), by
        return _write(held, by=by, verb="approve")


def withdraw_payout(*, payout, by):
    with transaction.atomic():
        held = _payout(payout, by, PayoutState.PROPOSED, PayoutState.APPROVED)
        held.status, held.approved_at, held.approved_by = PayoutState.WITHDRAWN, None, None
        held.withdrawn_at, held.withdrawn_by = timezone.now(), by
        return _write(held, by=by, verb="withdraw")


def pay_payout(*, payout, on, by):
    """The money has gone out: books it, and for one who leaves takes back what was called beyond its part."""
    with transaction.atomic():
        held = _payout(payout, by, PayoutState.APPROVED)
        _still_so(held)
        key = uuid.uuid5(uuid.NAMESPACE_OID, f"linli/payout/{held.pk}")
        is_given = held.kind == PayoutKind.COMPENSATION
        kind = EntryKind.COMPENSATION if is_given else EntryKind.REFUND
        said = {"book": held.book, "happened_on": on, "kind": kind, "by": by}
        if held.kind == PayoutKind.LEAVING:
            _take_back(held, said, uuid.uuid5(key, "charge"))
        fen = held.amount_fen
        to = debit(Role.COMPENSATION, fen) if is_given else debit(Role.RECEIVABLE, fen, unit=held.unit_id)
        lines = [to, credit(held.paid_from, fen)]
        held.entry = post(text=held.get_kind_display(), lines=lines, key=key, **said)
        held.status = PayoutState.PAID
        return _write(held, by=by, verb="pay")


def _take_back(payout, said, key):
    """What was called for the works beyond its part; the register of contributors and its signature are led on."""
    back = _charged(payout.book).get(payout.unit_id, 0) - payout.kept_fen
    try:
        costs.leave(project=payout.book.project, unit=payout.unit, on=said["happened_on"], by=said["by"])
    except CostsRefused as error:
        raise Refused(*error.args) from error
    if back:
        lines = [debit(Role.CONTRIBUTION, back), credit(Role.RECEIVABLE, back, unit=payout.unit_id)]
        entry = post(text="一户退出，冲减应缴", lines=lines, key=key, **said)
        _charge(payout.book, ChargeKind.LEAVING, {payout.unit_id: -back}, entry)


def _credit(book, unit):
    said = statement_of(book, unit)
    return said.credit_fen, 0, f"已缴减去应缴，多缴{_yuan(said.credit_fen)}元"


def _leaving(book, unit):
    """(refund, what it bears, in words): all of it before a construction contract, then less its part of the cost.

    Fees for running the lift are no part of the cost: what was charged of them stays charged.
    """
    said, scheme = statement_of(book, unit), _scheme(book)
    running = sum(charge.amount_fen for charge in said.charges if charge.kind == ChargeKind.RUNNING)
    paid, kept = said.paid_fen, 0
    fees = f"，减去电梯运行费{_yuan(running)}元" if running else ""
    how = f"还没有签施工合同，全部退还：已缴{_yuan(paid)}元{fees}"
    if Contract.objects.filter(book=book, cost__in=CONSTRUCTION).exists():
        spent, granted, compensated = _spent(book)
        kept = _due(book, scheme, max(0, spent + compensated - granted)).get(unit.pk, 0)
        how = f"已签施工合同：已缴{_yuan(paid)}元，减去按比例承担的实际费用{_yuan(kept)}元{fees}"
    return paid - running - kept, kept, how


def _compensation(book, unit):
    if Settlement.objects.filter(book=book, approved_at__isnull=False).exists():
        raise Refused("这本账已经决算，补偿要在决算以前支付")
    line = _scheme(book).compensations.filter(unit=unit).first()
    if line is None:
        raise Refused(f"选定的方案里没有给{unit.room}室的补偿，请核对室号")
    paid = Payout.objects.compensations().filter(book=book).by_unit().get(unit.pk, 0)
    how = f"选定的方案给{_yuan(line.amount_fen)}元，已付{_yuan(paid)}元：{line.reason}"
    return line.amount_fen - paid, 0, how


def unpaid_compensations(book) -> tuple[int, int]:
    """(households, fen) that the chosen scheme gives low floors and that were not paid yet."""
    paid = Payout.objects.compensations().filter(book=book).by_unit()
    lines = _scheme(book).compensations.values_list("unit", "amount_fen")
    left = [fen - paid.get(unit, 0) for unit, fen in lines if fen > paid.get(unit, 0)]
    return len(left), sum(left)


#: (fen, fen it bears, in words) by the kind of payout.
RULES = {
    PayoutKind.CREDIT: _credit,
    PayoutKind.LEAVING: _leaving,
    PayoutKind.COMPENSATION: _compensation,
}


def _still_so(payout):
    if RULES[payout.kind](payout.book, payout.unit)[:2] != (payout.amount_fen, payout.kept_fen):
        raise Refused("提出以后账变了，金额已不对：请撤回，重新提出")


def join(*, book, unit, use, agreement, by, on=None):
    """A household that took no part pays its original share; earlier contributors get it by the same weights, or the
    reserve, as the agreement says. The register of contributors is led on. Returns the Joining."""
    on, agreement = on or timezone.localdate(), public_words(agreement, "依据的协议")
    if use not in JoiningUse.values:
        raise Refused("请选补缴的钱归谁：按协议分给先出资的各户，或者进备用金")
    with transaction.atomic():
        held = locked(book)
        require(by, "change", held)
        scheme = _scheme(held)
        before = Charge.objects.filter(book=held, kind=ChargeKind.CALL).standing().by_unit()
        if unit.pk in before or Joining.objects.filter(book=held, unit=unit).exists():
            raise Refused(f"{unit.room}室已经出资，不是后加入")
        share = _original_share(scheme, unit)
        shares = {unit.pk: share}
        if use == JoiningUse.REDISTRIBUTE:
            left = Payout.objects.left(held)
            shares |= {who: -part for who, part in _parts(scheme, share, out=left).items()}
        lines = [debit(Role.RECEIVABLE, share, unit=unit.pk)]
        lines += [credit(Role.RECEIVABLE, -part, unit=who) for who, part in shares.items() if part < 0]
        lines += [credit(Role.RESERVE, share)] if use == JoiningUse.RESERVE else []
        said = {"happened_on": on, "kind": EntryKind.CALL, "text": f"一户后加入，补缴原份额：{JoiningUse(use).label}"}
        entry = post(book=held, lines=lines, key=uuid.uuid4(), by=by, **said)
        _charge(held, ChargeKind.JOINING, shares, entry)
        try:
            costs.join_late(project=held.project, unit=unit, share_fen=share, on=on, by=by)
        except CostsRefused as error:
            raise Refused(*error.args) from error
        made = Joining(book=held, unit=unit, share_fen=share, use=use, agreement=agreement, joined_on=on, entry=entry)
        made.recorded_at, made.recorded_by = timezone.now(), by
        return _write(made, by=by, verb="join")


def propose_settlement(*, book, by):
    """决算 from the books: what was spent on the works, less the subsidies that came. Returns the Settlement."""
    with transaction.atomic():
        held = locked(book)
        require(by, "change", held)
        scheme = _scheme(held)
        if Settlement.objects.filter(book=held, approved_at__isnull=False).exists():
            raise Refused("这本账已经决算")
        spent, granted, compensated = _spent(held)
        if Payout.objects.filter(
            book=held, kind=PayoutKind.COMPENSATION, status__in=(PayoutState.PROPOSED, PayoutState.APPROVED)
        ).exists():
            raise Refused("还有补偿没有办完：先登记付款或者撤回，再提出决算")
        if not granted + sum(_charged(held).values()) > 0 or spent <= granted:
            raise Refused("还不能决算：实际支出要大于补贴，并且已经通知各户缴费")
        made = Settlement(book=held, scheme=scheme, spent_fen=spent, granted_fen=granted, compensated_fen=compensated)
        made.charged_fen = sum(_charged(held).values())
        made.proposed_at, made.proposed_by = timezone.now(), by
        return _write(made, by=by, verb="propose")


def approve_settlement(*, settlement, by, on=None):
    """A second person agrees to these figures; each household's difference is booked as credit or as a last call."""
    on = on or timezone.localdate()
    with transaction.atomic():
        book = locked(settlement.book)
        require(by, "change", book)
        held = Settlement.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=settlement.pk)
        if held.approved_at is not None:
            raise Refused("这本账已经决算")
        if held.proposed_by_id == by.pk:
            raise Refused("决算是您提出的，要由另一位批准")
        then = (held.spent_fen, held.granted_fen, held.compensated_fen, held.charged_fen)
        if (*_spent(book), sum(_charged(book).values())) != then:
            raise Refused("提出以后账变了：请重新提出决算")
        held.book = book
        held.entry = _settle(held, on, by)
        held.approved_at, held.approved_by = timezone.now(), by
        return _write(held, by=by, verb="approve")


def _settle(settlement, on, by):
    """The entry of the differences; None when there is none."""
    book, charged = settlement.book, _charged(settlement.book)
    due = _due(book, settlement.scheme, settlement.owners_fen)
    out = Payout.objects.left(book)
    for unit, compensation in _parts(settlement.scheme, settlement.compensated_fen, out=out).items():
        due[unit] = due.get(unit, 0) + compensation
    changes = {unit: due.get(unit, 0) - charged.get(unit, 0) for unit in due.keys() | charged.keys()}
    changes = {unit: change for unit, change in sorted(changes.items()) if change}
    if not changes:
        return None
    lines = [debit(Role.RECEIVABLE, change, unit=unit) for unit, change in changes.items()]
    if total := sum(changes.values()):
        lines.append(credit(Role.CONTRIBUTION, total))
    key = uuid.uuid5(uuid.NAMESPACE_OID, f"linli/settlement/{settlement.pk}")
    said = {"kind": EntryKind.SETTLEMENT, "text": "决算：差额按原来的比例多退少补"}
    entry = post(book=book, happened_on=on, lines=lines, key=key, by=by, **said)
    _charge(book, ChargeKind.SETTLEMENT, changes, entry)
    return entry


def _scheme(book):
    is_works = book.kind == BookKind.PROJECT
    scheme = SharingScheme.objects.chosen().filter(project=book.project_id).first() if is_works else None
    if scheme is None:
        raise Refused("这本账没有选定的分摊方案")
    return scheme


def _charged(book):
    """{household's key: fen} called for the works, running costs apart."""
    return Charge.objects.filter(book=book).exclude(kind=ChargeKind.RUNNING).standing().by_unit()


def _spent(book):
    """(spent on the works, subsidies that came, paid to low floors) by the ledger."""
    balances, found = book_balances(book), {Role.CONSTRUCTION: 0, Role.SUBSIDY: 0, Role.COMPENSATION: 0}
    for pk, role in book.accounts.filter(role__in=found).values_list("pk", "role"):
        found[role] += balances.get(pk, 0)
    return found[Role.CONSTRUCTION], -found[Role.SUBSIDY], found[Role.COMPENSATION]


def _due(book, scheme, total):
    """{household's key: fen} of ``total``: who left bears what was kept then, the others the rest by their weights."""
    left = Payout.objects.left(book)
    joined = set(Joining.objects.filter(book=book).values_list("unit", flat=True)) - left.keys()
    rest = max(0, total - sum(left.values()))
    return _parts(scheme, rest, joined, left) | left


def _parts(scheme, total, joined=(), out=()):
    """{household's key: fen} of ``total`` by the weights of the scheme; those of ``joined`` count as not waived, those
    of ``out`` as waived."""
    plan, units = _plan(scheme, joined, out)
    try:
        parts = bear(plan, total)
    except BadPlan as error:
        raise Refused(f"算不出各户的份额：{error}。请先选定并签好没有退出户的新方案") from error
    return {unit: part for unit, part in zip(units, parts, strict=True) if part}


def _original_share(scheme, unit):
    """What it would have borne had it taken part from the start."""
    plan, units = _plan(scheme, {unit.pk})
    share = fen(apportion(plan)["shares"][units.index(unit.pk)]["amount"])
    if not share:
        raise Refused(f"{unit.room}室按这个方案不分摊费用，不用补缴")
    return share


def _plan(scheme, joined, out=()):
    plan = costs.plan_of(scheme)
    shares = list(scheme.shares.select_related("unit").order_by("id"))
    rooms = {share.unit.room: share.unit_id for share in shares}
    for unit in plan["units"]:
        if rooms[unit["unit"]] in joined:
            unit.pop("waived", None)
        if rooms[unit["unit"]] in out:
            unit["waived"] = True
    return plan, [rooms[unit["unit"]] for unit in plan["units"]]


def _charge(book, kind, parts, entry):
    Charge.objects.bulk_create(
        [Charge(book=book, unit_id=unit, kind=kind, amount_fen=part, entry=entry) for unit, part in parts.items()]
    )


def _payout(payout, by, *states):
    """As it stands, held with its book until the transaction ends."""
    book = locked(payout.book)
    require(by, "change", book)
    held = Payout.objects.select_for_update(of=("self",)).select_related("unit").get(pk=payout.pk)
    held.book = book
    if held.status not in states:
        raise Refused(f"{held}现在是“{held.get_status_display()}”，不能做这一步")
    return held


def _write(row, *, by, verb):
    """Journalled by its number alone: who it concerns and how much stays in the row."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused("没有保存：账刚刚变了，请刷新后再试") from error
    journal.record(by=by, action=f"{row._meta.label_lower}.{verb}", obj=row, changes={"number": [None, row.pk]})
    return row


def _yuan(amount):
    return f"{amount // 100:,}.{amount % 100:02d}"
