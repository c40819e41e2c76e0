import hashlib
import json

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.models import Count, F

from communities import guards
from communities.journal.models import Entry, Head
from portal.notices.models import Attachment, Notice
from portal.search.models import SearchDocument
from projects.consultations.actions import record_of
from projects.consultations.domain import commitment, differing, recount
from projects.consultations.models import Ballot, Result
from projects.retrofits.models import Project


def guard_findings():
    return (f"{name} is missing: run migrate" for name in guards.missing(connection))


def notice_findings():
    """A notice says how often it was corrected; every correction is there to be read."""
    rows = Notice.objects.annotate(found=Count("corrections")).exclude(found=F("revision"))
    for pk, revision, found in rows.values_list("pk", "revision", "found"):
        yield f"notice {pk} was corrected {revision} times, {found} corrections are kept"


def file_findings():
    for attachment in Attachment.objects.order_by("pk").iterator():
        if fault := attachment_fault(attachment):
            yield f"attachment {attachment.pk} {fault}"


def attachment_fault(attachment):
    try:
        with attachment.file.open("rb") as file:
            return "" if hashlib.file_digest(file, "sha256").hexdigest() == attachment.digest else "was altered"
    except OSError:
        return "is gone from the disk"


def stage_findings():
    """A project stands in the stage that its history ends with."""
    for project in Project.objects.prefetch_related("stage_changes").order_by("pk").iterator(chunk_size=500):
        last = max(project.stage_changes.all(), key=lambda line: (line.on_day, line.pk), default=None)
        if last is not None and (last.stage, last.on_day) != (project.stage, project.stage_since):
            yield f"project {project.pk} is {project.stage}, its history ends with {last.stage}"


def consultation_findings():
    """Every result is what its record counts to, and every ballot is the one the journal was told of."""
    for result in Result.objects.select_related("consultation").order_by("pk").iterator():
        record = record_of(result.consultation)
        if names := differing(record["published"], recount(record)):
            yield f"consultation {result.consultation_id} is counted differently now: {', '.join(names)}"
    for ballot in Ballot.objects.select_related("voter").order_by("pk").iterator():
        if commitment(ballot.nonce, ballot.said) != ballot.commitment:
            yield f"ballot {ballot.pk} is not the one that was recorded"


#: Every invariant of the house: a name, and what yields one line a finding. A new room adds its own here.
CHECKS = {
    "journal": lambda: Entry.objects.all().faults(),
    "guards": guard_findings,
    "notices": notice_findings,
    "files": file_findings,
    "search": lambda: SearchDocument.objects.all().findings(),
    "stages": stage_findings,
    "consultations": consultation_findings,
}


class Command(BaseCommand):
    help = (
        "检查全部不变量：修改记录的链、保护触发器、更正、附件、检索、项目阶段、征询结果。"
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
