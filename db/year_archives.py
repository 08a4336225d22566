"""The years of a ledger: which ones it has records of, what is still open at their end, and which were archived."""

from __future__ import annotations

import sqlite3

from db import lists
from db.spec import RECORD_TYPES
from db.spec.field import RecordType
from db.spec.query import Query, Sort
from db.store import Transaction
from db.ulid import new_ulid
from db.value import Value

# What a year leaves unfinished. Premises, risks and people have no end; tips are kept apart (docs/adr/0007).
_CARRIED = (
    "hazard", "supervision_order", "task", "drill_plan", "drill", "inspection", "monthly_return", "accident",
    "assessment_campaign",
)  # fmt: skip
_COLUMNS = "id, year, folder, made_at, made_by, records, files, size, manifest_sha256"


class YearArchive(Value):
    """A year that was archived: where it lies, when and by whom, its records, its files and their bytes, and the SHA-256
    of the list of their hashes.
    """

    id: str
    year: int
    folder: str
    made_at: str
    made_by: str
    records: int
    files: int
    size: int
    manifest_sha256: str


class OpenItem(Value):
    """A record that its year leaves open: its table, id, number, title, day, and by when something is due ("": no day)."""

    table: str
    record_id: str
    no: str
    title: str
    day: str
    due: str
    status: str


def year_query(year: int, **further: object) -> Query:
    """The records of a year by their own day, in the order of their numbers."""
    return Query(date_from=f"{year}-01-01", date_to=f"{year}-12-31", sort=(Sort("no"),)).with_changes(
        **further
    )


def dated_types() -> list[RecordType]:
    """The types whose records belong to a year."""
    return [each for each in RECORD_TYPES.values() if each.date_field and each.table != "programme"]


def years_of_ledger(connection: sqlite3.Connection) -> list[int]:
    """The years of which there are records, newest first."""
    found: set[int] = set()
    for each in dated_types():
        rows = connection.execute(
            f"SELECT DISTINCT substr({each.date_field}, 1, 4) FROM {each.table} WHERE retired_at IS NULL"
        )
        found |= {int(year) for (year,) in rows if year}
    return sorted(found, reverse=True)


def records_of_year(connection: sqlite3.Connection, year: int, today: str) -> dict[str, int]:
    """How many records of each type belong to a year; types without one are left out."""
    counts = {
        each.table: lists.count_records(connection, each.table, year_query(year), today)
        for each in dated_types()
    }
    return {table: count for table, count in counts.items() if count}


def open_items(connection: sqlite3.Connection, year: int, today: str) -> list[OpenItem]:
    """What is open now of that year and the years before: it is carried over into the next one."""
    found: list[OpenItem] = []
    for table in _CARRIED:
        record_type = RECORD_TYPES[table]
        query = Query(date_to=f"{year}-12-31", is_open=True, sort=(Sort("no"),))
        ids = lists.record_ids(connection, table, query, today)
        for start in range(0, len(ids), lists.BLOCK):
            rows = lists.records_by_id(connection, table, ids[start : start + lists.BLOCK])
            found += [_open_item(record_type, each) for each in rows]
    return found


def _open_item(record_type: RecordType, record: dict[str, object]) -> OpenItem:
    title = " ".join(str(record.get(record_type.title_field) or "").split())
    due = str(record.get(record_type.due_field) or "") if record_type.due_field else ""
    day = str(record[record_type.date_field] or "")[:10]
    status = record_type.status(str(record["status"])).label
    return OpenItem(
        record_type.table, str(record["id"]), str(record["no"] or ""), title, day, due[:10], status
    )


def keep_archive(transaction: Transaction, archive: YearArchive) -> YearArchive:
    """Note an archive that was made."""
    kept = archive.with_changes(id=new_ulid(), made_at=transaction.at, made_by=transaction.who)
    transaction.execute(
        f"INSERT INTO year_archive ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?)",
        (
            kept.id, kept.year, kept.folder, kept.made_at, kept.made_by, kept.records, kept.files, kept.size,
            kept.manifest_sha256,
        ),
    )  # fmt: skip
    transaction.touch("year_archive", kept.id)
    return kept


def year_archives(connection: sqlite3.Connection) -> list[YearArchive]:
    """The archives that were made, the newest first."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM year_archive ORDER BY made_at DESC, id DESC")
    return [YearArchive(*row) for row in rows]
