"""Rows that say what is in the ledger already, or further up in the file: by place, date and text, then by everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from db import records
from db.errors import InvalidRecord
from db.importing import Key, key_of, rows_by_key
from db.spec.header_words import NOTE, key_fields
from db.spec.kinds import parse
from db.store import Transaction
from desktop.importing.converted import Converted
from desktop.importing.plan import Action, Import, PlannedRow

_MOST_ALIKE = 20  # of one key; more are not told apart any further


class Twins:
    """What is known of rows by their keys, in one transaction."""

    def __init__(self, work: Import, transaction: Transaction, before: Sequence[PlannedRow] = ()) -> None:
        self.work, self.transaction = work, transaction
        self.record_type = work.record_type
        self.names = key_fields(work.table)
        self.kept = rows_by_key(transaction.connection, work.table, self.names)
        self.earlier: dict[Key, list[tuple[PlannedRow, Converted]]] = {}
        self.before = before  # tried out already, when only some rows are tried anew
        columns = [target for each in work.converters for _, _, target in each.columns]
        self.mapped = {target.partition(".")[0] for target in columns} - {NOTE}

    def find(self, row: PlannedRow, found: Converted) -> None:
        """Mark a row that repeats another: UNCHANGED when it says the same throughout, else LIKELY_TWICE."""
        key = row.key = key_of(self.record_type, self.stored(found, self.names), self.names)
        if not key:
            return
        if key not in self.kept and key not in self.earlier and not self.before:
            self.earlier[key] = [(row, found)]
            return
        mine = self.stored(found)
        self._among_kept(row, key, mine)
        if row.action is Action.UNCHANGED or row.is_twin_kept:
            return
        for earlier, said in (*self.earlier.get(key, ())[:_MOST_ALIKE], *self._alike_before(row, key)):
            self._mark(row, f"第{earlier.source.number}行", self._is_same(mine, self.stored(said)), False)
        if row.action in (Action.NEW, Action.LIKELY_TWICE):
            self.earlier.setdefault(key, []).append((row, found))

    def _among_kept(self, row: PlannedRow, key: Key, mine: Mapping[str, Any]) -> None:
        for record_id in self.kept.get(key, ())[:_MOST_ALIKE]:
            record = records.load(self.transaction, self.record_type, record_id)
            if record is not None:
                self._mark(row, str(record.get("no") or "台账里的一条"), self._is_same(mine, record), True)

    def _alike_before(self, row: PlannedRow, key: Key) -> list[tuple[PlannedRow, Converted]]:
        alike = [each for each in self.before if each.key == key and each.source.number < row.source.number]
        return [(each, each.converter.convert(each.source, each.overrides)) for each in alike[:_MOST_ALIKE]]

    def _mark(self, row: PlannedRow, name: str, is_same: bool, is_kept: bool) -> None:
        if row.action is Action.UNCHANGED or (row.action is Action.LIKELY_TWICE and not is_same):
            return
        row.twin, row.is_twin_kept = name, is_kept
        row.action = Action.UNCHANGED if is_same else Action.LIKELY_TWICE

    def _is_same(self, mine: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
        names = [name for name in mine if name in self.mapped]
        return all(_comparable(mine[name]) == _comparable(other.get(name)) for name in names)

    def stored(self, found: Converted, names: Sequence[str] | None = None) -> dict[str, Any]:
        """The values of a row (or those of these names) in their stored form, as far as they can be read."""
        reading = self.work.converters[0].reading
        stored = {name: found.stored[name] for name in names or found.stored if name in found.stored}
        for name in found.typed if names is None else names:
            if name in stored:
                continue
            field, value = self.record_type.by_name.get(name), found.typed.get(name)
            if field is None or value is None:
                continue
            try:
                stored[name] = parse(field, value, reading)
            except InvalidRecord:
                continue
        return stored


def _comparable(value: Any) -> Any:
    """Rows by what they say; what the ledger works out for them is left aside."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [row.get("text") or row for row in value]
    return value
