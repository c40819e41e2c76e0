"""The words of published notices as Chinese bigrams, so that two-character words are found on both databases."""

from django.db import models

from portal.notices.models import Notice


class SearchDocument(models.Model):
    """Space-separated bigrams of one public notice; ``title`` also carries the community's token."""

    notice = models.OneToOneField(Notice, models.CASCADE, primary_key=True, related_name="search_document")
    title = models.TextField("标题词")
    body = models.TextField("正文词")

    class Meta:
        verbose_name = verbose_name_plural = "检索词"

    def __str__(self):
        return f"检索{self.pk}"
