"""Plain files of a street's records for the district's platform: JSON Lines with their JSON Schema, CSV or a spreadsheet.

One file a type of record, each written whole or not at all. Telephone and identity numbers are masked unless asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from db.lists import BLOCK, records_by_id
from db.row_codec import canonical_json
from db.spec import RECORD_TYPES
from db.spec.query import Query, Sort
from desktop.exchange.json_schema import FILE_NAME, records_schema
from desktop.exchange.profiles import STREET
from desktop.exchange.schema import PACKAGE_TYPES, wire_record
from desktop.paths import make_folder
from desktop.people.permissions import Right
from desktop.spreadsheets.files import whole_or_not_at_all
from desktop.street.street_ledger import StreetLedger

TABLES = tuple(each.table for each in PACKAGE_TYPES)


class PlainFormat(StrEnum):
    """The files that can be written."""

    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True)
class Exported:
    """One file that was written and how many records it holds."""

    table: str
    path: Path
    count: int


def export_plain(
    street: StreetLedger,
    folder: Path,
    format_: PlainFormat,
    tables: Sequence[str] = TABLES,
    profile: str = STREET,
) -> list[Exported]:
    """Write the records of all committees, a file for each type that has some; JSON Lines with the schema beside them.

    `profile` is that of packages (desktop.exchange.profiles); spreadsheets know only `street` (masked) and others (whole).
    Raises EnvironmentProblem `sheet_not_written`, `disk_full`, `folder_read_only`, AppError `too_many_rows`, `not_allowed`.
    """
    street.require(Right.EXPORT if profile == STREET else Right.EXPORT_PERSONAL)
    make_folder(folder)
    found = []
    for table in tables:
        ids = street.ids(table, Query(sort=(Sort("no"),)))
        if ids:
            found.append(_export(street, folder, format_, table, ids, profile))
    if found and format_ is PlainFormat.JSONL:
        write_schema(folder / FILE_NAME)
    return found


def write_schema(path: Path) -> None:
    """Write the JSON Schema of the records. EnvironmentProblem as `whole_or_not_at_all` raises."""
    with whole_or_not_at_all(path) as part:
        part.write_text(schema_text(), encoding="utf-8", newline="\n")


def schema_text() -> str:
    """The JSON Schema as its file has it."""
    return json.dumps(records_schema(), ensure_ascii=False, indent=1) + "\n"


def _export(
    street: StreetLedger, folder: Path, format_: PlainFormat, table: str, ids: list[str], profile: str
) -> Exported:
    path = folder / f"{table}.{format_.value}"
    if format_ is PlainFormat.JSONL:
        with whole_or_not_at_all(path) as part, part.open("w", encoding="utf-8", newline="\n") as target:
            target.writelines(_lines(street, table, ids, profile))
        return Exported(table, path, len(ids))
    from desktop.spreadsheets.exporting import Export, Format, export

    record_type = RECORD_TYPES[table]
    asked = Export(
        table, Query(), f"{record_type.label}台账", ids=tuple(ids), with_personal=profile != STREET, with_mark=False,
        format=Format(format_.value),
    )  # fmt: skip
    return Exported(table, path, export(street, asked, path))


def _lines(street: StreetLedger, table: str, ids: list[str], profile: str) -> Iterator[str]:
    record_type, reader = RECORD_TYPES[table], street.store.reader()
    for start in range(0, len(ids), BLOCK):
        for record in records_by_id(reader, table, ids[start : start + BLOCK]):
            yield canonical_json(wire_record(record_type, record, profile)) + "\n"
