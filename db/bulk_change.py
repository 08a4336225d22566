"""One change for many records: tried on each as a single edit would be, then made in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from db import records
from db.errors import LedgerError
from db.spec import RECORD_TYPES
from db.spec.field import Record, Values
from db.store import Transaction


@dataclass(frozen=True)
class Tried:
    """A record before and after; `problem` is why it cannot be changed so, and then it stays as it is."""

    before: Record
    after: Record
    problem: LedgerError | None = None


class _Enough(Exception):
    """Ends a transaction that must leave no trace, with what was seen in it."""

    def __init__(self, tried: list[Tried]) -> None:
        super().__init__()
        self.tried = tried


def try_changes(
    write: Callable[[Callable[[Transaction], None]], None],
    table: str,
    record_ids: Sequence[str],
    typed: Values,
    check: Callable[[int], None] = lambda done: None,
) -> list[Tried]:
    """What the change would make of each record, in their order; nothing is written. Records that are gone are left out.

    `write` runs a function in a transaction, `check` is asked before each record and may raise to stop. Some 2,000 records
    a second.
    """

    def work(tx: Transaction) -> None:
        tried = []
        for done, record_id in enumerate(record_ids):
            check(done)
            found = _try(tx, table, record_id, typed)
            tried += [found] if found else []
        raise _Enough(tried)

    try:
        write(work)
    except _Enough as end:
        return end.tried
    raise AssertionError("the trial was not undone")


def _try(tx: Transaction, table: str, record_id: str, typed: Values) -> Tried | None:
    before = records.load(tx, RECORD_TYPES[table], record_id)
    if before is None:
        return None
    tx.execute("SAVEPOINT trial")
    try:
        after = records.change(tx, table, record_id, typed, before["rev"])
        return Tried(before, dict(after))
    except LedgerError as problem:
        return Tried(before, before, problem)
    finally:
        tx.execute("ROLLBACK TO trial")
        tx.execute("RELEASE trial")


def make_changes(
    tx: Transaction,
    table: str,
    revisions: Mapping[str, int],
    typed: Values,
    check: Callable[[int], None] = lambda done: None,
) -> int:
    """Change these records (id and the revision that was seen); how many. All or nothing.

    Raises InvalidRecord and AppError as `records.change` does, for a record that was changed since it was tried.
    """
    for done, (record_id, rev) in enumerate(revisions.items()):
        check(done)
        records.change(tx, table, record_id, typed, rev)
    return len(revisions)
