"""Many communities made by rule, to measure with: written in bulk, the same rows for the same size and seed.

The one place that does not go through the rooms' actions: a million of them would take hours. What the actions keep
true (search documents, stage histories, one journal entry) is kept true here as well, and ``verify`` says so.
"""

import datetime
import random
from dataclasses import dataclass
from functools import cache
from itertools import islice

from django.db import connection, transaction

from communities.journal import actions as journal
from communities.places.models import BuildingGroup, Community, Compound, Unit
from communities.register.actions import bulk
from portal.notices.enums import NoticeKind, NoticeStatus
from portal.notices.models import Notice
from portal.search.domain import kind_token, place_token, tokens
from portal.search.models import SearchDocument, without_index
from projects.retrofits.enums import ProjectKind, Stage
from projects.retrofits.models import Project, StageChange

COMPOUNDS, GROUPS = 2, 12
BATCH = 10_000
# Fixed, so that the same seed gives the same rows whenever it is run.
LAST = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
YEARS = datetime.timedelta(days=8 * 365)
FIRST_LIFT, BUILT_IN = datetime.date(2019, 9, 1), datetime.timedelta(days=200)

EVENTS = (
    ("检修", "电梯停一天，请走楼梯。行动不便的邻居请提前告诉居委会。"),
    ("停水", "早上八点到中午停水，请先接好水。工地开挖时碰到老水管，要换一段。"),
    ("施工进展", "井道钢结构已经装好，下周装玻璃。工地周日不施工，堆料在楼的北面。"),
    ("征询意见", "请各家填好征询表，交给楼组长。不在家的邻居可以写委托书请人代办。"),
    ("费用公示", "本月收支已经贴在楼道里，有疑问请在七天内到居委会核对票据。"),
    ("协调会", "周六下午在议事厅商量采光和通风，设计单位到场，带图纸来。"),
    ("消防演练", "下午两点拉警报，请不要惊慌，听楼组长的安排从楼梯下楼。"),
    ("大扫除", "志愿者在楼下集合，带上手套，一起把楼道里的杂物清走。"),
)
KINDS = tuple(NoticeKind.values)


@dataclass(frozen=True)
class Size:
    communities: int
    notices: int
    units: int


def load(size: Size, seed: int) -> None:
    """Write everything in one transaction; a killed run leaves nothing."""
    choose = random.Random(seed)  # noqa: S311 - made to be repeated
    with connection.cursor() as cursor, transaction.atomic():
        is_postgresql = connection.vendor == "postgresql"
        if is_postgresql:  # which else cuts off what takes five seconds, and keeps a million checks for the end
            cursor.execute("SET LOCAL statement_timeout = 0; SET CONSTRAINTS ALL IMMEDIATE")
        else:  # which else keeps two megabytes of a dozen growing indexes at hand
            cursor.execute("PRAGMA cache_size = -400000")
        communities = _communities(size.communities)
        groups = _groups(communities)
        _units(groups, size.units)
        _projects(groups, choose)
        with without_index(connection):
            _notices(groups, size.notices, choose)
        journal.record(by=None, action="generate", changes={"通知": [0, size.notices], "室": [0, size.units]})
        if is_postgresql:
            cursor.execute("ANALYZE")


def _insert(model, fields, rows):
    """Rows in batches, with dates and choices as both drivers take them."""
    for some in _batches(rows):
        bulk.insert(model, fields, [tuple(map(_plain, row)) for row in some])


def _plain(value):
    if isinstance(value, datetime.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, datetime.date):
        return connection.ops.adapt_datefield_value(value)
    return getattr(value, "value", value)


def _batches(rows):
    rows = iter(rows)
    while some := list(islice(rows, BATCH)):
        yield some


def _communities(count):
    keys = bulk.next_keys(Community, count)
    rows = [
        (key, f"gen-{number}", f"试验{number}居民区", "", "", "居委会", "021-55550000", "", "", "", True)
        for number, key in enumerate(keys, 1)
    ]
    fields = [
        "id",
        "slug",
        "name",
        "district",
        "address",
        "publisher",
        "phone",
        "hours",
        "introduction",
        "summary_en",
        "is_demo",
    ]
    _insert(Community, fields, rows)
    return [(key, f"gen-{number}") for number, key in enumerate(keys, 1)]


