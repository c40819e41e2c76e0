"""A month as a table for a spreadsheet, and the pictures of vouchers that were marked as scrubbed."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from portal.opendata.domain import csv_file
from projects.accounts.enums import HOUSEHOLD, EntryKind
from projects.accounts.models import LedgerEntry, Voucher

from .pages import published_or_404

FOR_EVER = "public, max-age=31536000, immutable"
HEADER = ("账簿", "凭证号", "日期", "类别", "摘要", "收款方", "笔数", "收入（元）", "支出（元）")
MOST = 20_000


@require_safe
def month_csv(request, slug, month):
    """The rows of the page; households' payments are one row a kind, as on the page."""
    place, asked, periods = published_or_404(request, slug, month)
    response = HttpResponse(csv_file(HEADER, _rows(periods)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="accounts-{place.slug}-{asked}.csv"'
    return response


def _rows(periods):
    books = {period.pk: period.book for period in periods}
    for period, kind, n, come, gone in LedgerEntry.objects.filter(period__in=books).households():
        yield (str(books[period]), "", "", EntryKind(kind).label, "", "", n, _yuan(come), _yuan(gone))
    entries = LedgerEntry.objects.filter(period__in=books).exclude(kind__in=HOUSEHOLD).moving_money()
    entries = entries.select_related("spending__company").order_by("period", "number")
    for entry in entries[:MOST]:
        spending = getattr(entry, "spending", None)
        payee = spending.company.name if spending and spending.company else ""
        sides = (entry.money_fen, 0) if entry.money_fen > 0 else (0, -entry.money_fen)
        book, kind = str(books[entry.period_id]), entry.get_kind_display()
        yield (book, entry.number, entry.happened_on, kind, entry.text, payee, 1, *map(_yuan, sides))


def _yuan(fen):
    """Plain digits, so that a spreadsheet reads a number."""
    return f"{fen // 100}.{fen % 100:02d}" if fen else None


@require_safe
def voucher(request, pk, name):
    found = get_object_or_404(Voucher.objects.public(), pk=pk)
    if found.digest[:16] != name:
        raise Http404
    try:
        content = found.file.open("rb")
    except OSError:
        raise Http404 from None
    response = FileResponse(content, content_type=found.content_type, filename=f"{name}.jpg")
    response.headers["Cache-Control"] = FOR_EVER
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
