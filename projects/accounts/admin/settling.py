"""退款、补偿、后加入 and 决算: proposed by one person from the book's page, approved by another."""

from django.contrib import admin

from communities.journal import actions as journal
from communities.scoping import Tool
from projects.accounts import actions, forms
from projects.accounts.domain import Refused
from projects.accounts.enums import BookKind, PayoutKind, PayoutState
from projects.accounts.models import Payout, Settlement

from . import sheets
from .acting import said, yuan
from .collecting import OfBook

#: route: (button, states in which it shows, action, form, what it says when done)
STEPS = {
    "approve": ("批准", (PayoutState.PROPOSED,), actions.approve_payout, None, "已批准，可以付款"),
    "pay": ("登记付款", (PayoutState.APPROVED,), actions.pay_payout, forms.OnForm, "已付款并记账"),
    "withdraw": (
        "撤回",
        (PayoutState.PROPOSED, PayoutState.APPROVED),
        actions.withdraw_payout,
        None,
        "已撤回，记录保留",
    ),
}


#: Approved, the money may be handed over against a signature.
SLIPS = (PayoutState.APPROVED, PayoutState.PAID)


class Settling:
    """For BookAdmin: what follows the calls, and its buttons."""

    def settling_tools(self, obj):
        if obj.project_id:
            yield Tool("提出退款", self.page_url("payout", obj.pk))
        if obj.kind == BookKind.PROJECT:
            yield Tool("提出补偿", self.page_url("compensate", obj.pk))
            yield Tool("登记后加入", self.page_url("join", obj.pk))
            yield Tool("提出决算", self.page_url("settle", obj.pk))

    def settling_paths(self):
        return [
            self.step_path(name, getattr(self, f"{name}_view")) for name in ("payout", "compensate", "join", "settle")
        ]

    def payout_view(self, request, object_id):
        return self.step(
            request,
            object_id,
            verb="change",
            title="提出退款",
            form_class=forms.PayoutForm,
            note="退出的：签施工合同以前全部退还，以后减去按比例承担的实际费用（通常做法，没有查到规定）。"
            "已记的电梯运行费不退。付款以后出资人名册上的份额到那天为止，签字不再算数。",
            act=lambda book, data: said(
                actions.propose_payout, book=book, unit=data["room"], kind=data["kind"], by=request.user
            ),
            done="已提出，到“退款和补偿”里由另一位批准",
        )

    def compensate_view(self, request, object_id):
        def act(book, data):
            what = {"unit": data["room"], "kind": PayoutKind.COMPENSATION, "paid_from": data["paid_from"]}
            said(actions.propose_payout, book=book, by=request.user, **what)

        return self.step(
            request,
            object_id,
            verb="change",
            title="提出补偿",
            form_class=forms.CompensateForm,
            note=f"付给低层的补偿，金额按选定的方案。{self._unpaid(request, object_id)}",
            act=act,
            done="已提出，到“退款和补偿”里由另一位批准",
        )

    def _unpaid(self, request, object_id):
        book = self.reachable(request, object_id, "change")
        try:
            n, fen = actions.unpaid_compensations(book)
        except Refused as refusal:
            return str(refusal)
        return f"还有{n}户没有付，合计{yuan(fen)}。" if n else "没有要付的了。"

    def join_view(self, request, object_id):
        def act(book, data):
            what = {name: data[name] for name in ("use", "agreement", "on")}
            said(actions.join, book=book, unit=data["room"], by=request.user, **what)

        return self.step(
            request,
            object_id,
            verb="change",
            title="登记后加入",
            form_class=forms.JoinForm,
            note="后加入的一户补缴原份额，金额按选定的方案算；出资人名册同时更新。",
            act=act,
            done="已登记，补缴的钱在“登记缴款”里收",
        )

    def settle_view(self, request, object_id):
        return self.step(
            request,
            object_id,
            verb="change",
            title="提出决算",
            note="按账上的建设费用减去到账的补贴，用原来的比例重新算各户，多退少补；付了的补偿也按原来的比例分担。"
            "要另一位批准才记账。\n"
            f"补偿：{self._unpaid(request, object_id)}决算以后不能再付，没有付的不再由各户分担。",
            act=lambda book, data: said(actions.propose_settlement, book=book, by=request.user),
            done="已提出，到“决算”里由另一位批准",
        )


