"""The committee's side of the exchange in SQLite: the street it trusts, what it sealed, what came back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
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
