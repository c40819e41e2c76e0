from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "通知与网页"

    def ready(self):
        from portal.search.models.index import install_after_migrate

        post_migrate.connect(install_after_migrate, sender=self)


class DeskConfig(AdminConfig):
    """Django's admin with our front page, menu order and log-in."""

    default_site = "portal.desk.admin.Desk"
