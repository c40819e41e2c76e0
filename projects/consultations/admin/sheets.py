"""What stands on the printed sheets: ballots for the voters, the count, the notice for the stairs."""

from collections import Counter
from dataclasses import dataclass

import segno
from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from communities.owners.enums import OwnershipRole
from communities.owners.models import Ownership
from communities.people.models import Volunteer
from communities.places.models import Unit
from projects.consultations.domain import Threshold, square_metres
from projects.consultations.enums import BallotStatus, Capacity, Channel, Flaw
from projects.consultations.models import Ballot, Paper

MEASURES = {
    "area_quorum": "参与面积",
    "head_quorum": "参与人数",
    "area_consent": "同意面积",
    "head_consent": "同意人数",
}
FRACTIONS = {"1/2": "二分之一", "2/3": "三分之二", "3/4": "四分之三", "4/5": "五分之四", "1/3": "三分之一"}
#: Who must sign together; an agent or tenant is no owner.
SIGNERS = (OwnershipRole.OWNER, OwnershipRole.CO_OWNER)


def public_address(consultation):
    """Where residents read about this consultation, as it is typed."""
    return settings.SITE_URL + reverse("vote", args=[consultation.community.slug, consultation.pk])


def qr(address):
    """An inline drawing, black on white with its quiet zone; the stylesheet gives it its size."""
    code = segno.make(address, error="q", boost_error=False, micro=False)
    drawing = code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None)
    return mark_safe(drawing)  # noqa: S308 our own drawing


# Ballots


@dataclass(frozen=True)
class BallotSheet:
    """One voter's page: ``stairs`` are (stairs, rooms), ``signers`` the names (empty where the register has none)."""

    paper: Paper
    stairs: tuple[tuple[str, str], ...]
    area: str
    signers: tuple[str, ...]
    qr: str

    @property
    def is_full(self):
        """Much to say: the sentence in plain words is set a size smaller, so that it stays one page."""
        vote = self.paper.consultation
        said = len(vote.question) + len(vote.plain) + len(vote.scheme_version)
        lived = sum(len(stairs) + len(rooms) for stairs, rooms in self.stairs)
        return said + lived + 40 * len(self.signers) > 200


def ballots(consultation, papers):
    """A page for each of these papers; names as they stood in the register on the day the roll was frozen."""
    units = "voter__units__unit__building_group__compound"
    papers = list(papers.select_related("voter", "consultation").prefetch_related(units))
    address = public_address(consultation)
    units = {paper.pk: _units(paper.voter) for paper in papers}
    names = _owners(consultation, {unit.pk for held in units.values() for unit in held})
    others = _other_voters(paper.voter for paper in papers)
    return [
        BallotSheet(
            paper=paper,
            stairs=_stairs(units[paper.pk] or others.get(paper.voter.owner_key, ((), ()))[0]),
            area=square_metres(paper.voter.area_cm2) if units[paper.pk] else "",
            signers=_signers(units[paper.pk], names) or others.get(paper.voter.owner_key, ((), ()))[1] or ("",),
            qr=qr(f"{address}#{paper.number}"),
        )
        for paper in papers
    ]


def _units(voter):
    held = [row.unit for row in voter.units.all()]
    return sorted(held, key=lambda unit: (unit.building_group.position, unit.building_group_id, unit.floor, unit.room))


def _owners(consultation, units):
    """``{unit: [(owner, name)]}``, the owner before the co-owners."""
    on = timezone.localdate(consultation.opens_at)
    ties = Ownership.objects.current(on).filter(unit__in=units, role__in=SIGNERS).select_related("owner")
    found = {}
    for tie in sorted(ties, key=lambda tie: (tie.role != OwnershipRole.OWNER, tie.pk)):
        found.setdefault(tie.unit_id, []).append((tie.owner_id, tie.owner.name))
    return found


def _signers(units, owners):
    """Each person once, however many flats; a developer's rows of one name are one."""
    people = dict(person for unit in units for person in owners.get(unit.pk, ()))
    return tuple(dict.fromkeys(people.values()))


