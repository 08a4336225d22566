"""The comparison of accidents with the year the plan's goal starts from (GOAL-5, GOAL-6)."""

from __future__ import annotations

from dataclasses import dataclass

from db import accidents
from db.accident_comparison import COMPARISON_HEADS, comparison_note, comparison_rows
from db.accidents import AccidentGoal, Baseline, YearOfAccidents, keep_baseline
from desktop.office import Office


@dataclass(frozen=True)
class Comparison:
    """The goal, the figures it starts from (None: not entered yet), each year, and all of it as a table in words."""

    goal: AccidentGoal
    base: Baseline | None
    years: tuple[YearOfAccidents, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of the table."""
        return COMPARISON_HEADS

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The rows of the table."""
        return comparison_rows(self.goal, self.base, self.years)

    @property
    def note(self) -> str:
        """What is counted, and what to make of a base that is missing or zero."""
        return comparison_note(self.goal, self.base)


def compare(office: Office) -> Comparison:
    """The years of the goal that have begun, beside the year it starts from."""
    reader, goal = office.store.reader(), accidents.accident_goal()
    years = [year for year in goal.years if year <= office.clock.today().year]
    return Comparison(
        goal, accidents.baseline(reader), tuple(accidents.year_of_accidents(reader, year) for year in years)
    )


def set_baseline(office: Office, count: int, deaths: int, source: str) -> None:
    """Keep the figures of the starting year. Raises InvalidRecord for deaths without an accident."""
    office.write(lambda tx: keep_baseline(tx, count, deaths, source), "登记事故基数")
