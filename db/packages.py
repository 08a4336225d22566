"""The committee's side of the exchange in SQLite: the street it trusts, what it sealed, what came back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

from db.row_codec import columns_of, from_row
from db.spec.field import Record, RecordType
from db.store import Transaction


@dataclass(frozen=True)
class StreetOffice:
    """The street office a committee reports to; keys as OpenSSH public key lines."""

    code: str
    name: str
    epoch: int
    sign_key: str
    decrypt_key: str
    sheet_text: str
    trusted_at: str
    trusted_by: str


@dataclass(frozen=True)
class SealedRow:
    """A sealed package: what was signed, and how far it got (state: sealed, written, receipted, rejected)."""

    id: str
    epoch: int
    serial: int
    period: str
    created: str
    base_name: str
    file_size: int
    header: bytes
    bag_info: bytes
    manifest: bytes
    tagmanifest: bytes
    signature: bytes
    sealed_by: str
    written_at: str | None
    written_to: str | None
    state: str


@dataclass(frozen=True)
class SealedFile:
    """A payload file of a sealed package; `content` is None for an attachment, which lies in its folder."""

    path: str
    sha256: str
    size: int
    crc32: int
    content: bytes | None


@dataclass(frozen=True)
class VolumeRow:
    """A later volume of a sealed package: what was signed. Its attachments lie in their folder."""

    package_id: str
    volume: int
    id: str
    base_name: str
    file_size: int
    header: bytes
    bag_info: bytes
    manifest: bytes
    tagmanifest: bytes
    signature: bytes


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


@dataclass(frozen=True)
class ReceiptRow:
    """A receipt that was imported; `line` is its one JSON record."""

    id: str
    serial: int
    package_id: str
    status: str
    line: str
    received: str
    imported_at: str
    imported_by: str


_SEALED = (
    "id, epoch, serial, period, created, base_name, file_size, header, bag_info, manifest, tagmanifest, signature,"
    " sealed_by, written_at, written_to, state"
)


def street_office(connection: sqlite3.Connection) -> StreetOffice | None:
    """The street that was trusted last, or None."""
    row = connection.execute(
        "SELECT code, name, epoch, sign_key, decrypt_key, sheet_text, trusted_at, trusted_by FROM street_office"
        " ORDER BY trusted_at DESC LIMIT 1"
    ).fetchone()
    return StreetOffice(*row) if row else None


def keep_street_office(transaction: Transaction, street: StreetOffice) -> None:
    """Trust a street's keys, in place of those it had."""
    transaction.execute("DELETE FROM street_office")
    transaction.execute(
        "INSERT INTO street_office VALUES (?,?,?,?,?,?,?,?)",
        (street.code, street.name, street.epoch, street.sign_key, street.decrypt_key, street.sheet_text,
         street.trusted_at, street.trusted_by),
    )  # fmt: skip
    transaction.touch("street_office", street.code)


def unreported_records(
    connection: sqlite3.Connection, record_type: RecordType, *, retired: bool, is_whole: bool = False
) -> list[Record]:
    """The records whose present revision no receipt has confirmed, or the whole ledger, in the order of their numbers.

    Retired ones count only when a package has carried them before: the street must learn that they are gone.
    """
    table = record_type.table
    names = ", ".join(f'"{name}"' for name in columns_of(record_type))
    known = f"AND EXISTS (SELECT 1 FROM sealed_record s WHERE s.record_id = {table}.id)" if retired else ""
    statuses = ", ".join(f"'{each}'" for each in record_type.sealed_statuses)
    known += f" AND status IN ({statuses})" if statuses and not retired else ""
    if not is_whole:
        known += (
            " AND NOT EXISTS"
            f" (SELECT 1 FROM reported_record r WHERE r.record_id = {table}.id AND r.rev >= {table}.rev)"
        )
    rows = connection.execute(
        f"SELECT {names} FROM {table} WHERE retired_at IS {'NOT ' if retired else ''}NULL {known} ORDER BY no"
    )
    return [from_row(record_type, row) for row in rows]


def newest_operation(connection: sqlite3.Connection, beginning: str) -> str | None:
    """When an operation whose name begins so was done last; None: never."""
    row = connection.execute(
        "SELECT max(at) FROM change WHERE operation >= ? AND operation < ?",
        (beginning, beginning + "\U0010ffff"),
    ).fetchone()
    return row[0] if row else None


