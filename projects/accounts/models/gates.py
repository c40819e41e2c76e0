"""What the database asks of every step of the books, on both databases.

An entry is weighed when ``posted`` goes from 0 to 1 and is out of reach afterwards; a month is weighed when it is
closed. FOR SHARE makes a posting and the closing of its month wait for one another on PostgreSQL.
"""

from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard, fixed

_POSTING = "NEW.posted AND NOT OLD.posted AND "
_LEGS = "FROM projects_leg l WHERE l.entry_id = NEW.id"
_MONEY = (
    "COALESCE((SELECT SUM(l.amount_fen) FROM projects_leg l JOIN projects_account a ON a.id = l.account_id "
    "WHERE l.entry_id = NEW.id AND a.role IN ('bank', 'cash')), 0)"
)
_DAY = "CAST(NEW.happened_on AS text)"
_OPEN_MONTH = (
    "SELECT 1 FROM projects_period p JOIN projects_book b ON b.id = p.book_id WHERE p.id = NEW.period_id "
    "AND p.book_id = NEW.book_id AND p.closed_at IS NULL AND b.opened_on <= NEW.happened_on "
    f"AND p.year = CAST(substr({_DAY}, 1, 4) AS integer) AND p.month = CAST(substr({_DAY}, 6, 2) AS integer)"
)
_NEGATED = (
    "SELECT 1 FROM projects_ledgerentry o WHERE o.id = NEW.reverses_id AND o.book_id = NEW.book_id AND o.posted "
    "AND o.reverses_id IS NULL AND (SELECT COUNT(*) FROM projects_leg x WHERE x.entry_id = o.id) "
    f"= (SELECT COUNT(*) {_LEGS}) AND NOT EXISTS (SELECT 1 FROM projects_leg x WHERE x.entry_id = o.id "
    "AND NOT EXISTS (SELECT 1 FROM projects_leg l WHERE l.entry_id = NEW.id AND l.account_id = x.account_id "
    "AND l.amount_fen = -x.amount_fen))"
)
_ENDED = "EXISTS (SELECT 1 FROM projects_ending n WHERE n.book_id = NEW.book_id AND n.confirmed_at IS NOT NULL)"
ENTRY_STEPS = (
    Guard("accounts_entry_starts_unposted", INSERT, "accounts_entry: posted before it had legs", "NEW.posted"),
    Guard("accounts_entry_frozen", UPDATE, "accounts_entry: posted entries cannot change", "OLD.posted"),
    Guard("accounts_entry_kept", DELETE, "accounts_entry: posted entries are kept", "OLD.posted"),
    Guard(
        "accounts_entry_two_legs",
        UPDATE,
        "accounts_entry: fewer than two legs",
        f"{_POSTING}(SELECT COUNT(*) {_LEGS}) < 2",
    ),
    Guard(
        "accounts_entry_balances",
        UPDATE,
        "accounts_entry: does not balance",
        f"{_POSTING}COALESCE((SELECT SUM(l.amount_fen) {_LEGS}), 0) <> 0",
    ),
    Guard(
        "accounts_entry_money",
        UPDATE,
        "accounts_entry: money differs from its legs",
        f"{_POSTING}NEW.money_fen <> {_MONEY}",
    ),
    Guard(
        "accounts_entry_numbered",
        UPDATE,
        "accounts_entry: not the next number",
        f"{_POSTING}NEW.number IS DISTINCT FROM COALESCE((SELECT MAX(e.number) FROM projects_ledgerentry e "
        "WHERE e.book_id = NEW.book_id), 0) + 1",
    ),
    Guard(
        "accounts_entry_in_open_month",
        UPDATE,
        "accounts_entry: not of an open month",
        f"{_POSTING}NOT EXISTS ({_OPEN_MONTH})",
        lock="SELECT 1 FROM projects_period p WHERE p.id = NEW.period_id FOR SHARE",
    ),
    Guard(
        "accounts_entry_before_the_end",
        UPDATE,
        "accounts_entry: the book has ended",
        f"{_POSTING}{_ENDED}",
        lock="SELECT 1 FROM projects_book b WHERE b.id = NEW.book_id FOR SHARE",
    ),
    Guard(
        "accounts_entry_happened",
        UPDATE,
        "accounts_entry: has not happened yet",
        f"{_POSTING}NEW.happened_on > {{today}}",
    ),
    Guard(
        "accounts_entry_reverses_exactly",
        UPDATE,
        "accounts_entry: not the exact reverse of a posted entry",
        f"{_POSTING}NEW.reverses_id IS NOT NULL AND NOT EXISTS ({_NEGATED})",
    ),
)


def _of_unposted(event):
    row = "OLD" if event == DELETE else "NEW"
    entry = f"projects_ledgerentry e WHERE e.id = {row}.entry_id"
    return Guard(
        f"accounts_leg_unposted_{event.lower()}",
        event,
        "accounts_leg: posted entries cannot change",
        f"EXISTS (SELECT 1 FROM {entry} AND e.posted)",
        lock=f"SELECT 1 FROM {entry} FOR SHARE",
    )


