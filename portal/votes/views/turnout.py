"""What is told before the result hangs: how many took part, what still lacks, and the stairs floor by floor."""

from portal.home.views.words import in_words
from portal.votes import domain
from projects.consultations.domain import TESTS, percent, read_rule, square_metres
from projects.consultations.enums import Electorate
from projects.consultations.models import RollUnit

from . import words


def turnout_of(found, now):
    """Context of votes/turnout.html; never anything of what was said."""
    rule = read_rule(found.rule_frozen)
    asked = {name: getattr(rule, name) for name in TESTS}
    return {
        # A committee's or a meeting's heads have no area; what stands on the roll for them is a mere one.
        "turnout": _figures(found) if rule.area_quorum or rule.area_consent else _figures(found)[:1],
        "lacking": words.lacking_words(found, now),
        "facade": _facade(found, now),
        "thresholds": [
            (words.MEASURES[name], in_words(threshold) if threshold else "") for name, threshold in asked.items()
        ],
    }


def _figures(found):
    return [
        {
            "name": words.MEASURES["head_quorum"],
            "part": found.heads_returned,
            "whole": found.roll_heads,
            "percent": percent(found.heads_returned, found.roll_heads),
        },
        {
            "name": words.MEASURES["area_quorum"],
            "part": square_metres(found.area_returned),
            "whole": square_metres(found.roll_area_cm2),
            "percent": percent(found.area_returned, found.roll_area_cm2),
            "is_area": True,
        },
    ]


def _facade(found, now):
    """Of one stair's owners, and only while papers come in: beside the totals it could tell how a floor voted."""
    if found.rule.electorate != Electorate.ENTRANCE or not words.is_collecting(found, now):
        return []
    return domain.facade(RollUnit.objects.by_floor(found))
