"""Which notice told of which step of a consultation, and which step nobody has told of yet."""

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from communities import grants
from communities.guards import DELETE, INSERT, Guard, fixed
from portal.notices.enums import NoticeStatus
from portal.notices.models import Notice
from portal.votes.enums import AnnouncementKind
from projects.consultations.enums import ConsultationStatus
from projects.consultations.models import Consultation, Display

#: What there is to tell of a consultation as it stands.
NEWS = {
    ConsultationStatus.OPEN: AnnouncementKind.OPENING,
    ConsultationStatus.DISPLAYED: AnnouncementKind.FIRST_COUNT,
    ConsultationStatus.FINAL: AnnouncementKind.FINAL,
    ConsultationStatus.ANNULLED: AnnouncementKind.ANNULLED,
}


class AnnouncementQuerySet(models.QuerySet):
    def due(self, now, today):
        """Consultations of which something is to be told, each with its ``news``; what has a draft is no longer due.

        The end of a vote that was written down here from paper was told on paper, unless a notice here told of it
        before; and nobody needs to hear of the end of a vote that was never announced.
        """
        news = Case(*(When(status=status, then=Value(kind)) for status, kind in NEWS.items()))
        told = self.filter(consultation=OuterRef("pk"))
        same = told.filter(Q(display__isnull=True) | Q(display=OuterRef("display_id")), kind=OuterRef("news"))
        before = Exists(told.exclude(notice__status=NoticeStatus.DRAFT))
        needed = Q(status__in=(ConsultationStatus.OPEN, ConsultationStatus.DISPLAYED)) | before
        rows = Consultation.objects.awaiting_notice(now, today).annotate(news=news)
        return rows.filter(needed | Q(status=ConsultationStatus.FINAL, is_transcript=False), ~Exists(same))


class Announcement(models.Model):
    """A notice made for one step of a consultation; a draft that is thrown away takes it along.

    Each display of a result has a notice of its own, every other step one a consultation.
    """

    consultation = models.ForeignKey(
        Consultation,
        models.PROTECT,
        verbose_name="征询",
        related_name="announcements",
        help_text="公告的文字会自动写好",
    )
    kind = models.CharField("种类", max_length=20, choices=AnnouncementKind)
    display = models.ForeignKey(
        Display, models.PROTECT, verbose_name="公示", null=True, blank=True, related_name="announcements"
    )
    notice = models.OneToOneField(Notice, models.CASCADE, verbose_name="通知", related_name="announcement")

    objects = AnnouncementQuerySet.as_manager()
    guards = (
        fixed("votes_announcement", "consultation_id", "kind", "display_id", "notice_id"),
        Guard(
            "votes_announcement_home",
            INSERT,
            "votes_announcement: notice of another community",
            "NOT EXISTS (SELECT 1 FROM portal_notice n JOIN projects_consultation c "
            "ON c.community_id = n.community_id WHERE n.id = NEW.notice_id AND c.id = NEW.consultation_id)",
        ),
        Guard(
            "votes_announcement_of_this_vote",
            INSERT,
            "votes_announcement: display of another consultation",
            "NEW.display_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM projects_display d "
            "WHERE d.id = NEW.display_id AND d.consultation_id = NEW.consultation_id)",
        ),
        Guard(
            "votes_announcement_kept",
            DELETE,
            "votes_announcement: its notice was published",
            "EXISTS (SELECT 1 FROM portal_notice n WHERE n.id = OLD.notice_id AND n.status <> 'draft')",
        ),
    )
    grants = {"secretary": grants.LOOK | {"add", "delete"}, "committee": grants.LOOK | {"add", "delete"}}

    class Meta:
        verbose_name = verbose_name_plural = "征询公告"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "kind"],
                condition=Q(display__isnull=True),
                name="votes_announced_once",
                violation_error_message="这篇公告已经起草",
            ),
            models.UniqueConstraint(
                fields=["display"], name="votes_display_announced_once", violation_error_message="这次公示已有公告"
            ),
            models.CheckConstraint(
                condition=Q(kind="first_count", display__isnull=False)
                | ~Q(kind="first_count") & Q(display__isnull=True),
                name="votes_first_count_names_display",
            ),
        ]

    def __str__(self):
        return f"第{self.consultation_id}号征询的{self.get_kind_display()}"

    @property
    def community_id(self):
        return self.consultation.community_id
