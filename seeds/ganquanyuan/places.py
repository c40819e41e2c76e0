"""One community, 6 compounds, 144 building groups numbered through."""

from dataclasses import dataclass

from django.db import transaction

from communities.places.models import BuildingGroup, Community, Compound
from seeds import read

SLUG = "ganquanyuan"
#: The real names are not known: 一 to 六 stand in for them.
COMPOUNDS = (("一", 28, 1983), ("二", 26, 1984), ("三", 24, 1985), ("四", 24, 1986), ("五", 22, 1987), ("六", 20, 1988))


@dataclass(frozen=True)
class Shape:
    floors: int
    flats: int


#: 100 × 24 + 29 × 20 + 15 × 18 = 3,250 units.
LARGE, LOW, NARROW = Shape(6, 4), Shape(5, 4), Shape(6, 3)


def shape(no):
    """The stair's floors and flats a floor. 55 and 144 share no factor, so the three kinds are spread evenly."""
    rank = (no - 1) * 55 % 144
    if rank < 15:
        return NARROW
    return LOW if rank < 44 else LARGE


@transaction.atomic
def load(tally):
    if community := Community.objects.filter(slug=SLUG).first():
        return community
    community = tally.add(Community(slug=SLUG, is_demo=True, **read(__file__, "community.toml")))
    no = 0
    for position, (numeral, stairs, year) in enumerate(COMPOUNDS, start=1):
        compound = Compound(community=community, name=f"{numeral}小区", position=position, name_is_placeholder=True)
        tally.add(compound)
        for _ in range(stairs):
            no += 1
            tally.add(
                BuildingGroup(
                    community=community,
                    compound=compound,
                    name=f"{no}号",
                    no=str(no),
                    position=no,
                    floors=shape(no).floors,
                    built_year=year,
                )
            )
    return community
