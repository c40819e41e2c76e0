"""What was signed is scanned and hung on its paper; what a ballot rests on must be there before the count."""

import secrets

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from communities.files.domain import BadFile, check_file
from communities.journal import actions as journal
from projects.consultations.domain import Refused
from projects.consultations.enums import ConsultationStatus, ScanKind
from projects.consultations.models import Scan

from .access import current, require, require_person, require_status
from .papers import sheet_of


def attach_scan(*, consultation, code, kind, upload, by):
    """Check a picture or PDF by its content and hang it on a paper, a voided one too: its ballot may still stand."""
    require_person(by, "上传扫描件")
    if kind not in ScanKind.values:
        raise Refused("请选扫描的是什么")
    checked = _checked(upload)
    with transaction.atomic():
        held = current(consultation)
        require(by, "change", held)
        require_status(held, ConsultationStatus.OPEN)
        scan = Scan(paper=sheet_of(held, code), kind=kind, uploaded_by=by, uploaded_at=held.now)
        scan.content_type, scan.digest, scan.size = checked.content_type, checked.digest, len(checked.content)
        if Scan.objects.filter(paper=scan.paper, kind=kind, digest=scan.digest).exists():
            raise Refused(f"{scan}已经上传过这一份")
        scan.file.save(secrets.token_hex(16) + checked.extension, ContentFile(checked.content), save=False)
        try:
            with transaction.atomic():
                journal.store(scan, by=by)
        except BaseException as error:
            scan.file.delete(save=False)
            if isinstance(error, IntegrityError):
                raise Refused("没有保存：刚刚已经计票，或者同一份扫描件刚刚已上传") from error
            raise
    return scan


def check_scans(held):
    """Refused: which papers lack what they rest on, and how to mend it."""
    lacking = [f"{ballot.paper}缺{ScanKind(ballot.lacks).label}" for ballot in Scan.objects.wanting(held)]
    if lacking:
        raise Refused(
            f"还有{len(lacking)}张票要先上传扫描件：{'、'.join(lacking[:20])}。"
            "请点“上传扫描件”；确实拿不到的，两人各重新录入一遍，标明不计入的原因"
        )


def _checked(upload):
    if upload is None:
        raise Refused("请选择扫描件")
    try:
        checked = check_file(b"".join(upload.chunks()), upload.name or "")
    except BadFile as error:
        raise Refused(*error.messages) from error
    if checked.kind not in ("image", "pdf"):
        raise Refused("扫描件要是照片（JPEG、PNG、WebP）或PDF")
    return checked
