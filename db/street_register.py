"""The street's side of the exchange in SQLite: who is enrolled, what was received, what was answered."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.store import Transaction


@dataclass(frozen=True)
class OfficeRow:
    """The street office itself; keys as OpenSSH public key lines."""

    code: str
    name: str
    epoch: int
    sign_key: str
    decrypt_key: str


@dataclass(frozen=True)
class RosterRow:
    """One enrolled key of a committee."""

    fingerprint: str
    code: str
    name: str
    key_line: str
    epoch: int
    suites: str
    status: str
    sheet_text: str
    enrolled_at: str
    enrolled_by: str


@dataclass(frozen=True)
class ReceivedRow:
    """A package that was merged; `counts` is JSON {kind: {new, same, conflict}}."""

    id: str
    code: str
    epoch: int
    serial: int
    period: str
    file_name: str
    received_at: str
    status: str
    counts: str


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


@dataclass(frozen=True)
class IssuedRow:
    """A receipt that was signed: everything needed to write its file again."""

    id: str
    code: str
    serial: int
    package_id: str
    status: str
    base_name: str
    header: bytes
    bag_info: bytes
    manifest: bytes
    tagmanifest: bytes
    signature: bytes
    line: bytes
    issued_at: str


def office_row(connection: sqlite3.Connection) -> OfficeRow | None:
    """The street this database belongs to, or None when it is a committee's."""
    row = connection.execute("SELECT code, name, epoch, sign_key, decrypt_key FROM office").fetchone()
    return OfficeRow(*row) if row else None


def keep_office(transaction: Transaction, office: OfficeRow) -> None:
    """Make the database this street's."""
    transaction.execute("INSERT INTO office VALUES (?,?,?,?,?)", astuple(office))


def roster_rows(connection: sqlite3.Connection) -> list[RosterRow]:
    """Every enrolled key, by committee code."""
    return [RosterRow(*row) for row in connection.execute("SELECT * FROM roster ORDER BY code, enrolled_at")]


def add_to_roster(transaction: Transaction, row: RosterRow) -> None:
    """Enrol a key; one that is enrolled already gets the new name."""
    transaction.execute(
        "INSERT INTO roster VALUES (?,?,?,?,?,?,?,?,?,?) ON CONFLICT (fingerprint) DO UPDATE SET name = excluded.name",
        astuple(row),
    )
    transaction.touch("roster", row.fingerprint)


def chain_head(connection: sqlite3.Connection, code: str) -> tuple[int, int, str | None] | None:
    """(epoch, serial, id) of the last merged package of a committee; None before the first."""
    row = connection.execute("SELECT epoch, serial, head FROM chain WHERE code = ?", (code,)).fetchone()
    return (row[0], row[1], row[2]) if row else None


def merged_ids(connection: sqlite3.Connection, code: str, epoch: int) -> dict[int, str]:
    """serial → id of the merged packages of a committee."""
    rows = connection.execute(
        "SELECT serial, id FROM received_package WHERE code = ? AND epoch = ?", (code, epoch)
    )
    return dict(rows.fetchall())


def received_packages(connection: sqlite3.Connection) -> list[ReceivedRow]:
    """Every merged package, by committee and serial."""
    return [
        ReceivedRow(*row)
        for row in connection.execute("SELECT * FROM received_package ORDER BY code, serial")
    ]


