"""Printed ballots: issued, delivered, handed in, and read twice by two clerks."""

import secrets

from django.db import models
from django.db.models import Exists, Max, OuterRef, Q

from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard, append_only, fixed
from communities.people.models import User
from projects.consultations.domain import Reading, status_of
from projects.consultations.enums import Capacity, Channel, Choice, Flaw

from .consultations import Consultation
from .gates import BY_PAPER, while_
from .roll import RollVoter

_IN_TIME = (
    "EXISTS (SELECT 1 FROM projects_consultation c WHERE c.id = NEW.consultation_id "
    "AND NEW.returned_at >= c.opens_at AND NEW.returned_at < c.closes_at "
    "AND (c.is_transcript OR (c.opens_at <= {now} AND {now} < c.closes_at)))"
)
READ = ("choice", "channel", "capacity", "flaw", "authority", "witness", "original")


def new_token():
    return secrets.token_hex(16)


class PaperQuerySet(models.QuerySet):
    def live(self):
        return self.filter(voided_at__isnull=True)

    def unsettled(self):
        """Read once only, or read differently: what keeps a consultation from being counted."""
        settled = Keying.objects.filter(paper=OuterRef("paper"), revision=OuterRef("revision"), ballot__isnull=False)
        waiting = Keying.objects.filter(~Exists(settled), paper=OuterRef("pk"))
        return self.live().filter(Exists(waiting))

    def differing(self):
        """Read twice and differently: for two people and the paper itself."""
        return self.unsettled().filter(Exists(self._left_open(turn=2))).order_by("serial")

    def waiting_for(self, user):
        """What this clerk has still to read: no ballot yet, not read by this clerk, not read twice."""
        mine = Keying.objects.filter(paper=OuterRef("pk"), keyed_by=user)
        return self.live().filter(~Exists(mine), ~Exists(self._left_open(turn=2)), ballots__isnull=True)

    def _left_open(self, turn):
        """Readings of this turn of which no ballot was made, nor of one that settled them."""
        return Keying.objects.filter(paper=OuterRef("pk"), turn=turn, ballot__isnull=True).exclude(
            Exists(Keying.objects.filter(paper=OuterRef("paper"), revision=OuterRef("revision"), turn=3))
        )

    def last_serial(self, consultation):
        return self.filter(consultation=consultation).aggregate(last=Max("serial"))["last"] or 0


