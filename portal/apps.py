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

    def ready(self):
        super().ready()
        from allauth.account import signals as account
        from allauth.mfa import signals as mfa
        from django.contrib.auth.signals import user_login_failed

        from portal.desk import actions

        user_login_failed.connect(actions.on_login_failed)
        account.user_logged_in.connect(actions.on_logged_in)
        account.password_changed.connect(actions.on_password_changed)
        for signal in (mfa.authenticator_added, mfa.authenticator_removed, mfa.authenticator_reset):
            signal.connect(actions.on_second_factor)
