"""The schema of the database and how an older one becomes it. One named step a schema version."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import EnvironmentProblem
from db.row_codec import column_type
from db.spec import RECORD_TYPES
from db.spec.field import Field, Kind, RecordType

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

SCHEMA_VERSION = 3
APPLICATION_ID = 0x534C4531  # "SLE1": marks the file as ours

_SHARED_TABLES = """
CREATE TABLE change (
    seq INTEGER PRIMARY KEY, batch TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL, operation TEXT NOT NULL,
    table_name TEXT NOT NULL, record_id TEXT NOT NULL, rev INTEGER NOT NULL,
    before TEXT, after TEXT, prev_hash TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE INDEX change_by_record ON change (table_name, record_id, seq);
CREATE TABLE number_series (
    committee_code TEXT NOT NULL, prefix TEXT NOT NULL, year INTEGER NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (committee_code, prefix, year)
) STRICT, WITHOUT ROWID;
CREATE TABLE attachment (
    sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, crc32 INTEGER NOT NULL, mime TEXT NOT NULL, suffix TEXT NOT NULL,
    name TEXT NOT NULL, taken_at TEXT, source_sha256 TEXT, added_at TEXT NOT NULL, added_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_by_source ON attachment (source_sha256);
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""

_COMMITTEE_SIDE_TABLES = """
CREATE TABLE street_office (
    code TEXT PRIMARY KEY, name TEXT NOT NULL, epoch INTEGER NOT NULL, sign_key TEXT NOT NULL, decrypt_key TEXT NOT NULL,
    sheet_text TEXT NOT NULL, trusted_at TEXT NOT NULL, trusted_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE sealed_package (
    id TEXT PRIMARY KEY, epoch INTEGER NOT NULL, serial INTEGER NOT NULL, period TEXT NOT NULL, created TEXT NOT NULL,
    base_name TEXT NOT NULL, file_size INTEGER NOT NULL, header BLOB NOT NULL, bag_info BLOB NOT NULL,
    manifest BLOB NOT NULL, tagmanifest BLOB NOT NULL, signature BLOB NOT NULL,
    sealed_by TEXT NOT NULL, written_at TEXT, written_to TEXT, state TEXT NOT NULL,
    UNIQUE (epoch, serial)
) STRICT;
CREATE TABLE sealed_file (
    package_id TEXT NOT NULL REFERENCES sealed_package (id), path TEXT NOT NULL, sha256 TEXT NOT NULL,
    size INTEGER NOT NULL, crc32 INTEGER NOT NULL, content BLOB,
    PRIMARY KEY (package_id, path)
) STRICT, WITHOUT ROWID;
CREATE TABLE sealed_record (
    package_id TEXT NOT NULL REFERENCES sealed_package (id), table_name TEXT NOT NULL, record_id TEXT NOT NULL,
    rev INTEGER NOT NULL, PRIMARY KEY (record_id, package_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sealed_record_by_package ON sealed_record (package_id);
CREATE TABLE reported_record (
    record_id TEXT PRIMARY KEY, table_name TEXT NOT NULL, rev INTEGER NOT NULL, package_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE imported_receipt (
    id TEXT PRIMARY KEY, serial INTEGER NOT NULL, package_id TEXT NOT NULL, status TEXT NOT NULL, line TEXT NOT NULL,
    received TEXT NOT NULL, imported_at TEXT NOT NULL, imported_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

_STREET_SIDE_TABLES = """
CREATE TABLE office (
    code TEXT PRIMARY KEY, name TEXT NOT NULL, epoch INTEGER NOT NULL, sign_key TEXT NOT NULL, decrypt_key TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE roster (
    fingerprint TEXT PRIMARY KEY, code TEXT NOT NULL, name TEXT NOT NULL, key_line TEXT NOT NULL, epoch INTEGER NOT NULL,
    suites TEXT NOT NULL, status TEXT NOT NULL, sheet_text TEXT NOT NULL, enrolled_at TEXT NOT NULL,
    enrolled_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX roster_by_code ON roster (code);
CREATE TABLE chain (
    code TEXT PRIMARY KEY, epoch INTEGER NOT NULL, serial INTEGER NOT NULL, head TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE received_package (
    id TEXT PRIMARY KEY, code TEXT NOT NULL, epoch INTEGER NOT NULL, serial INTEGER NOT NULL, period TEXT NOT NULL,
    file_name TEXT NOT NULL, received_at TEXT NOT NULL, status TEXT NOT NULL, counts TEXT NOT NULL,
    UNIQUE (code, epoch, serial)
) STRICT, WITHOUT ROWID;
CREATE TABLE merged_revision (
    record_id TEXT NOT NULL, rev INTEGER NOT NULL, sha256 TEXT NOT NULL, package_id TEXT NOT NULL,
    PRIMARY KEY (record_id, rev)
) STRICT, WITHOUT ROWID;
CREATE TABLE issued_receipt (
    id TEXT PRIMARY KEY, code TEXT NOT NULL, serial INTEGER NOT NULL, package_id TEXT NOT NULL, status TEXT NOT NULL,
    base_name TEXT NOT NULL, header BLOB NOT NULL, bag_info BLOB NOT NULL, manifest BLOB NOT NULL,
    tagmanifest BLOB NOT NULL, signature BLOB NOT NULL, line BLOB NOT NULL, issued_at TEXT NOT NULL,
    UNIQUE (code, serial)
) STRICT, WITHOUT ROWID;
CREATE INDEX issued_receipt_by_package ON issued_receipt (package_id);
"""

# Who told: nothing but sealed bytes, and marks that say nothing without a key which lies elsewhere (docs/adr/0007).
_TIP_TABLES = """
CREATE TABLE tip_identity (
    tip TEXT PRIMARY KEY REFERENCES tip (id), algorithm TEXT NOT NULL, key TEXT NOT NULL, sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE tip_mark (
    tip TEXT NOT NULL REFERENCES tip (id), key TEXT NOT NULL, mark BLOB NOT NULL, PRIMARY KEY (tip, key, mark)
) STRICT, WITHOUT ROWID;
"""


# Volumes of a package, how far each file got onto a medium, and at the street what later volumes will bring.
_VOLUME_TABLES = """
CREATE TABLE sealed_volume (
    package_id TEXT NOT NULL REFERENCES sealed_package (id), volume INTEGER NOT NULL, id TEXT NOT NULL,
    base_name TEXT NOT NULL, file_size INTEGER NOT NULL, header BLOB NOT NULL, bag_info BLOB NOT NULL,
    manifest BLOB NOT NULL, tagmanifest BLOB NOT NULL, signature BLOB NOT NULL,
    PRIMARY KEY (package_id, volume)
) STRICT, WITHOUT ROWID;
CREATE TABLE written_file (
    id INTEGER PRIMARY KEY, package_id TEXT NOT NULL REFERENCES sealed_package (id), volume INTEGER NOT NULL,
    folder TEXT NOT NULL, file_name TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT, sha256 TEXT
) STRICT;
CREATE INDEX written_file_by_package ON written_file (package_id);
CREATE TABLE returned_record (
    record_id TEXT PRIMARY KEY, table_name TEXT NOT NULL, rev INTEGER NOT NULL, remark TEXT NOT NULL,
    package_id TEXT NOT NULL, returned_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE taken_down (
    id TEXT PRIMARY KEY, epoch INTEGER NOT NULL, serial INTEGER NOT NULL, records INTEGER NOT NULL,
    taken_at TEXT NOT NULL, taken_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE sent_down (
    id TEXT PRIMARY KEY, code TEXT NOT NULL, serial INTEGER NOT NULL, base_name TEXT NOT NULL, header BLOB NOT NULL,
    bag_info BLOB NOT NULL, manifest BLOB NOT NULL, tagmanifest BLOB NOT NULL, signature BLOB NOT NULL,
    payload TEXT NOT NULL, sent_at TEXT NOT NULL, UNIQUE (code, serial)
) STRICT, WITHOUT ROWID;
CREATE TABLE received_volume (
    package_id TEXT NOT NULL REFERENCES received_package (id), volume INTEGER NOT NULL, id TEXT NOT NULL,
    file_name TEXT NOT NULL, received_at TEXT NOT NULL, PRIMARY KEY (package_id, volume)
) STRICT, WITHOUT ROWID;
CREATE TABLE awaited_attachment (
    package_id TEXT NOT NULL REFERENCES received_package (id), sha256 TEXT NOT NULL, volume INTEGER NOT NULL,
    size INTEGER NOT NULL, mime TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (package_id, sha256)
) STRICT, WITHOUT ROWID;
"""


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
        for script in (_SHARED_TABLES, _COMMITTEE_SIDE_TABLES, _STREET_SIDE_TABLES):
            for statement in filter(str.strip, script.split(";")):
                database.execute(statement)

    @steps(name="schema_2")
    def schema_2(database: Database) -> None:
        _widen_types(database, 2)
        _create_types(database, 2)
        _execute_all(database, filter(str.strip, _TIP_TABLES.split(";")))

    @steps(name="schema_3")
    def schema_3(database: Database) -> None:
        _widen_types(database, 3)
        _create_types(database, 3)
        _execute_all(database, filter(str.strip, _VOLUME_TABLES.split(";")))

    return steps


def _create_types(database: Database, version: int) -> None:
    """The tables and indexes of the record types that this version brought."""
    for record_type in RECORD_TYPES.values():
        if record_type.since == version:
            database.execute(_create_table(record_type, version))
            _execute_all(database, _indexes(record_type, version).values())


def _widen_types(database: Database, version: int) -> None:
    """The columns that this version brought to older record types, and the indexes that change with them."""
    for record_type in RECORD_TYPES.values():
        new = [field for field in record_type.fields if field.since == version]
        if record_type.since == version or not new:
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
    connection.execute("VACUUM INTO ?", (str(backup),))
    return backup


def _check(connection: sqlite3.Connection) -> None:
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    answer = connection.execute("PRAGMA quick_check").fetchone()[0]
    if broken or answer != "ok":
        raise EnvironmentProblem("database_damaged", reason=answer if answer != "ok" else "foreign_key_check")
