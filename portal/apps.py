from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "通知与网页"


class DeskConfig(AdminConfig):
    """Django's admin with our front page, menu order and log-in."""

    default_site = "portal.desk.admin.Desk"
