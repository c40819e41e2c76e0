from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from seeds import ganquanyuan, reference
from seeds.ganquanyuan.staff import ACCOUNTS
from seeds.tally import Tally


class Command(BaseCommand):
    help = "写入表决规则、通知模板和示例居民区甘泉苑；可以重复运行，第二次不改任何数据。生产环境只写规则和模板。"

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="写入示例居民区（非生产环境总是写入；生产环境拒绝）")

    def handle(self, *, demo, **options):
        if demo and settings.PRODUCTION:
            raise CommandError("生产环境不能写入示例数据和示例账号")
        tally = Tally()
        reference.load(tally)
        if not settings.PRODUCTION:
            ganquanyuan.load(tally)
            self._print_accounts()
        self.stdout.write(str(tally))

    def _print_accounts(self):
        self.stdout.write("示例账号（只用于演示）：")
        for username, password, duty, _, _ in ACCOUNTS:
            self.stdout.write(f"  {username}  {password}  {duty}")
