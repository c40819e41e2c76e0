import datetime

from projects.deliberation.domain import days_short, is_quorate, lights, minutes_between, too_long

DAY = datetime.date(2026, 11, 22)


def test_agenda_fits_or_is_so_much_too_long():
    start = datetime.datetime(2026, 11, 22, 19, tzinfo=datetime.UTC)
    assert minutes_between(start, start + datetime.timedelta(minutes=90, seconds=59)) == 90
    assert too_long([60, 30], 90) == 0
    assert too_long([60, 31], 90) == 1


def test_notice_of_fifteen_days_counts_from_the_day_after():
    assert days_short(DAY, DAY + datetime.timedelta(days=15), 15) == 0
    assert days_short(DAY, DAY + datetime.timedelta(days=14), 15) == 1
    assert days_short(DAY, DAY, None) == 0


def test_light_turns_at_the_exact_fraction():
    asked = {"people": ">1/2", "area": ">=2/3"}
    due = {"people": 12, "households": 9, "area": 692}
    found = lights(asked, {"people": 6, "households": 0, "area": 461}, due)
    assert [(light.measure, light.lacking) for light in found] == [("people", 1), ("area", 1)]
    assert is_quorate(found) is False
    assert is_quorate(lights(asked, {"people": 7, "households": 0, "area": 462}, due)) is True


def test_nothing_asked_has_no_light_and_nobody_is_no_quorum():
    nobody = {"people": 0, "households": 0, "area": 0}
    assert is_quorate(lights({}, nobody, nobody)) is None
    assert is_quorate(lights({"people": ">=1/2"}, nobody, nobody)) is False
