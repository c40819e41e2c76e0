"""Every address of the back office × who asks × whose record × GET and POST, against a literal table.

``admin_matrix.txt`` holds one line a case: view name, record (A: the staff's own community, B: another, -: none),
then the status for each role on GET and on POST. An address that is not in the table fails the test, and so does
a record of B that any of A's staff can see (it answers 404, or 403 where the role has no such page at all), or a
name or phone of B on any page for them.
"""

import copy
import datetime
import uuid
from pathlib import Path

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from communities import guards
from communities.households.actions import issue
from communities.journal.actions import record, record_reading
from communities.models import (
    Committee,
    Company,
    Entry,
    Membership,
    Owner,
    Ownership,
    PartyBranch,
    Post,
    Reading,
    Service,
    Team,
    Upload,
    User,
    Volunteer,
)
from portal.models import Announcement, Notice, NoticeTemplate, TopicVote
from projects.accounts import actions as accounts
from projects.accounts.domain import credit, debit
from projects.models import (
    BankLine,
    Budget,
    Call,
    Concern,
    Consultation,
    Contract,
    Contributor,
    Holiday,
    HomeVisit,
    Inspection,
    Lift,
    Meeting,
    MeetingKind,
    Negotiation,
    Objection,
    Opinion,
    Outage,
    Paper,
    Payment,
    Payout,
    PriorityHousehold,
    Procedure,
    Project,
    ReferenceTable,
    Remark,
    Report,
    Resolution,
    RollVoter,
    Rule,
    Scan,
    Settlement,
    SharingScheme,
    Spending,
    StageChange,
    Stair,
    StepDocument,
    SubsidyPolicy,
    Topic,
    Visit,
)
from projects.outreach import actions as outreach
from projects.procedure.actions import begin, post_plan, publish_procedure
from projects.retrofits.actions import open_project
from tests.portal.notices.samples import picture
from tests.projects.procedure.conftest import PLAN
from tests.projects.procedure.yard import site_rows

ROLES = ("anonymous", "outsider", "leader", "member", "secretary", "root")
TABLE = Path(__file__).with_name("admin_matrix.txt")
CANARIES = ("示例业主9101", "示例业主9601", "13900000910", "13900000960", "乙志愿者", "13711112222", "远村")


