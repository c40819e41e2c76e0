"""What residents are told of the sites of one building: eight queries, however many projects and rows there are."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext

from projects.procedure.domain import SafetyCount, count_safety, days_behind
from projects.procedure.enums import AcceptanceKind, AcceptanceResult, MilestoneDay, PhotoPhase
from projects.procedure.models import (
    Acceptance,
    Milestone,
    MilestoneChange,
    NoiseWindow,
    NoisyWork,
    SafetyCheck,
    SafetyItem,
    SitePhoto,
)

#: The next few windows, the last few records: older ones are in the back office.
SHOWN = 5
DAYS = {
    MilestoneDay.PLANNED: gettext_lazy("计划完成日期"),
    MilestoneDay.STARTED: gettext_lazy("实际开始日期"),
    MilestoneDay.DONE: gettext_lazy("实际完成日期"),
}
PHASES = {
    PhotoPhase.BEFORE: gettext_lazy("施工前"),
    PhotoPhase.DURING: gettext_lazy("施工中"),
    PhotoPhase.AFTER: gettext_lazy("完工后"),
}
ACCEPTANCES = {
    AcceptanceKind.FOUNDATION: gettext_lazy("基础验收"),
    AcceptanceKind.STRUCTURE: gettext_lazy("主体结构验收"),
    AcceptanceKind.COMPLETION: gettext_lazy("竣工验收"),
}
RESULTS = {AcceptanceResult.PASSED: gettext_lazy("通过"), AcceptanceResult.FAILED: gettext_lazy("要整改")}
MARKS = {
    "is_unannounced": gettext_lazy("不在预告的时间里"),
    "is_night": gettext_lazy("夜间（22:00～6:00）"),
    "is_holiday": gettext_lazy("法定休假日"),
    "is_quiet": gettext_lazy("安静日（如高考、中考）"),
}


@dataclass
class Works:
    """One project's site; false when nothing was written down."""

    milestones: list = field(default_factory=list)
    photos: list = field(default_factory=list)
    windows: list = field(default_factory=list)
    outside: list = field(default_factory=list)
    acceptances: list = field(default_factory=list)
    safety: SafetyCount | None = None

    def __bool__(self):
        told = (self.milestones, self.photos, self.windows, self.outside, self.acceptances)
        return any(told) or self.safety is not None


def works_of(projects) -> dict:
    """{project id: Works} of ``projects`` (a queryset)."""
    found, now = defaultdict(Works), timezone.now()
    today = timezone.localdate(now)
    changes = defaultdict(list)
    for change in MilestoneChange.objects.filter(milestone__project__in=projects).order_by("id"):
        changes[change.milestone_id].append(change)
    stones = Milestone.objects.filter(project__in=projects).select_related("kind")
    for stone in sorted(stones, key=_by_day):
        found[stone.project_id].milestones.append(_milestone(stone, changes[stone.pk], today))
    photos = SitePhoto.objects.public().filter(project__in=projects).select_related("milestone__kind")
    for photo in photos.order_by("taken_on", "id"):
        found[photo.project_id].photos.append(_photo(photo))
    for window in NoiseWindow.objects.ahead(now).filter(project__in=projects)[:SHOWN]:
        found[window.project_id].windows.append(window)
    for work in NoisyWork.objects.marked().filter(project__in=projects)[:SHOWN]:
        marks = [words for name, words in MARKS.items() if getattr(work, name)]
        found[work.project_id].outside.append({"work": work, "marks": marks})
    for row in Acceptance.objects.filter(project__in=projects):
        found[row.project_id].acceptances.append(_acceptance(row))
    for project_id, count in _safety(projects).items():
        found[project_id].safety = count
    return dict(found)


def _by_day(stone):
    day = stone.done_on or stone.started_on or stone.planned_on
    return (day is None, day, stone.kind.position)


def _milestone(stone, changes, today):
    """Late by the day first planned, which moving the plan does not change."""
    planned = next((change.old_on for change in changes if change.what == MilestoneDay.PLANNED), stone.planned_on)
    late = days_behind(planned, stone.done_on, today)
    return {
        "row": stone,
        "name": _local(stone.kind.name, stone.kind.name_en),
        "node": "done" if stone.done_on else "now" if stone.started_on else "",
        "late": ngettext("比原计划晚%(n)s天", "比原计划晚%(n)s天", late) % {"n": late}
        if late and stone.done_on
        else "",
        "is_over": bool(late and not stone.done_on),
        "changes": [{"row": change, "what": DAYS[change.what]} for change in changes],
    }


def _late(days):
    return ngettext("比原计划晚%(n)s天", "比原计划晚%(n)s天", days) % {"n": days} if days else ""


def _photo(photo):
    is_foreign = get_language() == "en" and not photo.alt_en
    return {
        "row": photo,
        "name": photo.digest[:16],
        "phase": PHASES[photo.phase],
        "milestone": photo.milestone and _local(photo.milestone.kind.name, photo.milestone.kind.name_en),
        "alt": _local(photo.alt, photo.alt_en),
        "lang": "zh-Hans" if is_foreign else "",
    }


def _acceptance(row):
    return {
        "row": row,
        "name": ACCEPTANCES[row.kind],
        "result": RESULTS[row.result],
        "is_passed": row.result == AcceptanceResult.PASSED,
    }


def _safety(projects):
    """{project id: count} of those whose list was gone through."""
    items, answers = list(SafetyItem.objects.values_list("pk", flat=True)), defaultdict(dict)
    last = SafetyCheck.objects.filter(project__in=projects).latest_answers()
    for project_id, item_id, answer in last.values_list("project_id", "item_id", "answer"):
        answers[project_id][item_id] = answer
    return {
        project_id: count_safety(told.get(item_id, "") for item_id in items) for project_id, told in answers.items()
    }


def _local(chinese, english):
    return (get_language() == "en" and english) or chinese