@admin.register(Payout)
class PayoutAdmin(OfBook):
    list_display = ("__str__", "kind", "amount", "status", "book")
    list_filter = ("status", "book__community")
    list_select_related = ("book__community", "book__project__building_group__compound")
    fields = ("book", "unit", "kind", "amount", "how", "status", "people", "entry")

    @admin.display(description="金额", ordering="amount_fen")
    def amount(self, obj):
        return yuan(obj.amount_fen)

    @admin.display(description="经办和审批")
    def people(self, obj):
        approver = obj.approved_by.get_full_name() if obj.approved_by else "还没有批准"
        withdrawn = f"；撤回：{obj.withdrawn_by.get_full_name()}" if obj.withdrawn_by else ""
        return f"经办：{obj.proposed_by.get_full_name()}；审批：{approver}{withdrawn}"

    def tools(self, request, obj):
        if not request.user.has_perm("projects.change_book"):
            return
        for name, (label, states, *_) in STEPS.items():
            if obj.status in states:
                yield Tool(label, self.page_url(name, obj.pk))
        if obj.status in SLIPS:
            yield Tool("打印领款单", self.page_url("slip", obj.pk))

    def get_urls(self):
        own = [self.step_path(name, self._step_view(name)) for name in STEPS]
        return [*own, self.step_path("slip", self.slip_view), *super().get_urls()]

    def slip_view(self, request, object_id):
        """To be signed by whoever takes the money: a room with its sum, so the look is logged."""
        obj = self.reachable(request, object_id)
        if obj.status not in SLIPS:
            return self.refuse(request, f"{obj}还没有批准，不能打印", to=self.page_url("change", obj.pk))
        journal.record_reading(by=request.user, obj=obj, purpose="打印领款单")
        return self.sheet(request, obj, "slip", "领款单", **sheets.place(obj.book), **sheets.slip(obj))

    def _step_view(self, name):
        label, _, act, form, done = STEPS[name]

        def view(request, object_id):
            obj = self.reachable(request, object_id)
            return self.step(
                request,
                object_id,
                verb="view",
                title=label,
                note=f"{obj.how}。{obj.get_kind_display()}，付{yuan(obj.amount_fen)}。",
                act=lambda payout, data: said(act, payout=payout, by=request.user, **data),
                done=done,
                **({"form_class": form} if form else {}),
            )

        return view


@admin.register(Settlement)
class SettlementAdmin(OfBook):
    list_display = ("__str__", "spent", "granted", "owners", "compensated", "step_of")
    list_filter = ("book__community",)
    list_select_related = ("book__community", "book__project__building_group__compound")
    fields = ("book", "scheme", "spent", "granted", "owners", "compensated", "charged", "step_of", "entry")

    @admin.display(description="实际支出")
    def spent(self, obj):
        return yuan(obj.spent_fen)

    @admin.display(description="补贴到账")
    def granted(self, obj):
        return yuan(obj.granted_fen)

    @admin.display(description="业主承担")
    def owners(self, obj):
        return yuan(obj.owners_fen)

    @admin.display(description="已支付的补偿")
    def compensated(self, obj):
        return yuan(obj.compensated_fen)

    @admin.display(description="已通知各户")
    def charged(self, obj):
        return yuan(obj.charged_fen)

    @admin.display(description="状态")
    def step_of(self, obj):
        return "已批准" if obj.approved_at else "待批准"

    def tools(self, request, obj):
        if not obj.approved_at and request.user.has_perm("projects.change_book"):
            yield Tool("批准", self.page_url("approve", obj.pk))

    def get_urls(self):
        return [self.step_path("approve", self.approve_view), *super().get_urls()]

    def approve_view(self, request, object_id):
        obj = self.reachable(request, object_id)
        return self.step(
            request,
            object_id,
            verb="view",
            title="批准",
            form_class=forms.OnForm,
            note=f"业主实际承担{yuan(obj.owners_fen)}，另分担已付的补偿{yuan(obj.compensated_fen)}，已通知{yuan(obj.charged_fen)}，差额按原来的比例多退少补。",
            act=lambda settlement, data: said(
                actions.approve_settlement, settlement=settlement, by=request.user, **data
            ),
            done="已批准并记账",
        )
