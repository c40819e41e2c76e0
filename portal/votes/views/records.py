"""The record of a vote at its own address: for those who may have it, logged and never kept by a cache."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from projects.consultations.actions import covers, hand_out_record
from projects.consultations.models import Consultation


@never_cache
@require_GET
def record(request, slug, pk):
    """The one page below /c/ that looks who asks: areas in the record point at rooms in a small stair."""
    votes = Consultation.objects.published().select_related("community", "result")
    found = get_object_or_404(votes, community__slug=slug, pk=pk)
    if not hasattr(found, "result"):
        return _how_to_get_it(request, found, status=404)
    if not may_have(request, found):
        return _how_to_get_it(request, found, status=403)
    handed_out = hand_out_record(consultation=found, by=request.user)
    answer = JsonResponse(handed_out, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="record-{found.pk}.json"'
    return answer


def may_have(request, consultation):
    """Staff whose reach takes in the vote."""
    user = request.user
    return user.is_authenticated and covers(user.scope("projects.change_consultation"), consultation)


def _how_to_get_it(request, found, status):
    context = {
        "title": _("表决记录：谁可以要，怎样要"),
        "community": found.community,
        "vote": found,
        "counted": status == 403,
        "noindex": True,
    }
    return render(request, "votes/record.html", context, status=status)
