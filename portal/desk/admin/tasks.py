"""今天要做: computed from the tables, each a sentence with its link; nothing is typed in or ticked off."""

from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from communities.bodies.models import Post
from communities.owners.models import Owner
from communities.people.models import Volunteer
from communities.places.models import BuildingGroup, Unit
from portal.notices.enums import NoticeStatus
from portal.notices.models import Notice
from portal.votes.enums import AnnouncementKind
from portal.votes.models import Announcement
from projects.accounts.enums import PayoutState, SpendingState
from projects.accounts.models import BankLine, Book, Payout, Period, Spending
from projects.consultations.models import Consultation
from projects.deliberation.models import Meeting, Minutes, Opinion, Resolution
from projects.outreach.enums import ConcernStatus
from projects.outreach.models import Concern, HomeVisit
from projects.procedure.models import Course, NoisyWork, Remark, SitePhoto
from projects.retrofits.enums import ProjectKind
from projects.retrofits.models import Project, Stage
from projects.upkeep.models import Lift, Outage

SOON, STALE, SOON_DAYS = 90, 60, 60
TOLD_AT_ONCE = 10
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
    to_approve = rows(Spending).filter(status=SpendingState.PROPOSED).exclude(proposed_by=request.user)
    to_publish = rows(Period, "publish").to_publish().exclude(closed_by=request.user)
    lines = rows(BankLine, "view")
    payouts = rows(Payout, "view").filter(status=PayoutState.PROPOSED).exclude(proposed_by=request.user)
    vacant = rows(Post).current(today).filter(volunteer__isnull=True)
    found = [
        _task(URGENT, rows(Owner).expired(today), "{}位产权人的信息已过保存期限，要清除或延长", "expired=yes"),
        _task(URGENT, rows(Volunteer).expired(today), "{}位志愿者的信息已过保存期限，要清除或延长", "state=expired"),
        _task(URGENT, _units_before_vote(rows), "{}室还缺楼层或面积，所在楼组正在征询意见", "missing=yes"),
        _task(URGENT, lines.expired(today), "{}笔银行流水的户名和附言已过保存期限，要清除", "expired=yes"),
        *_votes(rows),
        *_announcements(site, request, rows),
        *_stopped(rows),
        _task(URGENT, rows(Lift).inspection_overdue(today), "{}台电梯的检验已过期", "waiting=late"),
        _task(URGENT, rows(Period, "publish").late(today), "{}个月的账过了公布期限还没有公布", "step=late"),
        _task(MIND, drafts, "{}篇通知还是草稿，等待发布", "status__exact=draft"),
        _task(MIND, to_approve, "{}笔支出等待您批准", "status__exact=proposed"),
        _task(MIND, payouts, "{}笔退款和补偿等待您批准", "status__exact=proposed"),
        _task(MIND, lines.waiting(), "{}笔银行流水还没有对上", "status__exact=open"),
        *_months(rows(Period, "close").to_close(today), "close", "{}个月的账已过完，要月结"),
        *_months(to_publish, "publish", "{}个月的账已月结，等待您复核公布"),
        *_endings(rows(Book, "publish"), request.user),
        *_meetings(rows, request.user, today),
        *_sites(rows),
        *_outreach(rows, today),
        *_upkeep(rows, today),
        _task(MIND, rows(Post).ending_within(today, SOON), "{}个职务90天内任期到期，要准备换届", "term=soon"),
        _task(MIND, vacant, "{}个职务空缺", "term=vacant"),
        _task(MIND, rows(Course).overdue(today), "{}个项目有步骤过了预计日期，要办完或改日期并说明原因", "late=yes"),
        _task(MIND, rows(Remark).unanswered(), "{}条对方案的意见还没有答复，这一步办不完", "unanswered=yes"),
        _task(MIND, rows(Project).stale(today, STALE), "{}个项目60天以上没有进展，要更新或说明原因", "stale=yes"),
        _task(KNOW, rows(BuildingGroup).without_volunteer(today), "{}个楼组还没有志愿者", "volunteer=none"),
    ]
    return [task for task in found if task is not None]


def _sites(rows):
    """Noise that came otherwise than announced, and photos nobody has looked at."""
    outside = rows(NoisyWork).lately(timezone.now())
    return (
        _task(MIND, outside, "{}次噪声施工在预告或允许的时间以外，居民看得到", "marked=lately"),
        _task(MIND, rows(SitePhoto).to_confirm(), "{}张施工照片等确认能不能公开", "waiting=yes"),
    )


def _meetings(rows, by, today):
    """What the hall waits for: a meeting that is over, minutes that a second person checks, resolutions overdue."""
    found, written = rows(Meeting), Minutes.objects
    return (
        _task(MIND, found.to_hold(timezone.now()), "{}次会议时间已过，要登记已开或取消", "waiting=hold"),
        _task(MIND, found.filter(minutes__in=written.to_check(by)), "{}篇会议纪要等您核对", "waiting=check"),
        _task(MIND, found.filter(minutes__status="checked"), "{}篇会议纪要已核对，等公布", "waiting=publish"),
        _task(MIND, rows(Resolution).overdue(today), "{}条决议过了期限还没有办完，居民看得到", "late=yes"),
        _task(MIND, rows(Opinion).unanswered(), "{}条居民意见还没有答复，居民看得到这个数", "unanswered=yes"),
    )


