"""Later volumes of merged packages: which came, and which attachments are still awaited."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from db.street_register import ROLLED_BACK

if TYPE_CHECKING:
    from db.store import Transaction


@dataclass(frozen=True)
class VolumeReceivedRow:
    """A later volume of a merged package that came; `package_id` is the package's, `id` the volume's own."""

    package_id: str
    volume: int
    id: str
    file_name: str
    received_at: str


@dataclass(frozen=True)
class AwaitedRow:
    """An attachment that a later volume of a merged package will bring."""

    package_id: str
    sha256: str
    volume: int
    size: int
    mime: str
    name: str


def await_attachments(transaction: Transaction, rows: Iterable[AwaitedRow]) -> None:
    """Remember attachments that later volumes of a merged package will bring."""
    transaction.connection.executemany(
        "INSERT INTO awaited_attachment VALUES (?,?,?,?,?,?)", [astuple(each) for each in rows]
    )


def awaited_attachments(connection: sqlite3.Connection, package_id: str) -> list[AwaitedRow]:
    """The attachments of a merged package that are still to come, by volume."""
    rows = connection.execute(
        "SELECT * FROM awaited_attachment WHERE package_id = ? ORDER BY volume, sha256", (package_id,)
    )
    return [AwaitedRow(*row) for row in rows]


def awaited_everywhere(connection: sqlite3.Connection) -> list[tuple[AwaitedRow, str, int]]:
    """(attachment, committee, serial) of everything that is still to come, in the order of the packages."""
    rows = connection.execute(
        "SELECT a.*, p.code, p.serial FROM awaited_attachment a JOIN received_package p ON p.id = a.package_id"
        " WHERE p.status != ? ORDER BY p.code, p.epoch, p.serial, a.volume, a.sha256",
        (ROLLED_BACK,),
    )
    return [(AwaitedRow(*row[:-2]), row[-2], row[-1]) for row in rows]


def keep_volume(transaction: Transaction, row: VolumeReceivedRow) -> None:
    """Remember that a later volume came; what it brought is awaited no longer."""
    transaction.execute("INSERT INTO received_volume VALUES (?,?,?,?,?)", astuple(row))
    transaction.execute(
        "DELETE FROM awaited_attachment WHERE package_id = ? AND volume = ?", (row.package_id, row.volume)
    )
    transaction.touch("received_package", row.package_id)


def received_volumes(connection: sqlite3.Connection, package_id: str) -> frozenset[int]:
    """The later volumes of a merged package that came."""
    rows = connection.execute("SELECT volume FROM received_volume WHERE package_id = ?", (package_id,))
    return frozenset(row[0] for row in rows)


def merged_volumes(connection: sqlite3.Connection, code: str, epoch: int) -> dict[int, frozenset[int]]:
    """serial → the volumes that came, the first among them, of the merged packages of a committee."""
    rows = connection.execute(
        "SELECT p.serial, v.volume FROM received_volume v JOIN received_package p ON p.id = v.package_id"
        " WHERE p.code = ? AND p.epoch = ?",
        (code, epoch),
    )
    found: dict[int, frozenset[int]] = {}
    for serial, volume in rows:
        found[serial] = found.get(serial, frozenset({1})) | {volume}
    return found
