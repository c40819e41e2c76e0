"""One of many who try at once, in a process of its own: ``python -m tests.communities.households.guesser``."""

import sys
import time

import django


def main(start, tries, no, room, code):
    django.setup()
    from communities.households import actions
    from communities.households.domain import TooMany, Wrong
    from communities.models import Community

    class Free:
        """The race is about counting, not about hashing."""

        salt = encode = staticmethod(lambda *_: "")
        verify = staticmethod(lambda *_: False)

    actions.HASHER = Free()
    door = actions.Door(Community.objects.get(slug="jia").pk, no, room, code)
    time.sleep(max(0, float(start) - time.time()))
    answers = {"Wrong": 0, "TooMany": 0}
    for turn in range(int(tries)):
        try:
            actions.enter(address=f"10.0.{turn % 250}.{start[-1]}", door=door)
        except (Wrong, TooMany) as refusal:
            answers[type(refusal).__name__] += 1
    sys.stdout.write(f"{answers['Wrong']} {answers['TooMany']}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
