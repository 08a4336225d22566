"""How every premises stands with one duty: rule, last time, next due day, plans. A few SQL statements for all of them."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from db.duties.rules import EVACUATION_DRILL, Rule, own_field, own_rule, rules_for
from db.duties.windows import Window, due_window, windows_until
from db.self_checks import all_self_checks, self_check_days
from db.spec.premises import PREMISES


@dataclass(frozen=True, slots=True)
class Planned:
    """A drill that is planned or prepared: its day and the plan's record id."""

    day: date
    plan_id: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Premises and one duty of theirs. `rules` are those that apply, the one that counts first; none: nothing is asked.

    `due` is the last day for the next time; before `today` it is overdue. `windows` lead from the start to the open one.
    """

    premises_id: str
    no: str
    name: str
    premises_type: str
    rules: tuple[Rule, ...]
    done: tuple[date, ...] = ()
    planned: tuple[Planned, ...] = ()
    windows: tuple[Window, ...] = ()
    due: date | None = None
    is_overdue: bool = False
    is_suspended: bool = False

    @property
    def rule(self) -> Rule | None:
        """The rule that counts; None when nothing is asked."""
        return self.rules[0] if self.rules and self.rules[0].months else None

    @property
    def last_done(self) -> date | None:
        """The last time it was done."""
        return self.done[-1] if self.done else None


def standings(connection: sqlite3.Connection, duty: str, today: date) -> list[Standing]:
    """Every premises that is not closed, in the order of what is due first; those that owe nothing come last."""
    done = times_done(connection, duty, today)
    planned = _planned(connection) if duty == EVACUATION_DRILL else {}
    found = [
        _standing(row, duty, done.get(row[0], []), planned.get(row[0], ()), today)
        for row in _premises(connection, duty)
    ]
    return sorted(found, key=lambda each: (each.due or date.max, each.no))


def standing_of(connection: sqlite3.Connection, duty: str, premises_id: str, today: date) -> Standing | None:
    """One premises and a duty of theirs, worked out for these alone; None for premises that are closed."""
    for row in _premises(connection, duty, premises_id):
        done = times_done(connection, duty, today, premises_id).get(premises_id, [])
        planned = _planned(connection) if duty == EVACUATION_DRILL else {}
        return _standing(row, duty, done, planned.get(premises_id, ()), today)
    return None


def times_done(
    connection: sqlite3.Connection, duty: str, today: date, only: str | None = None
) -> dict[str, list[date]]:
    """The days on which each premises did it, by record id, in order. Only what was held counts, up to today (part D).

    `only` limits the work to one premises.
    """
    read = _drills if duty == EVACUATION_DRILL else _self_checks
    done: dict[str, set[str]] = defaultdict(set)
    for premises, day in read(connection, today.isoformat(), only):
        done[premises].add(day)
    return {premises: [date.fromisoformat(day) for day in sorted(days)] for premises, days in done.items()}


def _self_checks(connection: sqlite3.Connection, until: str, only: str | None) -> Iterable[tuple[str, str]]:
    if only is None:
        return all_self_checks(connection, until)
    return [(only, day) for day in self_check_days(connection, only, "", until)]


def _drills(connection: sqlite3.Connection, until: str, only: str | None) -> Iterable[tuple[str, str]]:
    """Operational drills: at a table nobody learns the way out."""
    held = "retired_at IS NULL AND form = 'operational' AND date <= ?"
    joined = "json_extract(each.value, '$.premises')"
    statement = (
        f"SELECT premises, date FROM drill WHERE {'premises = ?' if only else 'premises IS NOT NULL'} AND {held}"
        f" UNION ALL SELECT {joined}, drill.date FROM drill, json_each(drill.also_premises) AS each"
        f" WHERE {f'{joined} = ? AND ' if only else ''}{held}"
    )
    values = (only, until) if only else (until,)
    return connection.execute(statement, values * 2).fetchall()


def _planned(connection: sqlite3.Connection) -> Mapping[str, tuple[Planned, ...]]:
    statement = (
        "SELECT premises, planned_on, id FROM drill_plan WHERE retired_at IS NULL AND premises IS NOT NULL"
        " AND form = 'operational' AND status IN ('planned', 'prepared') ORDER BY planned_on"
    )
    planned: dict[str, tuple[Planned, ...]] = defaultdict(tuple)
    for premises, day, plan_id in connection.execute(statement).fetchall():
        planned[premises] += (Planned(date.fromisoformat(day), plan_id),)
    return planned


def _premises(connection: sqlite3.Connection, duty: str, only: str | None = None) -> list[tuple[str, ...]]:
    marks = ", ".join("?" * len(PREMISES.open_statuses))
    statement = (
        f"SELECT id, no, name, type, flags, status, max(created_at, coalesce(opened_on, '')), {own_field(duty)},"
        f" rule_reason FROM premises WHERE retired_at IS NULL AND status IN ({marks})"
    )
    if only:
        return connection.execute(f"{statement} AND id = ?", (*PREMISES.open_statuses, only)).fetchall()
    return connection.execute(statement, PREMISES.open_statuses).fetchall()


def _standing(
    row: tuple[str, ...], duty: str, done: list[date], planned: tuple[Planned, ...], today: date
) -> Standing:
    premises_id, no, name, premises_type, flags, status, known_since, period, reason = row
    own = own_rule(duty, period, reason)
    legal = rules_for(duty, premises_type, json.loads(flags) if flags else ())
    rules = (own, *legal) if own else legal
    is_suspended = status != "operating"
    if not rules or not rules[0].months or is_suspended:
        return Standing(
            premises_id, no, name, premises_type, rules, tuple(done), planned, is_suspended=is_suspended
        )
    start = min([date.fromisoformat(known_since[:10]), *done[:1]])
    windows = tuple(windows_until(rules[0].counted, rules[0].months, start, done, today))
    due = due_window(windows).last
    return Standing(
        premises_id, no, name, premises_type, rules, tuple(done), planned, windows, due, due < today
    )