def newest_sealed(connection: sqlite3.Connection, epoch: int) -> SealedRow | None:
    """The package with the highest serial of an epoch, or None."""
    row = connection.execute(
        f"SELECT {_SEALED} FROM sealed_package WHERE epoch = ? ORDER BY serial DESC LIMIT 1", (epoch,)
    ).fetchone()
    return SealedRow(*row) if row else None


def sealed_package(connection: sqlite3.Connection, package_id: str) -> SealedRow | None:
    """The sealed package with that id, or None."""
    row = connection.execute(f"SELECT {_SEALED} FROM sealed_package WHERE id = ?", (package_id,)).fetchone()
    return SealedRow(*row) if row else None


def sealed_packages(connection: sqlite3.Connection) -> list[SealedRow]:
    """Every sealed package, newest first."""
    rows = connection.execute(f"SELECT {_SEALED} FROM sealed_package ORDER BY epoch DESC, serial DESC")
    return [SealedRow(*row) for row in rows]


def sealed_files(connection: sqlite3.Connection, package_id: str) -> list[SealedFile]:
    """The payload files of a sealed package, by path."""
    rows = connection.execute(
        "SELECT path, sha256, size, crc32, content FROM sealed_file WHERE package_id = ? ORDER BY path",
        (package_id,),
    )
    return [SealedFile(*row) for row in rows]


def confirmed_serial(connection: sqlite3.Connection, epoch: int) -> int:
    """The highest serial that a receipt has confirmed; 0 if none."""
    row = connection.execute(
        "SELECT max(serial) FROM sealed_package WHERE epoch = ? AND state = 'receipted'", (epoch,)
    ).fetchone()
    return row[0] or 0


def keep_sealed(
    transaction: Transaction,
    sealed: SealedRow,
    files: Iterable[SealedFile],
    records: Iterable[tuple[str, str, int]],
) -> None:
    """Keep a sealed package with its frozen payload; `records` are (table, id, rev)."""
    values = tuple(getattr(sealed, name.strip()) for name in _SEALED.split(","))
    transaction.execute(
        f"INSERT INTO sealed_package ({_SEALED}) VALUES ({', '.join('?' * len(values))})", values
    )
    transaction.connection.executemany(
        "INSERT INTO sealed_file VALUES (?,?,?,?,?,?)",
        [(sealed.id, each.path, each.sha256, each.size, each.crc32, each.content) for each in files],
    )
    carried = list(records)
    transaction.connection.executemany(
        "INSERT INTO sealed_record VALUES (?,?,?,?)", [(sealed.id, *each) for each in carried]
    )
    transaction.touch("sealed_package", sealed.id)
    for table, record_id, _ in carried:
        transaction.touch(table, record_id)


def mark_written(transaction: Transaction, package_id: str, folder: str) -> None:
    """Remember that a package was written out whole, and where."""
    transaction.execute(
        "UPDATE sealed_package SET written_at = ?, written_to = ?,"
        " state = CASE state WHEN 'sealed' THEN 'written' ELSE state END WHERE id = ?",
        (transaction.at, folder, package_id),
    )
    transaction.touch("sealed_package", package_id)


def receipts(connection: sqlite3.Connection) -> list[ReceiptRow]:
    """Every imported receipt, newest first."""
    rows = connection.execute(
        "SELECT id, serial, package_id, status, line, received, imported_at, imported_by FROM imported_receipt"
        " ORDER BY serial DESC"
    )
    return [ReceiptRow(*row) for row in rows]


def keep_receipt(
    transaction: Transaction, receipt: ReceiptRow, *, is_confirmed: bool, left_out: Sequence[str]
) -> int:
    """Keep a receipt; when it confirms its package, its records but those left out are reported. Gives their number."""
    values = (receipt.id, receipt.serial, receipt.package_id, receipt.status, receipt.line, receipt.received,
              receipt.imported_at, receipt.imported_by)  # fmt: skip
    transaction.execute("INSERT INTO imported_receipt VALUES (?,?,?,?,?,?,?,?)", values)
    transaction.execute(
        "UPDATE sealed_package SET state = ? WHERE id = ?",
        ("receipted" if is_confirmed else "rejected", receipt.package_id),
    )
    transaction.touch("sealed_package", receipt.package_id)
    return _mark_reported(transaction, receipt.package_id, set(left_out)) if is_confirmed else 0


