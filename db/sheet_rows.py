"""Reading for spreadsheets: only the columns that go out, and the words by which other records are found again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from db.committee_names import ROSTER, committee_names
from db.lists import BLOCK
from db.row_codec import HEAD_COLUMNS, from_column
from db.spec import RECORD_TYPES
from db.spec.field import Kind, Record, RecordType
from db.spec.text import one_line, plain_digits
from db.ulid import is_ulid

LONGEST_TITLE = 60  # a longer one is a description: the number names the record better


def some_columns(
    connection: sqlite3.Connection, record_type: RecordType, ids: Sequence[str], names: Sequence[str]
) -> list[Record]:
    """The records with those ids, in that order, with no more than the named columns and `id`; ids that are gone are
    left out. A hazard has some eighty columns, of which a list shows a dozen.
    """
    wanted = ["id", *(each for each in names if each != "id")]
    fields = [record_type.by_name.get(each) for each in wanted]
    columns = ", ".join(f'"{each}"' for each in wanted)
    found: dict[str, Record] = {}
    for start in range(0, len(ids), BLOCK):
        block = ids[start : start + BLOCK]
        marks = ", ".join("?" * len(block))
        statement = f"SELECT {columns} FROM {record_type.table} WHERE id IN ({marks})"
        for row in connection.execute(statement, block):
            values = (
                from_column(field, stored) if field else stored
                for field, stored in zip(fields, row, strict=True)
            )
            found[row[0]] = dict(zip(wanted, values, strict=True))
    return [found[each] for each in ids if each in found]


def is_column(record_type: RecordType, name: str) -> bool:
    """Whether a name is a column of the type's table."""
    return name in record_type.by_name or name in HEAD_COLUMNS


def longest_text(connection: sqlite3.Connection, table: str, name: str) -> int:
    """How many characters the longest stored text of a column has; 0 when there is none. Reads the table once."""
    field = RECORD_TYPES[table].field(name)
    (longest,) = connection.execute(f'SELECT max(length("{field.name}")) FROM {table}').fetchone()
    return longest or 0


def reference_words(connection: sqlite3.Connection, table: str, ids: Iterable[str]) -> dict[str, str]:
    """The word for each record by which `db.typed_values.find_reference` finds this one and no other: its name where
    only one record bears it, else its number, else its id. Of table `roster`, by their codes, the committees' names.
    """
    if table == ROSTER:
        return committee_names(connection)
    wanted = list(dict.fromkeys(ids))
    words: dict[str, str] = {}
    for start in range(0, len(wanted), BLOCK):
        words |= _words_of(connection, table, wanted[start : start + BLOCK])
    return words


def _words_of(connection: sqlite3.Connection, table: str, ids: Sequence[str]) -> dict[str, str]:
    field = RECORD_TYPES[table].field(RECORD_TYPES[table].title_field)
    rows = connection.execute(
        f'SELECT id, no, "{field.name}", retired_at IS NULL FROM {table} WHERE id IN ({", ".join("?" * len(ids))})',
        ids,
    ).fetchall()
    titles = {
        id_: str(title)
        for id_, _, title, is_living in rows
        if is_living and field.kind is not Kind.LONG_TEXT and _may_name(title)
    }
    alone = _borne_once(connection, table, field.name, list(titles.values()))
    return {id_: titles[id_] if titles.get(id_) in alone else number or id_ for id_, number, _, _ in rows}


def _may_name(title: Any) -> bool:
    """A title that reads as itself: not as an id, and not so long or so spaced that it would be read otherwise."""
    text = str(title or "")
    return 0 < len(text) <= LONGEST_TITLE and one_line(text) == text and not is_ulid(text)


def _borne_once(connection: sqlite3.Connection, table: str, title: str, titles: Sequence[str]) -> set[str]:
    """Which of these titles only one living record bears, and no record has as its number."""
    marks = ", ".join("?" * len(titles))
    once = connection.execute(
        f'SELECT "{title}" FROM {table} WHERE "{title}" IN ({marks}) AND retired_at IS NULL'
        f' GROUP BY "{title}" HAVING count(*) = 1',
        titles,
    ).fetchall()
    upper = [plain_digits(each).upper() for each in titles]
    numbers = connection.execute(f"SELECT no FROM {table} WHERE no IN ({marks})", upper).fetchall()
    taken = {row[0] for row in numbers}
    return {row[0] for row in once if plain_digits(row[0]).upper() not in taken}