def _groups(communities):
    """[(id, community id, community slug, number)]"""
    compounds = bulk.next_keys(Compound, len(communities) * COMPOUNDS)
    homes = [(key, *communities[at // COMPOUNDS], at % COMPOUNDS + 1) for at, key in enumerate(compounds)]
    fields = ("id", "community_id", "name", "position", "name_is_placeholder")
    _insert(Compound, fields, ((key, place, f"{no}村", no, True) for key, place, _slug, no in homes))
    keys = iter(bulk.next_keys(BuildingGroup, len(homes) * GROUPS))
    rows = [
        (next(keys), place, slug, compound, (position - 1) * GROUPS + number)
        for compound, place, slug, position in homes
        for number in range(1, GROUPS + 1)
    ]
    fields = ("id", "community_id", "compound_id", "name", "no", "position", "floors", "built_year")
    _insert(BuildingGroup, fields, ((key, p, c, f"{n}号", str(n), n, 6, 1985) for key, p, _slug, c, n in rows))
    return [(key, place, slug, number) for key, place, slug, _compound, number in rows]


def _units(groups, count):
    keys = bulk.next_keys(Unit, count)
    fields = ("id", "building_group_id", "room", "floor", "area_cm2", "area_source", "area_as_of")
    rows = (_unit(key, groups[at % len(groups)][0], at // len(groups)) for at, key in enumerate(keys))
    _insert(Unit, fields, rows)


def _unit(key, group, at):
    floor, door = at // 2 % 60 + 1, at % 2 + 1 + at // 120 * 2
    return key, group, f"{floor}{door:02d}", floor, 500_000 + at % 7 * 10_000, "registry", None


def _projects(groups, choose):
    """A lift for every fourth building group, completed some day after the first; its history says so too."""
    chosen = [group for group in groups if group[3] % 4 == 0]
    days = [FIRST_LIFT + datetime.timedelta(days=choose.randrange(1500)) for _ in chosen]
    keys, lines = bulk.next_keys(Project, len(chosen)), bulk.next_keys(StageChange, len(chosen))
    fields = ["id", "community_id", "building_group_id", "kind", "stage", "stage_since", "started_on", "completed_on"]
    rows = (
        (key, place, group, ProjectKind.LIFT, Stage.COMPLETED, day, day - BUILT_IN, day, "A", "", "", True)
        for key, (group, place, _slug, _no), day in zip(keys, chosen, days, strict=True)
    )
    _insert(Project, [*fields, "grade", "brand", "summary_en", "is_demo"], rows)
    fields = ("id", "project_id", "stage", "on_day", "reason", "entered_at")
    rows = ((line, key, Stage.COMPLETED, day, "", LAST) for line, key, day in zip(lines, keys, days, strict=True))
    _insert(StageChange, fields, rows)


_FIELDS = [
    "id",
    "community_id",
    "building_group_id",
    "kind",
    "number",
    "title",
    "summary",
    "summary_en",
    "body",
    "body_html",
    "publisher",
    "status",
    "revision",
    "created_at",
    "published_at",
    "withdrawn_reason",
    "is_demo",
]


def _notices(groups, count, choose):
    """Newest last, evenly over the years, dealt out to the building groups; every fourth to one of them alone."""
    keys = bulk.next_keys(Notice, count)
    step = YEARS / max(count, 1)
    for some in _batches(enumerate(keys)):
        dealt = [(key, at, groups[choose.randrange(len(groups))], choose.randrange(len(EVENTS))) for at, key in some]
        _insert(Notice, _FIELDS, (_notice(*row, LAST - step * (count - row[1])) for row in dealt))
        bulk.insert(SearchDocument, ("notice_id", "title", "body"), [_document(*row) for row in dealt])


def _notice(key, at, group, event, published_at):
    group_id, community, _slug, number = group
    title, body = _words(number, event)
    audience = group_id if at % 4 == 0 else None
    status = NoticeStatus.PUBLISHED
    kind = KINDS[event % len(KINDS)]
    summary = EVENTS[event][1][:12]
    row = (key, community, audience, kind, "", title, summary, "", body, f"<p>{body}</p>\n", "居委会", status)
    return *row, 0, published_at, published_at, "", True


def _document(key, _at, group, event):
    filters = f"{place_token(group[2])} {kind_token(KINDS[event % len(KINDS)])} "
    title, body = _tokens(group[3], event)
    return key, filters + title, filters + body


@cache
def _words(number, event):
    name, text = EVENTS[event]
    return f"{number}号楼电梯{name}通知", text


@cache
def _tokens(number, event):
    title, text = _words(number, event)
    return " ".join(tokens(title)), " ".join(tokens("\n".join((title, text[:12], text))))
