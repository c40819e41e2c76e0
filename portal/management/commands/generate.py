from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from communities.places.models import Community
from seeds import scale


class Command(BaseCommand):
    help = "在空的试验数据库里生成大量数据，用来测速度：同样的参数得到同样的数据。生产环境拒绝。"

    def add_arguments(self, parser):
        parser.add_argument("--communities", type=int, required=True, help="居民区个数，网址名为 gen-1、gen-2……")
        parser.add_argument("--seed", type=int, required=True)
        parser.add_argument("--notices", type=int, help="通知总数，默认每个居民区100条")
        parser.add_argument("--units", type=int, help="室的总数，默认每个居民区240室")

    def handle(self, *, communities, seed, notices, units, **options):
        if settings.PRODUCTION:
            raise CommandError("生产环境不能生成试验数据")
        if communities < 1 or min(notices or 0, units or 0) < 0:
            raise CommandError("个数要大于0")
        if Community.objects.exists():
            raise CommandError("数据库里已有居民区：试验数据只写入空的数据库")
        size = scale.Size(
            communities=communities,
            notices=100 * communities if notices is None else notices,
            units=240 * communities if units is None else units,
        )
        scale.load(size, seed)
        self.stdout.write(f"居民区 {size.communities}，通知 {size.notices}，室 {size.units}")
