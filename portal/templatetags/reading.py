"""Tags and filters every template may use without loading them (they are builtins)."""

import datetime
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.conf import settings
from django.urls import reverse, translate_url
from django.utils import dateformat, timezone
from django.utils.encoding import escape_uri_path
from django.utils.html import conditional_escape, format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_noop, override

from portal.reading import domain
from portal.reading.middleware.language import TAGS

register = template.Library()

MINUS = "\u2212"
# Links back to this page carry its query along; nobody's ten thousand characters are repeated on a page.
ADDRESS_LIMIT = 300


def _is_english():
    return get_language() == "en"


@register.filter
def keep(value):
    """A name or an address: left as it is written when the page is converted to Traditional Chinese."""
    if get_language() != "zh-hant" or value in (None, ""):
        return value
    kept = domain.keep(str(value))
    return mark_safe(kept) if isinstance(value, SafeString) else kept  # noqa: S308 - as safe as it came


@register.simple_tag
def zh(value, tag="span"):
    """Chinese from the database. On an English page it says so: {% zh notice.title %}, {% zh html tag="div" %}."""
    if not _is_english() or value in (None, ""):
        return conditional_escape("" if value is None else value)
    return format_html('<{0} lang="zh-Hans">{1}</{0}>', tag, value)


@register.filter
def money(fen):
    """1234567 -> 12,345.67; for tables that say 单位：元."""
    sign = MINUS if fen < 0 else ""
    yuan_part, fen_part = divmod(abs(fen), 100)
    return f"{sign}{yuan_part:,}.{fen_part:02d}"


@register.filter
def yuan(fen):
    """1234567 -> 12,345.67元, for prose."""
    return format_html('<span class="num">{}</span>', f"{money(fen)}{' yuan' if _is_english() else '元'}")


@register.filter
def area(square_centimetres):
    """865200 -> 86.52平方米."""
    metres = (Decimal(square_centimetres) / 10_000).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return format_html('<span class="num">{}</span>', f"{metres}{' m²' if _is_english() else '平方米'}")


def _local_date(value):
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _time_element(value, chinese, english):
    if not value:
        return ""
    date = _local_date(value)
    text = dateformat.format(date, english if _is_english() else chinese)
    return format_html('<time datetime="{}">{}</time>', date.isoformat(), text)


@register.filter
def day(value):
    """2026年11月22日, marked up with its machine-readable date."""
    return _time_element(value, "Y年n月j日", "j F Y")


@register.filter
def month(value):
    """2026年11月; any day of the month will do."""
    return _time_element(value, "Y年n月", "F Y")


@register.filter
def day_week(value):
    """2026年11月22日（星期日）, for events."""
    return _time_element(value, "Y年n月j日（l）", "l j F Y")


@register.filter
def range(start, end):
    """{{ "9:00"|range:"17:00" }} -> 9:00～17:00."""
    return format_html("{}{}{}", start, "–" if _is_english() else "～", end)


def _in_language(request, path, language):
    """The same page in another language; where there is none, that language's front page."""
    if request.resolver_match:
        moved = translate_url(path, language)
        if moved != path or get_language() == language:
            return moved
    with override(language):
        return reverse("home")


@register.simple_tag(takes_context=True)
def lang_url(context, language):
    """{% lang_url 'en' %}: this page, query included, in that language."""
    request = context["request"]
    path = request.get_full_path()
    return _in_language(request, path if len(path) <= ADDRESS_LIMIT else request.path, language)


@register.simple_tag(takes_context=True)
def alternates(context):
    """[(hreflang, absolute address)] of this page without its query, Simplified Chinese first."""
    request = context["request"]
    return [
        (TAGS[code], settings.SITE_URL + _in_language(request, escape_uri_path(request.path), code))
        for code, _ in settings.LANGUAGES
    ]


@register.simple_tag(takes_context=True)
def reading_url(context):
    """To /reading/, and back here afterwards."""
    url = reverse("reading")
    path = context["request"].get_full_path()
    return url if path.startswith(url) or len(path) > ADDRESS_LIMIT else f"{url}?{urlencode({'next': path})}"


@register.simple_tag
def html_lang():
    return TAGS.get(get_language(), "zh-Hans")


@register.simple_tag(takes_context=True)
def emergencies(context):
    """The urgent notices this page must show: its community's, or everybody's on a page of the whole site."""
    pulse = getattr(context.get("request"), "pulse", None)
    community = context.get("community")
    found = pulse.emergencies if pulse else []
    return [notice for notice in found if not community or notice.community_id == community.pk]


#: (words, address, pages that belong to it): on pages of one community, and on those of the whole site.
_OF_COMMUNITY = (
    (gettext_noop("首页"), "community", ("community", "home")),
    (gettext_noop("电梯"), "lifts", ("lifts", "stats", "building")),
    (gettext_noop("通知"), "notices", ("notices", "notice", "archive")),
    (gettext_noop("账目"), "accounts", ("accounts", "accounts-month", "accounts-book")),
)
_OF_SITE = (
    (gettext_noop("首页"), "home", ("home",)),
    (gettext_noop("电梯"), "stats", ("stats",)),
    (gettext_noop("通知"), "home#notices", ()),
    (gettext_noop("联系"), "about", ("about",)),
)


@register.simple_tag(takes_context=True)
def menu(context):
    """[(words, address, aria-current or "")] of the four main links."""
    community = context.get("community")
    match = getattr(context.get("request"), "resolver_match", None)
    here = match.url_name if match else ""
    entries = []
    for words, address, pages in _OF_COMMUNITY if community else _OF_SITE:
        name, hash_sign, anchor = address.partition("#")
        url = reverse(name, args=[community.slug] if community else []) + hash_sign + anchor
        current = "page" if here == name and not anchor else "true" if here in pages else ""
        entries.append((gettext(words), url, current))
    return entries
