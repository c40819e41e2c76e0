"""The three defects of Django's own Chinese formats, mended for both scripts."""

import datetime
from decimal import Decimal

import pytest
from django import forms
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import formats
from django.utils.translation import override

SCRIPTS = pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])


@SCRIPTS
def test_thousands_are_grouped_by_three(language):
    with override(language):
        assert intcomma(Decimal("12345.67")) == "12,345.67"
        assert formats.number_format(1234567, use_l10n=True, force_grouping=True) == "1,234,567"
        assert formats.number_format(Decimal("12345.67"), use_l10n=True) == "12345.67"


@SCRIPTS
@pytest.mark.parametrize("typed", ["2026年11月2日", "2026年11月02日", "2026-11-02", "2026/11/2", "2026.11.2"])
def test_dates_as_people_type_them_are_read(language, typed):
    with override(language):
        assert forms.DateField().clean(typed) == datetime.date(2026, 11, 2)
        with pytest.raises(forms.ValidationError):
            forms.DateField().clean("2026年13月2日")


@SCRIPTS
def test_month_and_day_have_no_leading_zero(language):
    date = datetime.date(2026, 9, 5)
    with override(language):
        assert formats.date_format(date, "MONTH_DAY_FORMAT") == "9月5日"
        assert formats.date_format(date) == "2026年9月5日"
        assert formats.date_format(date, "YEAR_MONTH_FORMAT") == "2026年9月"


@SCRIPTS
def test_times_as_people_type_them_are_read(language):
    with override(language):
        assert forms.TimeField().clean("9点30分") == datetime.time(9, 30)
        assert forms.TimeField().clean("9：30") == datetime.time(9, 30)
        assert forms.DateTimeField().clean("2026年11月2日9:30").replace(tzinfo=None) == datetime.datetime(
            2026, 11, 2, 9, 30
        )
