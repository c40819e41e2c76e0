"""C/ask/: a question without an account. The page is public and kept whole; the answer to a press never is."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from communities.places.models import Community
from portal.ask.forms import AskForm, PrefillForm
from portal.household.views.private import address_of, private
from portal.templatetags.reading import keep
from projects.outreach import actions
from projects.outreach.domain import TooMany, spoken_number

from . import words

HOUR = "3600"


@csrf_exempt
@sensitive_post_parameters("text", "phone")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, slug):
    """No token: there is nothing here that a forged press could borrow, and one of another site is refused."""
    if request.method == "POST":
        return _send(request, slug)
    place = get_object_or_404(Community, slug=slug)
    prefill = PrefillForm(request.GET)
    if not prefill.is_valid():
        raise BadRequest
    return _page(request, place, AskForm(place=place, initial=prefill.cleaned_data))


def from_elsewhere(request):
    """Whether the browser says that another site sent this form."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")


def too_many(response):
    response.headers["Retry-After"] = HOUR
    return response


@private
@sensitive_variables()
def _send(request, slug):
    if from_elsewhere(request):
        raise PermissionDenied
    place = get_object_or_404(Community, slug=slug)
    form = AskForm(request.POST, place=place)
    if not form.is_valid():
        return _page(request, place, form, status=400)
    asked = form.cleaned_data
    try:
        number = actions.ask(
            community=place,
            text=asked["text"],
            phone=asked["phone"],
            building_group=asked["no"],
            address=address_of(request),
        )
    except TooMany:
        form.add_error(
            None,
            _("这一个小时里提的问题太多了，没有收下。请过一个小时再按一次，或者打电话给居委会；写的内容还在下面。"),
        )
        return too_many(_page(request, place, form, status=429))
    context = {
        "title": _("收到了，请记下查询编号"),
        "community": place,
        "number": spoken_number(number),
        "text": asked["text"],
        "noindex": True,
    }
    return render(request, "ask/done.html", context)


def _page(request, place, form, status=200):
    context = {
        "title": _("%(place)s：有问题要问") % {"place": keep(place.name)},
        "description": _("有问题、有担心，写在这里，不用登记。给您一个编号，随时查办到哪一步。"),
        "community": place,
        "form": form,
        "totals": words.totals_of(place),
        "noindex": bool(request.GET) or form.is_bound,
    }
    return render(request, "ask/ask.html", context, status=status)
