"""A register into the database: all of it or nothing, one journal entry, and nothing at all the second time."""

import hashlib
from array import array
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import groupby, islice

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError, connection, transaction

from communities.journal import actions as journal
from communities.places.models import Community
from communities.register import domain
from communities.register.domain import Fault

from .writing import Writer

IMPORT_PERMISSION = "communities.add_upload"
BATCH = 2500
SHOWN_CHANGES = 20


@dataclass
class Report:
    """What an import did, or would do. ``errors`` are domain.Fault; with any of them nothing was saved."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: list = field(default_factory=list)
    likely_same: list = field(default_factory=list)
    changes: list = field(default_factory=list)
    ignored: tuple = ()
    digest: str = ""

    def as_json(self) -> dict:
        return {
            "rows": self.rows,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "errors": [asdict(fault) for fault in self.errors],
            "likely_same": self.likely_same,
        }


def may_import(by, community) -> bool:
    """``by=None`` is the machine's operator; a stair's leader imports nothing."""
    if by is None:
        return True
    scope = by.scope(IMPORT_PERMISSION)
    return scope.everywhere or community.pk in scope.communities


def import_register(*, content: bytes, filename: str, community, by, dry_run=False) -> Report:
    """Read, check and save a register. Raises domain.Unreadable, and PermissionDenied outside the person's reach."""
    if not may_import(by, community):
        raise PermissionDenied("这个居民区不在您负责的范围内")
    sheet, heading, faults = domain.open_register(content, filename)
    report = Report(errors=faults, digest=hashlib.sha256(content).hexdigest())
    if faults:
        return report
    report.ignored = heading.ignored
    mark = partial(domain.fingerprint, key=f"{settings.IDENTITY_KEY}:certificate:{community.slug}")
    try:
        _save(domain.checked_rows(sheet, heading, mark), community, by, report, heading, dry_run)
    except IntegrityError:
        report.errors = [Fault(heading.row, "", "", "和已登记的产权关系有冲突（例如已预先登记的接手业主），没有保存")]
    except OperationalError:
        report.errors = [Fault(heading.row, "", "", "数据库正忙（可能另一份登记表正在导入），没有保存。请过一分钟再试")]
    if report.errors:
        report.created = report.updated = report.unchanged = 0
        report.changes, report.likely_same = [], []
    return report


def _save(checked, community, by, report, heading, dry_run):
    with transaction.atomic():
        Community.objects.select_for_update().get(pk=community.pk)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:  # batch by batch, so that no single statement waits for all checks
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        run = _Run(Writer(community), report, heading)
        while batch := list(islice(checked, BATCH)):
            run.take(batch)
        run.finish()
        if dry_run or report.errors:
            transaction.set_rollback(True)
        elif report.created or report.updated:
            journal.record(
                by=by,
                action="communities.upload.import",
                obj=community,
                changes={
                    "文件摘要": [None, report.digest],
                    "行数": [None, report.rows],
                    "新增": [None, report.created],
                    "更新": [None, report.updated],
                    "没有变化": [None, report.unchanged],
                    **run.writer.changes(),
                },
            )


class _Mentions:
    """What many rows say under many keys, in three arrays of numbers: a large register leaves little behind."""

    def __init__(self):
        self.keys, self.rows, self.said = array("q"), array("q"), array("q")

    def add(self, key, row, said):
        self.keys.append(key)
        self.rows.append(row)
        self.said.append(said)

    def repeated(self):
        """((row, said) of a key's first mention, the same of a later one), by row."""
        found = []
        for _, places in groupby(sorted(range(len(self.keys)), key=self.keys.__getitem__), key=self.keys.__getitem__):
            first, *others = places
            found += [(self._at(first), self._at(other)) for other in others]
        return sorted(found)

    def _at(self, place):
        return self.rows[place], self.said[place]


class _Run:
    """One pass over the rows: doubles within the file, then batch by batch into the database, then contradictions."""

    def __init__(self, writer, report, heading):
        self.writer, self.report, self.heading = writer, report, heading
        self.rooms: dict[tuple, dict[str, int]] = {}
        self.certified, self.named = _Mentions(), _Mentions()

    def take(self, batch):
        rows = []
        for row, faults in batch:
            self.report.rows += 1
            faults = faults or self.doubles(row)
            self.report.errors.extend(faults)
            if not faults:
                rows.append(row)
        if self.report.errors:
            return
        for row, outcome, changed, owner in self.writer.take(rows):
            setattr(self.report, outcome, getattr(self.report, outcome) + 1)
            if outcome != "unchanged" and len(self.report.changes) < SHOWN_CHANGES:
                self.report.changes.append((row.number, f"{row.compound}{row.group}{row.room}室", outcome, changed))
            if owner is not None and row.people[0].role == "owner":
                first = row.people[0]
                self.named.add(hash(first.name), row.number, owner << 1 | bool(first.fingerprint))

    def doubles(self, row) -> list[Fault]:
        for person in row.people:
            if person.fingerprint:
                key = int.from_bytes(bytes.fromhex(person.fingerprint[:16]), signed=True)
                self.certified.add(key, row.number, hash(person.name))
        rooms = self.rooms.setdefault((row.compound, row.group), {})
        first = rooms.setdefault(row.room, row.number)
        if first == row.number:
            return []
        message = f"和第{first}行重复：都是{row.compound}{row.group}{row.room}室。请只留一行"
        return [Fault(row.number, self.heading.words["room"], row.room, message)]

    def finish(self):
        """What only the whole file shows: one certificate of two names; one name, registered as two people."""
        for (line, name), (row, other) in self.certified.repeated():
            if name != other:
                message = f"证件号码和第{line}行相同，姓名却不同。请核对"
                word = self.heading.words["certificate"]
                self.report.errors.append(Fault(row, word, domain.CERTIFICATE_HIDDEN, message))
        self.report.errors.sort(key=lambda fault: fault.row)
        self.report.likely_same = [
            [line, row]
            for (line, owner), (row, other) in self.named.repeated()
            if owner >> 1 != other >> 1 and not owner & other & 1
        ]
