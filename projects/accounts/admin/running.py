"""电梯运行费: the written split, then a year's fee."""

from communities.scoping import Tool
from projects.accounts import actions, forms
from projects.accounts.models import running_of

from .acting import said, yuan


class RunningCosts:
    """For BookAdmin: the steps of running costs, and their buttons."""

    def running_tools(self, obj):
        if obj.project_id:
            yield Tool("运行费约定", self.page_url("agree", obj.pk))
            yield Tool("收年度运行费", self.page_url("year", obj.pk))

    def running_paths(self):
        return [self.step_path(name, getattr(self, f"{name}_view")) for name in ("agree", "year")]

    def agree_view(self, request, object_id):
        def act(book, data):
            what = {name: data[name] for name in ("basis", "agreement", "agreed_on")}
            fen = {"yearly_fen": data["yearly"], "reserve_fen": data["reserve"]}
            said(actions.agree_running, book=book, by=request.user, **what, **fen)

        return self.step(
            request,
            object_id,
            verb="change",
            title="运行费约定",
            form_class=forms.RunningForm,
            note="电梯由出资人按份共有，法律没有规定运行费怎样分，要有各户签字的书面约定（市房管局答复第0480号）。",
            act=act,
            done="约定已登记",
        )

    def year_view(self, request, object_id):
        book = self.reachable(request, object_id, "change")
        found = running_of(book)
        return self.step(
            request,
            object_id,
            verb="change",
            title="收年度运行费",
            form_class=forms.YearForm,
            note=f"运行费结余{yuan(found.left_fen)}，备用金{yuan(found.reserve_fen)}。",
            act=lambda obj, data: said(actions.charge_year, book=obj, by=request.user, **data),
            done="已记应收，在“登记缴款”里收",
        )