class Paper(models.Model):
    """A voter has one live paper; reissuing voids the old one.

    ``token`` is the sheet of paper itself, the same after a recount; it is printed nowhere. The QR code holds the
    public address with the serial behind a ``#``, which no server and no log ever receives.
    """

    consultation = models.ForeignKey(Consultation, models.PROTECT, verbose_name="征询", related_name="papers")
    voter = models.ForeignKey(RollVoter, models.PROTECT, verbose_name="表决人", related_name="papers")
    serial = models.PositiveIntegerField("票号")
    token = models.CharField("纸张标识", max_length=32, default=new_token, editable=False)
    issued_at = models.DateTimeField("发票时间")
    voided_at = models.DateTimeField("作废时间", null=True, editable=False)
    void_reason = models.CharField("作废原因", max_length=200, blank=True)
    returned_at = models.DateTimeField("交回时间", null=True, editable=False)

    objects = PaperQuerySet.as_manager()
    guards = (
        fixed("consultations_paper", "consultation_id", "voter_id", "serial", "token", "issued_at"),
        while_("consultations_paper", INSERT, "open"),
        while_("consultations_paper", UPDATE, "open"),
        Guard(
            "consultations_paper_home",
            INSERT,
            "consultations_paper: voter of another roll",
            "NOT EXISTS (SELECT 1 FROM projects_rollvoter v WHERE v.id = NEW.voter_id "
            "AND v.consultation_id = NEW.consultation_id)",
        ),
        Guard(
            "consultations_paper_issued_out_of_time",
            INSERT,
            "consultations_paper: not handed in while papers were collected",
            f"NEW.returned_at IS NOT NULL AND NOT {_IN_TIME}",
        ),
        Guard(
            "consultations_paper_returned_in_time",
            UPDATE,
            "consultations_paper: not handed in while papers were collected",
            "OLD.returned_at IS DISTINCT FROM NEW.returned_at AND (OLD.returned_at IS NOT NULL "
            f"OR OLD.voided_at IS NOT NULL OR NOT {_IN_TIME})",
        ),
        Guard(
            "consultations_paper_voided_for_good",
            UPDATE,
            "consultations_paper: voided for good",
            "OLD.voided_at IS NOT NULL AND (OLD.voided_at IS DISTINCT FROM NEW.voided_at "
            "OR OLD.void_reason <> NEW.void_reason)",
        ),
        Guard("consultations_paper_no_delete", DELETE, "consultations_paper: issued papers are kept"),
        Guard("consultations_paper_no_truncate", TRUNCATE, "consultations_paper: issued papers are kept"),
    )

    class Meta:
        verbose_name = verbose_name_plural = "纸质票"
        ordering = ["consultation_id", "serial"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "serial"],
                name="consultations_serial_once",
                violation_error_message="这个票号已经用过",
            ),
            models.UniqueConstraint(
                fields=["consultation", "token"],
                name="consultations_token_once",
                violation_error_message="这个二维码已经用过",
            ),
            models.UniqueConstraint(
                fields=["voter"],
                condition=Q(voided_at__isnull=True),
                name="consultations_one_live_paper",
                violation_error_message="这个表决人手里已有一张有效的票；换发要先作废旧票",
            ),
            models.CheckConstraint(condition=Q(serial__gte=1), name="consultations_serial_positive"),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, void_reason="") | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
                name="consultations_void_has_reason",
                violation_error_message="作废要写明原因",
            ),
        ]

    def __str__(self):
        return f"票{self.number}"

    @property
    def number(self):
        """As printed."""
        return str(self.serial).zfill(4)

    @property
    def community_id(self):
        return self.consultation.community_id


class Delivery(models.Model):
    """送达: how, when and by whom (duty, never a name) a paper was brought to the voter."""

    paper = models.ForeignKey(Paper, models.PROTECT, verbose_name="纸质票", related_name="deliveries")
    channel = models.CharField("送达方式", max_length=10, choices=Channel)
    on_day = models.DateField("送达日期")
    carrier = models.CharField("送达人（职务）", max_length=40, help_text="例如：12号楼组长")
    recorded_at = models.DateTimeField("登记时间")

    guards = (
        *append_only("consultations_delivery"),
        while_("consultations_delivery", INSERT, "open", path=BY_PAPER),
    )

    class Meta:
        verbose_name = verbose_name_plural = "送达记录"
        ordering = ["paper_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(carrier=""),
                name="consultations_delivery_by_somebody",
                violation_error_message="送达人的职务要写",
            )
        ]

    def __str__(self):
        return f"{self.paper}{self.get_channel_display()}送达"

    @property
    def community_id(self):
        return self.paper.community_id


