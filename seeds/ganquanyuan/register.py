"""3,250 units and who holds them, through the committee's own import: one file, one journal entry."""

import csv
import io

from communities.owners.models import Ownership
from communities.places.models import Unit
from communities.register import actions

from .places import COMPOUNDS, shape

FILENAME = "示例登记表.csv"
HEADER = ("小区", "门号", "室号", "楼层", "建筑面积", "面积来源", "业主", "证件号码", "手机", "共有人", "承租人")
#: Square centimetres of the flats on a floor, first to last, before each stair's own difference.
AREAS = (452_000, 586_000, 524_000, 668_000)
SECOND_FLAT_EVERY, CO_OWNER_EVERY, TENANT_EVERY = 40, 7, 11


def load(community, tally):
    if Unit.objects.filter(building_group__community=community).exists():
        return
    report = actions.import_register(content=content(), filename=FILENAME, community=community, by=None)
    if report.errors:
        raise RuntimeError(f"{FILENAME}: {report.errors[:3]}")
    units = Unit.objects.filter(building_group__community=community).count()
    ties = Ownership.objects.filter(unit__building_group__community=community)
    tally.added += units + ties.count() + ties.values("owner").distinct().count()


def content():
    """The register as a committee would keep it: UTF-8 with a mark, so that a spreadsheet opens it right."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerows(rows())
    return text.getvalue().encode("utf-8-sig")


def rows():
    serial = 0
    for compound, no in _stairs():
        plan = shape(no)
        for floor in range(1, plan.floors + 1):
            for flat in range(1, plan.flats + 1):
                serial += 1
                yield _row(compound, no, floor, flat, serial)


def _stairs():
    no = 0
    for numeral, stairs, _ in COMPOUNDS:
        for _ in range(stairs):
            no += 1
            yield f"{numeral}小区", no


def _row(compound, no, floor, flat, serial):
    area = AREAS[flat - 1] + (no * 7 + flat * 13) % 23 * 1_700
    # Whoever holds every 40th flat holds the next one, too: the same certificate, so one identity.
    holder = serial - 1 if serial % SECOND_FLAT_EVERY == 1 and serial > 1 else serial
    return (
        compound,
        f"{no}号",
        f"{floor}{flat:02d}",
        floor,
        f"{area // 10_000}.{area % 10_000 // 100:02d}",
        "不动产登记簿",
        f"示例业主{holder:04d}",
        f"DEMO{holder:04d}",
        f"1390000{holder:04d}",
        f"示例共有人{serial:04d}" if serial % CO_OWNER_EVERY == 0 else "",
        f"示例承租人{serial:04d}" if serial % TENANT_EVERY == 0 else "",
    )
