"""What was done to the ledger, operation by operation: all writes of one transaction stand in the log as one batch."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from db.lists import records_by_id
from db.roster_events import WORDS
from db.set_aside import OURS
from db.spec import RECORD_TYPES

PAGE = 200
UNDO, REDO = "撤销：", "重做："
OFFICE = "office"  # the street itself in the change log


@dataclass(frozen=True)
class Operation:
    """One operation: when (ISO), who, its name in the clerk's words, and how many records of which tables it wrote.

    `seq` is its first row of the log, before which the next page begins. An operation that is undone does not hold any more.
    """

    batch: str
    seq: int
    at: str
    who: str
    name: str
    counts: tuple[tuple[str, int], ...]
    is_undone: bool = False
    why_lasting: str = ""  # the message that says why it can never be taken back

    @property
    def count(self) -> int:
        """How many records it wrote."""
        return sum(count for _, count in self.counts)


def operations(
    connection: sqlite3.Connection,
    who: str = "",
    table: str = "",
    before_seq: int | None = None,
    limit: int = PAGE,
) -> list[Operation]:
    """Operations, newest first: of one person, of one kind of record, before a row of the log.

    Each step goes down the log from where the last operation began, so that a page costs one walk over its rows.
    """
    undone = dict(connection.execute("SELECT batch, undone_by FROM undone_operation"))
    found: list[Operation] = []
    for row in _heads(connection, who, table, before_seq):
        seq, batch, at, author, name = row
        counts = _counts(connection, batch)
        is_own = {table for table, _ in counts} == {OFFICE}
        lasting = "undo_not_own" if is_own else ""
        found.append(Operation(batch, seq, at, author, name, counts, is_undone(undone, batch), lasting))
        if len(found) == limit:
            break
    return found


def _heads(
    connection: sqlite3.Connection, who: str, table: str, before_seq: int | None
) -> Iterator[tuple[int, str, str, str, str]]:
    """First row, batch, time, person and name of every operation that has a matching row, newest first."""
    conditions = "".join(f" AND {name} = ?" for name, value in (("who", who), ("table_name", table)) if value)
    bound = [each for each in (who, table) if each]
    below = before_seq if before_seq is not None else 1 << 62
    while True:
        row = connection.execute(
            f"SELECT batch, at, who, operation FROM change WHERE seq < ?{conditions} ORDER BY seq DESC LIMIT 1",
            [below, *bound],
        ).fetchone()
        if row is None:
            return
        (below,) = connection.execute("SELECT min(seq) FROM change WHERE batch = ?", (row[0],)).fetchone()
        yield (below, *row)


def _counts(connection: sqlite3.Connection, batch: str) -> tuple[tuple[str, int], ...]:
    """Out of the index on the batch alone."""
    return tuple(
        connection.execute(
            "SELECT table_name, count(DISTINCT record_id) FROM change WHERE batch = ? GROUP BY table_name"
            " ORDER BY min(rowid)",
            (batch,),
        )
    )


def lasting_operations(connection: sqlite3.Connection) -> list[Operation]:
    """Packages sealed, receipts imported and the street's keys trusted, newest first; they stand in tables of their own."""
    found = [
        Operation("", 0, at, who, f"封存报送包 {period} 第 {serial} 号", (), why_lasting="undo_not_sealing")
        for at, who, period, serial in connection.execute(
            "SELECT created, sealed_by, period, serial FROM sealed_package"
        )
    ]
    found += [
        Operation("", 0, at, who, f"导入回执 第 {serial} 号", (), why_lasting="undo_not_receipt")
        for at, who, serial in connection.execute(
            "SELECT imported_at, imported_by, serial FROM imported_receipt"
        )
    ]
    found += [
        Operation("", 0, at, who, f"登记街道登记表：{name}", (), why_lasting="undo_not_trust")
        for at, who, name in connection.execute("SELECT trusted_at, trusted_by, name FROM street_office")
    ]
    found += _of_a_street(connection)
    return sorted(found, key=lambda each: each.at, reverse=True)


def _of_a_street(connection: sqlite3.Connection) -> Iterator[Operation]:
    """What a street decided about its committees, their keys, forks, twins and contradictions; nothing at a committee."""
    events = connection.execute(
        "SELECT e.at, e.who, e.what, (SELECT max(name) FROM roster r WHERE r.code = e.code), e.code FROM roster_event e"
    )
    for at, who, what, name, code in events:
        yield Operation("", 0, at, who, f"{WORDS[what]}：{name or code}", (), why_lasting="undo_not_street")
    for at, who in connection.execute("SELECT at, who FROM not_twins"):
        yield Operation("", 0, at, who, "记住不是同一处", (), why_lasting="undo_not_street")
    kept = "SELECT settled_at, settled_by, no FROM set_aside WHERE choice = ?"
    for at, who, no in connection.execute(kept, (OURS,)):  # the other choices are in the log
        yield Operation("", 0, at, who, f"处理冲突：{no or ''} 保留现有的", (), why_lasting="undo_not_street")


def is_undone(undone: dict[str, str], batch: str) -> bool:
    """Whether an operation does not hold any more; taking back what took it back brings it to life again."""
    taken_back = False
    while batch in undone:
        batch, taken_back = undone[batch], not taken_back
    return taken_back


def living_form(connection: sqlite3.Connection, batch: str) -> str:
    """The batch by which an operation now holds or is undone: itself, or the last of its undoing and redoing."""
    while row := connection.execute(
        "SELECT undone_by FROM undone_operation WHERE batch = ?", (batch,)
    ).fetchone():
        batch = row[0]
    return batch


def name_of(connection: sqlite3.Connection, batch: str) -> str | None:
    """The name of an operation; None when the log has none of that batch."""
    row = connection.execute("SELECT operation FROM change WHERE batch = ? LIMIT 1", (batch,)).fetchone()
    return row[0] if row else None


def opposite_name(name: str) -> str:
    """What taking back an operation is called; taking back an undoing is doing it again."""
    if name.startswith(UNDO):
        return REDO + name.removeprefix(UNDO)
    return UNDO + name.removeprefix(REDO)


def people(connection: sqlite3.Connection) -> list[str]:
    """Everybody in the log, by name. A scan of the whole log: it has no index on who."""
    rows = connection.execute("SELECT who FROM change UNION SELECT who FROM roster_event ORDER BY who")
    return [row[0] for row in rows]


def record_names(connection: sqlite3.Connection, table: str, ids: list[str]) -> dict[str, str]:
    """The number and title of records by their ids, as 编号 名称."""
    found = {}
    for record in records_by_id(connection, table, ids):
        title = " ".join(str(record.get(RECORD_TYPES[table].title_field) or "").split())
        found[record["id"]] = " ".join(filter(None, (record["no"], title)))
    return found
