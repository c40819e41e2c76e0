"""One of several people at once, in a process of its own; each round begins for all of them at the same moment.

usage: python -m tests.projects.consultations.clerk USER START STEP JOB…      JOB: verb:consultation[:serial], or "-"
"""

import sys
import time

import django

django.setup()

from communities.models import User  # noqa: E402
from communities.scoping.conflicts import REFUSALS, words  # noqa: E402
from projects.consultations import actions  # noqa: E402
from projects.consultations.domain import Reading, Refused  # noqa: E402
from projects.consultations.models import Consultation  # noqa: E402

ACTS = {
    "open": lambda c, user, _: actions.open_consultation(consultation=c, by=user),
    "print": lambda c, user, _: actions.print_papers(consultation=c, by=user),
    "close": lambda c, user, _: actions.close(consultation=c, by=user),
    "display": lambda c, user, _: actions.display(consultation=c, digest=c.result.digest, by=user),
    "reissue": lambda c, user, code: actions.reissue(consultation=c, code=code, by=user, reason="票遗失"),
    "key": lambda c, user, code: actions.key_ballot(
        consultation=c, code=code, reading=Reading(choice="agree", channel="on_site"), by=user, at=c.opens_at
    ),
}


def told(user, verb, consultation, code=""):
    """``done``, or what the person is told; anything else that is raised ends the process."""
    try:
        ACTS[verb](Consultation.objects.get(pk=consultation), user, code)
    except Refused as refusal:
        return str(refusal)
    except REFUSALS as error:
        return words(error)
    return "done"


def main(user, start, step, *jobs):
    user = User.objects.get(pk=user)
    for number, job in enumerate(jobs):
        time.sleep(max(0, float(start) + number * float(step) - time.time()))
        if job != "-":
            sys.stdout.write(f"{job} {told(user, *job.split(':'))}\n")


main(*sys.argv[1:])
