"""The schema of the database and how an older one becomes it. One named step a schema version."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import EnvironmentProblem
from db.leftovers import throw_away
from db.patience import replace_patiently
from db.row_codec import column_type
from db.spec import RECORD_TYPES
from db.spec.field import Field, Kind, RecordType
from db.tables import (
    ARCHIVE_TABLES,
    COMMITTEE_SIDE_TABLES,
    IDENTITY_TABLES,
    MERGE_TABLES,
    PEOPLE_TABLES,
    PRINT_TABLES,
    ROSTER_TABLES,
    SHARED_TABLES,
    STREET_SIDE_TABLES,
    TIP_TABLES,
    UNDO_TABLES,
    VOLUME_TABLES,
)

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

SCHEMA_VERSION = 5
INITIALS_SINCE = 3  # the version that brought `initials` to every record type
_INITIALS = "initials TEXT NOT NULL DEFAULT ''"
APPLICATION_ID = 0x534C4531  # "SLE1": marks the file as ours


def schema_version(connection: sqlite3.Connection) -> int:
    """The schema version of an open database: 0 for an empty one.

    Raises EnvironmentProblem `not_our_database` for a file of another program and `newer_database` for one that a
    later version of this program wrote.
    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    is_empty = not connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
    if application != APPLICATION_ID and not is_empty:
        raise EnvironmentProblem("not_our_database", name=_name_of(connection))
    if version > SCHEMA_VERSION:
        raise EnvironmentProblem("newer_database", found=version, known=SCHEMA_VERSION)
    return version


def _name_of(connection: sqlite3.Connection) -> str:
    return Path(connection.execute("PRAGMA database_list").fetchone()[2]).name


def migrate(connection: sqlite3.Connection, path: Path) -> Path | None:
    """Bring an open database to `SCHEMA_VERSION`; an old one is first backed up beside itself.

    Gives the path of the backup, or None when there was nothing to keep. Raises EnvironmentProblem
    `database_damaged` when the result fails its checks.
    """
    found = schema_version(connection)
    if found == SCHEMA_VERSION:
        return None
    from sqlite_utils import Database

    backup = _back_up(connection, path, found) if found else None
    connection.execute("PRAGMA foreign_keys = OFF")
    with Database(
        connection, execute_plugins=False
    ).atomic() as database:  # cut short, it leaves the file as it was
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        _steps().apply(database)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        _check(connection)
    connection.execute("PRAGMA foreign_keys = ON")
    return backup


def _steps() -> Migrations:
    from sqlite_utils import Migrations

    steps = Migrations("ledger")

    @steps(name="schema_1")
    def schema_1(database: Database) -> None:
        _create_types(database, 1)
        for script in (SHARED_TABLES, COMMITTEE_SIDE_TABLES, STREET_SIDE_TABLES):
            for statement in filter(str.strip, script.split(";")):
                database.execute(statement)

    @steps(name="schema_2")
    def schema_2(database: Database) -> None:
        _widen_types(database, 2)
        _create_types(database, 2)
        _execute_all(database, filter(str.strip, TIP_TABLES.split(";")))

    @steps(name="schema_3")
    def schema_3(database: Database) -> None:
        _add_initials(database)
        _widen_types(database, 3)
        _create_types(database, 3)
        for script in (PRINT_TABLES, VOLUME_TABLES, UNDO_TABLES):
            _execute_all(database, filter(str.strip, script.split(";")))

    @steps(name="schema_4")
    def schema_4(database: Database) -> None:
        _widen_types(database, 4)
        _create_types(database, 4)
        for script in (PEOPLE_TABLES, ARCHIVE_TABLES, MERGE_TABLES, ROSTER_TABLES):
            _execute_all(database, filter(str.strip, script.split(";")))

    @steps(name="schema_5")
    def schema_5(database: Database) -> None:
        _widen_types(database, 5)
        _create_types(database, 5)
        _execute_all(database, filter(str.strip, IDENTITY_TABLES.split(";")))

    return steps


def _create_types(database: Database, version: int) -> None:
    """The tables and indexes of the record types that this version brought."""
    for record_type in RECORD_TYPES.values():
        if record_type.since == version:
            database.execute(_create_table(record_type, version))
            _execute_all(database, _indexes(record_type, version).values())


def _add_initials(database: Database) -> None:
    """The initials beside every search text, for the records that are there already."""
    from db.spec.pinyin import initials

    database.conn.create_function("initials_of", 1, initials, deterministic=True)
    for record_type in RECORD_TYPES.values():
        if record_type.since < INITIALS_SINCE:
            database.execute(f"ALTER TABLE {record_type.table} ADD COLUMN {_INITIALS}")
            database.execute(f"UPDATE {record_type.table} SET initials = initials_of(search_text)")


