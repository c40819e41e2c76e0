"""Colleagues: made with their role in one act, stopped at once."""

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from communities.journal import actions as journal

from .models import Membership, User


def add_colleague(*, username, password, duty, role, community, by, building_group=None):
    """A new account with its first role. Raises IntegrityError when the log-in name is taken meanwhile."""
    user = User(username=username, duty=duty, is_staff=True)
    user.set_password(password)
    membership = Membership(user=user, community=community, building_group=building_group, role=role)
    with transaction.atomic():
        journal.store(user, by=by)
        membership.user = user
        journal.store(membership, by=by)
    return user


def end_membership(*, membership, by):
    """The role ends today, and so do the person's sessions. One that began today is as if never given."""
    today = timezone.localdate()
    with transaction.atomic():
        if membership.starts_on >= today:
            journal.remove(membership, by=by)
        else:
            membership.ends_on = today
            journal.store(membership, by=by, action="end")
        end_sessions(membership.user)


def set_active(*, user, active, by):
    """Let an account log in, or stop it at once."""
    with transaction.atomic():
        user.is_active = active
        journal.store(user, by=by)
        if not active:
            end_sessions(user)


def set_password(*, user, password, by):
    """A new password for a colleague; whoever was logged in with the old one is out."""
    with transaction.atomic():
        user.set_password(password)
        journal.store(user, by=by, action="password")
        end_sessions(user)


def end_sessions(user):
    """Only staff have sessions, so there are few to look through; the table keeps no user to ask by."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
