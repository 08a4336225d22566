"""What a clause of a programme has to show for itself: tasks and records by year, each the count of a list."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from db import lists
from db.programme_file import where_of
from db.spec import DOCUMENT, RECORD_TYPES, TASK
from db.spec.field import Record
from db.spec.programme import years_of
from db.spec.query import Query

ALL_YEARS = 0


@dataclass(frozen=True)
class Proof:
    """Records that prove a clause: their word, their list and its conditions, and how many there are by year.

    `counts[ALL_YEARS]` is the number without regard to the year; ledgers without a day have no other.
    """

    word: str
    table: str
    statuses: tuple[str, ...]
    choices: Mapping[str, tuple[str, ...]]
    counts: Mapping[int, int]


@dataclass(frozen=True)
class ClauseStanding:
    """A clause with its targets, its tasks by year (all, done, overdue), and the records that prove it."""

    clause: Record
    targets: tuple[Record, ...]
    tasks: Mapping[int, tuple[int, int, int]]
    proofs: tuple[Proof, ...]


def clause_standings(
    connection: sqlite3.Connection, programme: Record, today: str, keys: Iterable[str] | None = None
) -> list[ClauseStanding]:
    """The standing of every clause of a programme, or of those with these keys, in the programme's order."""
    wanted = None if keys is None else set(keys)
    years = years_of(programme)
    tasks = _tasks_by_clause(connection, programme["id"], today)
    return [
        ClauseStanding(
            clause,
            tuple(row for row in programme.get("targets") or [] if row["clause"] == clause["key"]),
            {year: tasks.get((clause["key"], year), (0, 0, 0)) for year in years},
            tuple(_proofs(connection, programme, clause["key"], years, today)),
        )
        for clause in programme["clauses"]
        if wanted is None or clause["key"] in wanted
    ]


def _proofs(
    connection: sqlite3.Connection, programme: Record, clause: str, years: range, today: str
) -> Iterable[Proof]:
    for row in programme.get("proofs") or []:
        if row["clause"] == clause and row["ledger"] in RECORD_TYPES:
            where = where_of(row.get("where"))
            statuses = where.pop("status", ())
            yield _counted(connection, row["word"], row["ledger"], statuses, where, years, today)
    filed = {"clause": (clause,)}  # 资料 that names the clause itself
    proof = _counted(connection, "按本条归档的资料", DOCUMENT.table, (), filed, years, today)
    if proof.counts[ALL_YEARS]:
        yield proof


def _counted(
    connection: sqlite3.Connection,
    word: str,
    table: str,
    statuses: tuple[str, ...],
    choices: Mapping[str, tuple[str, ...]],
    years: range,
    today: str,
) -> Proof:
    counts = {
        ALL_YEARS: lists.count_records(connection, table, Query(statuses=statuses, choices=choices), today)
    }
    if RECORD_TYPES[table].date_field:
        for year in years:
            query = Query(
                statuses=statuses, choices=choices, date_from=f"{year}-01-01", date_to=f"{year}-12-31"
            )
            counts[year] = lists.count_records(connection, table, query, today)
    return Proof(word, table, statuses, choices, counts)


def _tasks_by_clause(
    connection: sqlite3.Connection, programme_id: str, today: str
) -> dict[tuple[str, int], tuple[int, int, int]]:
    """(all, done, overdue) by clause and year, in one statement over the few hundred tasks of a programme."""
    rows = connection.execute(
        "SELECT clause, year, count(*), sum(status = 'done'), sum(status != 'done' AND due < ?) FROM task"
        " WHERE programme = ? AND retired_at IS NULL AND clause IS NOT NULL GROUP BY clause, year",
        (today, programme_id),
    )
    return {(row[0], row[1]): (row[2], row[3], row[4]) for row in rows}


def clause_progress(connection: sqlite3.Connection, programme_id: str) -> dict[str, tuple[int, int]]:
    """(all, done) of the tasks of each clause of a programme, over all years."""
    found: dict[str, tuple[int, int]] = {}
    for (clause, _), (total, done, _) in _tasks_by_clause(connection, programme_id, "").items():
        before = found.get(clause, (0, 0))
        found[clause] = (before[0] + total, before[1] + done)
    return found


def tasks_of(connection: sqlite3.Connection, year: int) -> list[Record]:
    """Every task of a year, by clause and day: what the wall chart shows."""
    ids = connection.execute(
        "SELECT id FROM task WHERE year = ? AND retired_at IS NULL ORDER BY start, due, no", (year,)
    ).fetchall()
    return lists.records_by_id(connection, TASK.table, [row[0] for row in ids])
