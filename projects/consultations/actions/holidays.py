"""法定休假日: a year is written down whole, once its notice is out."""

from django.db import transaction

from communities.journal import actions as journal
from projects.consultations.domain import Refused, read_holidays
from projects.consultations.models import Holiday


def declare_holidays(*, year, text, by):
    """Write down a year's days off, as ``domain.read_holidays`` reads them; returns how many."""
    if by is not None and not by.scope("projects.add_holiday"):
        raise Refused("您的账号没有这项权限")
    days = read_holidays(year, text)
    with transaction.atomic():
        if year in Holiday.objects.years():
            raise Refused(f"{year}年的放假安排已经登记；有错请找管理网站的人更正")
        Holiday.objects.bulk_create(Holiday(day=day, name=name) for day, name in days.items())
        changes = {"年份": [None, year], "天数": [None, len(days)]}
        journal.record(by=by, action="projects.holiday.declare", changes=changes, label=f"{year}年放假安排")
    return len(days)
