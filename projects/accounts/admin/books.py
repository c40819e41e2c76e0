"""账簿和凭证: opened, written to by hand where no other record stands behind it, mended by reversal."""

from django.contrib import admin
from django.db.models import F
from django.template.response import TemplateResponse

from communities.journal import actions as journal
from communities.scoping import ReadOnlyAdmin, ScopedAdmin, ScopedTabularInline, Tool
from projects.accounts import actions, forms
from projects.accounts.domain import Refused, credit, debit
from projects.accounts.enums import EntryKind, Role
from projects.accounts.models import Book, LedgerEntry, Leg, Period, book_balances, budget_against_actual

from .acting import said, yuan
from .banking import Banking
from .collecting import Collecting
from .ending import Endings
from .running import RunningCosts
from .settling import Settling


class MonthInline(ScopedTabularInline):
    model = Period
    community_path = "book__community"
    group_path = "book__project__building_group"
    fields = readonly_fields = ("month_of", "closing", "closed_at", "published_at")
    show_change_link = True
    verbose_name_plural = "月份"

    @admin.display(description="月份")
    def month_of(self, obj):
        return str(obj)

    @admin.display(description="本期结余")
    def closing(self, obj):
        return yuan(obj.closing_fen)

    def has_add_permission(self, request, obj=None):
        return False

    has_change_permission = has_delete_permission = has_add_permission


class EndFilter(admin.SimpleListFilter):
    title, parameter_name = "结清", "ended"

    def lookups(self, request, model_admin):
        return (("no", "还在记"), ("yes", "已结清"))

    def queryset(self, request, queryset):
        if self.value() not in ("no", "yes"):
            return queryset
        return queryset.filter(ending__confirmed_at__isnull=self.value() == "no")


@admin.register(Book)
class BookAdmin(Collecting, Banking, Settling, RunningCosts, Endings, ScopedAdmin):
    group_path = "project__building_group"
    list_display = ("__str__", "kind", "opened_on", "end")
    list_filter = ("community", "kind", EndFilter)
    list_select_related = ("community", "project__building_group__compound", "ending")
    ordering = (F("ending__confirmed_at").asc(nulls_first=True), "community", "id")
    search_fields = ("project__building_group__name",)
    search_help_text = "输入门号，例如：12号"
    autocomplete_fields = ("project",)
    fieldsets = (("必填", {"fields": ("community", "kind", "project", "opened_on")}),)
    inlines = (MonthInline,)
    actions = None

    @admin.display(description="结清", ordering="ending__ended_on")
    def end(self, obj):
        return f"{obj.ended_on:%Y年%-m月%-d日}" if obj.ended_on else "—"

    def get_fieldsets(self, request, obj=None):
        return (("账簿", {"fields": ("community", "kind", "project", "opened_on", "end")}),) if obj else self.fieldsets

    def get_inlines(self, request, obj):
        return self.inlines if obj else ()

    def get_readonly_fields(self, request, obj=None):
        return ("community", "kind", "project", "opened_on", "end") if obj else ()

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        if change:
            return
        names = ("community", "kind", "project", "opened_on")
        opened = actions.open_book(by=request.user, **{name: getattr(obj, name) for name in names})
        obj.pk = opened.pk

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            return self.refuse(request, str(refusal), to=request.get_full_path())

    def tools(self, request, obj):
        may = self._may(request, "change", obj)
        if may and not obj.ended_on:
            yield Tool("记一笔收支", self.page_url("entry", obj.pk))
            yield from self.collecting_tools(obj)
            yield from self.banking_tools(obj)
            yield from self.settling_tools(obj)
            yield from self.running_tools(obj)
        if not obj.ended_on:
            yield from self.ending_tools(request, obj)
        if may:
            yield Tool("余额", self.page_url("balances", obj.pk))
        if obj.project_id:
            yield Tool("概算和实际", self.page_url("budget", obj.pk))

    def get_urls(self):
        own = [self.step_path(name, getattr(self, f"{name}_view")) for name in ("entry", "balances", "budget")]
        own += [*self.collecting_paths(), *self.banking_paths(), *self.settling_paths(), *self.running_paths()]
        return [*own, *self.ending_paths(), *super().get_urls()]

    def entry_view(self, request, object_id):
        return self.step(
            request,
            object_id,
            verb="change",
            title="记一笔收支",
            form_class=forms.EntryForm,
            note="这里记补贴、利息、公共收益、手续费和互转。付给单位的钱要先在“支出”里提出、批准。",
            act=lambda book, data: said(actions.post, book=book, by=request.user, **_entry(data)),
            done="已记账",
        )

    def balances_view(self, request, object_id):
        """Every account; what households owe stands by room, so the look is logged."""
        obj = self.reachable(request, object_id, "change")
        fen = book_balances(obj)
        accounts = obj.accounts.select_related("unit__building_group__compound")
        rows = [(account, yuan(fen[account.pk])) for account in accounts if fen.get(account.pk)]
        if households := sum(account.unit_id is not None for account, _ in rows):
            journal.record_reading(by=request.user, obj=obj, purpose="查看各户余额", rows=households)
        return self._table(request, obj, "余额", "admin/accounts/balances.html", rows)

    def budget_view(self, request, object_id):
        obj = self.reachable(request, object_id)
        rows = [
            (line.label, *map(yuan, (line.planned_fen, line.agreed_fen, line.spent_fen, line.over_fen)))
            for line in budget_against_actual(obj)
        ]
        return self._table(request, obj, "概算和实际", "admin/accounts/budget.html", rows)

    def _table(self, request, obj, title, template, rows):
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "original": obj,
            "rows": rows,
        }
        return TemplateResponse(request, template, context)


