"""A share called in instalments. Pure."""

#: Of the whole in ten thousandths, at signing, with the main works, at acceptance: usual practice, no rule was found
#: (domain.md §3); whoever calls may change it.
USUAL_PORTIONS = (3000, 5000, 2000)
WHOLE_BP = 10_000


def usual_portion(number: int, called_bp: int) -> int:
    """What instalment ``number`` (from 1) usually asks for, never more than is left, and the rest after the third."""
    left = WHOLE_BP - called_bp
    return left if number >= len(USUAL_PORTIONS) else min(left, USUAL_PORTIONS[number - 1])


def called_until(share_fen: int, until_bp: int) -> int:
    """Fen of a share that is called once ``until_bp`` of the whole is; the instalments are the steps between."""
    return share_fen * until_bp // WHOLE_BP