def _ours(resolver, prefix=""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _ours(entry, entry.namespace or prefix)
        elif entry.name:
            yield f"{prefix}:{entry.name}" if prefix else entry.name


def addresses():
    """Names of every address below /admin/."""
    below = [entry for entry in get_resolver().url_patterns if str(entry.pattern) == "admin/"]
    return sorted({name for entry in below for name in _ours(entry, entry.namespace or "")})


def _rule(today):
    return Rule.objects.get_or_create(
        code="R", defaults={"name": "规则", "electorate": "entrance", "citation": "法", "checked_on": today}
    )[0]


def _objection(consultation):
    """One that the database would take only after a whole vote: who may see it is all that is asked here."""
    guards.remove(connection)
    objection = Objection.objects.create(
        consultation=consultation, received_on=datetime.date(2026, 11, 2), text="面积不对"
    )
    guards.install(connection)
    return objection


def _scan(consultation, by):
    """Likewise: of a paper that nobody printed."""
    guards.remove(connection)
    voter = RollVoter.objects.create(consultation=consultation, owner_key="1", area_cm2=1)
    paper = Paper.objects.create(consultation=consultation, voter=voter, serial=1, issued_at=timezone.now())
    scan = Scan.objects.create(
        paper=paper, kind="authority", file="scans/gone.jpg", size=1, uploaded_by=by, uploaded_at=timezone.now()
    )
    guards.install(connection)
    return scan


def belongings(cast, community, group, unit, name):
    """One record of every model in the back office, of one community."""
    today = timezone.localdate()
    later = today + datetime.timedelta(days=400)
    member = User.objects.get(username="member" if community == cast.here else "outsider")
    volunteer = Volunteer.objects.create(
        community=community, building_group=group, tier="core_party_member", name=name, expires_on=later,
        phone="13711112222" if community == cast.there else "13733334444",
    )  # fmt: skip
    team = Team.objects.create(community=community, kind="lift_team", name="管理小组", building_group=group)
    company = Company.objects.create(community=community, kind="construction_agent", name="代建")
    project = open_project(
        project=Project(community=community, building_group=group, stage_since=today, team=team, contractor=company),
        by=None,
    )
    with transaction.atomic():
        entry = record(by=None, action="test", obj=group)
    owner = Owner.objects.get(ownerships__unit=unit)
    consultation = Consultation.objects.create(
        community=community, rule=_rule(today), building_group=group, question="同意加装电梯", plain="装一部电梯"
    )
    issue(units=[unit], by=member)
    notice = Notice.objects.create(
        community=community, building_group=group, title="停水", body="停水", publisher="居委会"
    )
    rows = [
        community, group.compound, group, unit, owner, Ownership.objects.get(unit=unit), member,
        Membership.objects.get(user=member), volunteer, team, company, project, entry,
        Service.objects.create(volunteer=volunteer, kind="visit", minutes=30),
        PartyBranch.objects.create(community=community, kind="party_branch", name="支部"),
        Committee.objects.create(community=community, kind="residents_committee", name="居委会"),
        Post.objects.create(community=community, body=team, title="组长", volunteer=volunteer),
        StageChange.objects.get(project=project),
        record_reading(by=member, obj=owner, purpose="查看"),
        notice,
        Announcement.objects.create(consultation=consultation, kind="opening", notice=notice),
        NoticeTemplate.objects.create(community=community, kind="general", name="模板", title="停水", body="停水"),
        Upload.objects.create(
            community=community, by=member, filename="a.csv", digest="0" * 64, content=b"", expires_on=later
        ),
        consultation.rule,
        *(talked := _meetings(group, today)),
        TopicVote.objects.create(topic=talked[3], consultation=consultation),
        *site_rows(project, today),
        Holiday.objects.get_or_create(day=datetime.date(2026, 10, 1), defaults={"name": "国庆节"})[0],
        consultation,
        unit.household_codes.get(),
        _objection(consultation),
        *_books(project, company, unit, User.objects.get(username="root")),
        _scan(consultation, member),
        *_costs(project, unit, owner),
        *_upkeep(project, company, User.objects.get(username="root")),
        *_outreach(group, unit, volunteer, today),
        *_course(project, member),
    ]  # fmt: skip
    return {type(row)._meta.label_lower: row for row in rows}


def _meetings(group, today):
    """One row of each kind that 红色议事厅 has in the back office."""
    kind = MeetingKind.objects.get_or_create(code="K", defaults={"name": "协调会", "checked_on": today})[0]
    body = Committee.objects.create(community=group.community, kind="residents_committee", name="召集的居委会")
    now = timezone.now()
    meeting = Meeting.objects.create(
        community=group.community, kind=kind, body=body, building_group=group, title="协调会", place="议事厅",
        starts_at=now, ends_at=now + datetime.timedelta(hours=2),
    )  # fmt: skip
    resolution = Resolution.objects.create(
        community=group.community, meeting=meeting, year=2026, serial=1, text="报价", body=body, due_on=today
    )
    topic = Topic.objects.create(community=group.community, kind="noise", title="几点施工", stage_since=today)
    opinion = Opinion.objects.create(topic=topic, source="paper", received_on=today, text="太吵", entered_at=now)
    return [kind, meeting, resolution, topic, opinion]


def _upkeep(project, company, by):
    """One row of each kind that a lift in use has in the back office; the stairs need not be built for it."""
    guards.remove(connection)
    now, day = timezone.now(), datetime.date(2020, 7, 6)
    due = {"next_inspection_on": day.replace(year=2021), "next_inspection_kind": "periodic"}
    lift = Lift.objects.create(project=project, in_use_on=day, **due)
    entered = {"lift": lift, "entered_at": now, "entered_by": by}
    inspection = Inspection.objects.create(**entered, kind="periodic", result="passed", done_on=day)
    report = Report.objects.create(
        inspection=inspection, kind="pdf", file="reports/gone.pdf", size=1, added_at=now, added_by=by
    )
    visit = Visit.objects.create(**entered, done_on=day, company=company, words="各项正常")
    outage = Outage.objects.create(**entered, cause="fault", starts_at=now, words="门机坏了")
    guards.install(connection)
    return lift, inspection, report, visit, outage


def _outreach(group, unit, volunteer, today):
    """One row of each kind that those who go from door to door have in the back office; the stair last."""
    other = Volunteer.objects.create(community=group.community, tier="second_tier", name="同去", expires_on=today)
    visit = outreach.record_visit(
        visit=HomeVisit(unit=unit, on_day=today, first=volunteer, second=other), concerns=(), by=None
    )
    concern = Concern(building_group=group, source="paper", received_on=today, text="太暗")
    outreach.receive(concern=concern, by=None)
    talks = outreach.open_negotiation(negotiation=Negotiation(unit=unit, opened_on=today), by=None)
    later = today + datetime.timedelta(days=30)
    mark = outreach.mark(priority=PriorityHousehold(unit=unit, reason="elderly_high", expires_on=later), by=None)
    return [visit, concern, talks, mark, Stair.objects.get(pk=group.pk)]


def _course(project, by):
    """One row of each kind that a project's way through its steps has in the back office."""
    today, now = timezone.localdate(), timezone.now()
    if not Procedure.objects.exists():
        publish_procedure(values={**PLAN, "kind": project.kind}, by=None)
    course = begin(project=project, on=today, by=by)
    step = course.steps.get(template__code="ASK")
    posting = post_plan(course=course, starts_on=today, place="门厅", by=by)
    file = {"file": "steps/gone.pdf", "size": 1, "uploaded_by": by, "uploaded_at": now}
    document = StepDocument.objects.create(step=step, wanted=step.template.documents.first(), **file)
    remark = Remark.objects.create(posting=posting, received_on=today, text="担心采光")
    return course, document, remark


def _costs(project, unit, owner):
    """One row of each kind that the costs have in the back office."""
    today = timezone.localdate()
    plain = {"citation": "文件", "checked_on": today}
    budget = Budget.objects.create(project=project, version=1)
    sums = {"cost_fen": 5, "subsidy_fen": 0, "owners_pay_fen": 5}
    return (
        budget,
        SharingScheme.objects.create(project=project, version=1, budget=budget, method="equal", source="会议", **sums),
        SubsidyPolicy.objects.create(
            community=project.community, name="街道补贴", scope="street", amount_fen=5, **plain
        ),
        ReferenceTable.objects.get_or_create(code="EQUAL", defaults={"name": "平均", "method": "equal", **plain})[0],
        Contributor.objects.create(project=project, unit=unit, owner=owner, share_fen=5, since=today, is_late=True),
    )


def _books(project, company, unit, by):
    """One row of each kind that the books have in the back office."""
    today = timezone.localdate()
    book = accounts.open_book(community=project.community, project=project, opened_on=today, by=by)
    plain = {"book": book, "company": company, "cost": "lift", "amount_fen": 5}
    spending = accounts.propose(
        spending=Spending(**plain, text="首付款"), upload=SimpleUploadedFile("a.jpg", picture()), by=by
    )
    lines = [debit("bank", 5), credit("interest", 5)]
    entry = accounts.post(
        book=book, happened_on=today, kind="interest", text="利息", lines=lines, key=uuid.uuid4(), by=by
    )
    contract = accounts.enter_contract(contract=Contract(**plain, title="合同", signed_on=today), by=by)
    rows = [book, book.periods.get(), entry, contract, spending, spending.vouchers.get()]
    return [*rows, *_collected(book, entry, unit, by)]


def _collected(book, entry, unit, by):
    """Likewise: without the vote, the signatures and the legs behind them."""
    guards.remove(connection)
    budget = Budget.objects.create(project=book.project, version=9, is_demo=True)
    sums = {"cost_fen": 5, "subsidy_fen": 0, "owners_pay_fen": 5}
    scheme = SharingScheme.objects.create(
        project=book.project, budget=budget, version=9, method="equal", source="会议", **sums
    )
    now, plain = timezone.now(), {"book": book, "number": 1, "entry": entry}
    call = Call.objects.create(
        **plain, scheme=scheme, portion_bp=3000, due_on=book.opened_on, called_at=now, called_by=by
    )
    payment = Payment.objects.create(
        **plain, unit=unit, received_on=book.opened_on, amount_fen=5, recorded_at=now, recorded_by=by
    )
    proposal = {"book": book, "proposed_at": now, "proposed_by": by}
    payout = Payout.objects.create(**proposal, unit=unit, kind="credit", amount_fen=5, how="多缴", paid_from="bank")
    settlement = Settlement.objects.create(**proposal, scheme=scheme, spent_fen=5, granted_fen=0, charged_fen=5)
    line = BankLine.objects.create(
        book=book, digest="0" * 64, happened_on=book.opened_on, amount_fen=5, added_at=now, added_by=by,
        payer=f"{book.project.building_group.compound.name}的人", expires_on=book.opened_on,
    )  # fmt: skip
    guards.install(connection)
    return [call, payment, payout, settlement, line]


@pytest.fixture
def world(cast):
    return {
        "A": belongings(cast, cast.here, cast.stair1, cast.units["1", "101"], "甲志愿者"),
        "B": belongings(cast, cast.there, cast.stair9, cast.units["9", "101"], "乙志愿者"),
    }


def cases(world):
    """(view name, A, B or -, address) of everything that can be asked for."""
    pages = {f"{model._meta.app_label}_{model._meta.model_name}_": model for model in admin.site._registry}
    for name in addresses():
        model = next((model for start, model in pages.items() if name.startswith(f"admin:{start}")), None)
        try:
            yield name, "-", reverse(name, kwargs={"app_label": "communities"} if name.endswith("app_list") else None)
        except Exception:
            for whose, rows in world.items():
                yield name, whose, reverse(name, args=[rows[model._meta.label_lower].pk])


def _status(client, method, url):
    """The status, with everything the request wrote undone, log-out included."""
    held, cookies = transaction.savepoint(), copy.deepcopy(client.cookies)
    response = getattr(client, method)(url, {"post": "yes"} if method == "post" else None)
    text = response.content.decode(errors="replace") if not response.streaming else ""
    transaction.savepoint_rollback(held)
    client.cookies = cookies
    return response.status_code, text


def _expected():
    table = {}
    for line in TABLE.read_text().splitlines():
        if line and not line.startswith("#"):
            name, whose, *statuses = line.split()
            table[name, whose] = dict(zip(ROLES, statuses, strict=True))
    return table


@pytest.mark.skipif(connection.vendor == "postgresql", reason="who may open what is decided in Python: asked on SQLite")
@pytest.mark.parametrize("role", ROLES)
def test_every_address_of_the_admin_answers_as_the_table_says(cast, world, role, monkeypatch):
    # The menu beside every page has tests of its own; drawing it two thousand times is half of this one.
    monkeypatch.setattr(admin.site, "get_app_list", lambda request, app_label=None: [])
    client = Client()
    if role != "anonymous":
        client.force_login(getattr(cast, role))
    expected = _expected()
    wrong, leaks = [], []
    for name, whose, url in cases(world):
        answers = [_status(client, method, url) for method in ("get", "post")]
        found = "/".join(str(status) for status, _ in answers)
        if expected.get((name, whose), {}).get(role) != found:
            wrong.append(f"{name} {whose} {role}: {found}, not {expected.get((name, whose), {}).get(role)}")
        if role in ("leader", "member", "secretary"):
            leaks += [f"{url}: {word}" for _, text in answers for word in CANARIES if word in text]
    assert wrong == []
    assert leaks == []


def test_every_line_of_the_table_is_an_address(world):
    """A line left behind by a removed page would hide that nobody asks any more."""
    assert {(name, whose) for name, whose, _ in cases(world)} == set(_expected())


def test_staff_of_a_sees_nothing_of_b_in_the_table():
    """Whoever edits the table may not allow it: every record of B is 404, 403 or 405 to A's staff, by GET and by POST.

    Shared by all communities, and so not B's: rules, kinds of meeting, holidays and reference tables.
    """
    shared = ("_quietday_", "_rule_", "_holiday_", "_meetingkind_", "_referencetable_")
    for (name, whose), statuses in _expected().items():
        if whose == "B" and not any(kind in name for kind in shared):
            seen = {status for role in ("leader", "member", "secretary") for status in statuses[role].split("/")}
            assert seen <= {"403", "404", "405"}, name


def test_every_registered_page_has_a_record_in_the_matrix(world):
    assert {model._meta.label_lower for model in admin.site._registry} <= set(world["A"])
    assert Entry.objects.exists()
    assert Reading.objects.exists()
