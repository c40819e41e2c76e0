"""A lift is entered in the register once it is built; a year later somebody goes and asks how it is."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from communities.journal import actions as journal
from projects.retrofits.enums import ProjectKind
from projects.retrofits.models import DONE
from projects.upkeep.domain import Refused, add_years, registration_faults, tidy_registration
from projects.upkeep.models import Lift, Review

from .access import locked, public_words, reckon, require, require_day

YEARS = range(2000, 2101)
LONGEST_FINDINGS = 2000


def register(*, lift, by):
    """Store a new or changed Lift with what is due next. Returns it."""
    with transaction.atomic():
        if lift.pk:
            locked(lift)
        require(by, "change" if lift.pk else "add", Lift, lift.project)
        check_lift(lift)
        reckon(lift)
        try:
            with transaction.atomic():
                journal.store(lift, by=by, action="" if lift.pk else "register")
        except IntegrityError as error:
            raise Refused("没有保存：编号或者项目已登记过，或者单位不在这个居民区") from error
    return lift


def check_lift(lift):
    """Refused: what is missing, mistyped, or of a lift that nobody rides yet."""
    project = lift.project
    if project.kind != ProjectKind.LIFT or project.stage not in DONE:
        raise Refused("要登记的项目还没有完工：先在“项目”里进入“已完工”")
    lift.registration_no = tidy_registration(lift.registration_no)
    if faults := registration_faults(lift.registration_no):
        raise Refused(*faults)
    days = (lift.in_use_on, lift.registered_on, lift.warranty_until)
    if lift.in_use_on is None or any(day is not None and day.year not in YEARS for day in days):
        raise Refused("请写投入使用日期；年份要在2000年到2100年之间")
    if lift.in_use_on > timezone.localdate():
        raise Refused("投入使用日期不能晚于今天")
    if project.started_on and lift.in_use_on < project.started_on:
        raise Refused("投入使用日期不能早于开工日期")
    if lift.warranty_until is not None and lift.warranty_until < lift.in_use_on:
        raise Refused("质保不能早于投入使用就到期")


def review(*, lift, done_on, findings, by):
    """Write down how it goes a year on; once. Returns the Review."""
    findings = (findings or "").replace("\x00", "").replace("\r\n", "\n").strip()
    if len(findings) > LONGEST_FINDINGS:
        raise Refused(f"回访情况最多{LONGEST_FINDINGS}字，现在有{len(findings)}字")
    for line in filter(None, map(str.strip, findings.split("\n"))):
        public_words(line[:200], "回访情况")
    if not findings:
        raise Refused("请写回访情况")
    with transaction.atomic():
        held = locked(lift)
        require(by, "change", Lift, held.project)
        require_day(done_on, "回访日期", held.in_use_on)
        if done_on < (due := add_years(held.in_use_on, 1)):
            raise Refused(f"用满一年（{due.year}年{due.month}月{due.day}日）以后再回访")
        if Review.objects.filter(lift=held).exists():
            raise Refused("这台电梯的一周年回访已经登记过")
        made = Review(lift=held, done_on=done_on, findings=findings, entered_at=timezone.now(), entered_by=by)
        journal.store(made, by=by)
    return made
