"""账簿 and 科目: one set of books a project, or a fund of the whole community."""

from django.db import models
from django.db.models import F, Max, Q

from communities import grants
from communities.guards import DELETE, INSERT, TRUNCATE, Guard, fixed, same_community
from communities.places.models import Community, Unit
from projects.accounts.domain import ENDED, Month, Standing, standing
from projects.accounts.enums import COSTS, KIND_OF, MONEY, OF_A_PROJECT, PER_ITEM, PER_UNIT, BookKind, Role
from projects.retrofits.models import Project

#: Nobody types into the books: each verb is one act, and each act asks for its verb.
KEEPERS = grants.LOOK | {"add", "change", "close", "publish"}


class BookQuerySet(models.QuerySet):
    def with_publication(self):
        """Annotated with ``published_through``: year × 12 + month of the last published month; None before any."""
        number = F("periods__year") * 12 + F("periods__month")
        return self.annotate(published_through=Max(number, filter=Q(periods__published_at__isnull=False)))


class Book(models.Model):
    """``opened_on``: the day before which nothing can be booked; its month is the first."""

    community = models.ForeignKey(Community, models.PROTECT, verbose_name="居民区", related_name="books")
    kind = models.CharField("账簿种类", max_length=20, choices=BookKind, default=BookKind.PROJECT)
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name="项目", null=True, blank=True, related_name="books"
    )
    opened_on = models.DateField("建账日期", help_text="这一天以前的收支不记入本账簿")
    is_demo = models.BooleanField("示例数据", default=False, editable=False)

    objects = BookQuerySet.as_manager()
    guards = (
        fixed("accounts_book", "community_id", "kind", "project_id", "opened_on"),
        *same_community("accounts_book", "projects_project", "project_id"),
        Guard("accounts_book_no_delete", DELETE, "accounts_book: books are kept"),
        Guard("accounts_book_no_truncate", TRUNCATE, "accounts_book: books are kept"),
    )
    grants = {"secretary": KEEPERS, "committee": KEEPERS, "group_leader": grants.LOOK}

    class Meta:
        verbose_name = verbose_name_plural = "账簿"
        ordering = ["community_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OF_A_PROJECT, project__isnull=False)
                | (~Q(kind__in=OF_A_PROJECT) & Q(project__isnull=True)),
                name="accounts_book_of_a_project",
                violation_error_message="项目资金和电梯运行费要选项目；公共收益和维修资金不选项目",
            ),
            models.UniqueConstraint(
                fields=["project", "kind"],
                condition=Q(project__isnull=False),
                name="accounts_book_once",
                violation_error_message="这个项目已有这种账簿",
            ),
            models.UniqueConstraint(
                fields=["community", "kind"],
                condition=Q(project__isnull=True),
                name="accounts_fund_once",
                violation_error_message="这个居民区已有这种账簿",
            ),
        ]

    def __str__(self):
        return f"{self.project or self.community}{self.get_kind_display()}账"

    @property
    def ended_on(self):
        """The day of its end once a second person has confirmed it; None while it goes on."""
        ending = getattr(self, "ending", None)
        return ending.ended_on if ending and ending.confirmed_at else None

    def standing(self, today):
        """How far it is published (domain.standing); needs ``with_publication()``."""
        if self.ended_on:
            return Standing(None, None, ENDED)
        last = self.published_through
        month = Month(*divmod(last - 1, 12)).plus(1) if last else None
        return standing(self.kind, self.opened_on, month, today)


class Account(models.Model):
    """科目: made when it is first used, never changed."""

    book = models.ForeignKey(Book, models.PROTECT, verbose_name="账簿", related_name="accounts")
    role = models.CharField("科目", max_length=20, choices=Role)
    item = models.CharField("明细", max_length=30, blank=True, default="", help_text="哪一类费用")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="室", null=True, blank=True, related_name="+")

    guards = (
        fixed("accounts_account", "book_id", "role", "item", "unit_id"),
        Guard(
            "accounts_account_unit_home",
            INSERT,
            "accounts_account: other community",
            "NEW.unit_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM communities_unit u "
            "JOIN communities_buildinggroup g ON g.id = u.building_group_id "
            "JOIN projects_book b ON b.community_id = g.community_id WHERE u.id = NEW.unit_id AND b.id = NEW.book_id)",
        ),
        Guard("accounts_account_no_delete", DELETE, "accounts_account: accounts are kept"),
        Guard("accounts_account_no_truncate", TRUNCATE, "accounts_account: accounts are kept"),
    )
    grants = {"secretary": grants.LOOK, "committee": grants.LOOK}

    class Meta:
        verbose_name = verbose_name_plural = "科目"
        ordering = ["book_id", "role", "item", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "role", "item"],
                condition=Q(unit__isnull=True),
                name="accounts_account_once",
                violation_error_message="账簿里已有这个科目",
            ),
            models.UniqueConstraint(
                fields=["book", "role", "unit"],
                condition=Q(unit__isnull=False),
                name="accounts_unit_account_once",
                violation_error_message="账簿里已有这一户的科目",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="accounts_account_role_known"),
            models.CheckConstraint(
                condition=Q(role__in=PER_UNIT, unit__isnull=False) | (~Q(role__in=PER_UNIT) & Q(unit__isnull=True)),
                name="accounts_account_unit_fits_role",
                violation_error_message="应收业主款和应退款按户记，其他科目不按户记",
            ),
            models.CheckConstraint(
                condition=(Q(role__in=PER_ITEM) & ~Q(item="")) | (~Q(role__in=PER_ITEM) & Q(item="")),
                name="accounts_account_item_fits_role",
                violation_error_message="建设费用和运行费用要分明细，其他科目不分",
            ),
        ]

    def __str__(self):
        """Never the room."""
        return f"{self.get_role_display()}第{self.pk}户" if self.unit_id else self.get_role_display() + self.item_label

    @property
    def community_id(self):
        return self.book.community_id

    @property
    def kind(self):
        return KIND_OF[self.role]

    @property
    def item_label(self):
        return dict(COSTS).get(self.item, self.item)

    @property
    def is_money(self):
        return self.role in MONEY
