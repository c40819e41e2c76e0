"""The worked examples of the rules (six floors × two flats: six of 54.36 m², six of 61.08 m²), and the file format."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.consultations.domain import BadRecord, Threshold, count, differing, percent, recount

A, B = "54.36", "61.08"
RULE = {
    "code": "LIFT_ENTRANCE",
    "citation": "沪建房管联〔2020〕801号",
    "area_quorum": ">=2/3",
    "head_quorum": ">=2/3",
    "area_consent": ">=3/4",
    "head_consent": ">=3/4",
}


def record(ballots, rule=RULE, roll=None):
    roll = roll or [{"voter": f"a{n}", "area": A} for n in range(6)] + [{"voter": f"b{n}", "area": B} for n in range(6)]
    return {
        "format": "linli/consultation-record/1",
        "rule": rule,
        "roll": roll,
        "ballots": [{"voter": voter, "choice": choice, "status": "valid"} for voter, choice in ballots],
    }


def votes(agree="", disagree="", abstain=""):
    return [
        (voter, choice)
        for choice, voters in (("agree", agree), ("disagree", disagree), ("abstain", abstain))
        for voter in voters.split()
    ]


def met(result):
    return [test["met"] for test in result["tests"]]


def test_example_1_both_edges_met_passes():
    result = recount(record(votes("a0 a1 b0 b1 b2 b3", "a2 a3")))
    assert result["outcome"] == "passed"
    assert met(result) == [True, True, True, True]
    assert result["tests"][0] == {
        "name": "area_quorum",
        "numerator": "461.76",
        "denominator": "692.64",
        "required": ">=2/3",
        "met": True,
        "percent": "66.66",
    }
    assert result["tests"][2]["percent"] == "76.45"
    assert result["heads"] == {"roll": 12, "took_part": 8, "agree": 6, "disagree": 2, "abstain": 0}
    assert result["areas"]["agree"] == "353.04"


def test_example_2_area_consent_alone_fails():
    result = recount(record(votes("a0 a1 a2 a3 b0 b1", "b2 b3")))
    assert result["outcome"] == "failed"
    assert met(result) == [True, True, False, True]
    assert result["tests"][2]["percent"] == "73.54"


def test_example_3_unanimous_without_quorum_fails():
    result = recount(record(votes("a0 a1 a2 a3 b0 b1 b2")))
    assert result["outcome"] == "failed"
    assert met(result) == [False, False, True, True]
    assert [test["percent"] for test in result["tests"]] == ["57.84", "58.33", "100.00", "100.00"]


def test_example_4_three_silent_passes():
    result = recount(record(votes("a0 a1 a2 a3 b0 b1 b2", "b3 b4")))
    assert result["outcome"] == "passed"
    assert [test["percent"] for test in result["tests"]] == ["75.48", "75.00", "76.63", "77.77"]


def test_example_5_abstentions_count_below_the_line():
    result = recount(record(votes("a0 a1 a2 a3 b0 b1 b2 b3", "a4", "a5 b4 b5")))
    assert result["outcome"] == "failed"
    assert met(result) == [True, True, False, False]
    assert [test["percent"] for test in result["tests"][2:]] == ["66.66", "66.66"]


def test_example_6_owner_of_two_flats_is_one_head_with_summed_area():
    roll = [{"voter": "twice", "area": "115.44"}]
    roll += [{"voter": f"a{n}", "area": A} for n in range(5)] + [{"voter": f"b{n}", "area": B} for n in range(5)]
    seven = recount(record(votes("twice a0 a1 a2 b0 b1 b2"), roll=roll))
    eight = recount(record(votes("twice a0 a1 a2 a3 b0 b1 b2"), roll=roll))
    assert (seven["heads"]["roll"], seven["areas"]["roll"]) == (11, "692.64")
    assert met(seven)[1] is False
    assert met(eight)[1] is True


def test_example_7_a_tie_is_not_more_than_half():
    rule = RULE | {"code": "ORDINARY", "area_consent": ">1/2", "head_consent": ">1/2"}
    result = recount(record(votes("a0 a1 a2 b0 b1 b2", "a3 a4 a5 b3 b4 b5"), rule))
    assert result["outcome"] == "failed"
    assert met(result) == [True, True, False, False]
    assert result["tests"][3]["percent"] == "50.00"


def test_nobody_takes_part_fails_every_test():
    result = recount(record([]))
    assert met(result) == [False, False, False, False]
    assert result["tests"][2]["percent"] == "0.00"


def test_null_threshold_is_not_asked_and_does_not_decide():
    rule = RULE | {"code": "COMMITTEE", "area_quorum": None, "area_consent": None}
    rule |= {"head_quorum": ">1/2", "head_consent": ">1/2", "consent_base": "roll"}
    roll = [{"voter": f"m{n}", "area": "1"} for n in range(5)]
    three = recount(record(votes("m0 m1 m2"), rule, roll))
    two = recount(record(votes("m0 m1", "m2"), rule, roll))
    assert (three["outcome"], met(three)) == ("passed", [None, True, None, True])
    assert three["tests"][0]["required"] is None
    assert (two["outcome"], two["tests"][3]["denominator"]) == ("failed", "5")


def test_invalid_and_pending_ballots_do_not_take_part():
    held = record(votes("a0 a1 b0 b1 b2 b3", "a2 a3"))
    held["ballots"] += [
        {"voter": "a4", "choice": "agree", "status": "pending"},
        {"voter": "a5", "choice": "agree", "status": "invalid"},
        {"voter": "a5", "choice": "disagree", "status": "invalid"},
    ]
    assert recount(held)["heads"]["took_part"] == 8
    assert recount(held)["outcome"] == "passed"


def test_digest_ignores_what_is_published_and_the_order_of_keys():
    plain = record(votes("a0"))
    turned = dict(reversed(list(copy.deepcopy(plain).items()))) | {"published": {"outcome": "passed"}}
    assert recount(plain)["digest"] == recount(turned)["digest"]
    assert recount(record(votes("a1")))["digest"] != recount(plain)["digest"]


def test_published_figures_that_differ_are_named():
    result = recount(record(votes("a0 a1 b0 b1 b2 b3", "a2 a3")))
    assert differing({"outcome": "passed", "heads": {"agree": 6}}, result) == []
    assert differing({"outcome": "failed", "heads": {"agree": 7}}, result) == ["outcome", "heads"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda r: r.update(format="linli/consultation-record/2"),
        lambda r: r["rule"].update(code="UNHEARD_OF"),
        lambda r: r["rule"].update(area_quorum="2/3"),
        lambda r: r["rule"].update(area_quorum=">=4/3"),
        lambda r: r["rule"].update(consent_base="everyone"),
        lambda r: r["rule"].pop("head_consent"),
        lambda r: r["rule"].update(dict.fromkeys(["area_quorum", "head_quorum", "area_consent", "head_consent"])),
        lambda r: r.update(roll=[]),
        lambda r: r["roll"].append({"voter": "a0", "area": A}),
        lambda r: r["roll"].append({"voter": "z", "area": "0.00"}),
        lambda r: r["roll"].append({"voter": "z", "area": "-1"}),
        lambda r: r["roll"].append({"voter": "z", "area": "NaN"}),
        lambda r: r["roll"].append({"voter": "z", "area": "1e2"}),
        lambda r: r["roll"].append({"voter": "z", "area": 54.36}),
        lambda r: r["roll"].append("z"),
        lambda r: r["ballots"].append({"voter": "nobody", "choice": "agree", "status": "valid"}),
        lambda r: r["ballots"].append({"voter": "a0", "choice": "agree", "status": "valid"}),
        lambda r: r["ballots"].append({"voter": "a1", "choice": "maybe", "status": "valid"}),
        lambda r: r["ballots"].append({"voter": "a1", "choice": "agree", "status": "lost"}),
        lambda r: r["ballots"].append({"voter": ["a1"], "choice": "agree", "status": "valid"}),
        lambda r: r.pop("ballots"),
    ],
)
def test_record_that_cannot_be_counted_is_refused(damage):
    broken = copy.deepcopy(record(votes("a0")))
    damage(broken)
    with pytest.raises(BadRecord) as refusal:
        recount(broken)
    assert str(refusal.value)


def test_percent_is_truncated():
    assert percent(74_999, 100_000) == "74.99"
    assert percent(2, 3) == "66.66"


@given(st.lists(st.tuples(st.integers(1, 10**9), st.sampled_from(["agree", "disagree", "abstain", None])), min_size=1))
def test_count_sums_parts_and_meets_thresholds_exactly(voters):
    roll = {str(index): area for index, (area, _) in enumerate(voters)}
    ballots = [(str(index), choice, "valid") for index, (_, choice) in enumerate(voters) if choice]
    heads, areas = count(roll, ballots)
    assert heads.took_part == len(ballots) <= heads.roll == len(voters)
    assert areas.took_part == sum(area for area, choice in voters if choice)
    assert Threshold.parse(">=2/3").met(areas.took_part, areas.roll) == (3 * areas.took_part >= 2 * areas.roll)


def test_silence_counts_only_by_a_clause_with_delivery_and_without_any_ballot():
    held = record(votes("a0 a1 b0 b1 b2 b3", "a2 a3"))
    held["ballots"].append({"voter": "a5", "choice": "agree", "status": "invalid"})
    for row in held["roll"]:
        row["delivered"] = row["voter"] in ("a0", "a4", "a5")
    assert "silent" not in recount(held)["heads"]
    held["rule"] = RULE | {"silence": "管理规约第8条"}
    counted = recount(held)
    assert counted["heads"]["silent"] == 1
    assert [(test["numerator"], test["denominator"]) for test in counted["tests"][1::2]] == [("8", "12"), ("7", "9")]


def test_silence_never_follows_a_minority():
    held = record(votes("a0 a1 b0", "a2 a3 b1"), RULE | {"silence": "管理规约第8条"})
    held["roll"][4]["delivered"] = True
    assert recount(held)["tests"][3]["numerator"] == "3"
    held["rule"] = RULE | {"silence": " "}
    with pytest.raises(BadRecord, match="silence"):
        recount(held)
