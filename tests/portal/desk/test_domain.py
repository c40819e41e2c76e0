"""How near a vote is, with figures worked out by hand."""

from fractions import Fraction

from portal.desk.domain import Shortfall, distance, of_count, of_turnout
from projects.consultations.domain import Rule, Threshold

TWO_THIRDS, THREE_QUARTERS = Threshold(2, 3, False), Threshold(3, 4, False)
LIFT = Rule(TWO_THIRDS, TWO_THIRDS, THREE_QUARTERS, THREE_QUARTERS)


def test_open_vote_lacks_what_the_quorum_asks_for():
    # Two thirds of 12 heads are 8; two thirds of 692.64 m² are 461.76 m².
    found = of_turnout(LIFT, heads=6, of_heads=12, area=4_000_000, of_area=6_926_400)
    assert found == [Shortfall("area_quorum", 617_600, 6_926_400), Shortfall("head_quorum", 2, 12)]
    assert [item.is_area for item in found] == [True, False]


def test_open_vote_with_its_quorum_lacks_nothing():
    assert of_turnout(LIFT, heads=8, of_heads=12, area=4_617_600, of_area=6_926_400) == []
    heads_only = Rule(None, Threshold(1, 2, True), None, Threshold(1, 2, True))
    # More than half of 10 is 6.
    assert of_turnout(heads_only, heads=4, of_heads=10, area=4, of_area=10) == [Shortfall("head_quorum", 2, 10)]


def test_count_lacks_what_each_test_missed():
    tests = [
        {"name": "area_quorum", "required": ">=2/3", "numerator": "461.76", "denominator": "692.64"},
        {"name": "head_quorum", "required": ">=2/3", "numerator": "8", "denominator": "12"},
        {"name": "area_consent", "required": ">=3/4", "numerator": "300.00", "denominator": "461.76"},
        {"name": "head_consent", "required": None, "numerator": "5", "denominator": "8"},
    ]
    # Three quarters of 461.76 are 346.32.
    assert of_count(tests) == [Shortfall("area_consent", 463_200, 4_617_600)]
    assert of_count(tests[:2]) == []


def test_distance_is_the_part_that_lacks_most():
    assert distance([Shortfall("area_quorum", 617_600, 6_926_400), Shortfall("head_quorum", 2, 12)]) == Fraction(1, 6)
    assert distance([]) == 0
