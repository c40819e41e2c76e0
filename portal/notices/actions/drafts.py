"""A draft is written, gets its files, and may be thrown away."""

import secrets

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from communities.journal import actions as journal
from portal.notices.domain import MAX_BODY, Refused, check_file, render, tidy
from portal.notices.enums import NoticeStatus
from portal.notices.models import Attachment, Notice

NOT_YOURS = "这条通知不在您负责的范围内"


def save_draft(*, notice, by):
    """Store a new or changed draft with its safe rendering. Returns the notice."""
    with transaction.atomic():
        if notice.pk:
            before = locked(notice)
            require(by, "change", before)
            require_draft(before)
        require(by, "change" if notice.pk else "add", notice)
        require_draft(notice)
        write_text(notice, title=notice.title, summary=notice.summary, body=notice.body)
        journal.store(notice, by=by)
    return notice


def discard(*, notice, by):
    """Throw a draft away, files and all."""
    with transaction.atomic():
        held = locked(notice)
        require(by, "delete", held)
        require_draft(held)
        for attachment in held.attachments.all():
            _drop(attachment, by=by)
        journal.remove(held, by=by)


def attach(*, notice, by, upload, name, alt="", text=""):
    """Check an uploaded file by its content and hang it on a draft. Returns the attachment."""
    if upload is None:
        raise Refused("请选择要上传的文件")
    checked = check_file(_read(upload), upload.name or "")
    attachment = Attachment(
        notice=notice,
        kind=checked.kind,
        name=tidy(name),
        alt=tidy(alt),
        text=tidy(text, lines=True),
        content_type=checked.content_type,
        size=len(checked.content),
        digest=checked.digest,
        width=checked.width,
        height=checked.height,
    )
    _check_words(attachment)
    with transaction.atomic():
        held = locked(notice)
        require(by, "change", held)
        require_draft(held)
        attachment.file.save(secrets.token_hex(16) + checked.extension, ContentFile(checked.content), save=False)
        try:
            journal.store(attachment, by=by)
        except BaseException:
            attachment.file.delete(save=False)
            raise
    return attachment


def detach(*, attachment, by):
    """Take a file off a draft."""
    with transaction.atomic():
        held = locked(attachment.notice)
        require(by, "change", held)
        require_draft(held)
        _drop(attachment, by=by)


def locked(notice):
    """The row as it stands, held until the transaction ends."""
    held = Notice.objects.select_for_update().filter(pk=notice.pk).first()
    if held is None:
        raise Refused("这条通知已不存在")
    return held


def require(by, verb, notice):
    if by is not None and not covers(by.scope(f"portal.{verb}_notice"), notice):
        raise Refused(NOT_YOURS if by.scope(f"portal.{verb}_notice") else "您的账号没有这项权限")


def covers(scope, notice):
    """Whether a scope takes in the whole audience of the notice."""
    return scope.everywhere or notice.community_id in scope.communities or notice.building_group_id in scope.groups


def require_draft(notice):
    if notice.status != NoticeStatus.DRAFT:
        raise Refused("这条通知已经发布，文字只能用“更正”修改")


def write_text(notice, *, title, summary, body):
    """Set the words and their rendering; refuse what a column or a page cannot hold."""
    notice.title, notice.summary, notice.body = tidy(title), tidy(summary), tidy(body, lines=True)
    notice.summary_en, notice.publisher, notice.number = map(tidy, (notice.summary_en, notice.publisher, notice.number))
    if len(notice.body) > MAX_BODY:
        raise Refused(f"正文最多{MAX_BODY}字，现在有{len(notice.body)}字")
    for field in ("title", "summary", "summary_en", "publisher", "number"):
        column = Notice._meta.get_field(field)
        if len(getattr(notice, field)) > column.max_length:
            raise Refused(f"“{column.verbose_name}”最多{column.max_length}字")
    notice.body_html = render(notice.body)


def _read(upload):
    return upload.read() if not hasattr(upload, "chunks") else b"".join(upload.chunks())


def _check_words(attachment):
    """Length, description and text, said before the database says it less kindly."""
    if not attachment.name:
        raise Refused("请写文件名称")
    if attachment.kind == "image" and not attachment.alt:
        raise Refused(f"图片“{attachment.name}”要写图片说明")
    if attachment.kind != "image" and not attachment.text:
        raise Refused(f"文件“{attachment.name}”要写文字内容")
    if len(attachment.text) > MAX_BODY:
        raise Refused(f"文字内容最多{MAX_BODY}字")
    try:
        attachment.clean_fields(exclude=["notice", "file"])
    except ValidationError as error:
        raise Refused(*error.messages) from error


def _drop(attachment, *, by):
    journal.remove(attachment, by=by)
    storage, name = attachment.file.storage, attachment.file.name
    transaction.on_commit(lambda: storage.delete(name))
