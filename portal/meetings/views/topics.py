"""Topics for residents: what is open, how it went on, what was said to it and what the answer is."""

from django.core.exceptions import BadRequest
from django.db.models import Exists, F, OuterRef
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from communities.places.models import Community
from portal.meetings.forms import ListForm
from portal.meetings.models import TopicVote
from portal.templatetags.reading import keep
from portal.votes.views import words
from projects.consultations.models import Consultation
from projects.deliberation.enums import MeetingStatus, OpinionOutcome, OpinionSource, TopicKind, TopicStage
from projects.deliberation.models import Topic

PAGE, OPINIONS = 20, 100
KINDS = {
    TopicKind.SCHEME: gettext_lazy("方案"),
    TopicKind.BRAND: gettext_lazy("品牌"),
    TopicKind.COST: gettext_lazy("费用分摊"),
    TopicKind.NOISE: gettext_lazy("噪音"),
    TopicKind.DAYLIGHT: gettext_lazy("采光通风"),
    TopicKind.OTHER: gettext_lazy("其他"),
}
STAGES = {
    TopicStage.RAISED: (gettext_lazy("提出来了"), "tag-info"),
    TopicStage.TALKED_OVER: (gettext_lazy("正在商量"), "tag-now"),
    TopicStage.SETTLED: (gettext_lazy("商量定了"), "tag-done"),
    TopicStage.DROPPED: (gettext_lazy("不再商量"), ""),
}
SOURCES = {
    OpinionSource.PAPER: gettext_lazy("书面"),
    OpinionSource.PHONE: gettext_lazy("电话"),
    OpinionSource.DOOR: gettext_lazy("上门"),
    OpinionSource.MEETING: gettext_lazy("会上"),
    OpinionSource.ONLINE: gettext_lazy("网上"),
}
OUTCOMES = {
    OpinionOutcome.ADOPTED: (gettext_lazy("已采纳"), "tag-done"),
    OpinionOutcome.PARTLY: (gettext_lazy("部分采纳"), "tag-info"),
    OpinionOutcome.NOT_ADOPTED: (gettext_lazy("未采纳"), "tag-stop"),
    "": (gettext_lazy("还没有答复"), "tag-now"),
}


@require_safe
def topics(request, slug):
    """The latest first."""
    place = get_object_or_404(Community, slug=slug)
    form = ListForm(request.GET)
    if not form.is_valid():
        raise BadRequest
    after = form.cleaned_data["after"]
    rows = Topic.objects.filter(community=place).with_opinions().order_by("-id")
    found = list((rows if after is None else rows.filter(pk__lt=after))[: PAGE + 1])
    context = {
        "title": _("%(place)s：议题") % {"place": keep(place.name)},
        "description": _("正在商量的和已经定了的事，大家说了什么，答复是什么。"),
        "community": place,
        "topics": [(item, KINDS[item.kind], *STAGES[item.stage]) for item in found[:PAGE]],
        "older": found[PAGE - 1].pk if len(found) > PAGE else None,
        "is_first_page": after is None,
        "noindex": bool(request.GET),
    }
    return render(request, "meetings/topics.html", context)


@require_safe
def topic(request, slug, pk):
    """The latest opinions, those without an answer first."""
    was_voted = Exists(TopicVote.objects.filter(topic=OuterRef("pk")))
    rows = Topic.objects.with_opinions().annotate(was_voted=was_voted)
    rows = rows.select_related("community", "project__building_group__compound")
    found = get_object_or_404(rows, community__slug=slug, pk=pk)
    heard = found.opinions.order_by(F("answered_at").desc(nulls_first=True), "-id")[:OPINIONS]
    steps = list(found.steps.select_related("meeting"))
    state, tag = STAGES[found.stage]
    context = {
        "title": _("%(topic)s：%(state)s") % {"topic": found.title, "state": state},
        "description": _("正在商量的和已经定了的事，大家说了什么，答复是什么。"),
        "community": found.community,
        "topic": found,
        "kind": KINDS[found.kind],
        "state": state,
        "state_tag": tag,
        "steps": [(step, STAGES[step.stage][0], _is_told(step.meeting)) for step in steps],
        "votes": _votes(found) if found.was_voted else (),
        "opinions": [(item, SOURCES[item.source], *OUTCOMES[item.outcome]) for item in heard],
    }
    return render(request, "meetings/topic.html", context)


def _votes(topic):
    """[(consultation, state, class of its tag)] that came of the topic, as far as residents may know of them."""
    now = timezone.now()
    rows = Consultation.objects.published().with_display().filter(topic_vote__topic=topic)
    rows = rows.select_related("building_group__compound", "compound", "body", "result").order_by("-id")
    return [(row, words.state_of(row, now), words.TAGS[row.status]) for row in rows]


def _is_told(meeting):
    return meeting is not None and meeting.status != MeetingStatus.DRAFT
