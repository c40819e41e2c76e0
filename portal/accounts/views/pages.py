"""The books for residents: published months only, never a household, every figure down to its voucher."""

from django.core.exceptions import BadRequest
from django.db.models import Count, Prefetch, Q, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.places.models import Community
from portal.accounts.domain import bars
from portal.accounts.forms import ListForm, MonthForm
from portal.templatetags.reading import keep
from projects.accounts.domain import Month
from projects.accounts.enums import HOUSEHOLD, BookKind
from projects.accounts.models import Book, LedgerEntry, Period, Voucher, budget_against_published

from . import words

MONTHS, BOOKS, ENTRIES = 24, 200, 300


@require_safe
def accounts(request, slug):
    """The latest month as two bars, how far each book is published, and every month."""
    place = get_object_or_404(Community, slug=slug)
    form = ListForm(request.GET)
    if not form.is_valid():
        raise BadRequest
    before = form.cleaned_data["before"]
    months = list(_months(place, before)[: MONTHS + 1])
    latest = months[0] if months and before is None else None
    context = {
        "title": _("%(place)s：账目") % {"place": keep(place.name)},
        "description": _("%(place)s的收支：收了多少、付了多少、还有多少，每个月公布。") % {"place": keep(place.name)},
        "community": place,
        "latest": latest,
        "months": [(Month(row["year"], row["month"]), row) for row in months[:MONTHS]],
        "older": str(Month(months[MONTHS - 1]["year"], months[MONTHS - 1]["month"])) if len(months) > MONTHS else "",
        "is_first_page": before is None,
        "noindex": bool(request.GET),
    }
    if before is None:
        context |= _books(place)
    if latest:
        month = Month(latest["year"], latest["month"])
        context |= {"month": month, **figures(_published(place, month), latest)}
    return render(request, "accounts/list.html", context)


@require_safe
def month(request, slug, month):
    """One month: of all books their totals, of one book (the only one, or ``?book=``) every entry."""
    place, asked, periods = published_or_404(request, slug, month)
    shown = periods[0] if len(periods) == 1 else None
    total = {name: sum(getattr(period, name) for period in periods) for name in FIGURES}
    context = {
        "title": _("%(place)s：%(month)s账目") % {"place": keep(place.name), "month": asked},
        "description": _("%(place)s%(month)s的收支、票据和对账。") % {"place": keep(place.name), "month": asked},
        "community": place,
        "month": asked,
        "periods": [(period, *words.name_of(period.book)) for period in periods],
        "shown": shown,
        "query": f"?book={shown.book_id}" if shown and request.GET else "",
        "noindex": bool(request.GET),
        "updated_at": max(period.published_at for period in periods),
        "updated_by": place.publisher,
        **figures([period.pk for period in periods], total),
    }
    if shown:
        context |= whole(shown) | {"name": words.name_of(shown.book), "homes": households(context["kinds"])}
    return render(request, "accounts/month.html", context)


@require_safe
def book(request, slug, pk):
    """One book: how far it is published, its months, and of a project its budget against contracts and payments."""
    rows = Book.objects.select_related("community", "project__building_group__compound", "ending").with_publication()
    found = get_object_or_404(rows, pk=pk, community__slug=slug)
    standing, through, state, tag = _standing(found, timezone.localdate())
    where, kind = words.name_of(found)
    name = f"{keep(where)} {kind}" if where else str(kind)
    months = found.periods.published().order_by("-year", "-month")
    lines, contracts = budget_against_published(found) if found.kind == BookKind.PROJECT else ([], [])
    context = {
        "title": _("%(book)s账") % {"book": name},
        "description": _("%(book)s：概算、合同和已经付的钱，每个月的账。") % {"book": name},
        "community": found.community,
        "book": found,
        "where": where,
        "kind": kind,
        "standing": standing,
        "through": through,
        "state": state,
        "tag": tag,
        "months": months,
        "lines": [(words.ITEMS[line.kind], line) for line in lines],
        "sums": {name: sum(getattr(line, name) for line in lines) for name in COMPARED},
        "contracts": contracts,
        "updated_by": found.community.publisher,
    }
    return render(request, "accounts/book.html", context)


