"""The words of published notices as Chinese bigrams, so that two-character words are found on both databases."""

from django.db import connection, models

from portal.notices.enums import NoticeStatus
from portal.notices.models import Notice

from .index import missing_index


class SearchDocumentQuerySet(models.QuerySet):
    def findings(self):
        """Lines about an index that is not in step with the notices."""
        for name in missing_index(connection):
            yield f"{name} is missing: run migrate"
        for pk in self.exclude(notice__status=NoticeStatus.PUBLISHED).values_list("pk", flat=True):
            yield f"notice {pk} is not public and can be found"
        lost = Notice.objects.filter(status=NoticeStatus.PUBLISHED, search_document__isnull=True)
        for pk in lost.values_list("pk", flat=True):
            yield f"notice {pk} is public and cannot be found"


class SearchDocument(models.Model):
    """Space-separated bigrams of one public notice; both columns also carry its community's and kind's token."""

    notice = models.OneToOneField(Notice, models.CASCADE, primary_key=True, related_name="search_document")
    title = models.TextField("标题词")
    body = models.TextField("正文词")

    objects = SearchDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "检索词"

    def __str__(self):
        return f"检索{self.pk}"
