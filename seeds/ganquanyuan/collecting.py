"""Books of the lifts: calls, payments, subsidy, spending and published months, all 示例数据, by rule.

A completed lift was called for in three parts and paid for, settled, and its book ended; in the five under
construction the third part is still to come; one household is late with the second, and one that paid too much was paid
back. In 16号 a payment was first booked for the wrong household, and the flat that took no part joined when the
lift was running; in 36号 what was saved went back to the households; 142号 has a book of running costs, into which the
interest was carried over, and three more charge a year's fee in theirs. Books that go on are published until today, but
for one (13号), which is late.
"""

import io
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from PIL import Image, ImageDraw

from communities.bodies.models import Company
from communities.people.models import User
from communities.places.models import Unit
from projects.accounts import actions
from projects.accounts.domain import Month, credit, debit, last_overdue
from projects.accounts.models import Book, Charge, Contract, ContractChange, Leg, Period, Spending, balances_by_unit
from projects.consultations.models import Consultation
from projects.costs import actions as costs
from projects.costs.enums import BudgetKind as Kind
from projects.retrofits.enums import Stage
from projects.retrofits.models import Project
from seeds import read

from .costs import CHANGED

PAID = (
    (Kind.SURVEY, "设计勘察和检测费"),
    (Kind.FOUNDATION, "桩基和管线移位进度款"),
    (Kind.SHAFT, "钢结构井道和幕墙进度款"),
)
#: Where the pit turned out harder than drawn.
ALTERED, ALTERED_FEN = {"16", "53", "142"}, 600_000
MISBOOKED, JOINED, LATE, REFUNDED, SAVED, RUNNING = "16", ("16", "201"), "13", "53", "36", "142"
OVERPAID_FEN, SAVED_FEN, INTEREST_FEN = 100_000, 200_000, 31_250
METHODS = ("transfer", "wechat", "transfer", "alipay", "transfer")
#: Lifts that charge a year's running fee in a book of their own, and what was paid of it: (cost, fen, words).
CHARGED, YEARLY_FEN, RESERVE_FEN = ("36", "18", "57"), 1_200_000, 200_000
RAN = (("maintenance", 450_000, "电梯半年维保费"), ("electricity", 86_500, "电梯电费"))
SUBSIDY_AFTER, LAST_PAYMENT_AFTER, MOVED_AFTER = (timedelta(days=days) for days in (60, 75, 2))


@dataclass(frozen=True)
class Clerks:
    """One books and closes, the other approves and publishes."""

    first: User
    second: User


@dataclass
class Lift:
    """A project with the days of its steps: intent signed, works begun, completed, handed over or else completed."""

    project: Project
    no: str
    begins: object
    works: object
    completed: object
    finished: object
    budget: dict
    subsidy_fen: int


@transaction.atomic
def load(community, tally):
    if Book.objects.filter(project__community=community).exists():
        return
    clerks = Clerks(*(User.objects.get(username=name) for name in ("demo-juwei", "demo-shuji")))
    rows = Project.objects.filter(community=community).select_related("building_group", "contractor")
    projects = {project.building_group.no: project for project in rows}
    for row in read(__file__, "lifts.toml")["lift"]:
        if row["no"] != CHANGED:
            _name_the_vote(projects[row["no"]])
        lift = _lift(projects[row["no"]], row)
        if lift.works is not None:
            tally.added += _keep_books(lift, clerks)


def _name_the_vote(project):
    """The scheme was in the papers of the vote that passed."""
    vote = Consultation.objects.displayed().filter(project=project, result__passed=True).latest("id")
    costs.link_vote(scheme=project.schemes.chosen().get(), consultation=vote, by=None)


def _lift(project, row):
    days = {}
    for stage, day, *_ in row["steps"]:
        days.setdefault(stage, day)
    scheme = project.schemes.chosen().get()
    items = dict(scheme.budget.items.values_list("kind", "amount_fen"))
    steps = (days.get(stage) for stage in (Stage.NOT_STARTED, Stage.UNDER_CONSTRUCTION, Stage.COMPLETED))
    begins, works, completed = steps
    finished = days.get(Stage.DELIVERED, completed)
    return Lift(project, row["no"], begins, works, completed, finished, items, scheme.subsidy_fen)


def _keep_books(lift, clerks):
    """Everything in the order it happened, then month after month closed and published. Returns the rows it made."""
    book = actions.open_book(
        community=lift.project.community, project=lift.project, opened_on=lift.begins, by=clerks.first, is_demo=True
    )
    days = [lift.begins, lift.works + timedelta(days=7), lift.completed]
    for portion, day in zip((3000, 5000, 2000), days, strict=True):
        if day is not None:
            made = actions.call(book=book, portion_bp=portion, due_on=day + timedelta(days=30), on=day, by=clerks.first)
            _receive(lift, book, made, clerks)
    _spend(lift, book, clerks)
    _settle(lift, book, clerks)
    if lift.no == RUNNING:
        _run_on(lift, book, clerks)
    _publish(book, clerks, _last_month(lift, book))
    _end(book, clerks)
    if lift.no in CHARGED:
        _run(lift, clerks)
    return sum(rows.count() for rows in (book.entries, book.charges, book.payments, book.periods, book.spendings))