FIGURES = ("opening_fen", "in_fen", "out_fen", "closing_fen")
COMPARED = ("planned_fen", "agreed_fen", "changed_fen", "spent_fen")


def published_or_404(request, slug, month):
    """(community, Month, its published periods); 404 for what is no month or has nothing published."""
    try:
        asked = Month.parse(month)
    except ValueError:
        raise Http404 from None
    form = MonthForm(request.GET)
    if not form.is_valid():
        raise BadRequest
    place = get_object_or_404(Community, slug=slug)
    rows = Period.objects.published().of(asked).filter(book__community=place)
    if book := form.cleaned_data["book"]:
        rows = rows.filter(book=book)
    related = ("book__project__building_group__compound", "closed_by", "published_by")
    periods = list(rows.select_related(*related).prefetch_related("differences").order_by("book_id")[:BOOKS])
    if not periods:
        raise Http404
    return place, asked, periods


def figures(periods, total):
    """The bars and the lines of the table for these periods; ``total`` holds their four sums."""
    kinds = LedgerEntry.objects.filter(period__in=periods).by_kind()
    come, gone = words.grouped(kinds)
    bar_in, bar_out = bars([fen for _words, fen in come], [fen for _words, fen in gone])
    return {"come": come, "gone": gone, "bar_in": bar_in, "bar_out": bar_out, "total": total, "kinds": kinds}


def whole(period):
    """Every entry of one book's month; what households paid or got back is one line a kind."""
    entries = (
        LedgerEntry.objects.filter(period=period)
        .exclude(kind__in=HOUSEHOLD)
        .moving_money()
        .select_related("spending__company", "reversed_by__period")
        .prefetch_related(Prefetch("spending__vouchers", Voucher.objects.public().order_by("pk")))
    )[:ENTRIES]
    return {"entries": [line_of(entry) for entry in entries], "differences": list(period.differences.all())}


def line_of(entry):
    spending = getattr(entry, "spending", None)
    undone = getattr(entry, "reversed_by", None)
    return {
        "entry": entry,
        "kind": words.KINDS[entry.kind],
        "fen": abs(entry.money_fen),
        "payee": spending.company.name if spending and spending.company else "",
        "vouchers": list(spending.vouchers.all()) if spending else [],
        "undone": undone.number if undone and undone.period.published_at else None,
    }


def households(kinds):
    """[(words, number, in, out)] of the kinds that are told as one total."""
    return [(words.KINDS[kind], n, come, gone) for kind, n, come, gone in kinds if kind in HOUSEHOLD]


def _months(place, before):
    """Months with something published, the newest first, their sums over all books."""
    rows = Period.objects.published().filter(book__community=place)
    if before:
        rows = rows.filter(Q(year__lt=before.year) | Q(year=before.year, month__lt=before.month))
    sums = {name: Sum(name) for name in FIGURES}
    return rows.order_by().values("year", "month").annotate(books=Count("pk"), **sums).order_by("-year", "-month")


def _published(place, month):
    return Period.objects.published().of(month).filter(book__community=place).values("pk")


def _books(place):
    """{"books": those that go on, the late ones first; "ended": those that ended, the latest first}."""
    today = timezone.localdate()
    rows = Book.objects.filter(community=place).select_related("project__building_group__compound", "ending")
    books = [(book, *words.name_of(book), *_standing(book, today)) for book in rows.with_publication()[:BOOKS]]
    order = list(words.STATES)
    return {
        "books": sorted((row for row in books if not row[0].ended_on), key=lambda row: order.index(row[3].state)),
        "ended": sorted((row for row in books if row[0].ended_on), key=lambda row: row[0].ended_on, reverse=True),
    }


def _standing(book, today):
    found = book.standing(today)
    state, tag = words.STATES[found.state]
    through = Month(*divmod(book.published_through - 1, 12)).plus(1) if book.published_through else None
    return found, through, state, tag
