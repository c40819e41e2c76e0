"""The sites of the lifts that were begun: milestones, acceptances, safety lists, a few drawn photos, hours of noise.

Days follow those of the stages by rule, a pause counting for nothing, and end on the day of the report. What is still
to be loud is announced from the day of the first seeding. All of it is made up and marked 示例数据.
"""

import io
from datetime import date, datetime, time, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from communities.people.models import User
from projects.consultations.models import Holiday
from projects.procedure import actions
from projects.procedure.models import Milestone, MilestoneKind, QuietDay, SafetyItem
from projects.retrofits.enums import Stage
from projects.retrofits.models import DONE, WORKS, Project

from .procedure import REPORTED

#: The middle of what is usual (works.toml), from the pit to the trial runs.
USUAL = {
    "PIT": 7,
    "PILE": 7,
    "FOUNDATION": 12,
    "STEEL": 11,
    "CURTAIN_WALL": 12,
    "LIFT_INSTALL": 18,
    "COMMISSION": 6,
}
#: Days for these of a site that is not built yet; built ones took as long as they took.
BUILDING_DAYS = 140
#: The trial runs end this long before the acceptance.
BEFORE_THE_END = 17
SATURDAY = 5
#: Owners' representatives were asked once this was done.
ACCEPTED_AFTER = {"FOUNDATION": "foundation", "STEEL": "structure", "ACCEPTANCE": "completion"}
#: Still open at a site under construction.
NOT_YET = ("BESIDE_STEEL", "SUPERVISION")
#: (stair, milestone, days that it came later, why); what follows it comes as much later.
SLIPS = {"13": ("STEEL", 28, "钢结构到货晚，雨天多"), "99": ("PIPE_RELOCATION", 53, "自来水管线位置与图纸不符")}
#: (stair, phase, day, what is drawn, words, English words)
PHOTOS = (
    ("13", "before", date(2023, 3, 6), "wall", "施工前的楼门口，门前是空地", "The entrance before the works"),
    ("13", "during", date(2023, 4, 3), "hoarding", "门口围挡已装好，留出带顶的通道", "Hoarding with a covered passage"),
    ("74", "before", date(2022, 12, 20), "wall", "施工前的北侧外墙", "The north wall before the works"),
    ("74", "during", date(2023, 4, 10), "frame", "钢结构井道已立到五层", "The steel shaft has reached the fifth floor"),
    ("74", "after", date(2023, 6, 28), "shaft", "完工后的电梯井道，门口有坡道", "The finished shaft with a ramp"),
)
INK, GREEN, PAPER, STONE = "#1F2421", "#1E6B3A", "#FBF8F2", "#DED8CB"


@transaction.atomic
def load(community, tally):
    if Milestone.objects.filter(project__community=community).exists():
        return
    begun = Project.objects.filter(community=community, stage__in=(*WORKS, *DONE)).select_related("building_group")
    kinds, items = {kind.code: kind for kind in MilestoneKind.objects.all()}, list(SafetyItem.objects.all())
    by = User.objects.get(username="demo-juwei")
    sites = {project.building_group.no: project for project in begun.prefetch_related("stage_changes")}
    for no, project in sites.items():
        rows = _milestones(no, project)
        tally.added += actions.transcribe_works(
            project=project,
            milestones=[(kinds[code], *days) for code, days in rows.items()],
            acceptances=_acceptances(no, rows),
            answers=_answers(project, items),
            checked_on=project.completed_on or REPORTED,
            by=None,
        )
    for no, (code, days, why) in SLIPS.items():
        planned = sites[no].milestones.get(kind=kinds[code]).planned_on
        change = {"what": "planned", "to": planned + timedelta(days=days), "reason": why}
        actions.change_day(project=sites[no], kind=kinds[code], by=by, **change)
    for no, phase, day, drawing, words, english in PHOTOS:
        upload = ContentFile(_drawn(drawing), name="site.png")
        plain = {"phase": phase, "taken_on": day, "alt": f"示例图：{words}", "alt_en": f"Drawn for the demo: {english}"}
        actions.add_photo(project=sites[no], upload=upload, is_clear=True, by=by, **plain)
    at_work = [project for project in sites.values() if project.stage in WORKS]
    tally.added += len(SLIPS) + len(PHOTOS) + _noise(at_work, by)


