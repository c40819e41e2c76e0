"""收款: a call to every household, payments keyed by flat number, notices and receipts to print."""

from datetime import timedelta

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone

from communities.journal import actions as journal
from communities.scoping import ReadOnlyAdmin, Tool
from projects.accounts import actions, forms
from projects.accounts.domain import Refused, usual_portion
from projects.accounts.enums import BookKind
from projects.accounts.models import Call, Payment, collected

from . import sheets
from .acting import said, yuan

DAYS_TO_PAY = 30


class Collecting:
    """For BookAdmin: the steps of collecting, and their buttons."""

    def collecting_tools(self, obj):
        if not obj.project_id:
            return
        yield Tool("登记缴款", self.page_url("receive", obj.pk))
        if obj.kind == BookKind.PROJECT:
            yield Tool("发缴费通知", self.page_url("call", obj.pk))

    def collecting_paths(self):
        return [self.step_path(name, getattr(self, f"{name}_view")) for name in ("call", "receive")]

    def call_view(self, request, object_id):
        book = self.reachable(request, object_id, "change")
        number, called_bp = book.calls.count() + 1, actions.called_so_far(book)
        usual = usual_portion(number, called_bp)

        class Form(forms.CallForm):
            def __init__(self, *args, **kwargs):
                super().__init__(*args, **kwargs)
                self.initial |= {
                    "percent": f"{usual / 100:g}",
                    "due_on": timezone.localdate() + timedelta(days=DAYS_TO_PAY),
                }

        def act(obj, data):
            what = {"portion_bp": data["percent"], "due_on": data["due_on"], "key": data["key"]}
            said(actions.call, book=obj, by=request.user, **what)

        return self.step(
            request,
            object_id,
            verb="change",
            title="发缴费通知",
            form_class=Form,
            note=_before_calling(book, number, called_bp),
            act=act,
            done="缴费通知已记账，可以到“缴费通知”里打印",
        )

    def receive_view(self, request, object_id):
        """After one payment comes the next: the page stays."""

        def act(book, data):
            what = {"unit": data["room"], "amount_fen": data["yuan"], "received_on": data["received_on"]}
            made = said(actions.receive, book=book, by=request.user, method=data["method"], key=data["key"], **what)
            self.message_user(request, f"{data['room'].room}室已登记，第{made.number}号收据")

        book = self.reachable(request, object_id, "change")
        answer = self.step(
            request,
            object_id,
            verb="change",
            title="登记缴款",
            form_class=forms.ReceiveForm,
            note=_before_receiving(book),
            act=act,
            done="可以接着登记下一户；收据在“缴款”里打印",
        )
        if answer.status_code == HttpResponseRedirect.status_code:
            return HttpResponseRedirect(self.page_url("receive", book.pk))
        return answer


def _before_calling(book, number, called_bp):
    if faults := actions.calling_faults(book):
        return "\n".join(["现在还不能发：", *faults])
    return f"这是第{number}期，以前共发出{called_bp / 100:g}%。每户的金额按选定的方案算，各期相加正好等于本户的分摊额。"


def _before_receiving(book):
    now = collected(book, timezone.localdate())
    return f"输入室号和金额，按回车。已通知{now.called}户，已缴清{now.paid}户，还没缴清{now.unpaid}户。"


class OfBook(ReadOnlyAdmin):
    community_path = "book__community"
    group_path = "book__project__building_group"
    list_select_related = ("book__community", "book__project__building_group__compound", "entry__reversed_by")

    @admin.display(description="状态")
    def state(self, obj):
        return "已冲正作废" if hasattr(obj.entry, "reversed_by") else "有效"

    def sheet(self, request, obj, template, title, **context):
        context |= {"title": title, "vote": obj, "obj": obj, "back": self.page_url("change", obj.pk)}
        return TemplateResponse(request, f"admin/accounts/{template}.html", context | {"printed_at": timezone.now()})


@admin.register(Call)
class CallAdmin(OfBook):
    list_display = ("__str__", "portion", "due_on", "state")
    list_filter = ("book__community",)
    fields = ("book", "number", "scheme", "portion", "due_on", "entry", "called_at", "state")

    @admin.display(description="占全部")
    def portion(self, obj):
        return f"{obj.portion_bp / 100:g}%"

    def tools(self, request, obj):
        if not hasattr(obj.entry, "reversed_by"):
            yield Tool("打印缴费通知单", self.page_url("notices", obj.pk))

    def get_urls(self):
        return [self.step_path("notices", self.notices_view), *super().get_urls()]

    def notices_view(self, request, object_id):
        """A page a household: rooms with amounts, so the look is logged."""
        obj = self.reachable(request, object_id)
        if hasattr(obj.entry, "reversed_by"):
            return self.refuse(request, "这一期已经冲正，不能打印", to=self.page_url("change", obj.pk))
        found = sheets.notices(obj)
        journal.record_reading(by=request.user, obj=obj, purpose="打印缴费通知单", rows=len(found))
        return self.sheet(request, obj, "notices", "缴费通知单", **sheets.place(obj.book), notices=found)


@admin.register(Payment)
class PaymentAdmin(OfBook):
    list_display = ("__str__", "received_on", "method", "amount", "unit", "state", "book")
    list_filter = ("book__community", "method", "received_on")
    list_select_related = (*OfBook.list_select_related, "unit__building_group__compound")
    search_fields = ("=number", "=unit__room")
    search_help_text = "输入收据号或室号"
    fields = ("book", "number", "unit", "amount", "method", "received_on", "entry", "replaces", "state", "recorded_at")

    @admin.display(description="金额", ordering="amount_fen")
    def amount(self, obj):
        return yuan(obj.amount_fen)

    def tools(self, request, obj):
        if not obj.is_void:
            yield Tool("打印收据", self.page_url("receipt", obj.pk))
            if request.user.has_perm("projects.change_book"):
                yield Tool("记错了户", self.page_url("move", obj.pk))

    def get_urls(self):
        own = [self.step_path(name, getattr(self, f"{name}_view")) for name in ("receipt", "move")]
        return [*own, *super().get_urls()]

    def receipt_view(self, request, object_id):
        obj = self.reachable(request, object_id)
        try:
            again = actions.print_receipt(payment=obj, by=request.user)
        except Refused as refusal:
            return self.refuse(request, str(refusal), to=self.page_url("change", obj.pk))
        return self.sheet(request, obj, "receipt", "收据", **sheets.place(obj.book), **sheets.receipt(obj), again=again)

    def move_view(self, request, object_id):
        return self.step(
            request,
            object_id,
            verb="view",
            title="记错了户",
            form_class=forms.MoveForm,
            note="原来的收据作废，凭证冲正，另开一张新收据记到对的一户；原因会公开。",
            act=lambda payment, data: said(
                actions.move_payment, payment=payment, unit=data["room"], reason=data["reason"], by=request.user
            ),
            done="已改记，原收据作废",
        )
