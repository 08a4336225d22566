"""Tasks out of a programme, for one year; and the next task of every series that repeats. Making twice makes nothing twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date

from db import lists, records
from db.errors import AppError
from db.spec import TASK
from db.spec.code_tables import code_table
from db.spec.dates import days_in_month
from db.spec.field import Record, Values
from db.spec.programme import clause_of, years_of
from db.store import Transaction

ONCE = "once"
_CARRIED = (
    "title", "programme", "clause", "clause_title", "plan", "target", "owner", "co_owners", "recurrence",
    "repeat_until", "note",
)  # fmt: skip


def make_year_tasks(
    transaction: Transaction,
    programme: Record,
    year: int,
    owner_of: Callable[[str], str],
    plan: str | None,
    committee_code: str,
) -> list[Record]:
    """Register the tasks of a programme for a year that are not there yet, also not in the recycle bin.

    `owner_of` names the person of a post. Raises AppError `programme_not_in_year`.
    """
    wanting = wanting_tasks(transaction.connection, programme, year, owner_of, plan)
    return [
        records.register(transaction, TASK.table, typed, committee_code, {"series": series, "period": period})
        for series, period, typed in wanting
    ]


def wanting_tasks(
    connection: sqlite3.Connection,
    programme: Record,
    year: int,
    owner_of: Callable[[str], str],
    plan: str | None = None,
) -> list[tuple[str, str, Record]]:
    """(series, period, values) of the tasks that `make_year_tasks` would register. Raises as it does."""
    if year not in years_of(programme):
        raise AppError("programme_not_in_year", name=programme["name"], year=year)
    known = _known_periods(connection, f"{programme['key']}/")
    return [
        (series, period, typed)
        for template in programme.get("tasks") or []
        for series, period, typed in _instances(programme, template, year, owner_of, plan)
        if (series, period) not in known
    ]


def _instances(
    programme: Values, template: Values, year: int, owner_of: Callable[[str], str], plan: str | None
) -> Iterator[tuple[str, str, Record]]:
    if template.get("years") and str(year) not in template["years"].split(","):
        return
    clause = clause_of(programme, template["clause"])
    for start, due, period in _periods_of(template, year):
        yield f"{programme['key']}/{template['key']}", period, {
            "title": template["title"], "programme": programme["id"], "clause": template["clause"],
            "clause_title": clause["label"] if clause else None, "plan": plan, "year": year,
            "target": template.get("target") or target_of(programme, template["clause"], year),
            "owner": owner_of(template.get("owner") or ""), "start": start.isoformat(), "due": due.isoformat(),
            "recurrence": template["recurrence"], "repeat_until": None if template["recurrence"] == ONCE else f"{year}-12-31",
        }  # fmt: skip


def target_of(programme: Values, clause: str, year: int) -> str | None:
    """What the programme wants of a clause in a year, or None."""
    rows = programme.get("targets") or []
    return next((row["text"] for row in rows if row["clause"] == clause and row["year"] == year), None)


def months_of(recurrence: str) -> int:
    """How many months lie between two tasks of a series; 0 for one that does not repeat."""
    found = code_table("recurrence").get(recurrence)
    return int(found.extra["months"]) if found else 0


def _periods_of(template: Values, year: int) -> Iterator[tuple[date, date, str]]:
    """(start, due, period) of each task of a template in a year."""
    months = months_of(template["recurrence"]) or 12
    for first in range(1, 13, months):
        start, due = date(year, first, 1), _last_day(year, first + months - 1)
        if months == 1 and template.get("due"):
            due = _on_day(year, first, int(template["due"]))
        if months == 12:
            start = _on(year, template.get("start")) or start
            due = _on(year, template.get("due")) or due
        yield start, due, period_label(start, months)


def period_label(start: date, months: int) -> str:
    """2026-03, 2026-Q1, 2026-H1 or 2026."""
    if months == 1:
        return f"{start:%Y-%m}"
    if months in (3, 6):
        return f"{start.year}-{'Q' if months == 3 else 'H'}{(start.month - 1) // months + 1}"
    return str(start.year)


def _on(year: int, month_day: str | None) -> date | None:
    return _on_day(year, *map(int, month_day.split("-"))) if month_day else None


def _on_day(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, days_in_month(year, month)))


def _last_day(year: int, month: int) -> date:
    return _on_day(year, month, 31)


def _known_periods(connection: sqlite3.Connection, prefix: str) -> set[tuple[str, str]]:
    """Every (series, period) of a programme, those in the recycle bin too: what the clerk deleted stays deleted."""
    rows = connection.execute(
        "SELECT series, period FROM task WHERE substr(series, 1, ?) = ?", (len(prefix), prefix)
    )  # a few hundred rows; once a year
    return {(row[0], row[1]) for row in rows}


def make_next_tasks(transaction: Transaction, committee_code: str) -> list[Record]:
    """Register the next task of each series whose time has come by today, and those missed while the program was off."""
    today = transaction.at[:10]
    made: list[Record] = []
    for tasks in _series(transaction.connection):
        made += _continued(transaction, tasks, today, committee_code)
    return made


def is_any_due(connection: sqlite3.Connection, today: str) -> bool:
    """Whether `make_next_tasks` would make a task now; asked first, so that a start without one writes nothing."""
    return any(_due_steps(tasks, today) for tasks in _series(connection))


def _series(connection: sqlite3.Connection) -> list[list[Record]]:
    """The tasks of every series that still repeats, oldest first, deleted ones among them."""
    rows = connection.execute(
        "SELECT DISTINCT coalesce(series, id) FROM task WHERE recurrence != ? AND retired_at IS NULL", (ONCE,)
    ).fetchall()
    found = []
    for (series,) in rows:
        ids = connection.execute(
            "SELECT id FROM task WHERE series = ? OR id = ? ORDER BY start, id", (series, series)
        ).fetchall()
        found.append(lists.records_by_id(connection, TASK.table, [each[0] for each in ids]))
    return found


def _due_steps(tasks: list[Record], today: str) -> list[tuple[str, str]]:
    """(start, due) of the tasks that a series is behind; what the last one that was not deleted says counts."""
    last, kept = tasks[-1], _last_kept(tasks)
    months, until = months_of(kept["recurrence"]), kept["repeat_until"] or "9999"
    steps: list[tuple[str, str]] = []
    while months:
        step = months * (len(steps) + 1)
        start = shifted(last["start"], step)
        if start > min(today, until):
            break
        steps.append((start, shifted(last["due"], step)))
    return steps


def _last_kept(tasks: list[Record]) -> Record:
    return [each for each in tasks if each["retired_at"] is None][-1]


def _continued(transaction: Transaction, tasks: list[Record], today: str, code: str) -> list[Record]:
    kept, made = _last_kept(tasks), []
    for start, due in _due_steps(tasks, today):
        typed = {name: kept[name] for name in _CARRIED} | {"start": start, "due": due, "year": int(start[:4])}
        period = period_label(date.fromisoformat(start), months_of(kept["recurrence"]))
        worked_out = {"series": kept["series"] or tasks[0]["id"], "period": period}
        made.append(records.register(transaction, TASK.table, typed, code, worked_out))
    return made


def shifted(day: str, months: int) -> str:
    """The day so many months later; the end of a month stays the end of a month."""
    found = date.fromisoformat(day)
    total = found.year * 12 + found.month - 1 + months
    year, month = total // 12, total % 12 + 1
    is_last = found.day == days_in_month(found.year, found.month)
    return _on_day(year, month, 31 if is_last else found.day).isoformat()
