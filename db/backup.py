"""A copy of an open database as it stands at one moment, and what a copy holds. Any thread."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from db.change_log import GENESIS
from db.errors import EnvironmentProblem
from db.leftovers import throw_away
from db.migrations import schema_version
from db.operations import Operation, operations
from db.reading import connect_for_reading, told_as_environment
from db.row_codec import canonical_json
from db.spec import RECORD_TYPES

_OTHER_TABLES = (
    "setting",
    "sealed_package",
    "imported_receipt",
    "street_office",
    "attachment",
    "tip_identity",
    "roster",
    "roster_event",
    "received_package",
    "received_volume",
    "issued_receipt",
    "sent_down",
    "code_link",
)


@dataclass(frozen=True)
class Contents:
    """What a database holds: whose it is, records by table (not the deleted ones), and the newest row of its log."""

    committee: str
    code: str
    counts: dict[str, int] = field(default_factory=dict)
    seq: int = 0
    head: str = GENESIS
    at: str = ""
    who: str = ""
    operation: str = ""
    former_codes: Sequence[str] = ()

    def is_of(self, other: Contents) -> bool:
        """Whether both are of one committee, be it that it changed its code between them."""
        return bool({self.code, *self.former_codes} & {other.code, *other.former_codes})


def copy_database(source: Path, target: Path) -> None:
    """Write a whole, checked copy of a database that may be in use; `target` must not exist.

    `VACUUM INTO` reads one state of it, writers go on meanwhile, and nothing of the -wal is lost. Raises
    EnvironmentProblem `database_damaged`, `disk_full` and the other faults of reading; then no copy is left.
    """
    try:
        with closing(connect_for_reading(source)) as connection:
            connection.execute("PRAGMA query_only = OFF")  # which would refuse to write the copy, too
            # Half the time; this connection writes nothing but the copy, which the caller flushes once it is checked.
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("VACUUM INTO ?", (str(target),))
        check_copy(target)
    except BaseException:
        throw_away(target)
        raise


def check_copy(path: Path) -> None:
    """Raises EnvironmentProblem `database_damaged`, `not_our_database`, `newer_database` for a file that is no whole
    ledger."""
    with closing(connect_for_reading(path)) as connection, told_as_environment(path):
        if schema_version(connection) == 0:  # an empty file is an empty database to SQLite
            raise EnvironmentProblem("not_our_database", name=path.name)
        answer = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if answer != "ok":
        raise EnvironmentProblem("database_damaged", name=path.name, reason=answer)


def contents_of(connection: sqlite3.Connection) -> Contents:
    """What an open database of any released schema holds."""
    known = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    counts = {
        table: connection.execute(f"SELECT count(*) FROM {table} WHERE retired_at IS NULL").fetchone()[0]
        for table in RECORD_TYPES
        if table in known
    }
    whose = "SELECT name, code FROM committee UNION ALL SELECT name, code FROM office LIMIT 1"
    name, code = connection.execute(whose).fetchone() or ("", "")
    last = connection.execute("SELECT seq, hash, at, who, operation FROM change ORDER BY seq DESC LIMIT 1")
    was = "SELECT old_code FROM identity_change UNION SELECT new_code FROM identity_change"
    former = sorted(row[0] for row in connection.execute(was)) if "identity_change" in known else ()
    seq, head, at, who, operation = last.fetchone() or (0, GENESIS, "", "", "")
    return Contents(name, code, counts, seq, head, at, who, operation, former)


def contents_of_file(path: Path) -> Contents:
    """What a closed copy holds. Raises EnvironmentProblem."""
    with closing(connect_for_reading(path)) as connection:
        return contents_of(connection)


def operations_since(connection: sqlite3.Connection, then: Contents, limit: int) -> list[Operation] | None:
    """What was done here after a copy was made, newest first; None when the copy is not of this ledger's past."""
    if then.seq:
        row = connection.execute("SELECT hash FROM change WHERE seq = ?", (then.seq,)).fetchone()
        if row is None or row[0] != then.head:
            return None
    return [each for each in operations(connection, limit=limit) if each.seq > then.seq]


def changes_gone_since(connection: sqlite3.Connection, then: Contents, going_back: str) -> int | None:
    """How many changes at least a ledger has lost that it had when a copy was made (0: not known); None when it has them all.

    A log only grows, so every copy is its past, save where the clerk went back: operations that begin with `going_back`.
    """
    row = connection.execute("SELECT hash FROM change WHERE seq = ?", (then.seq,)).fetchone()
    if then.seq == 0 or (row and row[0] == then.head):
        return None
    [last] = connection.execute("SELECT coalesce(max(seq), 0) FROM change").fetchone()
    newest = connection.execute(
        "SELECT max(at) FROM change WHERE substr(operation, 1, ?) = ?", (len(going_back), going_back)
    ).fetchone()[0]
    return None if newest and newest >= then.at else max(then.seq - last, 0)


def state_mark(connection: sqlite3.Connection) -> str:
    """A hash that changes with everything worth a new backup: the log's head, and what stands in no log."""
    head = connection.execute("SELECT max(seq) FROM change").fetchone()[0]
    counts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _OTHER_TABLES]
    settings = connection.execute("SELECT key, value FROM setting ORDER BY key").fetchall()
    written = connection.execute("SELECT count(written_at) FROM sealed_package").fetchone()[0]
    return hashlib.sha256(canonical_json([head, counts, settings, written]).encode()).hexdigest()


def close_log(connection: sqlite3.Connection) -> None:
    """Leave WAL mode, which SQLite grants to nobody while somebody else has the database open.

    Raises sqlite3.OperationalError (busy, locked) then.
    """
    connection.execute("PRAGMA journal_mode = DELETE").fetchone()
