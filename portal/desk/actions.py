"""Log-ins leave a line in the journal: that one happened, never what was typed."""

from django.db import transaction
from django.utils.crypto import salted_hmac

from communities.journal import actions as journal
from communities.journal.enums import EntryKind


def _record(action, *, by=None, changes=None):
    with transaction.atomic():
        journal.record(by=by, action=action, kind=EntryKind.ACCESS, changes=changes)


def _fingerprint(credentials):
    """Tells attempts upon one account from attempts upon many, without keeping the name."""
    return {"account": salted_hmac("linli.login", credentials.get("username") or "").hexdigest()[:16]}


def record_throttled(*, credentials):
    _record("login.throttled", changes=_fingerprint(credentials))


def on_login_failed(sender, credentials, **_):
    _record("login.failure", changes=_fingerprint(credentials))


def on_logged_in(sender, user, **_):
    _record("login.success", by=user)


def on_password_changed(sender, user, **_):
    _record("login.password", by=user)


def on_second_factor(sender, user, **_):
    _record("login.second-factor", by=user)