_OTHER_BOOK = (
    "NOT EXISTS (SELECT 1 FROM projects_account a JOIN projects_ledgerentry e ON e.book_id = a.book_id "
    "WHERE a.id = NEW.account_id AND e.id = NEW.entry_id)"
)
LEG_STEPS = (
    fixed("accounts_leg", "entry_id"),
    *(_of_unposted(event) for event in (INSERT, UPDATE, DELETE)),
    *(
        Guard(f"accounts_leg_same_book_{event.lower()}", event, "accounts_leg: account of another book", _OTHER_BOOK)
        for event in (INSERT, UPDATE)
    ),
    Guard("accounts_leg_no_truncate", TRUNCATE, "accounts_leg: posted entries are kept"),
)


def while_open(prefix, event):
    """Only while the month is open, which cannot change before this transaction ends."""
    period = "projects_period p WHERE p.id = NEW.period_id"
    return Guard(
        f"{prefix}_while_open_{event.lower()}",
        event,
        f"{prefix}: the month is closed",
        f"NOT EXISTS (SELECT 1 FROM {period} AND p.closed_at IS NULL)",
        lock=f"SELECT 1 FROM {period} FOR SHARE",
    )


_BEFORE = "projects_period p WHERE p.book_id = NEW.book_id AND p.year * 12 + p.month = NEW.year * 12 + NEW.month - 1"
_CLOSING = "NEW.closed_at IS NOT NULL AND OLD.closed_at IS NULL AND "
_PUBLISHING = "NEW.published_at IS NOT NULL AND OLD.published_at IS NULL AND "
_FIGURES = (
    *("opening_fen", "in_fen", "out_fen", "closing_fen", "bank_fen", "cash_fen", "statement_fen"),
    *("digest", "closed_at", "closed_by_id"),
)
_REFIGURED = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in _FIGURES)
_ENTRIES = "FROM projects_ledgerentry e WHERE e.period_id = NEW.id AND e.posted"


def _balance(condition):
    return (
        "COALESCE((SELECT SUM(x.closing_fen) FROM projects_balance x JOIN projects_account a ON a.id = x.account_id "
        f"WHERE x.period_id = NEW.id AND {condition}), 0)"
    )


_BANK, _CASH, _ALL = _balance("a.role = 'bank'"), _balance("a.role = 'cash'"), _balance("1=1")
PERIOD_STEPS = (
    fixed("accounts_period", "book_id", "year", "month"),
    Guard(
        "accounts_period_starts_open",
        INSERT,
        "accounts_period: starts open",
        "NEW.closed_at IS NOT NULL OR NEW.published_at IS NOT NULL",
    ),
    Guard(
        "accounts_period_follows",
        INSERT,
        "accounts_period: a month was left out",
        f"NOT EXISTS (SELECT 1 FROM {_BEFORE}) AND NOT EXISTS (SELECT 1 FROM projects_book b WHERE b.id = NEW.book_id "
        "AND NEW.year = CAST(substr(CAST(b.opened_on AS text), 1, 4) AS integer) "
        "AND NEW.month = CAST(substr(CAST(b.opened_on AS text), 6, 2) AS integer))",
    ),
    Guard(
        "accounts_period_in_order",
        UPDATE,
        "accounts_period: the month before is open",
        f"{_CLOSING}EXISTS (SELECT 1 FROM {_BEFORE} AND p.closed_at IS NULL)",
    ),
    Guard("accounts_period_before_the_end", UPDATE, "accounts_period: the book has ended", f"{_CLOSING}{_ENDED}"),
    Guard(
        "accounts_period_carries_over",
        UPDATE,
        "accounts_period: does not begin where the month before ended",
        f"{_CLOSING}NEW.opening_fen <> COALESCE((SELECT p.closing_fen FROM {_BEFORE}), 0)",
    ),
    Guard(
        "accounts_period_of_its_entries",
        UPDATE,
        "accounts_period: income or spending differs from the entries",
        f"{_CLOSING}(NEW.in_fen <> COALESCE((SELECT SUM(e.money_fen) {_ENTRIES} AND e.money_fen > 0), 0) "
        f"OR NEW.out_fen <> -COALESCE((SELECT SUM(e.money_fen) {_ENTRIES} AND e.money_fen < 0), 0))",
    ),
    Guard(
        "accounts_period_of_its_balances",
        UPDATE,
        "accounts_period: the balances of the accounts differ",
        f"{_CLOSING}(NEW.bank_fen <> {_BANK} OR NEW.cash_fen <> {_CASH} OR {_ALL} <> 0)",
    ),
    Guard(
        "accounts_period_reconciled",
        UPDATE,
        "accounts_period: the bank statement differs without an explanation",
        f"{_CLOSING}NEW.statement_fen - NEW.bank_fen <> COALESCE((SELECT SUM(d.amount_fen) "
        "FROM projects_difference d WHERE d.period_id = NEW.id), 0)",
    ),
    Guard(
        "accounts_period_closed_for_good",
        UPDATE,
        "accounts_period: closed months cannot change",
        f"OLD.closed_at IS NOT NULL AND ({_REFIGURED})",
    ),
    Guard(
        "accounts_period_published_in_order",
        UPDATE,
        "accounts_period: the month before is not published",
        f"{_PUBLISHING}EXISTS (SELECT 1 FROM {_BEFORE} AND p.published_at IS NULL)",
    ),
    Guard(
        "accounts_period_published_for_good",
        UPDATE,
        "accounts_period: published months cannot change",
        "OLD.published_at IS NOT NULL",
    ),
    Guard("accounts_period_no_delete", DELETE, "accounts_period: months are kept"),
    Guard("accounts_period_no_truncate", TRUNCATE, "accounts_period: months are kept"),
)
