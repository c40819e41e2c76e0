import hashlib
import json

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.models import Count, F

from communities import guards
from communities.journal.models import Entry, Head
from portal.notices.models import Attachment, Notice
from portal.search.models import SearchDocument
from projects.accounts.models import Voucher, bank_findings, collection_findings, ledger_findings
from projects.consultations import actions as consultations
from projects.consultations.models import Scan
from projects.costs.actions import faults_of
from projects.costs.models import SharingScheme
from projects.outreach.models import outreach_findings
from projects.retrofits.models import Project
from projects.upkeep.models import Report, upkeep_findings


def guard_findings():
    return (f"{name} is missing: run migrate" for name in guards.missing(connection))


def notice_findings():
    """A notice says how often it was corrected; every correction is there to be read."""
    rows = Notice.objects.annotate(found=Count("corrections")).exclude(found=F("revision"))
    for pk, revision, found in rows.values_list("pk", "revision", "found"):
        yield f"notice {pk} was corrected {revision} times, {found} corrections are kept"


def file_findings():
    for kept in (Attachment, Scan, Voucher, Report):
        for row in kept.objects.order_by("pk").iterator():
            if fault := file_fault(row):
                yield f"{kept._meta.model_name} {row.pk} {fault}"


def file_fault(row):
    try:
        with row.file.open("rb") as file:
            return "" if hashlib.file_digest(file, "sha256").hexdigest() == row.digest else "was altered"
    except OSError:
        return "is gone from the disk"


def stage_findings():
    """A project stands in the stage that its history ends with."""
    for project in Project.objects.prefetch_related("stage_changes").order_by("pk").iterator(chunk_size=500):
        last = max(project.stage_changes.all(), key=lambda line: (line.on_day, line.pk), default=None)
        if last is not None and (last.stage, last.on_day) != (project.stage, project.stage_since):
            yield f"project {project.pk} is {project.stage}, its history ends with {last.stage}"


def share_findings():
    """Every scheme adds up, and its frozen plan computes to the very shares that are stored."""
    for scheme in SharingScheme.objects.order_by("pk").iterator():
        for fault in faults_of(scheme):
            yield f"scheme {scheme.pk} {fault}"


#: Every invariant of the house: a name, and what yields one line a finding. A new room adds its own here.
CHECKS = {
    "journal": lambda: Entry.objects.all().faults(),
    "guards": guard_findings,
    "notices": notice_findings,
    "files": file_findings,
    "search": lambda: SearchDocument.objects.all().findings(),
    "stages": stage_findings,
    "consultations": consultations.findings,
    "shares": share_findings,
    "ledger": ledger_findings,
    "collection": collection_findings,
    "bank": bank_findings,
    "upkeep": upkeep_findings,
    "concerns": outreach_findings,
}


class Command(BaseCommand):
    help = (
        "检查全部不变量：修改记录的链、保护触发器、更正、附件、检索、项目阶段、征询结果、费用分摊、账簿、收款、银行流水、"
        "检验到期日、诉求。"
        "每行一条发现；没有发现时退出码为0。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="输出JSON")

    def handle(self, *, json, **options):
        findings = [(name, line) for name, check in CHECKS.items() for line in check()]
        for line in [as_json(findings)] if json else [f"{name}: {line}" for name, line in findings]:
            self.stdout.write(line)
        if findings:
            raise CommandError(f"{len(findings)} 条发现", returncode=1)


def as_json(findings):
    """``head`` is what to keep outside this machine: whoever holds an earlier one can prove a later rewrite."""
    rows = [{"check": name, "finding": line} for name, line in findings]
    head = Head.objects.first() or Head()
    anchor = {"seq": head.seq, "digest": head.digest}
    return json.dumps({"checks": list(CHECKS), "findings": rows, "head": anchor}, ensure_ascii=False)
