from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class CommunitiesConfig(AppConfig):
    name = "communities"
    verbose_name = "居民区"

    def ready(self):
        from communities import guards

        pre_migrate.connect(guards.lift_before_migrate, sender=self)
        post_migrate.connect(guards.install_after_migrate, sender=self)