class Keying(models.Model):
    """One clerk's reading of a paper. ``turn`` 1 and 2 are two clerks, blind to each other; 3 settles a difference.

    ``revision`` grows when a paper that was already a ballot is read again, with a reason.
    """

    paper = models.ForeignKey(Paper, models.PROTECT, verbose_name="纸质票", related_name="keyings")
    revision = models.PositiveSmallIntegerField("第几次", default=1)
    turn = models.PositiveSmallIntegerField("第几遍")
    choice = models.CharField("意见", max_length=10, choices=Choice)
    channel = models.CharField("交回方式", max_length=10, choices=Channel, default=Channel.ON_SITE)
    capacity = models.CharField("签名人", max_length=10, choices=Capacity, default=Capacity.OWNER)
    flaw = models.CharField("不计入的原因", max_length=20, choices=Flaw, blank=True)
    authority = models.CharField("委托书扫描件编号", max_length=80, blank=True)
    witness = models.CharField("见证人（职务）", max_length=40, blank=True)
    original = models.CharField("原件扫描件编号", max_length=80, blank=True)
    reason = models.CharField("更正或裁定的理由", max_length=200, blank=True)
    keyed_by = models.ForeignKey(User, models.PROTECT, verbose_name="录入人", related_name="+")
    keyed_at = models.DateTimeField("录入时间")

    guards = (
        *append_only("consultations_keying"),
        while_("consultations_keying", INSERT, "open", path=BY_PAPER),
        Guard(
            "consultations_keying_paper_returned",
            INSERT,
            "consultations_keying: the paper is voided or was not handed in",
            "NOT EXISTS (SELECT 1 FROM projects_paper p WHERE p.id = NEW.paper_id "
            "AND p.voided_at IS NULL AND p.returned_at IS NOT NULL)",
        ),
        Guard(
            "consultations_keying_two_clerks",
            INSERT,
            "consultations_keying: the second clerk must be another",
            "NEW.turn = 2 AND EXISTS (SELECT 1 FROM projects_keying k WHERE k.paper_id = NEW.paper_id "
            "AND k.revision = NEW.revision AND k.turn = 1 AND k.keyed_by_id = NEW.keyed_by_id)",
        ),
        Guard(
            "consultations_keying_in_turn",
            INSERT,
            "consultations_keying: a turn was left out",
            "NEW.turn > 1 AND NOT EXISTS (SELECT 1 FROM projects_keying k WHERE k.paper_id = NEW.paper_id "
            "AND k.revision = NEW.revision AND k.turn = NEW.turn - 1)",
        ),
        Guard(
            "consultations_keying_revises_a_ballot",
            INSERT,
            "consultations_keying: no ballot to read again",
            "NEW.revision > 1 AND NOT EXISTS (SELECT 1 FROM projects_ballot b JOIN projects_keying k "
            "ON k.id = b.keying_id WHERE k.paper_id = NEW.paper_id AND k.revision = NEW.revision - 1)",
        ),
        Guard(
            "consultations_keying_not_after_ballot",
            INSERT,
            "consultations_keying: already a ballot",
            "EXISTS (SELECT 1 FROM projects_ballot b JOIN projects_keying k ON k.id = b.keying_id "
            "WHERE k.paper_id = NEW.paper_id AND k.revision = NEW.revision)",
        ),
    )

    class Meta:
        verbose_name = verbose_name_plural = "录入记录"
        ordering = ["paper_id", "revision", "turn"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "revision", "turn"],
                name="consultations_turn_once",
                violation_error_message="这一遍刚刚已有人录入",
            ),
            models.CheckConstraint(condition=Q(turn__in=[1, 2, 3], revision__gte=1), name="consultations_three_turns"),
            models.CheckConstraint(
                condition=Q(choice__in=["agree", "disagree", "abstain"]), name="consultations_keying_choice_known"
            ),
            models.CheckConstraint(
                condition=~Q(channel="phone"),
                name="consultations_phone_is_no_ballot",
                violation_error_message="电话里说的只算意向，不能算票",
            ),
            models.CheckConstraint(
                condition=~Q(capacity="agent") | ~Q(authority=""),
                name="consultations_agent_has_authority",
                violation_error_message="代理人签的票要有书面委托书",
            ),
            models.CheckConstraint(
                condition=~Q(capacity="co_owner") | ~Q(authority="") | ~Q(flaw=""),
                name="consultations_co_owner_has_authority",
                violation_error_message="共有人一人签的票，要有其他共有人的书面授权",
            ),
            models.CheckConstraint(
                condition=~Q(channel="video") | (~Q(witness="") & (~Q(original="") | ~Q(flaw=""))),
                name="consultations_video_has_witness",
                violation_error_message="视频表决要有见证人，原件未到的要标明",
            ),
            models.CheckConstraint(
                condition=Q(turn__lt=3, revision=1) | ~Q(reason=""),
                name="consultations_second_thought_has_reason",
                violation_error_message="更正和裁定要写理由",
            ),
        ]

    def __str__(self):
        return f"{self.paper}第{self.turn}遍录入"

    @property
    def community_id(self):
        return self.paper.community_id

    @property
    def status(self):
        return status_of(self.flaw)

    @property
    def reading(self):
        return Reading(**{name: getattr(self, name) for name in READ})
