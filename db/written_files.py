"""The files of packages on sticks and in folders: begun, read back whole, torn off."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from db.store import Transaction


@dataclass(frozen=True)
class WrittenFile:
    """A file of a package on a medium; `finished_at` and `sha256` are None until it was read back whole."""

    id: int
    package_id: str
    volume: int
    folder: str
    file_name: str
    started_at: str
    finished_at: str | None
    sha256: str | None


def begin_writing(transaction: Transaction, package_id: str, volume: int, folder: str, name: str) -> int:
    """Remember that a file is being written, so that one torn off by a pulled stick is known of; gives its number."""
    transaction.touch("sealed_package", package_id)
    row = transaction.execute(
        "INSERT INTO written_file (package_id, volume, folder, file_name, started_at) VALUES (?,?,?,?,?) RETURNING id",
        (package_id, volume, folder, name, transaction.at),
    ).fetchone()
    return int(row[0])


def finish_writing(transaction: Transaction, number: int, sha256: str) -> None:
    """Remember that a file was read back whole; attempts at the same volume that failed are forgotten."""
    package_id, volume = transaction.execute(
        "UPDATE written_file SET finished_at = ?, sha256 = ? WHERE id = ? RETURNING package_id, volume",
        (transaction.at, sha256, number),
    ).fetchone()
    transaction.execute(
        "DELETE FROM written_file WHERE package_id = ? AND volume = ? AND finished_at IS NULL",
        (package_id, volume),
    )
    transaction.touch("sealed_package", package_id)


def forget_writing(transaction: Transaction, package_id: str) -> None:
    """Forget attempts that the clerk stopped."""
    transaction.execute(
        "DELETE FROM written_file WHERE package_id = ? AND finished_at IS NULL", (package_id,)
    )
    transaction.touch("sealed_package", package_id)


def unfinished_writings(connection: sqlite3.Connection) -> set[str]:
    """The packages of which a file was begun and never read back whole."""
    rows = connection.execute("SELECT DISTINCT package_id FROM written_file WHERE finished_at IS NULL")
    return {row[0] for row in rows}


def written_names(connection: sqlite3.Connection, package_id: str) -> list[str]:
    """The names under which the volumes of a package were last read back whole, in order; empty before that."""
    rows = connection.execute(
        "SELECT volume, file_name FROM written_file WHERE package_id = ? AND finished_at IS NOT NULL ORDER BY id",
        (package_id,),
    )
    newest = dict(rows.fetchall())
    return [newest[volume] for volume in sorted(newest)]


def written_volumes(connection: sqlite3.Connection, package_id: str) -> frozenset[int]:
    """The volumes of a package that were read back whole at least once."""
    rows = connection.execute(
        "SELECT DISTINCT volume FROM written_file WHERE package_id = ? AND finished_at IS NOT NULL",
        (package_id,),
    )
    return frozenset(row[0] for row in rows)


def written_file_of(connection: sqlite3.Connection, sha256: str) -> WrittenFile | None:
    """The file with that content that was written out, or None."""
    row = connection.execute("SELECT * FROM written_file WHERE sha256 = ? LIMIT 1", (sha256,)).fetchone()
    return WrittenFile(*row) if row else None
