"""今天要做: computed from the tables, each a sentence with its link; nothing is typed in or ticked off."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from communities.bodies.models import Post
from communities.owners.models import Owner
from communities.people.models import Volunteer
from communities.places.models import BuildingGroup, Unit
from portal.notices.enums import NoticeStatus
from portal.notices.models import Notice
from projects.retrofits.models import Project, Stage

SOON, STALE = 90, 60
URGENT, MIND, KNOW = "urgent", "mind", "know"
WORDS = {URGENT: "要紧", MIND: "留意", KNOW: "知道"}


@dataclass(frozen=True)
class Task:
    level: str
    text: str
    url: str

    @property
    def word(self):
        return WORDS[self.level]


def tasks(site, request):
    """Most urgent first; only what the person may act upon."""
    today = timezone.localdate()

    def rows(model, verb="change"):
        page = site._registry.get(model)
        return page.rows(request, verb) if page is not None else model.objects.none()

    drafts = rows(Notice, "publish").filter(status=NoticeStatus.DRAFT)
    vacant = rows(Post).current(today).filter(volunteer__isnull=True)
    found = [
        _task(URGENT, rows(Owner).expired(today), "{}位产权人的信息已过保存期限，要清除或延长", "expired=yes"),
        _task(URGENT, rows(Volunteer).expired(today), "{}位志愿者的信息已过保存期限，要清除或延长", "state=expired"),
        _task(URGENT, _units_before_vote(rows), "{}室还缺楼层或面积，所在楼组正在征询意见", "missing=yes"),
        _task(MIND, drafts, "{}篇通知还是草稿，等待发布", "status__exact=draft"),
        _task(MIND, rows(Post).ending_within(today, SOON), "{}个职务90天内任期到期，要准备换届", "term=soon"),
        _task(MIND, vacant, "{}个职务空缺", "term=vacant"),
        _task(MIND, rows(Project).stale(today, STALE), "{}个项目60天以上没有进展，要更新或说明原因", "stale=yes"),
        _task(KNOW, rows(BuildingGroup).without_volunteer(today), "{}个楼组还没有志愿者", "volunteer=none"),
    ]
    return [task for task in found if task is not None]


def _units_before_vote(rows):
    consulted = Project.objects.filter(stage=Stage.CONSULTING).values("building_group")
    return rows(Unit).incomplete().filter(building_group__in=consulted)


def _task(level, queryset, text, query):
    count = queryset.count()
    if not count:
        return None
    opts = queryset.model._meta
    return Task(
        level, text.format(count), reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist") + f"?{query}"
    )
