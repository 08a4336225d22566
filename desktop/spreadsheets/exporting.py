"""Writing what a list shows, or a whole ledger, into a spreadsheet: block by block, whole or not at all."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from db.errors import AppError
from db.sheet_rows import is_column, longest_text, some_columns
from db.spec import RECORD_TYPES
from db.spec.field import Kind, Record, RecordType
from db.spec.query import UNIT, Query
from desktop.office import Office
from desktop.people.disclosing import note_export
from desktop.spreadsheets import csv_text, xlsx
from desktop.spreadsheets.columns import SheetColumn, every_name, mark_column, needed_names, sheet_columns
from desktop.spreadsheets.files import whole_or_not_at_all
from desktop.spreadsheets.references import ReferenceWords
from desktop.spreadsheets.row_stream import write_archive
from desktop.tips.release import TipsterCheck, refuse_unreleased, tipster_check

BLOCK = 500
_PIECE = 32_000  # characters of a cell, below what the file format knows
_DERIVED = ("report_state", "flags")  # columns that are worked out when a list is read


class Format(StrEnum):
    """The files that can be written."""

    XLSX = "xlsx"
    CSV = "csv"


class Progress(Protocol):
    """What tells how far the work is, and stops it."""

    def check(self) -> None:
        """Raise Cancelled when the work should stop."""

    def report(self, done: int, total: int, text: str = "") -> None:
        """Tell how many of how many are done."""


class Unheard:
    """The progress of a command: nobody watches."""

    def check(self) -> None:
        """Go on."""

    def report(self, done: int, total: int, text: str = "") -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Export:
    """What goes out: the records of a query (or these ids), which columns in which order (None: every field), whether
    with personal data, and whether with the mark by which an edited sheet finds its records again."""

    table: str
    query: Query
    title: str
    names: tuple[str, ...] | None = None
    ids: tuple[str, ...] | None = None
    with_personal: bool = False
    with_mark: bool = True
    format: Format = Format.XLSX


def export(office: Office, asked: Export, path: Path, progress: Progress | None = None) -> int:
    """Write the file; how many records it holds.

    Raises AppError `tipster_in_text`, `tips_not_comparable`, `too_many_rows`, EnvironmentProblem `sheet_not_written`.
    """
    progress = progress or Unheard()
    record_type = RECORD_TYPES[asked.table]
    ids = list(asked.ids) if asked.ids is not None else office.ids(asked.table, asked.query)
    note_export(office, RECORD_TYPES[asked.table], len(ids), with_personal=asked.with_personal)
    if len(ids) > xlsx.MOST_ROWS:
        raise AppError("too_many_rows", count=len(ids), most=xlsx.MOST_ROWS)
    words = ReferenceWords(office.store.reader())
    columns = export_columns(office, asked, words)
    blocks = _blocks(office, record_type, ids, columns, words, progress)
    with whole_or_not_at_all(path) as part:
        if asked.format is Format.CSV:
            return _write_csv(part, columns, blocks)
        frame = xlsx.frame_of(asked.title, office.committee["name"], columns, len(ids))
        return write_archive(part, frame, columns, blocks, len(ids))


def export_columns(office: Office, asked: Export, words: ReferenceWords) -> tuple[SheetColumn, ...]:
    """The columns of an export, a text too long for one cell continued in the next column."""
    record_type = RECORD_TYPES[asked.table]
    names = asked.names if asked.names is not None else every_name(record_type)
    if office.is_street and UNIT not in names:  # without it nobody could tell whose a row is
        names = (*names[:1], UNIT, *names[1:])
    columns = sheet_columns(record_type, names, words, with_personal=asked.with_personal)
    pieces = [piece for each in columns for piece in _pieces(office, record_type, each)]
    return (*pieces, mark_column(record_type)) if asked.with_mark else tuple(pieces)


def _pieces(office: Office, record_type: RecordType, column: SheetColumn) -> Iterator[SheetColumn]:
    """The column, and one more for each further piece that its longest text needs."""
    field = record_type.by_name.get(column.name)
    if field is None or field.kind is not Kind.ROWS:
        yield column
        return
    longest = longest_text(office.store.reader(), record_type.table, column.name)
    count = max(1, math.ceil(2 * longest / _PIECE)) if longest > _PIECE // 2 else 1
    for number in range(count):
        yield column if count == 1 else _piece(column, number)


def _piece(column: SheetColumn, number: int) -> SheetColumn:
    start = number * _PIECE
    label = f"{column.label}（续{number}）" if number else column.label
    return replace(
        column, label=label, content=lambda record: str(column.content(record) or "")[start : start + _PIECE]
    )


def _blocks(
    office: Office,
    record_type: RecordType,
    ids: Sequence[str],
    columns: Sequence[SheetColumn],
    words: ReferenceWords,
    progress: Progress,
) -> Iterator[list[Record]]:
    """The records in blocks, each looked through for tipsters before it is handed on."""
    check = tipster_check(office)
    names = needed_names(columns, record_type)
    is_derived = any(each.name in _DERIVED for each in columns)
    fields = [record_type.field(each) for each in names if each in record_type.by_name]
    for start in range(0, len(ids), BLOCK):
        progress.check()
        block = ids[start : start + BLOCK]
        records = _read(office, record_type, block, names, is_derived)
        _refuse_unreleased(check, record_type, records)
        words.read_ahead(fields, records)
        yield records
        progress.report(min(start + BLOCK, len(ids)), len(ids))


def _read(
    office: Office, record_type: RecordType, ids: Sequence[str], names: Sequence[str], is_derived: bool
) -> list[Record]:
    if is_derived:
        return office.rows(record_type.table, ids)
    stored = [each for each in names if is_column(record_type, each)]
    return some_columns(office.store.reader(), record_type, ids, stored)


def _refuse_unreleased(
    check: TipsterCheck | None, record_type: RecordType, records: Sequence[Record]
) -> None:
    if check is not None:
        refuse_unreleased(check, [(record_type, each) for each in records])


def _write_csv(path: Path, columns: Sequence[SheetColumn], blocks: Iterator[list[Record]]) -> int:
    count = 0
    with closing(path.open("w", encoding="utf-8-sig", newline="")) as file:
        csv_text.write_head(file, columns)
        for block in blocks:
            csv_text.write_rows(file, columns, block)
            count += len(block)
    return count
