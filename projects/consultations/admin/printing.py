"""Pages to print, each a plain A4 page of its own: ballots, the round of visits, the count, the notice."""

from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone

from communities.journal import actions as journal
from communities.scoping import Tool
from communities.scoping.rows import is_key
from projects.consultations.enums import BallotStatus, ConsultationStatus
from projects.consultations.models import Consultation, Paper, Result, RollUnit

from . import sheets

#: As many ballots as a browser lays out in one go.
HEAP = 200
TOLD = ("community", "rule", "building_group__compound", "compound", "body", "project", "result__counted_by")


class Printed:
    """For ConsultationAdmin: ``<name>_view`` of every name in PAGES, and the buttons that lead there."""

    PAGES = ("ballots", "missing", "count", "notice")

    def print_tools(self, request, obj):
        """Buttons of what can be printed now."""
        may_change = self._may(request, "change", obj)
        has_result = Result.objects.filter(consultation=obj).exists()
        shown = {
            ("打印表决票", "ballots"): may_change and obj.status == ConsultationStatus.OPEN,
            ("还没交回的", "missing"): may_change and obj.status == ConsultationStatus.OPEN,
            ("打印计票表", "count"): may_change and has_result,
            ("打印公示", "notice"): has_result and obj.displays.exists(),
        }
        return [Tool(label, self.page_url(name, obj.pk)) for (label, name), holds in shown.items() if holds]

    def after_step(self, name, pk, made, answer):
        """From issuing papers one goes on to print them; any other step ends as it did."""
        if answer.status_code != HttpResponseRedirect.status_code or name not in ("print", "reissue"):
            return answer
        query = f"?serial={made[0].serial}" if name == "reissue" else ""
        return HttpResponseRedirect(self.page_url("ballots", pk) + query)

    def ballots_view(self, request, object_id):
        """A page a voter, or the one that was reissued; the names on them are read, and that is logged."""
        obj = self._whole(request, object_id, "change")
        if obj.status != ConsultationStatus.OPEN:
            return self.refuse(request, "表决票只在征询中打印", to=self.page_url("change", obj.pk))
        papers = Paper.objects.live().filter(consultation=obj).order_by("serial")
        total = papers.count()
        if not total:
            return self.refuse(request, "还没有票号：先点“发票”", to=self.page_url("change", obj.pk))
        found = sheets.ballots(obj, self._chosen(request, papers))
        journal.record_reading(by=request.user, obj=obj, purpose="打印表决票", rows=len(found))
        heaps = [(start + 1, min(start + HEAP, total), start) for start in range(0, total, HEAP)]
        address = sheets.public_address(obj)
        context = {"ballots": found, "total": total, "heaps": heaps[1:] and heaps, "address": address}
        return self._sheet(request, obj, "ballots", "打印表决票", **context)

    def _chosen(self, request, papers):
        """All, one by its serial, or a heap of many."""
        serial, after = request.GET.get("serial", ""), request.GET.get("after", "0")
        if not is_key(after) or (serial and not is_key(serial)):
            raise Http404
        if not serial:
            return papers[int(after) : int(after) + HEAP]
        papers = papers.filter(serial=int(serial))
        if not papers:
            raise Http404
        return papers

    def missing_view(self, request, object_id):
        """Who has not handed in, stair by stair, for a round of visits; the look is logged."""
        obj = self._whole(request, object_id, "change")
        if obj.status == ConsultationStatus.DRAFT:
            return self.refuse(request, "这次征询还没有开始", to=self.page_url("change", obj.pk))
        rows = list(RollUnit.objects.not_returned(obj))
        journal.record_reading(by=request.user, obj=obj, purpose="查看还没交回的名单", rows=len(rows))
        return self._sheet(request, obj, "missing", "还没交回的", rows=rows)

    def count_view(self, request, object_id):
        """计票表: every figure of the frozen count, with lines for those who signed for it."""
        obj = self._whole(request, object_id, "change")
        result = getattr(obj, "result", None)
        if result is None:
            return self.refuse(request, "还没有计票结果", to=self.page_url("change", obj.pk))
        issued, returned = sheets.issued_and_returned(obj)
        flaws, agents = sheets.set_aside(obj)
        context = {
            "issued": issued,
            "returned": returned,
            "voided": obj.papers.filter(voided_at__isnull=False).count(),
            "channels": sheets.channels(result),
            "flaws": flaws,
            "agents": agents,
            **self._figures(obj, result),
        }
        return self._sheet(request, obj, "count", "计票表", **context)

    def notice_view(self, request, object_id):
        """The result for the stairwell: public figures alone, so whoever may see the consultation may print it."""
        obj = self._whole(request, object_id)
        result = getattr(obj, "result", None)
        figures = self._figures(obj, result) if result else {"display": None}
        if figures["display"] is None:
            return self.refuse(request, "还没有公示：先点“公示”", to=self.page_url("change", obj.pk))
        address = sheets.public_address(obj)
        return self._sheet(request, obj, "notice", "表决结果公示", address=address, qr=sheets.qr(address), **figures)

    def _whole(self, request, object_id, verb="view"):
        """The consultation with all that its sheets name, where it lies within reach."""
        return Consultation.objects.select_related(*TOLD).get(pk=self.reachable(request, object_id, verb).pk)

    def _figures(self, obj, result):
        tests = sheets.four_tests(result)
        asked = [line for line in tests if line.required]
        display = obj.displays.order_by("number").last()
        ends_on, wanting = display.last_day() if display else (None, None)
        return {
            "result": result,
            "tests": tests,
            "of_roll": obj.rule_frozen.get("consent_base") == "roll",
            "asked": len(asked),
            "met": sum(line.met for line in asked),
            "totals": sheets.totals(result),
            "has_area": sheets.areas_asked(result),
            "invalid": result.set_aside.get(BallotStatus.INVALID, 0),
            "pending": result.set_aside.get(BallotStatus.PENDING, 0),
            "display": display,
            "ends_on": ends_on,
            "year_wanting": wanting,
        }

    def _sheet(self, request, obj, name, title, **context):
        context |= {"title": title, "vote": obj, "back": self.page_url("change", obj.pk), "printed_at": timezone.now()}
        return TemplateResponse(request, f"admin/consultations/{name}.html", context)
