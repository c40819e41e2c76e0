"""/my/: a household comes in with its code, sees what concerns its flat, and goes."""

from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.households import actions
from communities.households.domain import Refused, TooMany, Wrong
from communities.households.enums import Voided
from communities.journal import actions as journal
from portal.household.forms import EnterForm
from portal.votes.views import words
from projects.accounts.models import statements_of
from projects.consultations.actions import record_of
from projects.consultations.models import Consultation

from .private import address_of, give_cookie, household_of, household_only, private, take_cookie
from .statement import shares_of


@csrf_exempt
@sensitive_post_parameters("code", "secret")
@private
@require_http_methods(["GET", "HEAD", "POST"])
def household(request):
    """Coming in needs no token: whoever posts here holds nothing yet but the code itself."""
    if request.method == "POST":
        return _enter(request)
    session = household_of(request)
    return _overview(request, session) if session else _door(request, EnterForm())


@sensitive_variables()
def _enter(request):
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise PermissionDenied
    form = EnterForm(request.POST)
    if not form.is_valid():
        return _door(request, form, status=400)
    try:
        token = actions.enter(
            address=address_of(request),
            secret=form.cleaned_data["secret"],
            door=None if form.is_scanned else form.door(),
        )
    except Wrong:
        form.add_error(None, _("户码不对，或者已经作废。请对照纸上的再填一遍；还是不行，请居委会换发。"))
        return _door(request, form, status=400)
    except TooMany:
        form.add_error(None, _("填错的次数太多了。请过一个小时再来，或者打电话给居委会。"))
        response = _door(request, form, status=429)
        response.headers["Retry-After"] = "3600"
        return response
    response = HttpResponseRedirect(reverse("household"))
    give_cookie(request, response, token)
    return response


def _door(request, form, status=200):
    if form.is_scanned:
        form.forget_secret()
    context = {
        "title": _("我家的页面"),
        "description": _("业主用居委会发的户码，看自家的表决和分摊。"),
        "community": form.only,
        "form": form,
        "noindex": True,
    }
    return render(request, "household/enter.html", context, status=status)


def _overview(request, session):
    code = session.code
    journal.record_reading(by=code, obj=code.unit, purpose="住户查看自家页面")
    now = timezone.now()
    context = {
        "title": _("我家的页面"),
        "community": code.unit.building_group.community,
        "unit": code.unit,
        "votes": [
            (vote, words.state_of(vote, now), words.TAGS[vote.status])
            for vote in Consultation.objects.of_household(code.unit, session.keys)
        ],
        "shares": shares_of(code.unit),
        "statements": statements_of(code.unit),
        "noindex": True,
    }
    return render(request, "household/overview.html", context)


@household_only
@require_safe
def record(request, session, pk):
    """The consultation record, to owners who stand on its roll themselves: the bytes that staff would hand them."""
    code = session.code
    vote = Consultation.objects.of_household(code.unit, session.keys).filter(pk=pk).first()
    if vote is None or vote.public_result is None:
        raise Http404
    journal.record_reading(by=code, obj=vote, purpose="住户下载表决记录")
    answer = JsonResponse(record_of(vote), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="record-{pk}.json"'
    return answer


@private
@require_POST
def leave(request):
    response = HttpResponseRedirect(reverse("household"))
    take_cookie(request, response)
    return response


@household_only
@require_http_methods(["GET", "HEAD", "POST"])
def void(request, session):
    """The household lost the paper, or somebody saw it: the code dies at once, also for those inside."""
    context = {
        "title": _("作废户码"),
        "community": session.code.unit.building_group.community,
        "unit": session.code.unit,
        "noindex": True,
    }
    if request.method != "POST":
        return render(request, "household/void.html", context)
    with suppress(Refused):  # somebody else was quicker: the same end
        actions.revoke(code=session.code, by=session.code, voided=Voided.HOUSEHOLD)
    response = render(request, "household/void.html", context | {"done": True})
    take_cookie(request, response)
    return response
