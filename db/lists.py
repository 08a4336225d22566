"""Reading records: one SQL statement gives the ids of a list, and rows are read in blocks by id."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from db.attention import attention_condition
from db.column_filters import add_condition, column_values, report_state_condition
from db.committee_names import ROSTER, committee_names
from db.row_codec import columns_of, from_row
from db.spec import RECORD_TYPES
from db.spec.code_tables import code_table
from db.spec.field import Field, Kind, Record, RecordType
from db.spec.query import REPORT_STATE, UNIT, Query, Sort
from db.spec.text import search_form

_SORTED_BY_PINYIN = (Kind.TEXT, Kind.LONG_TEXT, Kind.PERSON)
BLOCK = 500  # ids bound in one statement


def record_ids(
    connection: sqlite3.Connection, table: str, query: Query, today: str, limit: int | None = None
) -> list[str]:
    """The ids of the records that the query asks for, in its order; with a limit only the first of them.

    In the order of the index a limit stops the statement early: of 100,000 hazards, 200 in 1 ms and all in 75.
    """
    record_type = RECORD_TYPES[table]
    where, values = _conditions(record_type, query, today)
    last = "id DESC" if query.sort and query.sort[0].descending else "id"  # so that the index gives the order
    order = ", ".join([*(_order(record_type, each) for each in query.sort), last])
    first = "" if limit is None else f" LIMIT {limit}"
    # One row of all ids instead of 100,000 rows: a fifth faster, and another thread that works in Python is not asked
    # for the interpreter at each row. SQLite keeps the order of a subquery for group_concat.
    statement = (
        f"SELECT group_concat(id, ' ') FROM (SELECT id FROM {table} WHERE {where} ORDER BY {order}{first})"
    )
    (ids,) = connection.execute(statement, values).fetchone()
    return ids.split() if ids else []


def ids_among(
    connection: sqlite3.Connection, table: str, query: Query, today: str, ids: Sequence[str]
) -> set[str]:
    """Which of these records the query asks for; found by their ids, without going through the list."""
    where, values = _conditions(RECORD_TYPES[table], query, today)
    found: set[str] = set()
    for start in range(0, len(ids), BLOCK):
        block = ids[start : start + BLOCK]
        marks = ", ".join("?" * len(block))
        statement = f"SELECT id FROM {table} WHERE id IN ({marks}) AND {where}"
        found.update(row[0] for row in connection.execute(statement, [*block, *values]).fetchall())
    return found


def count_records(connection: sqlite3.Connection, table: str, query: Query, today: str) -> int:
    """How many records the query asks for."""
    where, values = _conditions(RECORD_TYPES[table], query, today)
    return int(connection.execute(f"SELECT count(*) FROM {table} WHERE {where}", values).fetchone()[0])


def records_by_id(connection: sqlite3.Connection, table: str, ids: Sequence[str]) -> list[Record]:
    """The records with those ids, in that order; ids that are gone are left out."""
    record_type = RECORD_TYPES[table]
    names = ", ".join(f'"{name}"' for name in columns_of(record_type))
    found: dict[str, Record] = {}
    for start in range(0, len(ids), BLOCK):
        block = ids[start : start + BLOCK]
        marks = ", ".join("?" * len(block))
        for row in connection.execute(f"SELECT {names} FROM {table} WHERE id IN ({marks})", block):
            found[row[0]] = from_row(record_type, row)
    return [found[each] for each in ids if each in found]


def titles_by_id(connection: sqlite3.Connection, table: str, ids: Iterable[str]) -> dict[str, str]:
    """The titles of records, for the columns that refer to them; of table `roster` the committees' names by their code."""
    wanted = list(dict.fromkeys(ids))
    if table == ROSTER:
        return committee_names(connection)
    title = RECORD_TYPES[table].title_field
    titles: dict[str, str] = {}
    for start in range(0, len(wanted), BLOCK):
        block = wanted[start : start + BLOCK]
        marks = ", ".join("?" * len(block))
        titles |= dict(connection.execute(f'SELECT id, "{title}" FROM {table} WHERE id IN ({marks})', block))
    return titles


def values_used(connection: sqlite3.Connection, table: str, field: str, limit: int) -> list[str]:
    """The values a text field had before, newest first."""
    rows = connection.execute(
        f'SELECT "{field}", max(id) AS newest FROM {table} WHERE "{field}" IS NOT NULL AND retired_at IS NULL'
        f' GROUP BY "{field}" ORDER BY newest DESC LIMIT ?',
        (limit,),
    )
    return [row[0] for row in rows]


def values_of_column(
    connection: sqlite3.Connection, table: str, query: Query, today: str, name: str, limit: int
) -> list[tuple[str | None, int]]:
    """The values that a column has among the records the query asks for, each with its count: see `column_values`."""
    record_type = RECORD_TYPES[table]
    if name == REPORT_STATE:
        counts = [
            (each, count_records(connection, table, query.with_changes(report_state=each), today))
            for each in ("unreported", "sealed", "reported")
        ]
        return [(each, count) for each, count in counts if count]
    return column_values(connection, record_type, name, _conditions(record_type, query, today), limit)


