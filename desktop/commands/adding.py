"""The command add: records from JSON Lines, all or nothing, every problem named with its line."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from db.errors import AppError, InvalidRecord, LedgerError
from db.records import register
from db.spec import RECORD_TYPES
from db.spec.field import Record, RecordType, Values
from db.store import Transaction
from desktop.commands.reading import json_lines, with_files
from desktop.commands.records import opened
from desktop.commands.refusals import tell_refusal
from desktop.office import Office


def add(given: Namespace) -> int:
    """Register JSON Lines: all or nothing, every problem named with its line."""
    record_type = RECORD_TYPES[given.type]
    with opened(given.db) as office:
        adding = _Adding(office, record_type)
        lines = [(number, adding.prepared(number, typed)) for number, typed in json_lines(given.file)]
        try:
            records = office.write(lambda tx: adding.register(tx, lines), f"新增{record_type.label}")
        except _NothingAdded:
            adding.tell()
            return 1
    for record in records:
        print(record["no"] or record["id"])
    return 0


class _NothingAdded(Exception):
    """Ends the transaction: one line was refused, so none is kept."""


class _Adding:
    """The lines of one `add` and what is wrong with them."""

    def __init__(self, office: Office, record_type: RecordType) -> None:
        self.office = office
        self.record_type = record_type
        self.refused: dict[int, LedgerError] = {}

    def prepared(self, line: int, typed: Values | AppError) -> Values:
        """The line's values, the photos it names kept as attachments."""
        try:
            if isinstance(typed, AppError):
                raise typed
            return with_files(self.office, self.record_type, typed, Path.cwd())
        except LedgerError as error:
            self.refused[line] = error
            return {}

    def register(self, tx: Transaction, lines: list[tuple[int, Values]]) -> list[Record]:
        """The registered records. Raises _NothingAdded when a line was refused."""
        records = []
        for line, typed in lines:
            if line not in self.refused:
                try:
                    records.append(register(tx, self.record_type.table, typed, self.office.committee["code"]))
                except InvalidRecord as error:
                    self.refused[line] = error
        if self.refused:
            raise _NothingAdded
        return records

    def tell(self) -> None:
        """Name every problem with its line."""
        for line, error in sorted(self.refused.items()):
            is_placed = error.message_id == "json_line_unreadable"
            tell_refusal(error, "" if is_placed else f"第 {line} 行：")
        print(f"共 {len(self.refused)} 行有问题，全部没有登记。请修改后再试。", file=sys.stderr)
