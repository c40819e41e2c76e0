"""出资人名册: entered from the signed scheme; a part follows the flat on sale."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied

from communities.scoping import ReadOnlyAdmin, Tool
from projects.costs import actions, forms
from projects.costs.models import Contributor

from .acting import said, yuan


@admin.register(Contributor)
class ContributorAdmin(ReadOnlyAdmin):
    community_path = "project__community"
    group_path = "project__building_group"
    list_display = ("unit", "project", "share", "since", "until", "is_late")
    list_filter = ("is_late", "since")
    list_select_related = ("project__building_group__compound", "unit__building_group__compound", "owner")
    search_fields = ("unit__room", "project__building_group__name")
    search_help_text = "输入门号或室号，中间空一格。例如：12号 301"
    fields = ("project", "unit", "owner", "share", "since", "until", "is_late")

    @admin.display(description="份额（元）", ordering="share_fen")
    def share(self, obj):
        return yuan(obj.share_fen)

    def tools(self, request, obj):
        if obj.until is None and self._may_hand_over(request, obj):
            return (Tool("房屋转让", self.page_url("hand_over", obj.pk)),)
        return ()

    def _may_hand_over(self, request, obj):
        """Contributors follow the scheme: whoever keeps it keeps them."""
        scope = request.user.scope("projects.change_sharingscheme")
        return scope.everywhere or obj.community_id in scope.communities

    def get_urls(self):
        return [self.step_path("hand_over", self.hand_over_view), *super().get_urls()]

    def hand_over_view(self, request, object_id):
        if not self._may_hand_over(request, self.reachable(request, object_id)):
            raise PermissionDenied
        return self.step(
            request,
            object_id,
            verb="view",
            title="房屋转让",
            note="先在“产权关系”里登记新的产权人；出资份额跟着房屋走。",
            form_class=forms.DayForm,
            act=lambda obj, data: said(actions.hand_over, contributor=obj, by=request.user, **data),
            done="份额已转给新的产权人",
        )