def _milestones(no, project):
    """{code: (planned, started, done)}; nothing was done after the day of the report."""
    first, pauses = _history(project)
    slipped, slip, _ = SLIPS.get(no, ("", 0, ""))
    rows, late = {}, 0
    for code, starts, ends in _plan(first, project.completed_on, pauses):
        started = _actual(starts, pauses) + timedelta(days=late)
        late = slip if code == slipped else late
        done = _actual(ends, pauses) + timedelta(days=late)
        late = 0 if code == "PIPE_RELOCATION" else late
        rows[code] = (ends, *(day if day <= REPORTED else None for day in (started, done)))
    return rows


def _plan(first, completed, pauses):
    """(code, first day, last day) as if there were no pauses."""
    begun = first[Stage.UNDER_CONSTRUCTION]
    filed = begun - timedelta(days=4)
    yield "PIPE_RELOCATION", min(first[Stage.NOT_STARTED] + timedelta(days=18), filed), filed
    whole, passed = sum(USUAL.values()), 0
    paused = sum(days for _, days in pauses)
    length = (completed - begun).days - paused - BEFORE_THE_END if completed else BUILDING_DAYS
    for code, days in USUAL.items():
        starts, ends = (begun + timedelta(days=at * length // whole) for at in (passed, passed + days))
        yield code, starts, ends
        passed += days
    yield "INSPECTION", ends, ends + timedelta(days=9)
    yield "ACCEPTANCE", ends + timedelta(days=9), ends + timedelta(days=BEFORE_THE_END)


def _history(project):
    """({stage: first day}, [(day a pause of the works began, days it lasted)])."""
    lines, first, pauses = sorted(project.stage_changes.all(), key=lambda line: (line.on_day, line.pk)), {}, []
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        first.setdefault(line.stage, line.on_day)
        if line.stage == Stage.PAUSED and Stage.UNDER_CONSTRUCTION in first and following is not None:
            pauses.append((line.on_day, (following.on_day - line.on_day).days))
    return first, pauses


def _actual(day, pauses):
    for began, days in pauses:
        if day > began:
            day += timedelta(days=days)
    return day


def _acceptances(no, rows):
    """Two to four owners' representatives were there."""
    present = 2 + int(no) % 3
    done = ((kind, rows[code][2]) for code, kind in ACCEPTED_AFTER.items())
    return [(kind, on, "passed", present) for kind, on in done if on is not None]


def _answers(project, items):
    return {item: "no" if project.stage in WORKS and item.code in NOT_YET else "yes" for item in items}


def _noise(projects, by):
    """Each is loud once on a working day ahead; one was so lately without being announced."""
    today = timezone.localdate()
    ahead, lately = (_working_day(today + timedelta(days=days), step) for days, step in ((3, 1), (-1, -1)))
    for project in projects:
        hours = {"starts_at": _at(ahead, 9), "ends_at": _at(ahead, 16)}
        actions.announce(project=project, **hours, text="示例：安装钢结构，敲击声一阵一阵", by=by)
    hours = {"starts_at": _at(lately, 12), "ends_at": _at(lately, 13)}
    actions.record_noise(project=projects[0], **hours, text="示例：切割钢管", by=by)
    return len(projects) + 1


def _working_day(day, step):
    """``day``, or the next one (the one before) that is no weekend, holiday or quiet day."""
    off = {day for model in (Holiday, QuietDay) for day in model.objects.values_list("day", flat=True)}
    while day in off or day.weekday() >= SATURDAY:
        day += timedelta(days=step)
    return day


def _at(day, hour):
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _drawn(what):
    """A house front, and before it what ``what`` says: no photograph of a real place."""
    picture = Image.new("RGB", (800, 600), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((80, 80, 720, 520), fill=STONE, outline=INK, width=4)
    for x, y in ((x, y) for x in range(120, 680, 120) for y in range(110, 470, 70)):
        pen.rectangle((x, y, x + 60, y + 40), fill=PAPER, outline=INK, width=2)
    if what == "hoarding":
        pen.rectangle((240, 380, 560, 520), fill=GREEN, outline=INK, width=4)
        pen.rectangle((370, 420, 430, 520), fill=PAPER, outline=INK, width=4)
    if what in ("frame", "shaft"):
        pen.rectangle((350, 60, 450, 520), fill=GREEN if what == "shaft" else None, outline=GREEN, width=8)
    if what == "frame":
        for y in range(60, 520, 46):
            pen.line((350, y, 450, y + 46), fill=GREEN, width=6)
    if what == "shaft":
        pen.polygon(((450, 520), (620, 560), (450, 560)), fill=INK)
    pen.text((400, 570), "DEMO", fill=INK, font=ImageFont.load_default(size=28), anchor="mm")
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()