def _other_voters(voters):
    """Where only heads are counted: a committee's members by name, a meeting's households by room."""
    keys = {voter.owner_key: voter.owner_key.partition(":") for voter in voters}
    members = {int(number) for kind, _, number in keys.values() if kind == "volunteer"}
    rooms = {int(number) for kind, _, number in keys.values() if kind == "unit"}
    people = Volunteer.objects.in_bulk(members) if members else {}
    units = Unit.objects.select_related("building_group__compound").in_bulk(rooms) if rooms else {}
    found = {f"volunteer:{pk}": ((), (person.name,)) for pk, person in people.items()}
    return found | {f"unit:{pk}": ((unit,), ("",)) for pk, unit in units.items()}


def _stairs(units):
    """((东村12号, 101、102), …)."""
    found = {}
    for unit in units:
        found.setdefault(str(unit.building_group), []).append(unit.room)
    return tuple((stairs, "、".join(rooms)) for stairs, rooms in found.items())


# The count


@dataclass(frozen=True)
class Line:
    """One of the four tests, as decimal texts; ``required`` is empty where the rule does not ask."""

    name: str
    part: str
    whole: str
    percent: str
    required: str
    met: bool | None


def four_tests(result):
    return [
        Line(
            name=MEASURES[test["name"]],
            part=test["numerator"],
            whole=test["denominator"],
            percent=test["percent"],
            required=in_words(test["required"]) if test["required"] else "",
            met=test["met"],
        )
        for test in result.counted["tests"]
    ]


def in_words(required):
    """``>=2/3`` as 三分之二以上, which includes the very number (民法典1259); ``>1/2`` as 超过二分之一."""
    threshold = Threshold.parse(required)
    digits = f"{threshold.numerator}/{threshold.denominator}"
    fraction = FRACTIONS.get(digits, digits)
    return f"超过{fraction}" if threshold.strict else f"{fraction}以上"


def totals(result):
    """[(words, heads, area)] of the whole roll and of what was said; nothing of single papers."""
    heads, areas = result.counted["heads"], result.counted["areas"]
    words = {"roll": "全体", "took_part": "参加", "agree": "同意", "disagree": "不同意", "abstain": "弃权"}
    words |= {"silent": "未交回，按条款跟多数"} if "silent" in heads else {}
    return [(label, heads[name], areas[name]) for name, label in words.items()]


def areas_asked(result):
    """Whether area means anything here: where no test asks for it, heads may have none."""
    return any(test["required"] for test in result.counted["tests"] if test["name"].startswith("area"))


def issued_and_returned(consultation):
    """Who was given a paper, and who handed one in: two of (heads, area in words)."""
    papers = Paper.objects.filter(voter=OuterRef("pk"))
    back = Q(Exists(papers.filter(returned_at__isnull=False)))
    found = consultation.voters.filter(Exists(papers)).aggregate(
        issued=Count("pk"),
        area=Sum("area_cm2", default=0),
        returned=Count("pk", filter=back),
        area_returned=Sum("area_cm2", filter=back, default=0),
    )
    return (
        (found["issued"], square_metres(found["area"])),
        (found["returned"], square_metres(found["area_returned"])),
    )


def set_aside(consultation):
    """What two clerks found on the papers that were read: ({flaw: papers}, agents' papers that count)."""
    rows = Ballot.objects.current().filter(consultation=consultation)
    counts = rows.values_list("status", "keying__flaw", "keying__capacity").annotate(n=Count("id")).order_by()
    flaws, agents = Counter(), 0
    for status, flaw, capacity, n in counts:
        flaws[flaw] += n
        agents += n if capacity == Capacity.AGENT and status == BallotStatus.VALID else 0
    return [(label, flaws[value]) for value, label in Flaw.choices if flaws[value]], agents


def channels(result):
    return [(label, result.channels[value]) for value, label in Channel.choices if result.channels.get(value)]
