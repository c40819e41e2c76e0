"""The rules of the books: what balances, what may be told, when it must be told. Pure."""

from .bank import BankRow, read_bank
from .collecting import USUAL_PORTIONS, WHOLE_BP, called_until, usual_portion
from .ledger import MOST_FEN, Line, credit, debit, entry_digest, line_faults, month_digest, negated, spending_digest
from .matching import Household, Incoming, Proposal, match, unpaid
from .months import DONE, DUE, ENDED, LATE, RHYTHMS, Month, Standing, due_on, last_overdue, standing
from .refusal import Refused
from .words import public_faults, tidy

__all__ = [
    "DONE",
    "DUE",
    "ENDED",
    "LATE",
    "MOST_FEN",
    "RHYTHMS",
    "USUAL_PORTIONS",
    "WHOLE_BP",
    "BankRow",
    "Household",
    "Incoming",
    "Line",
    "Month",
    "Proposal",
    "Refused",
    "Standing",
    "called_until",
    "credit",
    "debit",
    "due_on",
    "entry_digest",
    "last_overdue",
    "line_faults",
    "match",
    "month_digest",
    "negated",
    "public_faults",
    "read_bank",
    "spending_digest",
    "standing",
    "tidy",
    "unpaid",
    "usual_portion",
]
