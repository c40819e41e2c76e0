"""Writes of the books: keyword-only, ``by=`` a real account, one transaction, journal entry beside it.

The journal tells number, kind and digest of an entry, never a household's amount.
"""

from .banking import confirm_line, confirm_lines, erase_lines, put_aside, reopen_line, take_statement
from .calling import call, called_so_far, calling_faults
from .contracting import enter_change, enter_contract
from .ending import carry_over, confirm_ending, ending_faults, propose_ending
from .months import close_month, closing_faults, publish_month, publishing_faults
from .posting import open_book, post, reverse
from .receiving import move_payment, print_receipt, receive
from .running import agree_running, charge_year
from .settling import (
    approve_payout,
    approve_settlement,
    join,
    pay_payout,
    propose_payout,
    propose_settlement,
    unpaid_compensations,
    withdraw_payout,
)
from .spending import approval_faults, approve, attach, pay, propose, revise, withdraw

__all__ = [
    "agree_running",
    "approval_faults",
    "approve",
    "approve_payout",
    "approve_settlement",
    "attach",
    "call",
    "called_so_far",
    "calling_faults",
    "carry_over",
    "charge_year",
    "close_month",
    "closing_faults",
    "confirm_ending",
    "confirm_line",
    "confirm_lines",
    "ending_faults",
    "enter_change",
    "enter_contract",
    "erase_lines",
    "join",
    "move_payment",
    "open_book",
    "pay",
    "pay_payout",
    "post",
    "print_receipt",
    "propose",
    "propose_ending",
    "propose_payout",
    "propose_settlement",
    "publish_month",
    "publishing_faults",
    "put_aside",
    "receive",
    "reopen_line",
    "reverse",
    "revise",
    "take_statement",
    "unpaid_compensations",
    "withdraw",
    "withdraw_payout",
]
