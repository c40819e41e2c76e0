"""What was done to the lift: an inspection with its report, a maintenance."""

import secrets

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from communities.files.domain import BadFile, check_file
from communities.journal import actions as journal
from projects.upkeep.domain import Refused
from projects.upkeep.enums import InspectionKind, InspectionResult
from projects.upkeep.models import Inspection, Report, Visit

from .access import locked, public_words, public_words_or_none, reckon, require, require_day


def inspect(*, lift, kind, result, done_on, by, words="", upload=None):
    """Write an inspection down, with its report when it is at hand; what is due next follows. Returns it."""
    if kind not in InspectionKind.values or result not in InspectionResult.values:
        raise Refused("请选哪一种检验和结果")
    words = public_words_or_none(words, "说明")
    with transaction.atomic():
        held = locked(lift)
        require(by, "add", Inspection, held.project)
        require_day(done_on, "检验日期", held.in_use_on)
        if held.inspections.standing().filter(kind=kind, done_on=done_on).exists():
            raise Refused("这台电梯这一天的检验已经登记过")
        made = Inspection(lift=held, kind=kind, result=result, done_on=done_on, words=words)
        made.entered_at, made.entered_by = timezone.now(), by
        journal.store(made, by=by)
        reckon(held)
        journal.store(held, by=by, action="reckon")
        if upload is not None:
            attach(inspection=made, upload=upload, by=by)
    return made


def attach(*, inspection, upload, by, is_scrubbed=False, alt=""):
    """Hang a report on an inspection: an original, or a picture marked as scrubbed, which the public will see."""
    checked = _checked(upload)
    if is_scrubbed and checked.kind != "image":
        raise Refused("公开的报告要是图片：请把遮盖好的报告拍照或截图上传")
    report = Report(inspection=inspection, is_scrubbed=is_scrubbed)
    report.alt = public_words(alt, "图片说明") if is_scrubbed else ""
    for name in ("kind", "content_type", "digest", "width", "height"):
        setattr(report, name, getattr(checked, name))
    with transaction.atomic():
        held = locked(inspection.lift)
        require(by, "change", Inspection, held.project)
        if Inspection.objects.filter(pk=inspection.pk, struck_at__isnull=False).exists():
            raise Refused("这次检验已划去，不能再加报告")
        report.size, report.added_at, report.added_by = len(checked.content), timezone.now(), by
        report.file.save(secrets.token_hex(16) + checked.extension, ContentFile(checked.content), save=False)
        try:
            with transaction.atomic():
                journal.store(report, by=by)
        except BaseException:
            report.file.delete(save=False)
            raise
    return report


def _checked(upload):
    if upload is None:
        raise Refused("请选择报告的照片或PDF")
    try:
        checked = check_file(b"".join(upload.chunks()), upload.name or "")
    except BadFile as error:
        raise Refused(*error.messages) from error
    if checked.kind not in ("image", "pdf"):
        raise Refused("报告要是照片（JPEG、PNG、WebP）或PDF")
    return checked


def maintain(*, lift, done_on, words, by, company=None):
    """Write a maintenance down; by the company that maintains this lift where no other is named. Returns the Visit."""
    words = public_words(words, "做了什么")
    with transaction.atomic():
        held = locked(lift)
        require(by, "add", Visit, held.project)
        require_day(done_on, "保养日期", held.in_use_on)
        company = company or held.maintainer
        if company is None:
            raise Refused("请选维保单位，或者先在电梯登记里写上")
        if company.community_id != held.community_id:
            raise Refused("维保单位要在同一个居民区")
        if held.visits.standing().filter(done_on=done_on).exists():
            raise Refused("这台电梯这一天的保养已经登记过")
        made = Visit(lift=held, done_on=done_on, company_id=company.pk, words=words)
        made.entered_at, made.entered_by = timezone.now(), by
        journal.store(made, by=by)
    return made
