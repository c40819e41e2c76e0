"""结清: what is left goes over to the running costs, one proposes the end, another confirms it."""

from django.utils import timezone

from communities.scoping import Tool
from projects.accounts import actions, forms
from projects.accounts.enums import BookKind
from projects.accounts.models import Ending

from .acting import said


class Endings:
    """For BookAdmin: the steps to the end of a project's book, and their buttons."""

    def ending_tools(self, request, obj):
        if obj.kind != BookKind.PROJECT:
            return
        if self._may(request, "change", obj):
            yield Tool("结转结余", self.page_url("carry", obj.pk))
        if self._may(request, "close", obj):
            yield Tool("提出结清", self.page_url("end", obj.pk))
        if _proposed(obj) and self._may(request, "publish", obj):
            yield Tool("复核结清", self.page_url("confirm", obj.pk))

    def ending_paths(self):
        return [self.step_path(name, getattr(self, f"{name}_view")) for name in ("carry", "end", "confirm")]

    def carry_view(self, request, object_id):
        return self.step(
            request,
            object_id,
            verb="change",
            title="结转结余",
            form_class=forms.CarryForm,
            note="决算、退补都做完以后，把这本账剩下的存款、现金和备用金转到同一项目的电梯运行费账：两本账各记一笔，都会公开。",
            act=lambda book, data: said(actions.carry_over, book=book, by=request.user, **data),
            done="已结转，两本账各记了一笔",
        )

    def end_view(self, request, object_id):
        book = self.reachable(request, object_id, "close")
        return self.step(
            request,
            object_id,
            verb="close",
            title="提出结清",
            form_class=forms.EndForm,
            note=_before_ending(book),
            act=lambda obj, data: said(actions.propose_ending, book=obj, by=request.user, **data),
            done="已提出结清，请另一位同事复核",
        )

    def confirm_view(self, request, object_id):
        book = self.reachable(request, object_id, "publish")
        ending = _proposed(book)
        if ending is None:
            return self.refuse(request, "还没有人提出结清", to=self.page_url("change", book.pk))
        who, day = ending.proposed_by.get_full_name(), f"{ending.ended_on:%Y年%-m月%-d日}"
        return self.step(
            request,
            object_id,
            verb="publish",
            title="复核结清",
            note=f"{who}提出{day}结清。确认以后，这本账不能再记，不再催公布，网页上写明已结清。",
            act=lambda *_: said(actions.confirm_ending, ending=ending, by=request.user),
            done="已结清，居民马上看得到",
        )


def _proposed(book):
    return Ending.objects.filter(book=book, confirmed_at__isnull=True).select_related("proposed_by").first()


def _before_ending(book):
    if faults := actions.ending_faults(book, timezone.localdate()):
        return "\n".join(["现在还不能结清：", *faults])
    return "已经决算，没有结余，每个月都已公布：可以结清。确认要由另一位做。"
