"""方案公示: the plan hangs for some days, then opinions are taken for some more; each is answered in writing."""

from django.db import models
from django.db.models import Count, F, Q

from communities import grants
from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard, append_only, fixed
from projects.consultations.domain import last_day
from projects.consultations.models import Holiday

from .courses import Course

#: 沪规划资源规〔2024〕2号: at least ten days on display, then at least seven more for opinions.
DISPLAY_DAYS, OPINION_DAYS = 10, 7


class PostingQuerySet(models.QuerySet):
    def with_remarks(self):
        """``received`` and ``unanswered``: how many opinions came in, and how many of them wait."""
        waiting = Q(remarks__isnull=False, remarks__answered_at__isnull=True)
        return self.annotate(received=Count("remarks"), unanswered=Count("remarks", filter=waiting))


class Posting(models.Model):
    """Days are counted as for a vote's display: the first is not, and an end on a holiday moves on."""

    course = models.ForeignKey(Course, models.PROTECT, verbose_name="办理进度", related_name="postings")
    number = models.PositiveSmallIntegerField("第几次公示")
    starts_on = models.DateField("公示之日")
    display_days = models.PositiveSmallIntegerField("公示天数", default=DISPLAY_DAYS)
    opinion_days = models.PositiveSmallIntegerField("收意见天数", default=OPINION_DAYS)
    display_ends_on = models.DateField("公示最后一天")
    opinions_until = models.DateField("收意见最后一天")
    place = models.CharField("贴在哪里", max_length=80, help_text="例如：小区公告栏和12号门厅")
    reason = models.CharField("重新公示的原因", max_length=200, blank=True)
    entered_at = models.DateTimeField("登记时间")

    objects = PostingQuerySet.as_manager()
    guards = append_only("procedure_posting")
    grants = {"secretary": grants.LOOK, "committee": grants.LOOK, "group_leader": grants.LOOK}

    class Meta:
        verbose_name = verbose_name_plural = "方案公示"
        ordering = ["course_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "number"],
                name="procedure_posting_once",
                violation_error_message="这一次公示已经登记",
            ),
            models.CheckConstraint(
                condition=Q(display_days__gte=DISPLAY_DAYS, opinion_days__gte=OPINION_DAYS, number__gte=1)
                & Q(display_ends_on__gt=F("starts_on"), opinions_until__gt=F("display_ends_on")),
                name="procedure_posting_lasts",
                violation_error_message="公示至少10天，之后至少再收7天意见",
            ),
            models.CheckConstraint(
                condition=~Q(place="") & (Q(number=1) | ~Q(reason="")),
                name="procedure_posting_explained",
                violation_error_message="要写贴在哪里；重新公示要写明原因",
            ),
        ]

    def __str__(self):
        return f"第{self.number}次方案公示"

    def last_day(self):
        """The last day for opinions by the holidays known now: a year's notice may come after the plan was posted."""
        holidays = Holiday.objects.about(self.starts_on)
        shown = last_day(self.starts_on, self.display_days, holidays)
        return max(self.opinions_until, last_day(shown, self.opinion_days, holidays))

    @property
    def community_id(self):
        return self.course.community_id


class RemarkQuerySet(models.QuerySet):
    def unanswered(self):
        return self.filter(answered_at__isnull=True)


class Remark(models.Model):
    """An opinion on the posted plan. Staff alone read it; residents see how many there are and were answered."""

    posting = models.ForeignKey(Posting, models.PROTECT, verbose_name="方案公示", related_name="remarks")
    received_on = models.DateField("收到日期")
    text = models.TextField("意见内容", help_text="写事由，不写姓名、室号和电话")
    answer = models.TextField("答复和理由", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)

    objects = RemarkQuerySet.as_manager()
    guards = (
        fixed("procedure_remark", "posting_id", "received_on", "text"),
        Guard(
            "procedure_remark_answered_once",
            UPDATE,
            "procedure_remark: already answered",
            "OLD.answered_at IS NOT NULL",
        ),
        Guard(
            "procedure_remark_since_posted",
            INSERT,
            "procedure_remark: before the plan was posted",
            "EXISTS (SELECT 1 FROM projects_posting p WHERE p.id = NEW.posting_id AND p.starts_on > NEW.received_on)",
        ),
        Guard("procedure_remark_no_delete", DELETE, "procedure_remark: opinions are kept"),
        Guard("procedure_remark_no_truncate", TRUNCATE, "procedure_remark: opinions are kept"),
    )
    grants = {"secretary": grants.LOOK | {"change"}, "committee": grants.LOOK | {"change"}}

    class Meta:
        verbose_name = verbose_name_plural = "对方案的意见"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="procedure_remark_says_something"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="procedure_remark_answer_is_whole",
                violation_error_message="答复要写理由",
            ),
        ]

    def __str__(self):
        return f"对方案的意见{self.pk}"

    @property
    def community_id(self):
        return self.posting.community_id