def _receive(lift, book, call, clerks):
    """Every third household pays the whole at once; nobody who has is asked again."""
    owed = {}
    for charge in Charge.objects.filter(book=book, call=call).select_related("unit").order_by("unit__room"):
        owed[charge.unit] = charge.amount_fen
    for at, (unit, fen) in enumerate(owed.items()):
        ahead = at % 3 == int(lift.no) % 3 and lift.completed is not None
        if (ahead and call.number > 1) or (lift.no == LATE and call.number == 2 and at == 4):
            continue
        fen = _share(lift.project, unit) if ahead else fen
        over = OVERPAID_FEN if (lift.no, call.number, at) == (REFUNDED, 2, 2) else 0
        on = call.entry.happened_on + timedelta(days=at * 2 % 25 + 1)
        method = METHODS[(at + int(lift.no)) % len(METHODS)]
        wrong = lift.no == MISBOOKED and call.number == 1 and at == 3
        holder = list(owed)[at + 1] if wrong else unit
        paid = actions.receive(
            book=book, unit=holder, amount_fen=fen + over, method=method, received_on=on, by=clerks.first
        )
        if over:
            _return(book, unit, on + MOVED_AFTER, clerks)
        if wrong:
            actions.move_payment(
                payment=paid,
                unit=unit,
                reason="登记时看错一行，应记在另一户",
                by=clerks.first,
                on=on + timedelta(days=2),
            )


def _return(book, unit, on, clerks):
    payout = actions.propose_payout(book=book, unit=unit, kind="credit", by=clerks.first)
    actions.approve_payout(payout=payout, by=clerks.second)
    actions.pay_payout(payout=payout, on=on, by=clerks.first)


def _settle(lift, book, clerks):
    """What was saved is credited by the same weights; then whoever joins late pays the original share to the others."""
    if lift.finished is None:
        return
    on = lift.finished + LAST_PAYMENT_AFTER + MOVED_AFTER
    _compensate(lift, book, on, clerks)
    proposed = actions.propose_settlement(book=book, by=clerks.first)
    actions.approve_settlement(settlement=proposed, by=clerks.second, on=on)
    if lift.no == JOINED[0]:
        unit = lift.project.building_group.units.get(room=JOINED[1])
        agreed = {"use": "redistribute", "agreement": "分摊协议第6条（示例数据）"}
        joined = actions.join(book=book, unit=unit, on=on + MOVED_AFTER, by=clerks.first, **agreed)
        paid = {"amount_fen": joined.share_fen, "received_on": on + MOVED_AFTER * 2}
        actions.receive(book=book, unit=unit, by=clerks.first, **paid)
    for unit in Unit.objects.filter(pk__in=[pk for pk, fen in balances_by_unit(book).items() if fen < 0]):
        _return(book, unit, on + MOVED_AFTER * 3, clerks)


def _run(lift, clerks):
    """A year's fee by the written split, paid by every household, the first bills; three months of it published."""
    last = last_overdue("running", timezone.localdate())
    on = last.plus(-2).first_day
    book = actions.open_book(
        community=lift.project.community,
        kind="running",
        project=lift.project,
        opened_on=on,
        by=clerks.first,
        is_demo=True,
    )
    agreed = {"basis": "equal", "yearly_fen": YEARLY_FEN, "reserve_fen": RESERVE_FEN, "agreed_on": lift.completed}
    actions.agree_running(book=book, agreement="运行管理协议第3条（示例数据）", by=clerks.first, **agreed)
    actions.charge_year(book=book, year=on.year, on=on, by=clerks.first)
    fees = Charge.objects.filter(book=book, kind="running").select_related("unit").order_by("unit__room")
    for at, fee in enumerate(fees):
        day = on + timedelta(days=at % 12 + 1)
        actions.receive(book=book, unit=fee.unit, amount_fen=fee.amount_fen, received_on=day, by=clerks.first)
    maintainer = Company.objects.get(community=book.community, name__contains="维保")
    for cost, fen, text in RAN:
        _pay(lift, book, cost, fen, text, on + timedelta(days=20), clerks, company=maintainer)
    _publish(book, clerks, last)


def _compensate(lift, book, on, clerks):
    """What the scheme gives the ground floor is paid out before the settlement."""
    for line in lift.project.schemes.chosen().get().compensations.select_related("unit").order_by("pk"):
        payout = actions.propose_payout(book=book, unit=line.unit, kind="compensation", by=clerks.first)
        actions.approve_payout(payout=payout, by=clerks.second)
        actions.pay_payout(payout=payout, on=on, by=clerks.first)


def _share(project, unit):
    share = project.schemes.chosen().get().shares.get(unit=unit)
    return share.amount_fen + share.compensation_fen


