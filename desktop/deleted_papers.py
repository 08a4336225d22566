"""回收站 on paper, as a file, and the check of what was printed of it. Any thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from db.printed import PrintedDocument, query_text
from db.spec import RECORD_TYPES
from db.spec.field import Record, Values
from db.spec.kinds import show
from db.spec.query import Query
from desktop.office import Office
from desktop.recycle_bin import BIN_TABLES, WholeBin, kind_label
from desktop.spreadsheets import csv_text, xlsx
from desktop.spreadsheets.cells import CellKind, moment
from desktop.spreadsheets.columns import SheetColumn
from desktop.spreadsheets.exporting import BLOCK, Format, Progress, Unheard
from desktop.spreadsheets.files import whole_or_not_at_all
from desktop.spreadsheets.row_stream import write_archive
from desktop.stored_rows import StoredRows
from desktop.tips.release import refuse_unreleased, tipster_check

if TYPE_CHECKING:
    from reports.ledger import Ledger
    from reports.print_context import PrintContext, PrintResult

_FORM = "bin:"
_QUERY = Query(is_retired=True)


def is_bin_form(form: str) -> bool:
    """Whether a printed document was of the recycle bin."""
    return form.startswith(_FORM)


def bin_of(office: Office, table: str) -> WholeBin:
    """The recycle bin of one kind of record, or ("") of all."""
    return WholeBin(office, [table] if table else BIN_TABLES)


def bin_words(table: str) -> str:
    """Of which records it is."""
    return RECORD_TYPES[table].label if table else "全部"


def print_bin(office: Office, table: str) -> PrintResult:
    """The deleted records of a kind ("": of all) as a ledger. Raises AppError `tipster_in_text`."""
    from desktop.documents import print_context
    from reports.ledger import print_ledger

    context = print_context(office, _QUERY)
    rows = _released(office, table)
    printed = print_ledger(_ledger(table, rows, context), context)
    assert printed.trace is not None
    return replace(printed, trace=replace(printed.trace, query=query_text(_QUERY)))


def _released(office: Office, table: str) -> Sequence[Record]:
    source = bin_of(office, table)
    rows = StoredRows(source, "", source.ids("", _QUERY))
    if (check := tipster_check(office)) is not None:
        refuse_unreleased(check, ((RECORD_TYPES[each["kind"]], each) for each in rows))
    return rows


def _ledger(table: str, rows: Sequence[Record], context: PrintContext) -> Ledger:
    from reports.deleted_ledger import deleted_form

    return deleted_form(rows, bin_words(table), f"{_FORM}{table}", context, is_whole=not table)


# whether a print still holds


def compared_bin(
    office: Office, document: PrintedDocument, context: PrintContext
) -> Iterator[tuple[int, str]]:
    """The page of each printed row, and what became of it: "" when it still reads the same."""
    from reports.print_trace import trace_row

    table = document.form.removeprefix(_FORM)
    source, columns = bin_of(office, table), _ledger(table, [], context).columns
    rows = [(number, row) for number, page in enumerate(document.pages, 1) for row in page.rows]
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK]
        records = {each["id"]: each for each in source.rows("", [row.record_id for _, row in block])}
        for number, row in block:
            record = records.get(row.record_id)
            if record is None or not record["retired_at"]:
                name = _name(record) if record else f"第 {row.ordinal} 行的记录"
                yield number, f"{name} 已不在回收站里"
            else:
                cells = [column.cell(row.ordinal, record) for column in columns]
                is_same = trace_row(row.ordinal, record, cells).digest == row.digest
                yield number, "" if is_same else f"{_name(record)} 之后有变动"


def moved_bin(office: Office, document: PrintedDocument) -> Iterator[str]:
    """What was deleted since."""
    source = bin_of(office, document.form.removeprefix(_FORM))
    printed = {row.record_id for page in document.pages for row in page.rows}
    new = [key for key in source.ids("", _QUERY) if key not in printed]
    if new:
        names = "、".join(_name(each) for each in source.rows("", new[:10]))
        yield f"打印之后，回收站里多了 {len(new)} 条：{names}{' 等' if len(new) > 10 else ''}"


def _name(record: Values) -> str:
    return f"{kind_label(record)} {record.get('no') or _content(record)}".strip()


# as a file


def export_bin(
    office: Office, table: str, path: Path, format_: Format, progress: Progress | None = None
) -> int:
    """Write the deleted records of a kind ("": of all) into a spreadsheet; how many they are.

    Raises AppError `tipster_in_text`, EnvironmentProblem `sheet_not_written`, `disk_full`.
    """
    rows, columns = _released(office, table), _sheet_columns(is_whole=not table)
    blocks = _blocks(rows, progress or Unheard())
    with whole_or_not_at_all(path) as part:
        if format_ is Format.CSV:
            with part.open("w", encoding="utf-8-sig", newline="") as file:
                csv_text.write_head(file, columns)
                for block in blocks:
                    csv_text.write_rows(file, columns, block)
            return len(rows)
        frame = xlsx.frame_of(f"回收站（{bin_words(table)}）", office.committee["name"], columns, len(rows))
        return write_archive(part, frame, columns, blocks, len(rows))


def _blocks(rows: Sequence[Record], progress: Progress) -> Iterator[Sequence[Record]]:
    for start in range(0, len(rows), BLOCK):
        progress.check()
        yield list(rows[start : start + BLOCK])
        progress.report(min(start + BLOCK, len(rows)), len(rows))


def _sheet_columns(*, is_whole: bool) -> tuple[SheetColumn, ...]:
    kind = (SheetColumn("kind", "台账", CellKind.TEXT, 12, kind_label, ("kind",)),) if is_whole else ()
    return (
        *kind,
        SheetColumn("no", "编号", CellKind.TEXT, 16, lambda record: record.get("no"), ("no",)),
        SheetColumn("title", "内容", CellKind.LONG, 60, _content, ()),
        SheetColumn(
            "retired_at", "删除时间", CellKind.MOMENT, 17, lambda record: moment(record["retired_at"]), ("retired_at",)
        ),
        SheetColumn("updated_by", "删除人", CellKind.TEXT, 12, lambda record: record["updated_by"], ("updated_by",)),
        SheetColumn(
            "retired_reason", "原因", CellKind.LONG, 40, lambda record: record["retired_reason"], ("retired_reason",)
        ),
    )  # fmt: skip


def _content(record: Values) -> str:
    record_type = RECORD_TYPES[record["kind"]]
    field = record_type.field(record_type.title_field)
    return show(field, record.get(field.name))
