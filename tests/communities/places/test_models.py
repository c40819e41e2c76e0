import pytest
from django.db import IntegrityError, connection, transaction

from communities.models import BuildingGroup, Community, Compound, Unit


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def delete_and_check(place):
    sql(f"DELETE FROM {place._meta.db_table} WHERE id = %s", place.pk)
    connection.check_constraints()  # foreign keys are judged at the end of a transaction


def test_community_slug_empty_is_refused(refused):
    with refused("places_community_slug_given"):
        Community.objects.create(slug="", name="甲", publisher="甲")


def test_community_slug_used_twice_is_refused(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Community.objects.create(slug="jia", name="丙", publisher="丙")
    assert Community.objects.filter(slug="jia").count() == 1
    assert not Community.objects.filter(name="丙").exists()


def test_community_slug_never_changes(cast, refused):
    with refused("places_community_fixed"):
        sql("UPDATE communities_community SET slug = 'bing' WHERE id = %s", cast.here.pk)


def test_compound_same_name_in_one_community_is_refused(cast, refused):
    with refused("places_compound_name_once"):
        Compound.objects.create(community=cast.here, name="东村")
    assert Compound.objects.create(community=cast.there, name="东村").pk


def test_compound_never_moves_to_another_community(cast, refused):
    with refused("places_compound_fixed"):
        sql("UPDATE communities_compound SET community_id = %s WHERE id = %s", cast.there.pk, cast.east.pk)


def test_group_no_used_twice_in_one_community_is_refused(cast, refused):
    with refused("places_group_no_once"):
        BuildingGroup.objects.create(community=cast.here, compound=cast.west, name="11号", no="1")
    assert BuildingGroup.objects.create(community=cast.there, compound=cast.far, name="1号", no="1").pk


def test_group_name_used_twice_in_one_compound_is_refused(cast, refused):
    with refused("places_group_name_once"):
        BuildingGroup.objects.create(community=cast.here, compound=cast.east, name="1号", no="e1")
    assert BuildingGroup.objects.create(community=cast.here, compound=cast.west, name="1号", no="w1").pk


@pytest.mark.parametrize("floors", (0, 61))
def test_group_with_impossible_floors_is_refused(cast, refused, floors):
    with refused("places_group_floors_sane"):
        BuildingGroup.objects.filter(pk=cast.stair1.pk).update(floors=floors)


@pytest.mark.parametrize("column", ("community_id", "no"))
def test_group_never_changes_its_address(cast, refused, column):
    value = cast.there.pk if column == "community_id" else "77"
    with refused("places_group_fixed"):
        sql(f"UPDATE communities_buildinggroup SET {column} = %s WHERE id = %s", value, cast.stair1.pk)


def test_group_in_a_compound_of_another_community_is_refused(cast, refused):
    with refused("places_group_compound_id_home_insert"):
        BuildingGroup.objects.create(community=cast.here, compound=cast.far, name="5号", no="5")
    with refused("places_group_compound_id_home_update"):
        BuildingGroup.objects.filter(pk=cast.stair1.pk).update(compound=cast.far)


def test_unit_room_used_twice_in_one_group_is_refused(cast, refused):
    with refused("places_unit_room_once"):
        Unit.objects.create(building_group=cast.stair1, room="101")
    assert Unit.objects.create(building_group=cast.stair2, room="101").pk


@pytest.mark.parametrize("area", (0, -1, 100_000_000))
def test_unit_with_impossible_area_is_refused(cast, refused, area):
    with refused("places_unit_area_sane"):
        Unit.objects.filter(pk=cast.units["1", "101"].pk).update(area_cm2=area)


@pytest.mark.parametrize("area", (1, 99_999_999, None))
def test_unit_with_possible_or_unknown_area_is_kept_exactly(cast, area):
    unit = Unit.objects.create(building_group=cast.stair2, room="201", area_cm2=area)
    assert Unit.objects.get(pk=unit.pk).area_cm2 == area
    assert unit in Unit.objects.filter(area_cm2=area)


@pytest.mark.parametrize("floor", (0, -4, 61))
def test_unit_on_impossible_floor_is_refused(cast, refused, floor):
    with refused("places_unit_floor_sane"):
        Unit.objects.filter(pk=cast.units["1", "101"].pk).update(floor=floor)


def test_unit_never_moves_to_another_group(cast, refused):
    with refused("places_unit_fixed"):
        sql(
            "UPDATE communities_unit SET building_group_id = %s WHERE id = %s",
            cast.stair9.pk,
            cast.units["1", "101"].pk,
        )


def test_place_that_holds_others_is_not_deleted(cast):
    for place in (cast.here, cast.east, cast.stair1, cast.units["1", "101"]):
        with pytest.raises(IntegrityError), transaction.atomic():
            delete_and_check(place)
        assert type(place).objects.filter(pk=place.pk).exists()


def test_places_are_named_by_where_they_stand(cast):
    assert str(cast.stair1) == "东村1号"
    assert str(cast.units["1", "601"]) == "东村1号601室"
    assert cast.units["1", "601"].community_id == cast.here.pk
