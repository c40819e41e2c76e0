"""意见征询: one that passed for every lift, and each other way a vote can go (votes.toml).

All through the committee's own actions, keyed by two demo accounts. A stair's papers are one letter a voter, in the
order of the flats: what became of each. What is open or on display is so from the day of the first seeding on.
"""

import io
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from itertools import pairwise

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from PIL import Image, ImageDraw

from communities.people.models import User
from communities.places.models import BuildingGroup
from projects.consultations import actions
from projects.consultations.domain import Reading
from projects.consultations.models import Consultation, Rule
from projects.retrofits.enums import Stage
from seeds import read

QUESTION = "同意本门号加装电梯"
SCHEME = """位置：楼的北面，玻璃井道，不占消防通道。
入户：从楼梯平台进门，不动住户的窗。
费用：按随票附上的分摊方案，签协议以前不收钱。"""
#: Before 2021 other thresholds were law (see the note of the rule); what was said then is counted by today's.
EARLIER = "补录说明：这次征询在2021年以前开始，当时的要求和现在不同。这里按2021年起的四项计算，方便对照。"
#: From the last paper to the display, and what a display needs at most.
COUNTING, DISPLAYING = timedelta(days=4), timedelta(days=16)
MORNING, EVENING = time(9), time(17)
AGREE, DISAGREE, ABSTAIN, SILENT, UNSIGNED, CO_OWNERS, READ_ONCE, DIFFERING = "ADS.ucox"
CHOICES = {DISAGREE: "disagree", ABSTAIN: "abstain"}
FLAWS = {UNSIGNED: "unsigned", CO_OWNERS: "co_owners"}


@dataclass(frozen=True)
class Clerks:
    """Two people: one keys first and counts, the other keys second and displays."""

    first: User
    second: User


@transaction.atomic
def load(community, tally):
    if Consultation.objects.filter(community=community).exists():
        return
    clerks = Clerks(*(User.objects.get(username=name) for name in ("demo-juwei", "demo-shuji")))
    groups = {row.no: row for row in BuildingGroup.objects.filter(community=community).prefetch_related("projects")}
    rows = [_row(lift, groups[lift["no"]]) for lift in read(__file__, "lifts.toml")["lift"]]
    told = read(__file__, "votes.toml")["vote"]
    past = [row for row in told if "opens" in row]
    instead = {row["stair"] for row in past}
    rows = [row for row in rows if row["stair"] not in instead] + past
    for row in sorted(rows, key=lambda row: row["opens"]):
        tally.added += _past(groups[row["stair"]], row, clerks)
    for row in told:
        if "now" in row:
            tally.added += NOW[row["now"]](groups[row["stair"]], row, clerks)


def _row(lift, group):
    """The passed vote of a lift, as a row of votes.toml would have it."""
    opens = _opens(lift["steps"])
    return {"stair": lift["no"], "opens": opens, "papers": _papers(group, opens.year)}


def _opens(steps):
    """With the first 征询中 that lasted long enough to collect and display."""
    for (stage, day, *_), (_, following, *_) in pairwise(steps):
        if stage == Stage.CONSULTING and _closes(day) + COUNTING + DISPLAYING <= following:
            return day
    raise RuntimeError("no 征询中 is long enough for a vote")


