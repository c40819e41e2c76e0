"""B/progress/: every step of a building group's projects, with its days, its delays and what is missing now."""

from dataclasses import dataclass
from itertools import groupby

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from communities.places.models import BuildingGroup
from portal.home.domain import spoken
from portal.home.enums import STAGE_WORDS
from portal.templatetags.reading import keep
from portal.works.views import works_of
from projects.procedure.domain import Turn, days_late, percent
from projects.procedure.enums import Status
from projects.procedure.models import DateChange, Posting, Step, walks
from projects.retrofits.models import ExpectedChange, Project

from . import words


@dataclass(frozen=True)
class Line:
    """One step as it is drawn."""

    step: Step
    name: str
    actor: str
    state: str
    tag: str
    node: str
    late: str
    is_over: bool
    is_current: bool


@require_safe
def building_progress(request, slug, no):
    groups = BuildingGroup.objects.select_related("community", "compound")
    group = get_object_or_404(groups, community__slug=slug, no=no)
    rows = Project.objects.filter(building_group=group)
    projects = list(rows.order_by("id"))
    if not projects:
        raise Http404
    today = timezone.localdate()
    found = {walk.course.project_id: walk for walk in walks(rows, today)}
    moved = _by(DateChange.objects.filter(step__course__project__in=rows), "step_id")
    expected = _by(ExpectedChange.objects.filter(project__in=rows), "project_id")
    postings = _by(Posting.objects.filter(course__project__in=rows).with_remarks(), "course_id")
    shown = [_road(project, found.get(project.pk), moved, expected, postings, today) for project in projects]
    sites = works_of(rows)
    for project, road in zip(projects, shown, strict=True):
        road["works"] = sites.get(project.pk)
    name = spoken(group.name)
    context = {
        "title": _("%(building)s进度：%(step)s") % {"building": name, "step": shown[0]["headline"]},
        "description": _("%(place)s%(building)s办到哪一步，轮到谁，还缺什么，改过几次日期。")
        % {"place": keep(group.compound.name), "building": name},
        "community": group.community,
        "building": group,
        "building_name": name,
        "roads": shown,
        "updated_by": group.community.publisher,
    }
    return render(request, "progress/building.html", context)


def _by(rows, key):
    """Rows in the order in which they were written, under the key they hang on."""
    found = {}
    for row in rows.order_by("id"):
        found.setdefault(getattr(row, key), []).append(row)
    return found


def _road(project, walk, moved, expected, postings, today):
    """What one project shows; without a course only its stage and the moves of its expected day."""
    road = {"project": project, "kind": words.KINDS[project.kind], "expected": expected.get(project.pk, [])}
    if walk is None:
        return road | {"headline": STAGE_WORDS[project.stage], "sentence": words.sentence(Turn("over", None))}
    turn = walk.turn
    lines = [_line(step, turn.stop, moved.get(step.pk, []), today) for step in walk.steps]
    course = walk.course
    return road | {
        "course": course,
        "headline": words.plain(turn.stop.name) if turn.stop else STAGE_WORDS[project.stage],
        "sentence": words.sentence(turn),
        "percent": f"{percent(course.reached, course.total)}%",
        "parts": [(words.PARTS[part], list(found)) for part, found in groupby(lines, key=_part_of)],
        "has_transcripts": any(step.is_transcript and step.status == Status.DONE for step in walk.steps),
        "delays": [(words.of(step.template, "name"), moved[step.pk]) for step in walk.steps if step.pk in moved],
        "postings": postings.get(course.pk, []),
    }


def _part_of(line):
    return line.step.template.part


def _line(step, current, changes, today):
    planned = changes[0].old_on if changes else step.expected_on
    late = days_late(planned, step.done_on or step.expected_on) if planned else 0
    said = ngettext("比原计划晚%(n)s天", "比原计划晚%(n)s天", late) % {"n": late} if late else ""
    return Line(
        step=step,
        name=words.of(step.template, "name"),
        actor=words.of(step.template, "actor"),
        state=words.STATES[step.status],
        tag=words.TAGS[step.status],
        node=words.NODES[step.status],
        late=said,
        is_over=step.status == Status.OPEN and days_late(step.expected_on, today) > 0,
        is_current=current is not None and step.pk == current.key and step.status == Status.OPEN,
    )
