"""Keeping the documents in step: called by the actions that make a notice public or take it back."""

from portal.notices.enums import NoticeStatus

from .domain import kind_token, place_token, tokens
from .models import SearchDocument


def document_of(notice, slug):
    """Title words; all words. Both carry what one may filter by."""
    filters = [place_token(slug), kind_token(notice.kind)]
    title = tokens(notice.title)
    body = tokens("\n".join((notice.title, notice.summary, notice.body)))
    return SearchDocument(notice=notice, title=" ".join(filters + title), body=" ".join(filters + body))


def index(notice):
    """Write or remove the document of one notice. Derived, so the journal does not repeat it."""
    SearchDocument.objects.filter(pk=notice.pk).delete()
    if notice.status == NoticeStatus.PUBLISHED:
        document_of(notice, notice.community.slug).save(force_insert=True)