def _months(found, step, text):
    """A few lead straight to their forms, many to their list."""
    months = list(
        found.select_related("book__project__building_group__compound", "book__community")[: TOLD_AT_ONCE + 1]
    )
    if len(months) > TOLD_AT_ONCE:
        yield _task(MIND, found, text, f"step={step}")
        return
    for month in months:
        said = f"{month.book}：{text.format(month).replace('个月的账', '的账')}"
        yield Task(MIND, said, reverse(f"admin:projects_period_{step}", args=[month.pk]))


def _endings(books, by):
    """What another proposed to end, one line a book."""
    waiting = books.filter(ending__confirmed_at__isnull=True, ending__isnull=False).exclude(ending__proposed_by=by)
    for book in waiting.select_related("project__building_group__compound", "community")[:TOLD_AT_ONCE]:
        yield Task(MIND, f"{book}提出结清，等待您复核", reverse("admin:projects_book_confirm", args=[book.pk]))


def _outreach(rows, today):
    """What residents wait for: an answer, a call back, somebody at the door."""
    asked = rows(Concern, "view")
    received, answered = (asked.filter(status=status) for status in (ConcernStatus.RECEIVED, ConcernStatus.ANSWERED))
    return (
        _task(URGENT, asked.overdue(today), "{}件诉求过了期限还没有答复", "waiting=late"),
        _task(MIND, received, "{}件诉求已受理，还没有人办", "waiting=take"),
        _task(MIND, answered, "{}件诉求已答复，要回访", "waiting=back"),
        _task(MIND, rows(HomeVisit, "view").overdue(today), "{}户说好再去，日子到了还没有去", "late=yes"),
    )


def _stopped(rows):
    """One line a lift that stands still, leading to the form that says it runs again."""
    found = rows(Outage).open().select_related("lift__project__building_group__compound").order_by("starts_at", "id")
    for item in found[:TOLD_AT_ONCE]:
        since = timezone.localtime(item.starts_at)
        text = f"{item.lift}{since:%-m月%-d日%H:%M}起停用，恢复了请登记"
        yield Task(URGENT, text, reverse("admin:projects_outage_resume", args=[item.pk]))


def _upkeep(rows, today):
    """What the lifts in use wait for."""
    lifts = rows(Lift)
    return (
        _unregistered(rows),
        _task(MIND, lifts.inspection_within(today, SOON_DAYS), "{}台电梯60天内要检验，提前一个月申请", "waiting=soon"),
        _task(MIND, lifts.maintenance_overdue(today), "{}台电梯超过15天没有登记保养", "waiting=maintain"),
        _task(MIND, lifts.review_due(today), "{}台电梯用满一年，还没有回访", "waiting=review"),
        _task(MIND, lifts.without_manager(today), "{}台电梯两户以上共有，还没有使用管理单位", "waiting=manager"),
    )


def _unregistered(rows):
    """Leads to the form that registers the first of them."""
    found = rows(Project).filter(kind=ProjectKind.LIFT, stage=Stage.DELIVERED, lift__isnull=True)
    first = found.order_by("stage_since", "id").first()
    if first is None:
        return None
    url = reverse("admin:projects_lift_add") + f"?project={first.pk}&in_use_on={first.stage_since}"
    return Task(MIND, f"{found.count()}台已交付的电梯还没有进电梯登记", url)


VOTES = {
    "count": "{}次征询已过截止时间，还没有计票",
    "differing": "{}次征询有两遍录入不一致的票，要裁定",
    "display": "{}次征询已计票，要另一位同事核对后公示",
    "answer": "{}次征询有异议还没有书面答复",
    "finalise": "{}次征询公示期已满，可以定为最终结果",
}


def _votes(rows):
    """What is to be done next with the votes, all counted at once."""
    now = timezone.now()
    found = rows(Consultation)
    waits = found.waits(now, timezone.localdate(now))
    counts = found.order_by().aggregate(**{what: Count("pk", filter=waits[what]) for what in VOTES})
    page = reverse("admin:projects_consultation_changelist")
    return [Task(MIND, VOTES[what].format(n), f"{page}?waiting={what}") for what, n in counts.items() if n]


NEWS = {
    AnnouncementKind.OPENING: "第{}号征询已开始，还没有发公告",
    AnnouncementKind.FIRST_COUNT: "第{}号征询正在公示，还没有发计票结果公示",
    AnnouncementKind.FINAL: "第{}号征询已有最终结果，还没有发公告",
    AnnouncementKind.ANNULLED: "第{}号征询已作废，还没有发公告",
}


def _announcements(site, request, rows):
    """One line a consultation, leading to the page that writes its notice."""
    if not request.user.has_perm("portal.add_announcement"):
        return
    now = timezone.now()
    reach = rows(Consultation).values("pk")
    for item in Announcement.objects.due(now, timezone.localdate(now)).filter(pk__in=reach)[:TOLD_AT_ONCE]:
        url = reverse("admin:portal_announcement_add") + f"?consultation={item.pk}"
        yield Task(MIND, NEWS[item.news].format(item.pk), url)


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
