"""The change log: one row for each write of a record, chained by hashes, in the write's own transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from typing import Any

from db.row_codec import canonical_json, quoted
from db.store import Transaction
from db.value import Value

GENESIS = "0" * 64
ERASED = "erased"  # in a row's values: the rows that it blanked, by number, with the hash of each as it stands since
LoggedTexts = list[tuple[int, tuple[str | None, str]]]  # (number, (before, after)), both canonical JSON
_BLOCK = 500
_NEWEST = "SELECT seq, hash FROM change ORDER BY seq DESC LIMIT 1"
_INSERTION = "INSERT INTO change VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
_COLUMNS = "seq, batch, at, who, operation, table_name, record_id, rev, before, after, prev_hash"


class ChangeEntry(Value):
    """One write of one record: the fields that changed, before and after (None: the record was new)."""

    seq: int
    at: str
    who: str
    operation: str
    table: str
    record_id: str
    rev: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


class BrokenLink(Value):
    """The first place where the log does not hold; `reason` is altered, removed or inserted."""

    seq: int
    reason: str


def log_change(
    transaction: Transaction,
    table: str,
    record_id: str,
    rev: int,
    before: Any | None,
    after: Mapping[str, Any],
) -> None:
    """Add the row of one write, chained to the row before it."""
    earlier = None if before is None else canonical_json(before)
    _add(transaction, table, record_id, rev, earlier, canonical_json(after))


def log_new(transaction: Transaction, table: str, record_id: str, after: str) -> None:
    """Add the row of a new record; `after` is the canonical JSON of its values."""
    _add(transaction, table, record_id, 1, None, after)


def _add(
    transaction: Transaction, table: str, record_id: str, rev: int, before: str | None, after: str
) -> None:
    waiting = transaction.waiting
    last = waiting.chain if waiting and waiting.chain else _newest(transaction)
    seq, prev_hash = last[0] + 1, last[1]
    row = (
        seq, transaction.batch, transaction.at, transaction.who, transaction.operation, table, record_id, rev,
        before, after, prev_hash,
    )  # fmt: skip
    row_hash = _row_hash(row)
    if waiting:
        waiting.add(_INSERTION, (*row, row_hash))
        waiting.chain = seq, row_hash
    else:
        transaction.execute(_INSERTION, (*row, row_hash))
    transaction.is_logged = True
    transaction.touch(table, record_id)


def _newest(transaction: Transaction) -> tuple[int, str]:
    """The number and hash of the newest row; of none, what the first one is chained to."""
    waiting = transaction.waiting
    row = waiting.first(_NEWEST) if waiting else transaction.execute(_NEWEST).fetchone()
    return (row[0], row[1]) if row else (0, GENESIS)


def _row_hash(row: tuple[Any, ...]) -> str:
    digest: str = _sha256()(_row_text(row).encode()).hexdigest()
    return digest


@cache
def _sha256() -> Callable[[bytes], Any]:
    import hashlib  # 5 ms with its C library, which the first screen does not need

    return hashlib.sha256


def _row_text(row: tuple[Any, ...]) -> str:
    """The row as a JSON array without blanks. Written out, as an encoder takes twice as long and an import writes 10,000."""
    seq, batch, at, who, operation, table, record_id, rev, before, after, prev_hash = row
    texts = (batch, at, who, operation, table, record_id)
    head, earlier = ",".join(map(quoted, texts)), "null" if before is None else quoted(before)
    later = "null" if after is None else quoted(after)
    return f"[{seq},{head},{rev},{earlier},{later},{quoted(prev_hash)}]"


def history(connection: sqlite3.Connection, table: str, record_id: str) -> list[ChangeEntry]:
    """Every write of a record, oldest first."""
    rows = connection.execute(
        "SELECT seq, at, who, operation, table_name, record_id, rev, before, after FROM change"
        " WHERE table_name = ? AND record_id = ? ORDER BY seq",
        (table, record_id),
    )
    return [_entry(row) for row in rows]


def entries_of_batch(
    connection: sqlite3.Connection, batch: str, limit: int | None = None
) -> list[ChangeEntry]:
    """The writes of one transaction in the order they were made; with a limit only the first of them."""
    rows = connection.execute(
        "SELECT seq, at, who, operation, table_name, record_id, rev, before, after FROM change"
        " WHERE batch = ? ORDER BY seq LIMIT ?",
        (batch, -1 if limit is None else limit),
    )
    return [_entry(row) for row in rows]


def later_entries(connection: sqlite3.Connection, table: str, record_id: str, seq: int) -> list[ChangeEntry]:
    """The writes of a record after a row of the log, oldest first."""
    rows = connection.execute(
        "SELECT seq, at, who, operation, table_name, record_id, rev, before, after FROM change"
        " WHERE table_name = ? AND record_id = ? AND seq > ? ORDER BY seq",
        (table, record_id, seq),
    )
    return [_entry(row) for row in rows]


def _entry(row: tuple[Any, ...]) -> ChangeEntry:
    seq, at, who, operation, table, record_id, rev, before, after = row
    earlier = json.loads(before) if before else None
    return ChangeEntry(seq, at, who, operation, table, record_id, rev, earlier, json.loads(after))


def logged_texts(connection: sqlite3.Connection, table: str, record_id: str) -> LoggedTexts:
    """The rows of a record as they are written, oldest first."""
    rows = connection.execute(
        "SELECT seq, before, after FROM change WHERE table_name = ? AND record_id = ? ORDER BY seq",
        (table, record_id),
    )
    return [(seq, (before, after)) for seq, before, after in rows]


def blank_row(transaction: Transaction, seq: int, before: str | None, after: str | None) -> str:
    """Put other values into a row, which keeps the hash it was chained by; the hash of it as it stands now.

    `verify_chain` takes such a row for whole only when a later row tells of it under `ERASED`.
    """
    transaction.execute("UPDATE change SET before = ?, after = ? WHERE seq = ?", (before, after, seq))
    return _present_hash(transaction.connection, seq)


def chain_head(connection: sqlite3.Connection) -> str:
    """The hash of the newest row, or of the empty log."""
    row = connection.execute("SELECT hash FROM change ORDER BY seq DESC LIMIT 1").fetchone()
    return row[0] if row else GENESIS


def verify_chain(
    connection: sqlite3.Connection, check: Callable[[], None] = lambda: None
) -> BrokenLink | None:
    """The first broken link of the log, or None when every row is as it was written; `check` may stop it by raising."""
    from hashlib import sha256

    expected_seq, prev_hash = 1, GENESIS
    erasures: dict[int, tuple[int, str]] | None = None
    for block in _blocks(connection):
        check()
        for seq, told_prev, told_hash, text in block:
            if seq != expected_seq:
                return BrokenLink(expected_seq, "removed")
            if told_prev != prev_hash:
                return BrokenLink(seq, "inserted")
            # The exact spelling is Python's; SQLite's is the same and twice as fast, so it may only acquit.
            if sha256(text).hexdigest() != told_hash:
                present = _present_hash(connection, seq)
                if present != told_hash:
                    erasures = _erasures(connection) if erasures is None else erasures
                    teller, blanked_hash = erasures.get(seq, (0, ""))
                    if teller <= seq or present != blanked_hash:
                        return BrokenLink(seq, "altered")
            expected_seq, prev_hash = seq + 1, told_hash
    return None


def _blocks(connection: sqlite3.Connection) -> Iterator[list[tuple[int, str, str, bytes]]]:
    """Every row with its text as the bytes that are hashed: to make a str of them and bytes again takes a third longer."""
    cursor = connection.execute(
        f"SELECT seq, prev_hash, hash, CAST(json_array({_COLUMNS}) AS BLOB) FROM change ORDER BY seq"
    )
    while block := cursor.fetchmany(_BLOCK):
        yield block


def _present_hash(connection: sqlite3.Connection, seq: int) -> str:
    return _row_hash(connection.execute(f"SELECT {_COLUMNS} FROM change WHERE seq = ?", (seq,)).fetchone())


def _erasures(connection: sqlite3.Connection) -> dict[int, tuple[int, str]]:
    """Of each blanked row the number of the last row that tells of it, and the hash it should have since."""
    found = {}
    for seq, after in connection.execute(
        "SELECT seq, after FROM change WHERE instr(after, ?) ORDER BY seq", (f'"{ERASED}":{{',)
    ):
        with suppress(ValueError, AttributeError):  # a row broken by hand, which its own hash tells
            for blanked, row_hash in json.loads(after).get(ERASED, {}).items():
                found[int(blanked)] = (seq, row_hash)
    return found
