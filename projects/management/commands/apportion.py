import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from projects.costs.domain import apportion

MAX_BYTES = 50_000_000


class Command(BaseCommand):
    help = "不用数据库，计算一份费用分摊方案（- 表示标准输入）"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file")

    def handle(self, *, file, **options):
        try:
            content = sys.stdin.buffer.read(MAX_BYTES) if file == "-" else Path(file).read_bytes()
            result = apportion(json.loads(content.decode("utf-8-sig")))
        except (OSError, ValueError, RecursionError) as error:
            raise CommandError(f"无法计算：{error}", returncode=2) from error
        self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))
