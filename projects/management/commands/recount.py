import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from projects.consultations.domain import BadRecord, differing, recount

MAX_BYTES = 50_000_000


class Command(BaseCommand):
    help = "不用数据库，重新计算一份公布的表决记录（- 表示标准输入）"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file")

    def handle(self, *, file, **options):
        try:
            content = sys.stdin.buffer.read(MAX_BYTES) if file == "-" else Path(file).read_bytes()
            record = json.loads(content.decode("utf-8-sig"))
            result = recount(record)
            published = record.get("published", {})
            if not isinstance(published, dict):
                raise BadRecord("published 应是一个对象")
        except (OSError, ValueError, RecursionError) as error:
            raise CommandError(f"无法计算：{error}", returncode=2) from error
        self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))
        if names := differing(published, result):
            raise CommandError(f"与公布的不一致：{'、'.join(names)}", returncode=1)
