"""Taking back an operation: a new, opposite operation in the log. Refused when a record has moved on since.

Nothing is erased: what an operation registered goes into the recycle bin and keeps its number.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from db.change_log import ERASED, ChangeEntry, entries_of_batch, later_entries
from db.errors import AppError
from db.lists import BLOCK, records_by_id
from db.operations import is_undone, living_form, name_of, opposite_name, record_names
from db.records import load, update
from db.return_uniqueness import TABLE as MONTHLY_RETURN
from db.return_uniqueness import refuse_second_return
from db.spec import COMMITTEE, RECORD_TYPES, TIP
from db.spec.field import Record
from db.spec.monthly_return import FIXED
from db.store import Transaction

_IDENTITY = ("code", "name")  # what the street knows the committee by


@dataclass(frozen=True)
class Undone:
    """What taking back an operation wrote: its own batch and name, and how many records it changed."""

    batch: str
    name: str
    count: int


@dataclass(frozen=True)
class _Reversal:
    """One record of an operation: where it stood before (None: it was new), and its last row of the operation."""

    table: str
    record_id: str
    before: dict[str, Any] | None
    last_seq: int


def undo_operation(transaction: Transaction, batch: str) -> Undone:
    """Take back an operation in this transaction, whose name becomes 撤销：… or, for an undoing, 重做：….

    Raises AppError: `operation_unknown`, `undo_moved_on` with who changed what since, `undo_in_use`, and the reasons of
    `why_not_undone` for what cannot be taken back at all.
    """
    connection = transaction.connection
    refusal = why_not_undone(connection, batch)
    if refusal:
        raise refusal
    batch = living_form(connection, batch)
    name = name_of(connection, batch)
    assert name is not None  # or it would have been refused
    transaction.operation = opposite_name(name)
    reversals = list(_reversals(entries_of_batch(connection, batch)))
    for each in reversals:
        _reverse(transaction, each)
    note_undone(transaction, batch)
    return Undone(transaction.batch, transaction.operation, len(reversals))


def note_undone(transaction: Transaction, batch: str) -> None:
    """Remember that this transaction took back an operation that held until now."""
    transaction.undoes = living_form(transaction.connection, batch)
    transaction.execute("INSERT INTO undone_operation VALUES (?, ?)", (transaction.undoes, transaction.batch))


def why_not_undone(connection: sqlite3.Connection, batch: str) -> AppError | None:
    """Why an operation cannot be taken back now; None when it can."""
    if is_undone(dict(connection.execute("SELECT batch, undone_by FROM undone_operation")), batch):
        return AppError("undo_done_already")
    writes = entries_of_batch(connection, living_form(connection, batch))
    if not writes:
        return AppError("operation_unknown")
    lasting = next(filter(None, map(_why_lasting, writes)), None)
    if lasting:
        return AppError(lasting)
    reversals = list(_reversals(writes))
    return (
        _kept(connection, reversals)
        or _moved_on(connection, reversals, writes[0].operation)
        or _in_use(connection, reversals, writes[0].operation)
    )


def _why_lasting(write: ChangeEntry) -> str | None:
    """The message of a write that nothing takes back: it disclosed, erased, signed or founded something."""
    if write.table == COMMITTEE.table and write.before is None:
        return "undo_not_founding"
    if write.table == COMMITTEE.table and not write.after.keys().isdisjoint(_IDENTITY):
        return "undo_not_identity"
    if write.before is not None and not write.after:
        return "undo_not_looking"  # the log says only that somebody looked at a whole number
    if write.table == TIP.table and "openings" in write.after and write.before is not None:
        return "undo_not_looking"
    if ERASED in write.after:
        return "undo_not_erasing"
    if write.table == TIP.table and write.after.get("purged_on"):
        return "undo_not_purging"
    if write.table == MONTHLY_RETURN and write.after.get("status") in FIXED:
        return "undo_not_signing"
    return None


def _reversals(writes: Iterable[ChangeEntry]) -> Iterator[_Reversal]:
    """Each record once, the one written last first; of several writes of it the values before the first."""
    found: dict[tuple[str, str], _Reversal] = {}
    for write in reversed(list(writes)):
        key = (write.table, write.record_id)
        known = found.get(key)
        last_seq = known.last_seq if known else write.seq
        later = known.before or {} if known else {}
        before = None if write.before is None else {**later, **write.before}
        found[key] = _Reversal(*key, before, last_seq)
    yield from found.values()


def _kept(connection: sqlite3.Connection, reversals: Iterable[_Reversal]) -> AppError | None:
    """What was registered and must stay in the ledger, by the rule for deleting it."""
    for each in reversals:
        record = _present(connection, each) if each.before is None else None
        refusal = RECORD_TYPES[each.table].why_kept(record) if record else None
        if refusal:
            return AppError(refusal.message_id, **refusal.params)
    return None


def _moved_on(
    connection: sqlite3.Connection, reversals: Iterable[_Reversal], operation: str
) -> AppError | None:
    moved = [(each, later) for each in reversals if (later := _later_change(connection, each))]
    if not moved:
        return None
    first, later = moved[0]
    return AppError(
        "undo_moved_on",
        operation=operation,
        record=_name(connection, first),
        others=f"等 {len(moved)} 条记录" if len(moved) > 1 else "",
        at=later.at[:16].replace("T", " "),
        who=later.who,
        later=later.operation,
    )


def _later_change(connection: sqlite3.Connection, reversal: _Reversal) -> ChangeEntry | None:
    """Who changed a record since; None when it stands as the operation left it, be it that later changes were undone."""
    later = later_entries(connection, reversal.table, reversal.record_id, reversal.last_seq)
    if not later:
        return None
    then: dict[str, Any] = {}
    for entry in later:
        then = {**(entry.before or {}), **then}
    record = _present(connection, reversal)
    return later[-1] if any(record.get(name) != value for name, value in then.items()) else None


def _in_use(connection: sqlite3.Connection, reversals: list[_Reversal], operation: str) -> AppError | None:
    """A record that others refer to which are not taken back with it would leave them without their premises, say."""
    own = {each.record_id for each in reversals}
    new: dict[str, list[str]] = {}
    for each in reversals:
        if each.before is None:
            new.setdefault(each.table, []).append(each.record_id)
    for table, ids in new.items():
        for user_table, user_id in _users(connection, table, ids):
            if user_id not in own:
                user = record_names(connection, user_table, [user_id])[user_id]
                label = RECORD_TYPES[user_table].label
                return AppError("undo_in_use", operation=operation, record=f"{label} {user}")
    return None


def _users(connection: sqlite3.Connection, table: str, ids: list[str]) -> Iterator[tuple[str, str]]:
    """Records that are not deleted and refer to one of these; every such field has its index."""
    for record_type in RECORD_TYPES.values():
        for field in record_type.fields:
            if field.refers_to != table or field.rows:
                continue
            for start in range(0, len(ids), BLOCK):
                rows = connection.execute(
                    f"SELECT id FROM {record_type.table} WHERE retired_at IS NULL"
                    f' AND "{field.name}" IN (SELECT value FROM json_each(?))',
                    (json.dumps(ids[start : start + BLOCK]),),
                ).fetchall()
                yield from ((record_type.table, record_id) for (record_id,) in rows)


def _reverse(transaction: Transaction, reversal: _Reversal) -> None:
    """Read again just before it is written: what was reversed before may have settled this record too."""
    record_type = RECORD_TYPES[reversal.table]
    record = load(transaction, record_type, reversal.record_id)
    assert record is not None  # nothing is ever erased
    earlier = record | _earlier(transaction, reversal)
    if reversal.table == MONTHLY_RETURN and record["retired_at"] and not earlier["retired_at"]:
        refuse_second_return(transaction.connection, record)
    update(transaction, record_type, record, earlier)


def _earlier(transaction: Transaction, reversal: _Reversal) -> dict[str, Any]:
    if reversal.before is not None:
        return reversal.before
    return {"retired_at": transaction.at, "retired_reason": transaction.operation}


def _present(connection: sqlite3.Connection, reversal: _Reversal) -> Record:
    return records_by_id(connection, reversal.table, [reversal.record_id])[0]


def _name(connection: sqlite3.Connection, reversal: _Reversal) -> str:
    name = record_names(connection, reversal.table, [reversal.record_id])[reversal.record_id]
    return f"{RECORD_TYPES[reversal.table].label} {name}"
