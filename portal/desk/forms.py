"""Who may log in, and what a wrong attempt is told: one message for every reason."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import respond_429
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError

from . import actions

WRONG = "用户名或密码不对。请核对后再试；忘了密码，请找本居民区的书记重新设置"


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the secretary in the admin; nobody signs up, and only active staff get in."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "incorrect_password": "密码不对",
        "enter_current_password": "现在的密码不对",
    }

    def is_open_for_signup(self, request):
        return False

    def pre_authenticate(self, request, **credentials):
        """After too many wrong attempts even the right password is refused, on a page of its own."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            actions.record_throttled(credentials=credentials)
            raise ImmediateHttpResponse(respond_429(request)) from error

    def authenticate(self, request, **credentials):
        """An account that may not enter counts as a wrong attempt and is told nothing else."""
        user = super().authenticate(request, **credentials)
        if user is None or (user.is_active and user.is_staff):
            return user
        self.pre_authenticate(request, **credentials)
        user_login_failed.send(sender=AuthenticationBackend, credentials=credentials, request=request)
        return None
