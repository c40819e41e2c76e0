"""What was signed, as a picture or a PDF: the ballot itself, or the authority of whoever signed for another."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from communities import grants
from communities.guards import INSERT, append_only
from communities.people.models import User
from projects.consultations.enums import BallotStatus, Capacity, Channel, ScanKind

from .ballots import Ballot
from .gates import BY_PAPER, while_
from .papers import Paper

#: Who signs for others, and so needs it in writing.
AUTHORISED = (Capacity.AGENT, Capacity.CO_OWNER)


class ScanQuerySet(models.QuerySet):
    def wanting(self, consultation):
        """Valid ballots (``lacks`` is a ScanKind) that cannot be counted yet: a scan they rest on is not there."""
        valid = Ballot.objects.current().filter(consultation=consultation, status=BallotStatus.VALID)
        of_paper = self.filter(paper=OuterRef("paper"))
        rests_on = {
            ScanKind.AUTHORITY: Q(keying__capacity__in=AUTHORISED),
            ScanKind.ORIGINAL: Q(keying__channel=Channel.VIDEO),
        }
        found = [
            valid.filter(~Exists(of_paper.filter(kind=kind)), needs).annotate(lacks=models.Value(kind.value))
            for kind, needs in rests_on.items()
        ]
        return [ballot for rows in found for ballot in rows.select_related("paper").order_by("paper__serial")]


class Scan(models.Model):
    """Full of names and signatures: never public, shown to staff alone, each look logged."""

    paper = models.ForeignKey(Paper, models.PROTECT, verbose_name="纸质票", related_name="scans")
    kind = models.CharField("扫描的是", max_length=10, choices=ScanKind)
    file = models.FileField("文件", upload_to="scans/%Y/%m/", max_length=120)
    content_type = models.CharField("格式", max_length=40, editable=False)
    size = models.PositiveIntegerField("字节数", editable=False)
    digest = models.CharField("摘要", max_length=64, editable=False)
    uploaded_at = models.DateTimeField("上传时间", editable=False)
    uploaded_by = models.ForeignKey(User, models.PROTECT, verbose_name="上传人", editable=False, related_name="+")

    objects = ScanQuerySet.as_manager()
    guards = (
        *append_only("consultations_scan"),
        while_("consultations_scan", INSERT, "open", path=BY_PAPER),
    )
    grants = grants.READ_ONLY

    class Meta:
        verbose_name = verbose_name_plural = "扫描件"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "kind", "digest"],
                name="consultations_scan_once",
                violation_error_message="这份扫描件已经上传过",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["original", "authority"]), name="consultations_scan_kind_known"
            ),
        ]

    def __str__(self):
        return f"{self.paper}的{self.get_kind_display()}"

    @property
    def community_id(self):
        return self.paper.community_id
