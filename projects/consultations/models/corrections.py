"""更正: a slip in the words of an opened consultation, told beside them: what was voted on stays as it was."""

from django.db import models
from django.db.models import F, Q

from communities import grants
from communities.guards import INSERT, append_only

from .consultations import Consultation
from .gates import while_


class Correction(models.Model):
    """``old`` stands in the question, the plain sentence or the scheme as opened; readers see both and the reason."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, verbose_name="征询", related_name="corrections")
    at = models.DateTimeField("更正时间")
    old = models.CharField("原来写", max_length=200)
    new = models.CharField("更正为", max_length=200)
    reason = models.CharField("原因", max_length=200)

    guards = (
        *append_only("consultations_correction"),
        while_("consultations_correction", INSERT, "open", "counted", "displayed", "final"),
    )
    grants = grants.READ_ONLY

    class Meta:
        verbose_name = verbose_name_plural = "表决更正"
        ordering = ["consultation_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(old="") & ~Q(new="") & ~Q(reason="") & ~Q(old=F("new")),
                name="consultations_correction_is_whole",
                violation_error_message="原文、更正和原因都要写，更正要和原文不同",
            ),
            models.UniqueConstraint(
                fields=["consultation", "old", "new"],
                name="consultations_correction_once",
                violation_error_message="这一处已经更正过",
            ),
        ]

    def __str__(self):
        return f"更正{self.pk}"

    @property
    def community_id(self):
        return self.consultation.community_id
