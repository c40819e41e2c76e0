"""An uploaded register between preview and confirmation; deleted when it is imported or refused."""

from django.db import models

from communities import grants
from communities.guards import fixed
from communities.people.models import User
from communities.places.models import Community


class Upload(models.Model):
    """The very bytes that were previewed: what is confirmed is what was checked. Holds personal data for hours."""

    community = models.ForeignKey(Community, models.CASCADE, verbose_name="居民区")
    by = models.ForeignKey(User, models.CASCADE, verbose_name="上传人")
    at = models.DateTimeField("上传时间", auto_now_add=True)
    filename = models.CharField("文件名", max_length=120)
    digest = models.CharField("文件摘要", max_length=64)
    content = models.BinaryField("内容")
    purpose = models.CharField("使用目的", max_length=60, default="核对并导入住户登记表")
    expires_on = models.DateField("保存到")

    personal_fields = frozenset({"content", "filename"})
    guards = (fixed("register_upload", "community_id", "by_id", "digest", "content"),)
    grants = grants.COMMITTEE

    class Meta:
        verbose_name = verbose_name_plural = "住户登记表导入"
        ordering = ["-id"]

    def __str__(self):
        return f"登记表{self.digest[:8]}"
