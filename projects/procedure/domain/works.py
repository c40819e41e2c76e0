"""Milestones and the safety list, counted. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

#: Years that a day of works can lie in: the others are slips of the hand.
YEARS = range(2000, 2101)


@dataclass(frozen=True)
class SafetyCount:
    """``asked``: items that apply to this site, ``done``: those carried out. Nobody's answer counts as open."""

    asked: int
    done: int

    @property
    def open(self) -> int:
        return self.asked - self.done


def count_safety(answers: Iterable[str]) -> SafetyCount:
    """From one answer an item: "yes", "no", "not_applicable", or "" where nobody has looked yet."""
    asked = [answer for answer in answers if answer != "not_applicable"]
    return SafetyCount(len(asked), asked.count("yes"))


def days_behind(planned_on: date | None, done_on: date | None, today: date) -> int:
    """Days past the planned day: until it was done, or until today; 0 when in time or never planned."""
    if planned_on is None:
        return 0
    return max(0, ((done_on or today) - planned_on).days)


def fault_of_days(started_on: date | None, done_on: date | None, today: date) -> str:
    """Why these actual days cannot be; "" when they can."""
    given = [day for day in (started_on, done_on) if day is not None]
    if any(day.year not in YEARS for day in given):
        return "年份不对，请核对"
    if any(day > today for day in given):
        return "实际日期不能晚于今天；还没有到的写在计划日期里"
    if done_on and started_on is None:
        return "完成以前先要有开始日期"
    if done_on and done_on < started_on:
        return "完成日期不能早于开始日期"
    return ""