def _widen_types(database: Database, version: int) -> None:
    """The columns that this version brought to older record types, and the indexes that change with them."""
    for record_type in RECORD_TYPES.values():
        new = [field for field in record_type.fields if field.since == version]
        if record_type.since >= version or not (new or version == INITIALS_SINCE):
            continue
        earlier, indexes = _indexes(record_type, version - 1), _indexes(record_type, version)
        for field in new:
            database.execute(
                f'ALTER TABLE {record_type.table} ADD COLUMN "{field.name}" {column_type(field)}'
            )
        changed = [name for name, statement in indexes.items() if statement != earlier.get(name)]
        _execute_all(database, [f"DROP INDEX IF EXISTS {name}" for name in changed])
        _execute_all(database, [indexes[name] for name in changed])


def _execute_all(database: Database, statements: Iterable[str]) -> None:
    for statement in statements:
        database.execute(statement)


def _create_table(record_type: RecordType, version: int) -> str:
    columns = [
        "id TEXT PRIMARY KEY", "no TEXT", "status TEXT NOT NULL", "search_text TEXT NOT NULL", "rev INTEGER NOT NULL",
        "committee_code TEXT NOT NULL", "retired_at TEXT", "retired_reason TEXT", "created_at TEXT NOT NULL",
        "created_by TEXT NOT NULL", "updated_at TEXT NOT NULL", "updated_by TEXT NOT NULL",
    ]  # fmt: skip
    columns += [_INITIALS] if version >= INITIALS_SINCE else []
    columns += [
        f'"{field.name}" {column_type(field)}' for field in record_type.fields if field.since <= version
    ]
    return f"CREATE TABLE {record_type.table} ({', '.join(columns)}) STRICT"


def _indexes(record_type: RecordType, version: int) -> dict[str, str]:
    """The statement of every index of a type by its name, as that version has it."""
    table = record_type.table
    fields = [field for field in record_type.fields if field.since <= version]
    listed = ", ".join(["retired_at", "no", "id", "status", *_filtered(record_type, fields), "search_text"])
    columns = {
        "by_number": "committee_code, no",
        # Covers the filters of a list, which then never read the wide rows: 50 ms instead of 170 for 100,000 rows.
        "in_order": listed,
        "by_status": "retired_at, status, no, id",
    }
    names = {field.name for field in fields}
    if record_type.due_field in names:
        columns["by_due"] = f"retired_at, {record_type.due_field}, status"
    if record_type.date_field in names:
        columns["by_date"] = f"retired_at, {record_type.date_field}, no, id"
    if record_type.covering and names >= set(record_type.covering):
        columns["for_board"] = ", ".join(["retired_at", *(f'"{name}"' for name in record_type.covering)])
    columns |= {f"by_{field.name}": f'"{field.name}"' for field in fields if field.refers_to}
    if version >= INITIALS_SINCE:
        # Apart from `in_order`, which every list reads: only a search by letters looks here.
        columns["by_initials"] = "initials, id"
    return {
        f"{table}_{name}": f"CREATE {'UNIQUE ' if name == 'by_number' else ''}INDEX {table}_{name} ON {table} ({listed})"
        for name, listed in columns.items()
    }


def _filtered(record_type: RecordType, fields: Iterable[Field]) -> list[str]:
    days = (record_type.date_field, record_type.due_field)
    kinds = (Kind.CHOICE, Kind.REFERENCE)
    return [f'"{field.name}"' for field in fields if field.kind in kinds or field.name in days]


def _back_up(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    backup = path.with_name(f"{path.stem}-升级前-v{version}-{stamp}{path.suffix}")
    part = backup.with_name(f"{backup.name}.part")
    throw_away(part)  # of an upgrade that was cut short; SQLite writes into no file that is there
    try:
        connection.execute("VACUUM INTO ?", (str(part),))
        with suppress(OSError):  # nobody reads the copy who may not read the database
            part.chmod(path.stat().st_mode & 0o777)
        replace_patiently(part, backup)
    except BaseException as error:
        throw_away(part)
        if isinstance(error, OSError):
            raise EnvironmentProblem(
                "folder_read_only", name=str(path.parent), reason=error.strerror
            ) from error
        raise
    return backup


def _check(connection: sqlite3.Connection) -> None:
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    answer = connection.execute("PRAGMA quick_check").fetchone()[0]
    if broken or answer != "ok":
        raise EnvironmentProblem("database_damaged", reason=answer if answer != "ok" else "foreign_key_check")
