"""C/ask/status/: how far a question is, for whoever holds its number. The number is posted, never in an address."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from communities.journal import actions as journal
from communities.places.models import Community
from portal.ask.forms import NumberForm
from portal.household.views.private import address_of, private
from projects.outreach import actions
from projects.outreach.domain import TooMany
from projects.outreach.enums import ConcernStatus

from . import words
from .asking import from_elsewhere, too_many


@csrf_exempt
@sensitive_post_parameters("number")
@require_http_methods(["GET", "HEAD", "POST"])
def status(request, slug):
    if request.method == "POST":
        return _look_up(request, slug)
    return _page(request, get_object_or_404(Community, slug=slug), NumberForm())


@private
@sensitive_variables()
def _look_up(request, slug):
    if from_elsewhere(request):
        raise PermissionDenied
    place = get_object_or_404(Community, slug=slug)
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _page(request, place, form, status=400)
    try:
        found = actions.find(community=place, number=form.cleaned_data["number"], address=address_of(request))
    except TooMany:
        form.add_error(None, _("填错的次数太多了。请过一个小时再来，或者打电话给居委会。"))
        return too_many(_page(request, place, form, status=429))
    if found is None:
        form.add_error(None, _("没有这个编号。请对照抄下来的再看一遍；忘了编号，打电话给居委会。"))
        return _page(request, place, form, status=400)
    return _found(request, place, found)


def _found(request, place, concern):
    journal.record_reading(by=None, obj=concern, purpose="凭查询编号查看进度")
    state, tag = words.STATES[concern.status]
    context = {
        "title": _("您的问题：%(state)s") % {"state": state},
        "community": place,
        "concern": concern,
        "kind": words.KINDS[concern.kind] if concern.status != ConcernStatus.RECEIVED else "",
        "state": state,
        "state_tag": tag,
        "steps": [(step, words.STATES[step.status][0], _shown(step)) for step in concern.steps.all()],
        "noindex": True,
    }
    return render(request, "ask/found.html", context)


def _shown(step):
    """The answer is for the asker; what staff note at other steps is not."""
    return step.note if step.status == ConcernStatus.ANSWERED else ""


def _page(request, place, form, status=200):
    context = {
        "title": _("我的问题办到哪一步"),
        "description": _("用提问以后给您的编号，查办到哪一步。"),
        "community": place,
        "form": form,
        "noindex": form.is_bound,
    }
    return render(request, "ask/status.html", context, status=status)
