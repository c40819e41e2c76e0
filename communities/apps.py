from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate, pre_migrate


class CommunitiesConfig(AppConfig):
    name = "communities"
    verbose_name = "居民区"

    def ready(self):
        from communities import guards
        from communities.scoping.checks import every_page_is_scoped

        pre_migrate.connect(guards.lift_before_migrate, sender=self)
        post_migrate.connect(guards.install_after_migrate, sender=self)
        checks.register(every_page_is_scoped, checks.Tags.admin)