def _entry(data):
    """What ``post`` is told, from what was typed."""
    kind, fen, money = EntryKind(data["kind"]), data["yuan"], data["account"]
    role, side = forms.BY_HAND[kind]
    if kind == EntryKind.TRANSFER and money == Role.CASH:
        role = Role.BANK
    to, of = (money, role) if side > 0 else (role, money)
    lines = [debit(to, fen), credit(of, fen)]
    return {"kind": kind, "lines": lines, "text": data["text"], "happened_on": data["on"], "key": data["key"]}


class LegInline(ScopedTabularInline):
    model = Leg
    community_path = "entry__book__community"
    group_path = "entry__book__project__building_group"
    fields = readonly_fields = ("account", "unit", "amount")

    @admin.display(description="户")
    def unit(self, obj):
        return obj.account.unit or "—"

    @admin.display(description="金额（借方为正）")
    def amount(self, obj):
        return yuan(obj.amount_fen)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("account__unit__building_group__compound")

    def has_add_permission(self, request, obj=None):
        return False

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ReadOnlyAdmin):
    community_path = "book__community"
    group_path = "book__project__building_group"
    list_display = ("number", "happened_on", "kind", "text", "money", "book")
    list_filter = ("book__community", "kind", "happened_on")
    list_select_related = ("book__community", "book__project__building_group__compound")
    search_fields = ("=number", "text")
    search_help_text = "输入凭证号或摘要"
    fields = ("book", "number", "happened_on", "kind", "text", "money", "reverses", "posted_at", "who")
    inlines = (LegInline,)

    @admin.display(description="银行和现金的增减")
    def money(self, obj):
        return yuan(obj.money_fen)

    @admin.display(description="记账人")
    def who(self, obj):
        return obj.posted_by.get_full_name()

    def tools(self, request, obj):
        may = obj.posted and not obj.reverses_id and not hasattr(obj, "reversed_by")
        if may and self._may(request, "change", obj):
            yield Tool("冲正", self.page_url("reverse", obj.pk))

    def get_urls(self):
        return [self.step_path("reverse", self.reverse_view), *super().get_urls()]

    def reverse_view(self, request, object_id):
        return self.step(
            request,
            object_id,
            verb="change",
            title="冲正",
            form_class=forms.ReverseForm,
            note="原来的凭证保留，另记一笔金额相反的凭证，两笔都会公开。要改正，冲正以后再记一笔对的。",
            act=lambda entry, data: said(actions.reverse, entry=entry, by=request.user, **data),
            done="已冲正",
        )
