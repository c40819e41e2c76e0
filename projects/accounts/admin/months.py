"""月结: closed by one, published by another; both pages say first what stands in the way."""

from django.contrib import admin
from django.utils import timezone

from communities.scoping import ReadOnlyAdmin, Tool
from projects.accounts import actions, forms
from projects.accounts.enums import Role, SpendingState
from projects.accounts.models import Difference, Period, Spending, book_balances

from .acting import said, yuan


class StepFilter(admin.SimpleListFilter):
    title = "到哪一步"
    parameter_name = "step"

    def lookups(self, request, model_admin):
        return (("close", "该月结的"), ("publish", "等待复核公布的"), ("late", "过了公布期限的"))

    def queryset(self, request, queryset):
        today = timezone.localdate()
        if self.value() == "close":
            return queryset.to_close(today)
        if self.value() == "publish":
            return queryset.to_publish()
        if self.value() == "late":
            return queryset.late(today)
        return queryset


@admin.register(Period)
class PeriodAdmin(ReadOnlyAdmin):
    community_path = "book__community"
    group_path = "book__project__building_group"
    list_display = ("__str__", "book", "opening", "come", "gone", "closing", "state")
    list_filter = (StepFilter, "book__community", "year")
    list_select_related = ("book__community", "book__project__building_group__compound")
    fields = (
        *("book", "state", "opening", "come", "gone", "closing", "bank", "cash", "statement", "explained"),
        *("closed_at", "maker", "published_at", "checker", "digest"),
    )

    @admin.display(description="上期结余")
    def opening(self, obj):
        return yuan(obj.opening_fen)

    @admin.display(description="收入")
    def come(self, obj):
        return yuan(obj.in_fen)

    @admin.display(description="支出")
    def gone(self, obj):
        return yuan(obj.out_fen)

    @admin.display(description="本期结余")
    def closing(self, obj):
        return yuan(obj.closing_fen)

    @admin.display(description="账上银行存款")
    def bank(self, obj):
        return yuan(obj.bank_fen)

    @admin.display(description="账上现金")
    def cash(self, obj):
        return yuan(obj.cash_fen)

    @admin.display(description="银行对账单余额")
    def statement(self, obj):
        return yuan(obj.statement_fen)

    @admin.display(description="差额的原因")
    def explained(self, obj):
        lines = Difference.objects.filter(period=obj)
        return "；".join(f"{line.text} {yuan(line.amount_fen)}" for line in lines) or "没有差额"

    @admin.display(description="状态")
    def state(self, obj):
        if obj.published_at:
            return "已公布"
        return "已月结，待公布" if obj.is_closed else "记账中"

    @admin.display(description="制表")
    def maker(self, obj):
        return obj.closed_by.get_full_name() if obj.closed_by else "—"

    @admin.display(description="复核")
    def checker(self, obj):
        return obj.published_by.get_full_name() if obj.published_by else "—"

    def tools(self, request, obj):
        if not obj.is_closed and self._may(request, "close", obj):
            yield Tool("月结", self.page_url("close", obj.pk))
        if obj.is_closed and not obj.published_at and self._may(request, "publish", obj):
            yield Tool("复核并公布", self.page_url("publish", obj.pk))

    def get_urls(self):
        own = [self.step_path("close", self.close_view), self.step_path("publish", self.publish_view)]
        return [*own, *super().get_urls()]

    def close_view(self, request, object_id):
        def act(period, data):
            lines = {"statement_fen": data["statement"], "differences": data["lines"]}
            said(actions.close_month, period=period, by=request.user, **lines)

        period = self.reachable(request, object_id, "close")
        return self.step(
            request,
            object_id,
            verb="close",
            title="月结",
            form_class=forms.CloseForm,
            note=_before_closing(period),
            act=act,
            done="已月结，请另一位同事复核并公布",
        )

    def publish_view(self, request, object_id):
        period = self.reachable(request, object_id, "publish")
        return self.step(
            request,
            object_id,
            verb="publish",
            title="复核并公布",
            note=_before_publishing(period, request.user),
            act=lambda obj, _: said(actions.publish_month, period=obj, by=request.user),
            done="已公布，居民马上看得到；公布后不能改，有错用冲正",
        )


def _before_closing(period):
    """What blocks closing, else the figures to compare with the bank; and what to think of."""
    if faults := actions.closing_faults(period):
        return "\n".join([f"{period.book}。现在还不能月结：", *faults])
    come, gone = period.entries.posted().sums()
    before = period.before
    opening = before.closing_fen if before else 0
    lines = [
        f"{period.book}：上期结余{yuan(opening)}，收入{yuan(come)}，支出{yuan(gone)}。",
        f"本期结余{yuan(opening + come - gone)}，其中账上银行存款{yuan(_bank(period))}，其余是现金。",
        "请填银行对账单的月末余额。月结以后，这个月不能再记账。",
    ]
    waiting = Spending.objects.filter(book=period.book, status=SpendingState.APPROVED).count()
    return "\n".join([*lines, f"提醒：有{waiting}笔支出已批准、还没有登记付款。"] if waiting else lines)


def _bank(period):
    account = period.book.accounts.filter(role=Role.BANK).first()
    return book_balances(period.book, until=period).get(account.pk, 0) if account else 0


def _before_publishing(period, by):
    if faults := actions.publishing_faults(period, by):
        return "\n".join([f"{period.book}。现在还不能公布：", *faults])
    paid = Spending.objects.filter(entry__period=period)
    bare = paid.exclude(vouchers__is_scrubbed=True).count()
    lines = [
        f"{period.book}：本期结余{yuan(period.closing_fen)}，银行对账单{yuan(period.statement_fen)}。",
        "请核对凭证和票据后公布。",
    ]
    return "\n".join([*lines, f"提醒：有{bare}笔支出没有可以公开的票据图片，公布以后不能再加。"] if bare else lines)
