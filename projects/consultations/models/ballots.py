"""What counts: one row a voter and revision, made from two clerks' equal readings or a settled one."""

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Sum

from communities.guards import INSERT, Guard, append_only
from projects.consultations.domain import Sums
from projects.consultations.enums import BallotStatus, Channel, Choice

from .consultations import Consultation
from .gates import while_
from .papers import Keying, Paper
from .roll import RollVoter

_SAME = "f.choice = k.choice AND f.flaw = k.flaw AND f.channel = k.channel AND f.capacity = k.capacity"


class BallotQuerySet(models.QuerySet):
    def current(self):
        """The highest revision of each voter. Few have a second one, and those stand in an index of their own."""
        later = self.model._base_manager.filter(
            voter=OuterRef("voter"), revision__gt=OuterRef("revision"), revision__gte=2
        )
        return self.filter(~Exists(later))

    def tally(self, consultation):
        """(heads, areas) by one aggregate: exact integers."""
        rows = self.current().filter(consultation=consultation, status=BallotStatus.VALID)
        found = {
            row["choice"]: row for row in rows.values("choice").annotate(n=Count("*"), area=Sum("voter__area_cm2"))
        }
        heads = {choice: found[choice]["n"] if choice in found else 0 for choice in Choice.values}
        areas = {choice: found[choice]["area"] if choice in found else 0 for choice in Choice.values}
        silent = self._silent(consultation)
        return (
            Sums(consultation.roll_heads, **heads, silent=silent["n"]),
            Sums(consultation.roll_area_cm2, **areas, silent=silent["area"]),
        )

    def _silent(self, consultation):
        if not consultation.silence_clause:
            return {"n": 0, "area": 0}
        voters = RollVoter.objects.delivered(consultation).filter(consultation=consultation, ballots__isnull=True)
        return voters.aggregate(n=Count("id"), area=Sum("area_cm2", default=0))


class Ballot(models.Model):
    """``commitment`` stands in the journal; ``nonce`` opens it and proves what was recorded."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, verbose_name="征询", related_name="ballots")
    voter = models.ForeignKey(RollVoter, models.PROTECT, verbose_name="表决人", related_name="ballots")
    paper = models.ForeignKey(Paper, models.PROTECT, verbose_name="纸质票", related_name="ballots")
    keying = models.OneToOneField(Keying, models.PROTECT, verbose_name="依据的录入", related_name="ballot")
    revision = models.PositiveSmallIntegerField("第几次", default=1)
    choice = models.CharField("意见", max_length=10, choices=Choice)
    status = models.CharField("状态", max_length=10, choices=BallotStatus)
    channel = models.CharField("交回方式", max_length=10, choices=Channel)
    nonce = models.CharField("随机数", max_length=64, editable=False)
    commitment = models.CharField("承诺值", max_length=64, editable=False)
    recorded_at = models.DateTimeField("登记时间")

    objects = BallotQuerySet.as_manager()
    guards = (
        *append_only("consultations_ballot"),
        while_("consultations_ballot", INSERT, "open"),
        Guard(
            "consultations_ballot_home",
            INSERT,
            "consultations_ballot: paper of another roll, or voided",
            "NOT EXISTS (SELECT 1 FROM projects_paper p WHERE p.id = NEW.paper_id AND p.voter_id = NEW.voter_id "
            "AND p.consultation_id = NEW.consultation_id AND p.voided_at IS NULL)",
        ),
        Guard(
            "consultations_ballot_as_keyed",
            INSERT,
            "consultations_ballot: not what two clerks read alike, or one settled",
            "NOT EXISTS (SELECT 1 FROM projects_keying k WHERE k.id = NEW.keying_id AND k.paper_id = NEW.paper_id "
            "AND k.choice = NEW.choice AND k.channel = NEW.channel AND NEW.status = CASE WHEN k.flaw = '' "
            "THEN 'valid' WHEN k.flaw IN ('co_owners', 'original') THEN 'pending' ELSE 'invalid' END "
            "AND (k.turn = 3 OR (k.turn = 2 AND EXISTS (SELECT 1 FROM projects_keying f "
            f"WHERE f.paper_id = k.paper_id AND f.revision = k.revision AND f.turn = 1 AND {_SAME}))))",
        ),
        Guard(
            "consultations_ballot_in_order",
            INSERT,
            "consultations_ballot: not the next revision",
            "NEW.revision <> 1 + COALESCE((SELECT MAX(b.revision) FROM projects_ballot b "
            "WHERE b.voter_id = NEW.voter_id), 0)",
        ),
    )

    class Meta:
        verbose_name = verbose_name_plural = "票"
        ordering = ["consultation_id", "id"]
        indexes = [
            models.Index(fields=["voter", "revision"], condition=Q(revision__gte=2), name="consultations_revised")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["voter", "revision"],
                name="consultations_one_ballot",
                violation_error_message="这个表决人的票刚刚已有人录入",
            ),
            models.CheckConstraint(
                condition=Q(choice__in=["agree", "disagree", "abstain"])
                & Q(status__in=["valid", "invalid", "pending"]),
                name="consultations_ballot_words_known",
            ),
        ]

    def __str__(self):
        return f"第{self.pk}条票"

    @property
    def community_id(self):
        return self.consultation.community_id

    @property
    def said(self):
        """What the commitment stands for."""
        return {"voter": self.voter.key, "revision": self.revision, "choice": self.choice, "status": self.status}
