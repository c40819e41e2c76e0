"""The roll as pure rules: heads, summed areas, and what the register lacks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.consultations.domain import (
    Flat,
    Head,
    Holder,
    Reading,
    Refused,
    build_roll,
    canonical_digest,
    reading_faults,
    roll_rows,
    square_metres,
    status_of,
)

holders = st.builds(Holder, st.sampled_from("abcdef"), st.booleans())
areas = st.integers(1, 99_999_999)


@given(st.lists(st.tuples(holders, areas), min_size=1, max_size=60))
def test_every_flat_counts_once_and_every_owner_is_one_head(register):
    flats = [Flat(number, f"{number}室", 1, area, (holder,)) for number, (holder, area) in enumerate(register)]
    heads = build_roll(flats)
    assert sorted(unit for head in heads for unit, _ in head.units) == list(range(len(register)))
    assert sum(head.area_cm2 for head in heads) == sum(area for _, area in register)
    assert len(heads) == len({holder.identity for holder, _ in register})
    assert sum(head.identity == "developer" for head in heads) == any(holder.is_developer for holder, _ in register)


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 2)), min_size=1, max_size=20))
def test_flats_that_lack_something_are_each_named_and_no_other(register):
    flats = [
        Flat(number, f"第{number}室", 1 if floor else None, 100 if area else None, tuple(map(Holder, "ab"[:owners])))
        for number, (floor, area, owners) in enumerate(register)
    ]
    lacking = [f"第{n}室" for n, (floor, area, owners) in enumerate(register) if not (floor and area and owners == 1)]
    if not lacking:
        assert sum(len(head.units) for head in build_roll(flats)) == len(flats)
        return
    with pytest.raises(Refused) as caught:
        build_roll(flats)
    assert [message.partition("：")[0] for message in caught.value.messages] == lacking


def test_flat_with_two_current_owners_is_named():
    with pytest.raises(Refused, match="不止一位现任业主") as caught:
        build_roll([Flat(1, "101室", 1, 100, (Holder("a"), Holder("b")))])
    assert caught.value.messages == ["101室：有不止一位现任业主，请核对产权关系"]


def test_head_without_flats_has_a_nominal_area():
    assert Head("volunteer:3").area_cm2 == 10_000
    assert roll_rows([("k", 10_000)]) == [{"voter": "k", "area": "1.00"}]


@pytest.mark.parametrize("area, text", [(543_600, "54.36"), (610_850, "61.0850"), (1, "0.0001"), (10_000, "1.00")])
def test_area_is_written_exactly(area, text):
    whole, _, part = text.partition(".")
    assert square_metres(area) == text
    assert int(whole) * 10_000 + int(part.ljust(4, "0")) == area


def test_digest_of_a_roll_does_not_depend_on_its_order():
    rows = [("b", 543_600), ("a", 610_800)]
    assert canonical_digest(roll_rows(rows)) == canonical_digest(roll_rows(reversed(rows)))
    assert roll_rows(rows)[0] == {"voter": "a", "area": "61.08"}


def test_flaw_decides_the_status():
    assert [status_of(flaw) for flaw in ("", "co_owners", "original", "unsigned", "no_tick")] == [
        "valid",
        "pending",
        "pending",
        "invalid",
        "invalid",
    ]
    assert reading_faults(Reading("agree", "post")) == []


def test_two_readings_agree_whatever_their_references_say():
    one = Reading("agree", "post", "agent", authority="扫描件7")
    assert one.agrees_with(Reading("agree", "post", "agent", authority="七号"))
    assert not one.agrees_with(Reading("agree", "post", "owner"))
