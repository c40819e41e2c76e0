"""What a step asks for is uploaded, checked by its content; a wrong file is withdrawn with a reason and stays known."""

import secrets

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.files.domain import BadFile, check_file
from communities.journal import actions as journal
from projects.procedure.domain import Refused
from projects.procedure.enums import Status
from projects.procedure.models import Step, StepDocument

from .access import locked_project, require, words


def attach(*, step, wanted, upload, by):
    """Check a picture or PDF by its content and hang it on a step that is not settled yet."""
    if by is None or not by.pk:
        raise Refused("上传材料要有本人的账号")
    checked = _checked(upload)
    with transaction.atomic():
        require(by, "change", "course", locked_project(step.course.project))
        held = Step.objects.select_related("template").get(pk=step.pk)
        if held.status not in (Status.WAITING, Status.OPEN):
            raise Refused(f"“{held.template}”{held.get_status_display()}，不能再传材料")
        if wanted.step_id != held.template_id:
            raise Refused(f"“{held.template}”不要“{wanted}”，请选这一步的材料")
        document = StepDocument(step=held, wanted=wanted, uploaded_by=by, uploaded_at=timezone.now())
        document.content_type, document.digest = checked.content_type, checked.digest
        document.size = len(checked.content)
        if held.documents.filter(wanted=wanted, digest=document.digest, withdrawn_at__isnull=True).exists():
            raise Refused("这份文件已经上传过")
        document.file.save(secrets.token_hex(16) + checked.extension, ContentFile(checked.content), save=False)
        try:
            with transaction.atomic():
                journal.store(document, by=by)
        except BaseException as error:
            document.file.delete(save=False)
            if isinstance(error, IntegrityError):
                raise Refused("没有保存：这一步刚刚办完，或者同一份文件刚刚已上传") from error
            raise
    return document


def withdraw(*, document, reason, by):
    """It was the wrong file: no longer counted, still readable by those who may."""
    reason = words(reason, "撤销的原因")
    with transaction.atomic():
        require(by, "change", "course", locked_project(document.step.course.project))
        held = StepDocument.objects.select_for_update(of=("self",)).select_related("step__template").get(pk=document.pk)
        if held.withdrawn_at is not None:
            raise Refused("这份材料已经撤销")
        if held.step.status not in (Status.WAITING, Status.OPEN):
            raise Refused(f"“{held.step.template}”{held.step.get_status_display()}，材料不能再撤销")
        held.withdrawn_at, held.withdraw_reason = timezone.now(), reason
        journal.store(held, by=by, action="withdraw")
    return held


def _checked(upload):
    if upload is None:
        raise Refused("请选择文件")
    try:
        checked = check_file(b"".join(upload.chunks()), upload.name or "")
    except BadFile as error:
        raise Refused(*error.messages) from error
    if checked.kind not in ("image", "pdf"):
        raise Refused("材料要是照片（JPEG、PNG、WebP）或PDF")
    return checked