def newest_received(connection: sqlite3.Connection) -> dict[str, tuple[int, int, str]]:
    """Of each committee (epoch, serial, when it came) of the last merged package, by code."""
    rows = connection.execute(
        "SELECT c.code, c.epoch, c.serial, p.received_at FROM chain c JOIN received_package p ON p.id = c.head"
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def is_merged(connection: sqlite3.Connection, package_id: str) -> bool:
    """Whether a package was merged."""
    row = connection.execute("SELECT 1 FROM received_package WHERE id = ?", (package_id,)).fetchone()
    return row is not None


ROLLED_BACK = "rolled_back"


def is_rolled_back(connection: sqlite3.Connection, package_id: str) -> bool:
    """Whether a merged package was taken out of the ledgers again."""
    row = connection.execute("SELECT status FROM received_package WHERE id = ?", (package_id,)).fetchone()
    return row is not None and row[0] == ROLLED_BACK


def received_package(connection: sqlite3.Connection, package_id: str) -> ReceivedRow | None:
    """The merged package with that id, or None."""
    row = connection.execute("SELECT * FROM received_package WHERE id = ?", (package_id,)).fetchone()
    return ReceivedRow(*row) if row else None


def mark_rolled_back(transaction: Transaction, package_id: str) -> None:
    """Remember that a package does not hold any more; it keeps its place in the chain, for it did come."""
    transaction.execute("UPDATE received_package SET status = ? WHERE id = ?", (ROLLED_BACK, package_id))
    transaction.touch("received_package", package_id)


def keep_received(transaction: Transaction, row: ReceivedRow) -> None:
    """Remember a merged package and move the committee's chain head to it."""
    transaction.execute("INSERT INTO received_package VALUES (?,?,?,?,?,?,?,?,?)", astuple(row))
    transaction.execute(
        "INSERT INTO chain VALUES (?,?,?,?) ON CONFLICT (code) DO UPDATE SET epoch = excluded.epoch,"
        " serial = excluded.serial, head = excluded.head",
        (row.code, row.epoch, row.serial, row.id),
    )
    transaction.execute("INSERT INTO merge_batch VALUES (?,?)", (row.id, transaction.batch))
    transaction.touch("received_package", row.id)


def issued_receipt(
    connection: sqlite3.Connection, package_id: str, status: str | None = None
) -> IssuedRow | None:
    """The newest receipt for a package (with that status, if one is given), or None."""
    condition = "AND status = ?" if status else ""
    values = (package_id, status) if status else (package_id,)
    row = connection.execute(
        f"SELECT * FROM issued_receipt WHERE package_id = ? {condition} ORDER BY serial DESC LIMIT 1", values
    ).fetchone()
    return IssuedRow(*row) if row else None


def receipts_with_returns(connection: sqlite3.Connection, code: str) -> list[IssuedRow]:
    """The newest receipt of each package of a committee, oldest first, of those that send records back."""
    rows = connection.execute(
        "SELECT * FROM issued_receipt i WHERE code = ? AND instr(line, CAST('\"returned\"' AS BLOB)) > 0 AND serial ="
        " (SELECT max(serial) FROM issued_receipt WHERE package_id = i.package_id) ORDER BY serial",
        (code,),
    )
    return [IssuedRow(*row) for row in rows]


def batch_of_package(connection: sqlite3.Connection, package: ReceivedRow, operation: str) -> str | None:
    """The operation of the change log by which a package was merged; None when it changed no record.

    Packages merged before the street kept this are found by the name of the operation and its time: a walk over the log.
    """
    row = (
        connection.execute("SELECT batch FROM merge_batch WHERE package_id = ?", (package.id,)).fetchone()
        or connection.execute(
            "SELECT batch FROM change WHERE operation = ? AND at = ? LIMIT 1",
            (operation, package.received_at),
        ).fetchone()
    )
    return row[0] if row else None


def record_of_number(connection: sqlite3.Connection, table: str, code: str, no: str) -> str | None:
    """The id of the record that bears a number of a committee, or None."""
    row = connection.execute(
        f"SELECT id FROM {table} WHERE committee_code = ? AND no = ?", (code, no)
    ).fetchone()
    return row[0] if row else None


def revision_before(connection: sqlite3.Connection, record_id: str, rev: int, package_id: str) -> int:
    """The highest revision of a record below one, of those that other packages brought; 0 when there is none."""
    row = connection.execute(
        "SELECT max(rev) FROM merged_revision WHERE record_id = ? AND rev < ? AND package_id != ?",
        (record_id, rev, package_id),
    ).fetchone()
    return row[0] or 0


def older_revision(connection: sqlite3.Connection, record_id: str, package_id: str) -> int:
    """The highest revision of a record that other packages brought; 0 when none did."""
    row = connection.execute(
        "SELECT max(rev) FROM merged_revision WHERE record_id = ? AND package_id != ?",
        (record_id, package_id),
    ).fetchone()
    return row[0] or 0


def newest_receipt(connection: sqlite3.Connection, code: str) -> IssuedRow | None:
    """The newest receipt for a committee, or None."""
    row = connection.execute(
        "SELECT * FROM issued_receipt WHERE code = ? ORDER BY serial DESC LIMIT 1", (code,)
    ).fetchone()
    return IssuedRow(*row) if row else None


def keep_issued(transaction: Transaction, row: IssuedRow) -> None:
    """Keep a signed receipt."""
    transaction.execute("INSERT INTO issued_receipt VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", astuple(row))


def keep_revision(transaction: Transaction, record_id: str, rev: int, sha256: str, package_id: str) -> None:
    """Remember the content of a merged revision."""
    transaction.execute("INSERT INTO merged_revision VALUES (?,?,?,?)", (record_id, rev, sha256, package_id))


def newest_revision(connection: sqlite3.Connection, record_id: str) -> tuple[int, str | None]:
    """The highest merged revision of a record and the hash of its content; (0, None) when none was merged."""
    row = connection.execute(
        "SELECT rev, sha256 FROM merged_revision WHERE record_id = ? ORDER BY rev DESC LIMIT 1", (record_id,)
    ).fetchone()
    return (row[0], row[1]) if row else (0, None)


def owner_of(connection: sqlite3.Connection, record_id: object) -> str | None:
    """The code of who sent a record first, be it that it was sent back or taken out again; None when nobody did."""
    row = connection.execute(
        "SELECT p.code FROM received_package p WHERE p.id IN ("
        "SELECT package_id FROM merged_revision WHERE record_id = ?1"
        " UNION ALL SELECT package_id FROM set_aside WHERE record_id = ?1) LIMIT 1",
        (record_id,),
    ).fetchone()
    return row[0] if row else None


def is_of_type(
    connection: sqlite3.Connection, record_id: object, table: str, tables: Collection[str]
) -> bool:
    """Whether no other of these tables has the record, nor has it been set aside as one of another type."""
    if connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (record_id,)).fetchone():
        return True  # an id stands in one table only
    others = " UNION ALL ".join(
        f"SELECT 1 FROM {each} WHERE id = ?1" for each in sorted(tables) if each != table
    )
    aside = "SELECT 1 FROM set_aside WHERE record_id = ?1 AND table_name != ?2"
    found = connection.execute(f"{others} UNION ALL {aside} LIMIT 1", (record_id, table)).fetchone()
    return found is None


