"""结清: a project's book ends when nothing is left to tell, by two people; after that nothing is posted in it."""

from django.db import models
from django.db.models import F, Q

from communities.guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard, fixed
from communities.people.models import User
from projects.accounts.enums import STANDING

from .books import Book
from .collecting import LOOKERS

_CONFIRMING = "NEW.confirmed_at IS NOT NULL AND OLD.confirmed_at IS NULL AND "
_BOOK = "SELECT 1 FROM projects_book b WHERE b.id = NEW.book_id FOR UPDATE"
_POSTED = "projects_ledgerentry e WHERE e.book_id = NEW.book_id AND e.posted"
_STANDING = ", ".join(f"'{role.value}'" for role in STANDING)
_HELD = (
    "SELECT 1 FROM projects_account a JOIN projects_leg l ON l.account_id = a.id "
    "JOIN projects_ledgerentry e ON e.id = l.entry_id WHERE a.book_id = NEW.book_id AND e.posted "
    f"AND a.role IN ({_STANDING}) GROUP BY a.id HAVING SUM(l.amount_fen) <> 0"
)
_SETTLED = (
    "SELECT 1 FROM projects_settlement s JOIN projects_book b ON b.id = s.book_id "
    "WHERE b.id = NEW.book_id AND b.kind = 'project' AND s.approved_at IS NOT NULL"
)
_UNPUBLISHED = (
    "SELECT 1 FROM projects_period p WHERE p.book_id = NEW.book_id AND p.published_at IS NULL "
    "AND (p.closed_at IS NOT NULL OR EXISTS (SELECT 1 FROM projects_ledgerentry e WHERE e.period_id = p.id))"
)


def _confirming(name, message, when):
    return Guard(f"accounts_ending_{name}", UPDATE, f"accounts_ending: {message}", _CONFIRMING + when, lock=_BOOK)


class Ending(models.Model):
    """``ended_on`` is what the public page says; until it is confirmed whoever proposes again replaces the proposal."""

    book = models.OneToOneField(Book, models.PROTECT, verbose_name="账簿", related_name="ending")
    ended_on = models.DateField("结清日期")
    proposed_at = models.DateTimeField("提出时间")
    proposed_by = models.ForeignKey(User, models.PROTECT, verbose_name="经办人", related_name="+")
    confirmed_at = models.DateTimeField("确认时间", null=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, verbose_name="复核人", null=True, related_name="+")

    guards = (
        fixed("accounts_ending", "book_id"),
        Guard(
            "accounts_ending_starts", INSERT, "accounts_ending: starts as a proposal", "NEW.confirmed_at IS NOT NULL"
        ),
        Guard("accounts_ending_for_good", UPDATE, "accounts_ending: confirmed", "OLD.confirmed_at IS NOT NULL"),
        _confirming("settled", "no settlement of a project", f"NOT EXISTS ({_SETTLED})"),
        _confirming("nothing_left", "an account still holds something", f"EXISTS ({_HELD})"),
        _confirming("all_published", "a month is not published", f"EXISTS ({_UNPUBLISHED})"),
        _confirming(
            "day",
            "before the last entry, or not here yet",
            f"(NEW.ended_on > {{today}} OR EXISTS (SELECT 1 FROM {_POSTED} AND e.happened_on > NEW.ended_on))",
        ),
        Guard("accounts_ending_no_delete", DELETE, "accounts_ending: endings are kept"),
        Guard("accounts_ending_no_truncate", TRUNCATE, "accounts_ending: endings are kept"),
    )
    grants = LOOKERS

    class Meta:
        verbose_name = verbose_name_plural = "结清"
        ordering = ["book_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="accounts_ending_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="accounts_ending_by_another",
                violation_error_message="复核的人要和提出的人不同",
            ),
        ]

    def __str__(self):
        return f"{self.book}结清"

    @property
    def community_id(self):
        return self.book.community_id
