"""The recycle bin over all kinds of records, as a list reads it: a key names the kind and the record."""

from __future__ import annotations

from collections.abc import Sequence

from db import recycle_bin
from db.spec import COMMITTEE, PERSON, RECORD_TYPES
from db.spec.field import Record, Values
from db.spec.query import Query
from desktop.office import Office

_MARK = "/"
_FIRST = ("hazard", "risk", "premises", "drill")  # what clerks delete most
BIN_TABLES = tuple(
    sorted(
        (table for table, each in RECORD_TYPES.items() if each not in (COMMITTEE, PERSON)),
        key=lambda table: _FIRST.index(table) if table in _FIRST else len(_FIRST),
    )
)


class WholeBin:
    """Reads deleted records of these types; its ids are keys such as hazard/01J…."""

    def __init__(self, office: Office, tables: Sequence[str]) -> None:
        self.office, self.tables = office, tables

    def ids(self, table: str, query: Query, limit: int | None = None) -> list[str]:
        """The keys of all deleted records, the last deleted first."""
        found = recycle_bin.deleted_records(self.office.store.reader(), self.tables)
        return [f"{kind}{_MARK}{record_id}" for kind, record_id in found[:limit]]

    def ids_among(self, table: str, query: Query, ids: Sequence[str]) -> set[str]:
        """Which of these keys are still in the bin."""
        return set(ids) & set(self.ids(table, query))

    def rows(self, table: str, ids: Sequence[str]) -> list[Record]:
        """The records of keys, each with its `kind`."""
        by_kind: dict[str, list[str]] = {}
        for kind, record_id in map(_parts, ids):
            by_kind.setdefault(kind, []).append(record_id)
        found = {
            f"{kind}{_MARK}{record['id']}": record | {"id": f"{kind}{_MARK}{record['id']}", "kind": kind}
            for kind, record_ids in by_kind.items()
            for record in self.office.rows(kind, record_ids)
        }
        return [found[key] for key in ids if key in found]

    def restore(self, keys: Sequence[str]) -> int:
        """Take records out of the bin in one operation; how many. Raises AppError and then restores none."""
        work = lambda tx: recycle_bin.restore_all(tx, [_parts(each) for each in keys])  # noqa: E731
        return int(self.office.write(work, "从回收站恢复"))


def _parts(key: str) -> tuple[str, str]:
    kind, _, record_id = key.partition(_MARK)
    return kind, record_id


def kind_label(record: Values) -> str:
    """The word for a row's kind of record."""
    return RECORD_TYPES[record["kind"]].label