def _spend(lift, book, clerks):
    """Survey first, the pit with the works; shaft and lift when the third part and the subsidy are there."""
    days = [lift.begins + timedelta(days=20), lift.works + timedelta(days=40)]
    if lift.completed is not None:
        days.append(lift.completed + timedelta(days=32))
    _contract(lift, book, Kind.LIFT, "电梯设备买卖与安装合同", clerks)
    if lift.no in ALTERED:
        _contract(lift, book, Kind.FOUNDATION, "桩基和管线移位施工合同", clerks, altered=ALTERED_FEN)
    for (cost, text), day in zip(PAID, days, strict=False):
        _pay(lift, book, cost, lift.budget[cost], text, day, clerks)
    if lift.finished is None:
        return
    on = lift.finished + SUBSIDY_AFTER
    lines = [debit("bank", lift.subsidy_fen), credit("subsidy", lift.subsidy_fen)]
    said = {"happened_on": on, "kind": "subsidy", "text": "市区两级加装电梯补贴到账", "lines": lines}
    actions.post(book=book, key=_key(book, "subsidy"), by=clerks.first, **said)
    saved = SAVED_FEN if lift.no == SAVED else 0
    last = lift.finished + LAST_PAYMENT_AFTER
    _pay(lift, book, Kind.LIFT, lift.budget[Kind.LIFT] - saved, "电梯设备安装和其余各项尾款", last, clerks)


def _contract(lift, book, cost, title, clerks, altered=0):
    """With the company that builds; what was agreed later is a change of its own."""
    plain = {"cost": cost, "amount_fen": lift.budget[cost] - altered, "signed_on": lift.works - timedelta(days=7)}
    contract = Contract(book=book, company=lift.project.contractor, title=title, **plain)
    contract = actions.enter_contract(contract=contract, by=clerks.first)
    if altered:
        said = {
            "amount_fen": altered,
            "reason": "地下管线改道，桩位增加两根",
            "agreed_on": lift.works + timedelta(days=20),
        }
        actions.enter_change(change=ContractChange(contract=contract, **said), by=clerks.first)


def _pay(lift, book, cost, fen, text, day, clerks, company=None):
    company = company or lift.project.contractor
    draft = Spending(book=book, company=company, cost=cost, amount_fen=fen, text=text)
    spending = actions.propose(spending=draft, upload=_voucher(f"{lift.no}-{cost}"), by=clerks.first)
    actions.approve(spending=spending, digest=spending.digest_of_content(), by=clerks.second)
    actions.pay(spending=spending, on=day, by=clerks.first)


def _voucher(text):
    """A picture that stands for an invoice."""
    picture = Image.new("L", (240, 120), 255)
    ImageDraw.Draw(picture).text((20, 50), f"DEMO {text}")
    content = io.BytesIO()
    picture.save(content, "PNG")
    return SimpleUploadedFile("demo.png", content.getvalue())


def _key(book, what):
    return uuid.uuid5(uuid.NAMESPACE_URL, f"seed/{book.pk}/{what}")


def _run_on(lift, book, clerks):
    """The interest of the account is carried over to a book of its own, which goes on."""
    on = lift.finished + LAST_PAYMENT_AFTER + MOVED_AFTER * 2
    lines = [debit("bank", INTEREST_FEN), credit("interest", INTEREST_FEN)]
    said = {"kind": "interest", "text": "监管账户利息", "lines": lines}
    actions.post(book=book, happened_on=on, key=_key(book, "interest"), by=clerks.first, **said)
    running = actions.open_book(
        community=book.community, kind="running", project=lift.project, opened_on=on, by=clerks.first, is_demo=True
    )
    actions.carry_over(book=book, on=on, key=_key(book, "carry"), by=clerks.first)
    _publish(running, clerks, last_overdue("running", timezone.localdate()))


def _last_month(lift, book):
    """Of a finished lift that of the last entry; else, but for the one that is late, the last that has to be out."""
    if lift.finished is not None or lift.no == LATE:
        return Month.of(book.entries.order_by("-happened_on").first().happened_on)
    return last_overdue("project", timezone.localdate())


def _end(book, clerks):
    on = book.entries.order_by("-happened_on").first().happened_on
    if not actions.ending_faults(book, on):
        actions.confirm_ending(ending=actions.propose_ending(book=book, on=on, by=clerks.first), by=clerks.second)


def _publish(book, clerks, last):
    """Up to ``last``; the bank says what the books say."""
    month = Month.of(book.opened_on)
    while month <= last:
        period = Period.objects.of(month).get(book=book)
        actions.close_month(period=period, statement_fen=_bank(period), by=clerks.first)
        actions.publish_month(period=period, by=clerks.second)
        month = month.plus(1)


def _bank(period):
    legs = Leg.objects.filter(account__book=period.book, account__role="bank", entry__posted=True)
    until = legs.filter(entry__happened_on__lte=period.calendar.last_day)
    return int(until.aggregate(fen=Sum("amount_fen"))["fen"] or 0)
