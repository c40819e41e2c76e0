from django.core.management.base import BaseCommand
from django.utils import timezone

from projects.outreach.actions import forget_expired


class Command(BaseCommand):
    help = "清除已过保存期限的走访、诉求和协商中的个人信息；次数和日期保留。每天运行一次，可以重复运行。"

    def handle(self, **options):
        self.stdout.write(f"清除了 {forget_expired(today=timezone.localdate())} 条")