def brought_revisions(connection: sqlite3.Connection, package_id: str) -> list[tuple[str, int]]:
    """(id, revision) of every record that a merged package brought and that holds."""
    return connection.execute(
        "SELECT record_id, rev FROM merged_revision WHERE package_id = ? ORDER BY record_id, rev",
        (package_id,),
    ).fetchall()


def forget_revisions(transaction: Transaction, package_id: str) -> None:
    """Let the revisions of a package that is taken out count as not merged, so that they can come again."""
    transaction.execute("DELETE FROM merged_revision WHERE package_id = ?", (package_id,))


def brought_records(
    connection: sqlite3.Connection, table: str, package_id: str
) -> list[tuple[str, str, int]]:
    """(id, number, revision) of each record of a type that a merged package brought."""
    return connection.execute(
        f"SELECT t.id, t.no, m.rev FROM {table} t JOIN merged_revision m ON m.record_id = t.id"
        " WHERE m.package_id = ?",
        (package_id,),
    ).fetchall()


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


@dataclass(frozen=True)
class SentDownRow:
    """A package that the street sent to a committee: everything needed to write its file again."""

    id: str
    code: str
    serial: int
    base_name: str
    header: bytes
    bag_info: bytes
    manifest: bytes
    tagmanifest: bytes
    signature: bytes
    payload: str
    sent_at: str


def newest_sent_down(connection: sqlite3.Connection, code: str) -> SentDownRow | None:
    """The newest package sent down to a committee, or None."""
    row = connection.execute(
        "SELECT * FROM sent_down WHERE code = ? ORDER BY serial DESC LIMIT 1", (code,)
    ).fetchone()
    return SentDownRow(*row) if row else None


def sent_down_rows(connection: sqlite3.Connection) -> list[SentDownRow]:
    """Every package sent down, the newest first."""
    rows = connection.execute("SELECT * FROM sent_down ORDER BY sent_at DESC, code, serial DESC")
    return [SentDownRow(*row) for row in rows]


def payloads_sent_down(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """(code of the committee, payload as JSON) of everything that was sent down, in the order in which it was."""
    return connection.execute("SELECT code, payload FROM sent_down ORDER BY code, serial").fetchall()


def keep_sent_down(transaction: Transaction, row: SentDownRow) -> None:
    """Keep a package that is sent down."""
    transaction.execute("INSERT INTO sent_down VALUES (?,?,?,?,?,?,?,?,?,?,?)", astuple(row))
