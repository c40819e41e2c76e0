"""One of several processes at one heap of papers; the rounds begin for all of them at the same moments.

usage: python -m tests.projects.consultations.clerk USER CONSULTATION START STEP key|close SERIAL…
"""

import sys
import time

import django

django.setup()

from django.db import DatabaseError  # noqa: E402

from communities.models import User  # noqa: E402
from projects.consultations import actions  # noqa: E402
from projects.consultations.domain import Reading, Refused  # noqa: E402
from projects.consultations.models import Consultation  # noqa: E402


def act(verb, consultation, user, serial):
    if verb == "close":
        return actions.close(consultation=consultation, by=user)
    reading = Reading(choice="agree", channel="on_site")
    return actions.key_ballot(
        consultation=consultation, code=serial, reading=reading, by=user, at=consultation.opens_at
    )


def main(user, consultation, start, step, verb, *serials):
    user, consultation = User.objects.get(pk=user), Consultation.objects.get(pk=consultation)
    for number, serial in enumerate(serials):
        time.sleep(max(0, float(start) + number * float(step) - time.time()))
        try:
            act(verb, consultation, user, serial)
        except (Refused, DatabaseError) as refusal:
            sys.stdout.write(f"{serial} refused {type(refusal).__name__}\n")
        else:
            sys.stdout.write(f"{serial} done\n")


main(*sys.argv[1:])
