import datetime

from communities.register.domain import Holding, Person, settle


def holding(pk, name, role="owner", owner=None, fingerprint=""):
    return Holding(pk, role, owner or pk * 10, datetime.date(2020, 1, 1), name, "", "", fingerprint)


def test_same_people_change_nothing():
    people = [Person("owner", "张三"), Person("co_owner", "李四")]
    result = settle(people, [holding(1, "张 三"), holding(2, "李四", "co_owner")], {})
    assert (result.ended, result.started) == ([], [])
    assert [kept.pk for kept, _ in result.kept] == [1, 2]


def test_role_the_sheet_leaves_empty_is_left_alone():
    result = settle([Person("owner", "张三")], [holding(1, "张三"), holding(2, "李四", "tenant")], {})
    assert result.ended == []
    assert settle([], [holding(1, "张三")], {}).ended == []


def test_other_owner_ends_the_one_before():
    result = settle([Person("owner", "王五")], [holding(1, "张三")], {})
    assert [ended.pk for ended in result.ended] == [1]
    assert result.started == [(Person("owner", "王五"), None)]
    assert result.replaced_roles == {"owner"}


def test_co_owner_who_becomes_the_owner_stays_the_same_person():
    result = settle([Person("owner", "李四")], [holding(1, "张三"), holding(2, "李四", "co_owner")], {})
    assert result.started == [(Person("owner", "李四"), 20)]


def test_certificate_decides_against_the_name():
    known = Person("owner", "张三", fingerprint="f")
    assert settle([known], [holding(1, "张三")], {"f": 99}).started == [(known, 99)]
    assert settle([known], [holding(1, "张三", fingerprint="g")], {"g": 10}).started == [(known, None)]
    assert settle([known], [holding(1, "张三丰", fingerprint="f")], {"f": 10}).started == []


def test_certificate_that_comes_later_is_taken_by_the_owner_of_that_name():
    result = settle([Person("owner", "张三", fingerprint="f")], [holding(1, "张三")], {})
    assert [kept.pk for kept, _ in result.kept] == [1]
    assert result.ended == []


def test_erased_holder_ends_only_when_another_takes_the_place():
    erased = [holding(1, "", "co_owner"), holding(2, "李四", "co_owner")]
    assert settle([Person("co_owner", "李四")], erased, {}).ended == []
    assert [ended.pk for ended in settle([Person("owner", "王五")], [holding(3, "")], {}).ended] == [3]


def test_two_of_one_name_are_two():
    both = [Person("co_owner", "张三"), Person("co_owner", "张三")]
    result = settle(both, [holding(1, "张三", "co_owner"), holding(2, "张三", "co_owner")], {})
    assert [kept.pk for kept, _ in result.kept] == [1, 2]
    assert result.started == []
