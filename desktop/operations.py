"""操作历史: what was done to the ledger in the clerk's words, and the records that one operation changed."""

from __future__ import annotations

from collections.abc import Sequence

from db import operations, records
from db.change_log import ChangeEntry, entries_of_batch
from db.operations import PAGE, Operation
from db.spec import RECORD_TYPES
from desktop.history_words import change_words, in_words
from desktop.office import Office

__all__ = ["PAGE", "Operation", "counts_words", "list_operations", "people", "retire", "what_changed"]

_SHOWN_RECORDS = 30
_OWN_LABELS = {"sign": "签名公钥", "decrypt": "解密公钥"}  # of a row about the street itself


def list_operations(
    office: Office, who: str = "", table: str = "", before: Operation | None = None
) -> list[Operation]:
    """Up to PAGE operations, newest first: of one person, of one kind of record, before the last one shown.

    Sealed packages, receipts and keys stand among them while no kind is asked for.
    """
    reader = office.store.reader()
    logged = operations.operations(reader, who, table, before.seq if before else None)
    lasting = [] if table else operations.lasting_operations(reader)
    oldest = logged[-1].at if len(logged) == PAGE else ""
    fitting = [
        each
        for each in lasting
        if who in ("", each.who) and each.at >= oldest and (before is None or each.at < before.at)
    ]
    return _merged(logged, fitting)


def _merged(logged: Sequence[Operation], lasting: Sequence[Operation]) -> list[Operation]:
    """Each lasting one before the first logged one that is older; the order of the log stays, whatever the clock did."""
    left = list(lasting)
    merged: list[Operation] = []
    for each in logged:
        while left and left[0].at >= each.at:
            merged.append(left.pop(0))
        merged.append(each)
    return merged + left


def retire(office: Office, table: str, record_ids: Sequence[str], reason: str) -> tuple[str, int]:
    """Put records into the recycle bin; the batch by which that is taken back, and how many."""
    work = lambda tx: (tx.batch, records.retire(tx, table, record_ids, reason))  # noqa: E731
    retired: tuple[str, int] = office.write(work, f"删除{RECORD_TYPES[table].label}")
    return retired


def people(office: Office) -> list[str]:
    """Everybody who ever wrote into the ledger."""
    return operations.people(office.store.reader())


def counts_words(operation: Operation) -> str:
    """How many records of which kinds, as 场所 2 条、隐患 1 条; what concerns the street itself is none."""
    return "、".join(
        f"{RECORD_TYPES[table].label} {count} 条"
        for table, count in operation.counts
        if table in RECORD_TYPES
    )


def what_changed(office: Office, operation: Operation) -> str:
    """The records of an operation with what each field was and became; the first 30 of many."""
    entries = entries_of_batch(office.store.reader(), operation.batch, _SHOWN_RECORDS)
    texts = [_entry_words(office, each) for each in entries]
    more = operation.count - len({each.record_id for each in entries})
    return "\n\n".join([*texts, *([f"……另有 {more} 条"] if more > 0 else [])])


def _entry_words(office: Office, entry: ChangeEntry) -> str:
    if entry.table not in RECORD_TYPES:
        return _own_words(office, entry)
    names = operations.record_names(office.store.reader(), entry.table, [entry.record_id])
    words = in_words(entry, office.title)
    lines = [change_words(*each) for each in words.fields if each[1] != each[2]]
    head = f"【{RECORD_TYPES[entry.table].label}】{names.get(entry.record_id, '')}"
    return "\n".join([head, *(lines if entry.before is not None else ["新登记"])])


def _own_words(office: Office, entry: ChangeEntry) -> str:
    """What was done to the street itself: its keys by their fingerprints."""
    before = entry.before or {}
    lines = [
        change_words(label, str(before.get(name, "")), str(entry.after[name]))
        for name, label in _OWN_LABELS.items()
        if name in entry.after
    ]
    return "\n".join([f"【本街道】{office.committee['name']}", *lines])
