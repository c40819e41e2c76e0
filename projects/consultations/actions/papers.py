"""Papers are printed, reissued and delivered."""

import re
import unicodedata

from django.db import transaction
from django.utils import timezone

from communities.journal import actions as journal
from projects.consultations.domain import Refused
from projects.consultations.enums import Channel, ConsultationStatus
from projects.consultations.models import Delivery, Paper

from .access import current, locked, require, require_status, words

#: A serial as it was typed, or the address that the paper's QR code holds: the serial stands behind the ``#``.
_CODE = re.compile(r"(?:\S*/votes/([0-9]{1,18})/)?#?([0-9]{1,9})")


def print_papers(*, consultation, by):
    """Issue one paper to every voter who has none; returns all live papers, by serial. A second run issues nothing."""
    with transaction.atomic():
        held = locked(consultation)
        require(by, "change", held)
        require_status(held, ConsultationStatus.OPEN)
        live = Paper.objects.live().filter(consultation=held)
        without = list(held.voters.exclude(pk__in=live.values("voter")).order_by("id"))
        first = Paper.objects.last_serial(held) + 1
        fresh = [
            Paper(consultation=held, voter=voter, serial=serial, issued_at=held.now)
            for serial, voter in enumerate(without, start=first)
        ]
        if fresh:
            Paper.objects.bulk_create(fresh, batch_size=1000)
            numbers = {"票号": [None, f"{fresh[0].number}～{fresh[-1].number}"], "张数": [None, len(fresh)]}
            journal.record(by=by, action="projects.consultation.print", obj=held, changes=numbers)
        return list(live.select_related("voter").order_by("serial"))


def reissue(*, consultation, code, by, reason):
    """Void a paper and issue another with the next serial. A ballot already made of the old one stands until then."""
    reason = words(reason, "换发的原因")
    with transaction.atomic():
        require(by, "change", current(consultation))
        old = paper_of(consultation, code)
        held = locked(consultation)  # after the paper, as a reading holds the two: the other order deadlocks
        require_status(held, ConsultationStatus.OPEN)
        old.voided_at, old.void_reason = held.now, reason
        old.save(update_fields=["voided_at", "void_reason"])
        serial = Paper.objects.last_serial(held) + 1
        fresh = Paper.objects.create(consultation=held, voter=old.voter, serial=serial, issued_at=held.now)
        changes = {"票号": [old.number, fresh.number], "原因": [None, reason]}
        journal.record(by=by, action="projects.paper.reissue", obj=old, changes=changes, label=str(old))
    return fresh


def record_delivery(*, consultation, code, channel, on, carrier, by):
    """Write down how, when and by whom (duty) a paper was brought."""
    carrier = words(carrier, "送达人的职务", 40)
    if channel not in Channel.values:
        raise Refused("请选送达方式")
    with transaction.atomic():
        held = current(consultation)
        require(by, "deliver", held)
        require_status(held, ConsultationStatus.OPEN)
        paper = paper_of(held, code)
        earliest = timezone.localdate(held.opens_at if held.is_transcript else paper.issued_at)
        if not earliest <= on <= timezone.localdate(held.now):
            raise Refused(f"送达日期要在{'征询开始' if held.is_transcript else '发票'}之后，不晚于今天")
        delivery = Delivery(paper=paper, channel=channel, on_day=on, carrier=carrier, recorded_at=held.now)
        journal.store(delivery, by=by)
    return delivery


def paper_of(consultation, code):
    """The live paper with this serial, or with this scanned code, held until the transaction ends."""
    paper = sheet_of(consultation, code)
    if paper.voided_at is not None:
        raise Refused(f"{paper}已作废（{paper.void_reason}），请用换发的新票")
    return paper


def sheet_of(consultation, code):
    """The same, a voided one too."""
    match = _CODE.fullmatch(unicodedata.normalize("NFKC", str(code)).strip())
    if match is None:
        raise Refused("票号是数字，例如0012；也可以扫票上的二维码")
    found = _sheet(*match.groups()) if match[1] else {"serial": int(match[2])}
    paper = Paper.objects.select_for_update().filter(consultation=consultation, **found).first()
    if paper is None and match[1]:
        raise Refused("这张票属于另一次征询，不能记在这里")
    if paper is None:
        raise Refused("这次征询没有这张票，请核对票号")
    paper.consultation = consultation
    return paper


def _sheet(number, serial):
    """By the sheet itself: read again in a recount, it still carries the address that it was printed with."""
    tokens = Paper.objects.filter(consultation=int(number), serial=int(serial)).values_list("token", flat=True)
    return {"token__in": list(tokens)}
