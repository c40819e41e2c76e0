"""缴费通知: nothing is called before the vote has passed and every household that pays has signed (domain.md §3)."""

import uuid

from django.db import IntegrityError, transaction
from django.db.models import Max, Q, Sum
from django.utils import timezone

from communities.journal import actions as journal
from projects.accounts.domain import WHOLE_BP, Refused, called_until, credit, debit
from projects.accounts.enums import BookKind, ChargeKind, EntryKind, Role
from projects.accounts.models import Call, Charge, Payout
from projects.consultations.enums import ConsultationStatus
from projects.consultations.models import Consultation
from projects.costs.models import SharingScheme

from .access import locked, require
from .posting import post

#: What a later instalment is counted against; joining and settlement are sums of their own.
_OF_SHARE = (ChargeKind.CALL, ChargeKind.LEAVING)


def call(*, book, portion_bp, due_on, by, key=None, on=None):
    """Call ``portion_bp`` ten thousandths of every household's share, due on a day not before ``on`` (today).

    One entry: each household owes its step, 业主分摊款 has the sum. The steps of a household sum exactly to its
    share once the whole is called; after a change of scheme the next step makes up for what was called before.
    Returns the Call; the same ``key`` again returns the one that is there.
    """
    key, on = key or uuid.uuid4(), on or timezone.localdate()
    with transaction.atomic():
        held = locked(book)
        require(by, "change", held)
        if found := Call.objects.filter(entry__key=key, book=held).first():
            return found
        scheme, called_bp = _scheme_of(held), called_so_far(held)
        if faults := calling_faults(held) or _faults(portion_bp, called_bp, due_on, on):
            raise Refused(*faults)
        parts = _steps(held, scheme, called_bp + portion_bp)
        number = (Call.objects.filter(book=held).aggregate(last=Max("number"))["last"] or 0) + 1
        lines = [debit(Role.RECEIVABLE, fen, unit=unit) for unit, fen in parts.items()]
        entry = post(
            book=held,
            happened_on=on,
            kind=EntryKind.CALL,
            text=f"第{number}期分摊款，{len(parts)}户应缴",
            lines=[*lines, credit(Role.CONTRIBUTION, sum(parts.values()))],
            key=key,
            by=by,
        )
        return _store(held, scheme, number, portion_bp, due_on, entry, parts, by)


def _store(book, scheme, number, portion_bp, due_on, entry, parts, by):
    made = Call(book=book, scheme=scheme, number=number, portion_bp=portion_bp, due_on=due_on, entry=entry)
    made.called_at, made.called_by = timezone.now(), by
    try:
        with transaction.atomic():
            journal.store(made, by=by, action="call")
    except IntegrityError as error:
        raise Refused("没有发出：方案、表决、签字或比例刚刚变了，请刷新后核对") from error
    Charge.objects.bulk_create(
        [
            Charge(book=book, unit_id=unit, kind=ChargeKind.CALL, call=made, amount_fen=fen, entry=entry)
            for unit, fen in parts.items()
        ]
    )
    return made


def called_so_far(book) -> int:
    """Ten thousandths of the whole that standing calls have asked for."""
    return Call.objects.filter(book=book).standing().aggregate(bp=Sum("portion_bp"))["bp"] or 0


def calling_faults(book) -> list[str]:
    """What keeps this book from calling anything, in words; empty when nothing does."""
    if book.kind != BookKind.PROJECT:
        return ["只有项目资金账收分摊款；运行费按“收年度运行费”收"]
    scheme = _scheme_of(book)
    if scheme is None:
        return ["还没有选定分摊方案，先在“分摊方案”里选定"]
    faults = []
    if not _passed(book.project).exists():
        faults.append("加梯征询还没有最终通过，不能收钱：通过并公示期满以后再发缴费通知")
    if waiting := scheme.shares.paying().exclude(_signed()).count():
        faults.append(f"还有{waiting}户没有在这一稿方案上签字，不能收钱：先签字，再发缴费通知")
    if called_so_far(book) >= WHOLE_BP:
        faults.append("全部分摊款都已发过缴费通知")
    return faults


def _signed():
    return Q(signatures__isnull=False, signatures__withdrawn_at__isnull=True)


def _scheme_of(book):
    return SharingScheme.objects.chosen().filter(project=book.project_id).first()


def _passed(project):
    place = Q(project=project) | Q(project__isnull=True, building_group=project.building_group_id)
    return Consultation.objects.filter(place, status=ConsultationStatus.FINAL, result__passed=True)


def _faults(portion_bp, called_bp, due_on, on):
    if not 0 < portion_bp <= WHOLE_BP - called_bp:
        return [f"这一期的比例要大于0，最多{(WHOLE_BP - called_bp) / 100:g}%：其余的已经发过通知"]
    return ["缴费期限不能早于发通知的日期"] if due_on < on else []


def _steps(book, scheme, until_bp):
    """{household's key: fen to call now}; what low floors receive is part of what the others are called for.

    Who left is called for nothing more.
    """
    before = Charge.objects.filter(book=book, kind__in=_OF_SHARE).standing().by_unit()
    left = Payout.objects.left(book)
    parts = {}
    for unit, share, compensation in scheme.shares.order_by("id").values_list("unit", "amount_fen", "compensation_fen"):
        if unit in left:
            continue
        step = called_until(share + compensation, until_bp) - before.get(unit, 0)
        if step < 0:
            raise Refused("方案改过，有一户已经多收：先按“退款”退还多收的，再发缴费通知")
        if step:
            parts[unit] = step
    if not parts:
        raise Refused("没有一户要缴，不用发缴费通知")
    return parts
