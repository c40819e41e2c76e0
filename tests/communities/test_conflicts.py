import pytest
from django.db import IntegrityError

from communities.scoping import conflicts


@pytest.mark.parametrize(
    "text, said",
    [
        ("retrofits_stagechange: append-only", "只能增加"),
        ("places_group: other community", "两个居民区"),
        ('duplicate key value violates unique constraint "people_membership_once"', "这个账号已有同样的权限"),
        ("CHECK constraint failed: places_unit_floor_sane", "楼层在-3到60之间"),
        ("something nobody foresaw", "请刷新页面"),
    ],
)
def test_words_for_what_the_database_says(text, said):
    words = conflicts.words(IntegrityError(text))
    assert said in words
    assert "_" not in words
