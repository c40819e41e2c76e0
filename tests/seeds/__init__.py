"""The demo community for tests: ``seeded`` fills the database once for a module and takes everything back."""

import io
from contextlib import contextmanager

from django.core.management import call_command
from django.db import transaction


def run_seed(**options):
    """The command's output, as lines."""
    out = io.StringIO()
    call_command("seed", stdout=out, **options)
    return out.getvalue().splitlines()


@contextmanager
def seeded(django_db_setup, django_db_blocker):
    """For a module-scoped fixture whose tests ask for ``db``: each of them is undone within the one transaction.

    Tests with a live server see only what is committed; they call ``run_seed`` on ``transactional_db`` instead.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield run_seed()
        transaction.set_rollback(True)
