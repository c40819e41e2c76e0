"""A lift stands still; residents are told since when, why and until when; it runs again."""

from django.db import transaction
from django.utils import timezone

from communities.journal import actions as journal
from projects.upkeep.domain import Refused, Stop, overlaps
from projects.upkeep.enums import OutageCause
from projects.upkeep.models import Outage

from .access import locked, public_words, public_words_or_none, require

YEARS = range(2000, 2101)


def stop(*, outage, by):
    """Store a new Outage (unsaved): open, or with its end when it is over already. Returns it."""
    with transaction.atomic():
        held = locked(outage.lift)
        require(by, "add", Outage, held.project)
        outage.lift = held
        check_outage(outage)
        outage.entered_at, outage.entered_by = timezone.now(), by
        if outage.ends_at is not None:
            outage.closed_at, outage.closed_by = outage.entered_at, by
        journal.store(outage, by=by, action="stop")
    return outage


def check_outage(outage):
    """Refused: moments nobody can have meant, empty words, another outage at the same time."""
    _tidy(outage)
    now = timezone.now()
    if outage.cause not in OutageCause.values:
        raise Refused("请选原因")
    outage.words = public_words(outage.words, "对居民说的话")
    if outage.starts_at > now:
        raise Refused("停用时间不能晚于现在；还没有停的，请发通知预告")
    if timezone.localdate(outage.starts_at) < outage.lift.in_use_on:
        raise Refused("停用时间不能早于投入使用日期")
    if outage.ends_at is not None and outage.ends_at > now:
        raise Refused("恢复时间不能晚于现在；还没有恢复的，空着")
    for moment, label in ((outage.ends_at, "恢复时间"), (outage.expected_at, "预计恢复时间")):
        if moment is not None and moment <= outage.starts_at:
            raise Refused(f"{label}要晚于停用时间")
    _check_apart(outage)


def _tidy(outage):
    """Whole minutes; refused when a year is none."""
    moments = {name: getattr(outage, name) for name in ("starts_at", "expected_at", "ends_at")}
    if moments["starts_at"] is None or any(at is not None and at.year not in YEARS for at in moments.values()):
        raise Refused("请写停用时间；年份要在2000年到2100年之间")
    for name, at in moments.items():
        if at is not None:
            setattr(outage, name, at.replace(second=0, microsecond=0))


def _check_apart(outage):
    mine = Stop(outage.starts_at, outage.ends_at, outage.is_planned)
    for other in outage.lift.outages.standing().exclude(pk=outage.pk):
        if overlaps(mine, Stop(other.starts_at, other.ends_at, other.is_planned)):
            since = timezone.localtime(other.starts_at)
            rest = "还没有恢复" if other.ends_at is None else f"{timezone.localtime(other.ends_at):%Y-%m-%d %H:%M}恢复"
            raise Refused(f"和已登记的一次停用重叠：{since:%Y-%m-%d %H:%M}起，{rest}")


def expect(*, outage, expected_at, words, by):
    """Tell residents another time, or more. What was told before stays in the journal."""
    words = public_words(words, "对居民说的话")
    with transaction.atomic():
        held = _open(outage, by)
        held.expected_at, held.words = expected_at, words
        _tidy(held)
        if expected_at is not None and held.expected_at <= timezone.now():
            raise Refused("预计恢复时间要晚于现在；还不知道就空着")
        journal.store(held, by=by, action="expect")
    return held


def resume(*, outage, ends_at, by, outcome=""):
    """It runs again. Returns the Outage."""
    outcome = public_words_or_none(outcome, "怎样修好的")
    with transaction.atomic():
        held = _open(outage, by)
        held.ends_at, held.outcome = ends_at, outcome
        held.closed_at, held.closed_by = timezone.now(), by
        check_outage(held)
        journal.store(held, by=by, action="run_again")
    return held


def _open(outage, by):
    """The outage as it stands, its lift held; refused once it is over."""
    lift = locked(outage.lift)
    held = Outage.objects.select_for_update(of=("self",), no_key=True).get(pk=outage.pk)
    held.lift = lift
    require(by, "change", Outage, lift.project)
    if held.struck_at is not None or held.ends_at is not None:
        raise Refused("这次停用已经结束或划去，不能再改")
    return held
