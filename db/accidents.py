"""Accidents against the plan's goal: fewer events and deaths than in the year it starts from (GOAL-5, GOAL-6)."""

from __future__ import annotations

import json
import sqlite3
from decimal import Decimal

from db.errors import InvalidRecord, Problem
from db.lists import record_ids, records_by_id
from db.settings import keep_setting, setting
from db.spec import ACCIDENT
from db.spec.code_tables import code_table
from db.spec.field import Record
from db.spec.query import Query, Sort
from db.store import Transaction
from db.value import Value

_BASELINE = "accident.baseline"


class AccidentGoal(Value):
    """What the plan wants: a year to start from, by how many per cent less, and the years it is for."""

    label: str
    baseline_year: int
    reduce_percent: int
    years: tuple[int, ...]


class Baseline(Value):
    """Accidents and deaths of the year the goal starts from, with where the figures come from."""

    count: int
    deaths: int
    source: str


class YearOfAccidents(Value):
    """One year's production accidents: which, how many died, how many were 较大 or worse."""

    year: int
    accidents: tuple[Record, ...]
    deaths: int
    larger: int

    @property
    def count(self) -> int:
        """How many accidents."""
        return len(self.accidents)


def accident_goal() -> AccidentGoal:
    """The goal as the data file states it."""
    goal = code_table("accident_goal").codes[0]
    return AccidentGoal(
        goal.label, goal.extra["baseline_year"], goal.extra["reduce_percent"], tuple(goal.extra["years"])
    )


def baseline(connection: sqlite3.Connection) -> Baseline | None:
    """The figures of the starting year; None until somebody enters them, which is not the same as zero."""
    kept = setting(connection, _BASELINE)
    return Baseline(**json.loads(kept)) if kept else None


def keep_baseline(transaction: Transaction, count: int, deaths: int, source: str) -> None:
    """Keep the figures of the starting year. Raises InvalidRecord for deaths without an accident."""
    if deaths and not count:
        raise InvalidRecord([Problem("count", "deaths_without_accident")])
    kept = {"count": count, "deaths": deaths, "source": source.strip()}
    keep_setting(transaction, _BASELINE, json.dumps(kept, ensure_ascii=False))
    transaction.touch(ACCIDENT.table, "")


def year_of_accidents(connection: sqlite3.Connection, year: int) -> YearOfAccidents:
    """The production accidents of a year: only they count for the goal (生产安全事故起数和死亡人数)."""
    query = Query(date_from=f"{year}-01-01", date_to=f"{year}-12-31", sort=(Sort("date"), Sort("no")))
    found = records_by_id(connection, ACCIDENT.table, record_ids(connection, ACCIDENT.table, query, ""))
    counted = tuple(each for each in found if each["is_production"])
    larger = sum(each["level"] != code_table("accident_level").codes[0].code for each in counted)
    return YearOfAccidents(year, counted, sum(each["final_dead"] or 0 for each in counted), larger)


def at_most(base: int, reduce_percent: int) -> Decimal | None:
    """How many there may be to meet the goal; None from a base of zero, from which nothing can be taken off."""
    return Decimal(base) * (100 - reduce_percent) / 100 if base else None


def change_percent(base: int, actual: int) -> Decimal | None:
    """By how many per cent a year differs from the base, one decimal; None from a base of zero."""
    return (Decimal(actual - base) * 100 / base).quantize(Decimal("0.1")) if base else None