def newest_record(connection: sqlite3.Connection, table: str) -> Record | None:
    """The record that was registered last, or None."""
    row = connection.execute(
        f"SELECT id FROM {table} WHERE retired_at IS NULL ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return records_by_id(connection, table, [row[0]])[0] if row else None


def _conditions(record_type: RecordType, query: Query, today: str) -> tuple[str, list[Any]]:
    parts = ["retired_at IS NOT NULL" if query.is_retired else "retired_at IS NULL"]
    values: list[Any] = []

    def add(part: str, *bound: Any) -> None:
        parts.append(part)
        values.extend(bound)

    for word in query.search.split():
        _add_word(record_type.table, search_form(word), add)
    if query.statuses:
        add(f"status IN ({', '.join('?' * len(query.statuses))})", *query.statuses)
    for name, codes in query.choices.items():
        if codes:
            _add_choice(record_type, name, codes, add)
    if query.only is not None:
        add("id IN (SELECT value FROM json_each(?))", json.dumps(query.only))
    for name, record_id in query.references.items():
        add(f'"{record_type.field(name).name}" = ?', record_id)
    for name in query.filled:
        add(f'"{record_type.field(name).name}" IS NOT NULL')
    if query.date_from:
        add(f"{_day(record_type.date_field)} >= ?", query.date_from)
    if query.date_to:
        add(f"{_day(record_type.date_field)} <= ?", query.date_to)
    _add_due(record_type, query, today, add)
    if query.report_state:
        add(report_state_condition(record_type.table, query.report_state))
    for condition in query.columns:
        add_condition(record_type, condition, add)
    if query.attention:
        needed, bound = attention_condition(record_type.table, query.attention, today)
        add(f"({needed})", *bound)
    return " AND ".join(parts), values


def _add_word(table: str, word: str, add: Any) -> None:
    """A plain LIKE takes a third longer and needs escapes. Two letters or more may also be initials: zbsq, 章浜社区."""
    if len(word) > 1 and word.isascii() and word.isalpha():
        by_initials = f"id IN (SELECT i.id FROM {table} i WHERE instr(i.initials, ?) > 0)"
        add(f"(instr(search_text, ?) > 0 OR {by_initials})", word, word)
    else:
        add("instr(search_text, ?) > 0", word)


def _add_choice(record_type: RecordType, name: str, codes: Sequence[str], add: Any) -> None:
    field = record_type.field(name)
    marks = ", ".join("?" * len(codes))
    if field.kind is Kind.CHOICES:
        add(f'EXISTS (SELECT 1 FROM json_each("{field.name}") WHERE value IN ({marks}))', *codes)
    else:
        add(f'"{field.name}" IN ({marks})', *codes)


def _add_due(record_type: RecordType, query: Query, today: str, add: Any) -> None:
    if query.is_open is not None or query.is_overdue or query.due_by:
        marks = ", ".join("?" * len(record_type.open_statuses))
        negation = "NOT " if query.is_open is False else ""
        add(f"status {negation}IN ({marks})", *record_type.open_statuses)
    if query.is_overdue:
        add(f"{_day(record_type.due_field)} < ?", today)
    if query.due_by:
        add(f"{_day(record_type.due_field)} <= ?", query.due_by)


def _day(field: str) -> str:
    return (
        f'"{field}"' if field else "NULL"
    )  # a type without that day has no record on it; "" would be a text


def _order(record_type: RecordType, sort: Sort) -> str:
    direction = " DESC" if sort.descending else ""
    if sort.field == "updated_by":
        return f"pinyin_key(updated_by){direction}"
    if sort.field in ("no", "status", "updated_at", "retired_at", UNIT):
        return f"{sort.field}{direction}"
    field = record_type.field(sort.field)
    return f'"{field.name}" IS NULL, {_sort_key(record_type, field)}{direction}'


def _sort_key(record_type: RecordType, field: Field) -> str:
    if field.kind is Kind.REFERENCE:  # by what the column shows
        title = RECORD_TYPES[field.refers_to].title_field
        return (
            f'(SELECT pinyin_key(o."{title}") FROM {field.refers_to} o'
            f' WHERE o.id = {record_type.table}."{field.name}")'
        )
    if field.kind in (Kind.DECIMAL, Kind.MONEY):
        return f'CAST("{field.name}" AS REAL)'
    if field.kind is Kind.CHOICE:  # in the order of the code table: red before orange
        codes = [each.code for name in field.codes for each in code_table(name).codes]
        whens = " ".join(f"WHEN '{code}' THEN {place}" for place, code in enumerate(codes))
        return f'CASE "{field.name}" {whens} END'
    if field.kind in _SORTED_BY_PINYIN:
        return f'pinyin_key("{field.name}")'
    return f'"{field.name}"'