def _closes(opens):
    """A month later, as the notices of consultations say."""
    return opens.replace(year=opens.year + opens.month // 12, month=opens.month % 12 + 1)


def _papers(group, year):
    """Who is against or abstains lives low, who stays silent anywhere above; before 2021 nine in ten agreed."""
    no, voters = int(group.no), _voters(group)
    low = voters // 3
    silent, against, abstaining = (voters // 23, 1, 0) if year < 2021 else (1 + no % 3, no % 3, no // 3 % 2)
    letters = [AGREE] * voters
    for at in range(against + abstaining):
        letters[(no + at) % low] = DISAGREE if at < against else ABSTAIN
    for at in range(silent):
        letters[low + (no * 7 + at * 3) % (voters - low)] = SILENT
    return "".join(letters)


def _voters(group):
    ties = group.units.filter(ownerships__role="owner").values("ownerships__owner")
    return ties.distinct().count()


def _past(group, row, clerks):
    """A vote that was finished on paper, written down afterwards. Like those below, returns how many votes it took."""
    vote = _draft(group, clerks, opens=row["opens"], closes=_closes(row["opens"]))
    digest = _carry_out(vote, row["papers"], clerks).digest
    starts_on = timezone.localdate(vote.closes_at) + COUNTING
    actions.display(consultation=vote, digest=digest, starts_on=starts_on, by=clerks.second)
    actions.finalise(consultation=vote, by=clerks.second)
    return 1


def _displayed(group, row, clerks):
    """Counted and on display since three days ago, with an objection answered."""
    today = timezone.localdate()
    vote = _draft(group, clerks, opens=today - timedelta(days=35), closes=today - timedelta(days=5))
    digest = _carry_out(vote, row["papers"], clerks).digest
    actions.display(consultation=vote, digest=digest, starts_on=today - timedelta(days=3), by=clerks.second)
    received = {"text": row["objection"], "received_on": today - timedelta(days=1)}
    objection = actions.object_to(consultation=vote, by=clerks.first, **received)
    actions.answer(objection=objection, outcome=row["outcome"], text=row["answer"], by=clerks.second)
    return 1


def _repeated(group, row, clerks):
    """On display since four days ago, annulled today, and open once more since this morning."""
    today = timezone.localdate()
    vote = _draft(group, clerks, opens=today - timedelta(days=36), closes=today - timedelta(days=6))
    digest = _carry_out(vote, row["papers"], clerks).digest
    actions.display(consultation=vote, digest=digest, starts_on=today - timedelta(days=4), by=clerks.second)
    actions.annul(consultation=vote, reason=row["annulled"], by=clerks.second)
    again = actions.repeat(consultation=vote, by=clerks.first)
    again.opens_at, again.closes_at = _at(today, time.min), _at(today + timedelta(days=21), EVENING)
    _collect(actions.prepare(consultation=again, by=clerks.first), row["papers_again"], clerks)
    return 2


def _open(group, row, clerks):
    """Open since this morning."""
    today = timezone.localdate()
    vote = _draft(group, clerks, opens=today, closes=today + timedelta(days=14), past=False)
    _collect(vote, row["papers"], clerks)
    return 1


#: What happens on the day of the first seeding.
NOW = {"displayed": _displayed, "repeated": _repeated, "open": _open}


def _draft(group, clerks, *, opens, closes, past=True):
    year, project = opens.year, group.projects.first()
    homes = group.units.count()
    vote = Consultation(
        community_id=group.community_id,
        rule=Rule.objects.get(code="LIFT_ENTRANCE"),
        building_group=group,
        project=project,
        question=QUESTION,
        plain=f"在{group.name}装一部电梯，{group.floors}层楼{homes}户一起决定",
        scheme_text="\n".join([SCHEME, *([EARLIER] if year < 2021 else [])]),
        scheme_version=f"{year}年第1稿",
        opens_at=_at(opens, MORNING if past else time.min),
        closes_at=_at(closes, EVENING),
        is_transcript=past,
        is_demo=True,
    )
    return actions.prepare(consultation=vote, by=clerks.first)


def _issued(vote, clerks):
    actions.open_consultation(consultation=vote, by=clerks.first)
    return actions.print_papers(consultation=vote, by=clerks.first)


def _collect(vote, letters, clerks):
    """Every paper is delivered, some are back already; the first was reissued."""
    for paper in _issued(vote, clerks):
        told = {"channel": "doorstep", "on": timezone.localdate(), "carrier": f"{vote.building_group.name}楼组长"}
        actions.record_delivery(consultation=vote, code=paper.serial, by=clerks.first, **told)
    actions.reissue(consultation=vote, code=1, reason="票被水打湿，换一张", by=clerks.first)
    for paper, letter in zip(actions.print_papers(consultation=vote, by=clerks.first), letters, strict=True):
        _key(vote, paper, letter, clerks)


def _carry_out(vote, letters, clerks):
    """Open, collect, count: every paper at its hour within the window. Returns the result."""
    for paper, letter in zip(_issued(vote, clerks), letters, strict=True):
        day = paper.serial * 5 % 27
        _key(vote, paper, letter, clerks, at=vote.opens_at + timedelta(days=day, hours=paper.serial % 8))
    return actions.close(consultation=vote, by=clerks.first)


def _key(vote, paper, letter, clerks, at=None):
    """What two clerks read on one paper."""
    if letter == SILENT:
        return
    reading = _reading(paper.serial, letter)
    actions.key_ballot(consultation=vote, code=paper.serial, reading=reading, by=clerks.first, at=at)
    if reading.authority:
        scan = ContentFile(_authority(), name="authority.png")
        actions.attach_scan(consultation=vote, code=paper.serial, kind="authority", upload=scan, by=clerks.first)
    if letter == READ_ONCE:
        return
    if letter == DIFFERING:
        reading = Reading(choice="abstain", channel=reading.channel)
    actions.key_ballot(consultation=vote, code=paper.serial, reading=reading, by=clerks.second)


def _reading(serial, letter):
    channel = "doorstep" if serial % 5 == 3 else "post" if serial % 11 == 6 else "on_site"
    agent = {"capacity": "agent", "authority": f"委托书{serial:02d}"} if serial % 13 == 9 else {}
    return Reading(choice=CHOICES.get(letter, "agree"), channel=channel, flaw=FLAWS.get(letter, ""), **agent)


@cache
def _authority():
    """A written authority as it comes from the scanner: lines nobody has written on."""
    sheet = Image.new("L", (420, 594), "white")
    pen = ImageDraw.Draw(sheet)
    for y in range(90, 540, 45):
        pen.line((50, y, 370, y), fill="black", width=2)
    written = io.BytesIO()
    sheet.save(written, "PNG")
    return written.getvalue()


def _at(day, hour):
    return timezone.make_aware(datetime.combine(day, hour))
