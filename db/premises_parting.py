"""The way back from merging two premises: every record as it was, as a new write of `db.records`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from db.errors import AppError
from db.premises_merge import MERGED
from db.records import load, update
from db.spec import PREMISES, RECORD_TYPES
from db.spec.field import Record
from db.store import Transaction
from db.undo import note_undone

PARTED = "撤销合并"


def part(transaction: Transaction, gone_id: str) -> Record:
    """Undo a merge: every record of it as it was before, as a new write; gives the premises that are back.

    Raises AppError `record_not_found`, `not_merged`, and `merge_moved_on` with the numbers of what changed since.
    """
    gone = load(transaction, PREMISES, gone_id)
    if gone is None:
        raise AppError("record_not_found", what=gone_id)
    if not gone.get("merged_into"):
        raise AppError("not_merged", no=gone["no"] or "")
    writes = list(_writes_of_merge(transaction.connection, gone_id))
    if not writes:  # merged in another ledger, whose log is not here
        raise AppError("not_merged", no=gone["no"] or "")
    now = [_present(transaction, each) for each in writes]
    changed = [
        f"{RECORD_TYPES[write.table].label} {record['no']}"
        for write, record in zip(writes, now, strict=True)
        if _has_moved_on(transaction.connection, write, record)
    ]
    if changed:
        raise AppError("merge_moved_on", no=gone["no"] or "", records="、".join(sorted(changed)))
    for write, record in zip(writes, now, strict=True):
        update(transaction, RECORD_TYPES[write.table], record, record | write.before)
    note_undone(transaction, writes[0].batch)
    parted = load(transaction, PREMISES, gone_id)
    assert parted is not None
    return parted


@dataclass(frozen=True)
class _Write:
    """One write of a merge as the log has it, with the values before it."""

    seq: int
    batch: str
    table: str
    record_id: str
    before: dict[str, Any]


def _writes_of_merge(connection: sqlite3.Connection, gone_id: str) -> Iterator[_Write]:
    """Every write of the newest merge of these premises, newest first.

    A transaction's rows stand together in the log and the merged premises' own row is their last, so reading backwards
    from there needs no index on the batch.
    """
    (last,) = connection.execute(
        "SELECT max(seq) FROM change WHERE table_name = 'premises' AND record_id = ? AND operation = ?"
        " AND instr(after, '\"merged_into\"') > 0",
        (gone_id, MERGED),
    ).fetchone()
    own_batch = None
    for seq, batch, table, record_id, before in connection.execute(
        "SELECT seq, batch, table_name, record_id, before FROM change WHERE seq <= ? ORDER BY seq DESC",
        (last,),
    ):
        own_batch = own_batch or batch
        if batch != own_batch:
            return
        yield _Write(seq, batch, table, record_id, json.loads(before))


def _present(transaction: Transaction, write: _Write) -> Record:
    record = load(transaction, RECORD_TYPES[write.table], write.record_id)
    assert record is not None  # nothing is ever erased
    return record


def _has_moved_on(connection: sqlite3.Connection, write: _Write, record: Record) -> bool:
    """Whether a record differs from what the merge made of it; a later change that was undone does not count."""
    then: dict[str, Any] = {}
    for (before,) in connection.execute(
        "SELECT before FROM change WHERE table_name = ? AND record_id = ? AND seq > ? ORDER BY seq",
        (write.table, write.record_id, write.seq),
    ):
        then = json.loads(before) | then
    return any(record.get(name) != value for name, value in then.items())
