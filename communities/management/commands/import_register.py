"""Others script against this command: its options, JSON and exit codes stay (0 done, 1 with errors, 2 unreadable)."""

import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand

from communities.places.models import Community
from communities.register.actions import import_register
from communities.register.domain import MAX_BYTES, Unreadable


class Command(BaseCommand):
    help = "导入住户登记表（xlsx或csv）：全部成功才保存，有错就一行也不保存。"
    requires_system_checks = ()  # they load every page of the site, which costs more than the import

    def add_arguments(self, parser):
        parser.add_argument("file", help="登记表文件，xlsx或csv")
        parser.add_argument("--community", required=True, help="居民区的网址名，例如ganquanyuan")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不保存")
        parser.add_argument("--json", action="store_true", help="结果以JSON输出")

    def handle(self, *, file, community, dry_run, **options):
        place = Community.objects.filter(slug=community).first()
        if place is None:
            self.unreadable(f"没有网址名为“{community}”的居民区", options)
        try:
            content = _read(Path(file))
        except (OSError, ValueError) as error:
            self.unreadable(f"打不开文件：{getattr(error, 'strerror', None) or '路径不对'}", options)
        try:
            report = import_register(
                content=content, filename=Path(file).name, community=place, by=None, dry_run=dry_run
            )
        except Unreadable as error:
            self.unreadable(str(error), options)
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            self.lines(report, dry_run)
        if report.errors:
            sys.exit(1)

    def unreadable(self, message, options):
        if options["json"]:
            nothing = {"rows": 0, "created": 0, "updated": 0, "unchanged": 0}
            fault = {"row": 0, "column": "", "value": "", "message": message}
            self.stdout.write(json.dumps({**nothing, "errors": [fault], "likely_same": []}, ensure_ascii=False))
        self.stderr.write(message)
        sys.exit(2)

    def lines(self, report, dry_run):
        for fault in report.errors:
            shown = f"（{fault.value}）" if fault.value else ""
            self.stdout.write(f"第{fault.row}行 {fault.column}{shown}：{fault.message}")
        if report.errors:
            self.stdout.write(f"共{report.rows}行，{len(report.errors)}处要改，一行也没有保存。")
            return
        for first, second in report.likely_same:
            self.stdout.write(f"第{first}行和第{second}行的业主同名，可能是同一人；请核对后在后台合并。")
        if report.ignored:
            self.stdout.write(f"没有用到的列：{'、'.join(report.ignored)}")
        done = "检查通过，没有保存" if dry_run else "已导入"
        self.stdout.write(
            f"{done}：共{report.rows}行，新增{report.created}，更新{report.updated}，没有变化{report.unchanged}。"
        )


def _read(path) -> bytes:
    """No more than is needed to see that it is too much."""
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)