def _mark_reported(transaction: Transaction, package_id: str, left_out: set[str]) -> int:
    rows = transaction.execute(
        "SELECT record_id, table_name, rev FROM sealed_record WHERE package_id = ?", (package_id,)
    ).fetchall()
    reported = [row for row in rows if row[0] not in left_out]
    transaction.connection.executemany(
        "INSERT INTO reported_record VALUES (?,?,?,?) ON CONFLICT (record_id) DO UPDATE"
        " SET rev = max(rev, excluded.rev), package_id = excluded.package_id",
        [(*row, package_id) for row in reported],
    )
    for record_id, table, _ in reported:
        transaction.touch(table, record_id)
    return len(reported)


def forget_reported(transaction: Transaction, record_id: str) -> None:
    """Let a record count as unreported again, whatever was confirmed."""
    transaction.execute("DELETE FROM reported_record WHERE record_id = ?", (record_id,))


def carried_records(
    connection: sqlite3.Connection, package_id: str
) -> list[tuple[str, str, str | None, int]]:
    """(id, table, number, revision) of every record that a sealed package carried."""
    rows = connection.execute(
        "SELECT record_id, table_name, rev FROM sealed_record WHERE package_id = ?", (package_id,)
    ).fetchall()
    return [(record_id, table, _number(connection, table, record_id), rev) for record_id, table, rev in rows]


def _number(connection: sqlite3.Connection, table: str, record_id: str) -> str | None:
    row = connection.execute(f"SELECT no FROM {table} WHERE id = ?", (record_id,)).fetchone()
    return row[0] if row else None


def keep_volumes(transaction: Transaction, volumes: Iterable[VolumeRow]) -> None:
    """Keep the later volumes of a package that is being sealed."""
    transaction.connection.executemany(
        "INSERT INTO sealed_volume VALUES (?,?,?,?,?,?,?,?,?,?)", [astuple(each) for each in volumes]
    )


def sealed_volumes(connection: sqlite3.Connection, package_id: str) -> list[VolumeRow]:
    """The volumes of a sealed package after its first, in order."""
    rows = connection.execute(
        "SELECT * FROM sealed_volume WHERE package_id = ? ORDER BY volume", (package_id,)
    )
    return [VolumeRow(*row) for row in rows]


def volume_sizes(connection: sqlite3.Connection) -> dict[str, int]:
    """The bytes of the later volumes of each package that has some."""
    rows = connection.execute("SELECT package_id, sum(file_size) FROM sealed_volume GROUP BY package_id")
    return dict(rows.fetchall())


def return_records(
    transaction: Transaction, package_id: str, returned: Iterable[tuple[str, str, int, str]], at: str
) -> None:
    """Keep what the street sent back, (id, table, rev, remark) each: that revision counts as unreported again.

    What was in the package and is not sent back any more has been accepted since.
    """
    transaction.execute("DELETE FROM returned_record WHERE package_id = ?", (package_id,))
    for record_id, table, rev, remark in returned:
        transaction.execute(
            "INSERT OR REPLACE INTO returned_record VALUES (?,?,?,?,?,?)",
            (record_id, table, rev, remark, package_id, at),
        )
        transaction.execute("DELETE FROM reported_record WHERE record_id = ? AND rev <= ?", (record_id, rev))
        transaction.touch(table, record_id)


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


@dataclass(frozen=True)
class TakenDownRow:
    """A package of the street that was taken in."""

    id: str
    epoch: int
    serial: int
    records: int
    taken_at: str
    taken_by: str


def taken_down(connection: sqlite3.Connection) -> list[TakenDownRow]:
    """The packages of the street that were taken in, newest first."""
    rows = connection.execute("SELECT * FROM taken_down ORDER BY epoch DESC, serial DESC")
    return [TakenDownRow(*row) for row in rows]


def keep_taken_down(transaction: Transaction, row: TakenDownRow) -> bool:
    """Remember a package of the street; False when it was taken in before."""
    found = transaction.execute("SELECT 1 FROM taken_down WHERE id = ?", (row.id,)).fetchone()
    if not found:
        transaction.execute("INSERT INTO taken_down VALUES (?,?,?,?,?,?)", astuple(row))
    return not found
