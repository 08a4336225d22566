"""Printing and exporting the month of all committees. reportlab and xlsxwriter are imported here, when they are needed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.documents import print_context
from desktop.people.permissions import Right
from desktop.street.month_board import MonthBoard, MonthLine, Standing
from desktop.street.street_ledger import StreetLedger

if TYPE_CHECKING:
    from db.spec.field import Record
    from reports.print_context import PrintResult


_OF_ENROLLED = (Standing.IN_TIME, Standing.LATE, Standing.RETURNED, Standing.MISSING)


def sums_of(board: MonthBoard) -> str:
    """应报 32 个村居：已登记 30，未登记 2；已报 20，迟报 1，退回 2，未报 7。不要求报送 1 个。截止 2026-11-27 24时。"""
    expected = board.expected
    enrolled = sum(each.is_enrolled for each in expected)
    counts = "，".join(f"{each.value} {board.count(each)}" for each in _OF_ENROLLED)
    unknown = f"，未登记 {len(expected) - enrolled}" if len(expected) > enrolled else ""
    excused = board.count(Standing.NOT_ASKED)
    return (
        f"应报 {len(expected)} 个村居：已登记 {enrolled}{unknown}；{counts}。"
        f"{f'不要求报送 {excused} 个。' if excused else ''}截止 {board.due.hard.isoformat()} 24时。"
    )


def month_table(street: StreetLedger, board: MonthBoard, lines: Sequence[MonthLine]) -> PrintResult:
    """报送情况一览表: these committees on paper."""
    from reports.street_month import month_paper

    return month_paper(board.words, [_row(each) for each in lines], sums_of(board), print_context(street))


def reminders(street: StreetLedger, board: MonthBoard, lines: Sequence[MonthLine]) -> PrintResult:
    """催报单: a letter for each of these committees, bound into one PDF. Raises AppError `documents_missing` without any."""
    from desktop.batch_print import bind
    from reports.street_month import reminder_letter

    context = print_context(street)

    def letter(line: MonthLine) -> PrintResult:
        returned = line.note if line.standing is Standing.RETURNED else ""
        return reminder_letter(
            board.words, line.name, returned, board.due.hard, context, line.note, is_enrolled=line.is_enrolled
        )

    parts = [(each.name, lambda line=each: letter(line)) for each in lines]
    return bind(street, f"{board.words}催报单", parts)


def export_month(street: StreetLedger, board: MonthBoard, lines: Sequence[MonthLine], path: Path) -> int:
    """Write these committees as a spreadsheet; how many. Raises EnvironmentProblem `sheet_not_written`, `disk_full`."""
    from desktop.spreadsheets import xlsx
    from desktop.spreadsheets.files import whole_or_not_at_all
    from desktop.spreadsheets.row_stream import write_archive

    street.require(Right.EXPORT)
    columns, rows = _sheet_columns(), [_row(each) for each in lines]
    title = f"{board.words}安全生产月报报送情况"
    with whole_or_not_at_all(path) as part:
        frame = xlsx.frame_of(title, street.committee["name"], columns, len(rows))
        return write_archive(part, frame, columns, iter([rows]), len(rows))


def _sheet_columns() -> tuple[Any, ...]:
    from desktop.spreadsheets.cells import CellKind
    from desktop.spreadsheets.columns import SheetColumn

    named = (
        ("name", "村居", CellKind.TEXT, 32), ("code", "代码", CellKind.TEXT, 16), ("standing", "情况", CellKind.TEXT, 10),
        ("arrived_at", "月报收到时间", CellKind.MOMENT, 18), ("days_late", "迟报天数", CellKind.NUMBER, 10),
        ("packages", "报送包", CellKind.TEXT, 18), ("count", "记录", CellKind.NUMBER, 10), ("note", "说明", CellKind.LONG, 44),
    )  # fmt: skip
    return tuple(
        SheetColumn(name, label, kind, width, itemgetter(name), (name,)) for name, label, kind, width in named
    )


def _row(line: MonthLine) -> Record:
    return {
        "name": line.name, "code": line.code_words, "standing": line.standing.value,
        "arrived": line.arrived_at[:16].replace("T", " "),
        "arrived_at": datetime.fromisoformat(line.arrived_at[:16]) if line.arrived_at else None,
        "days_late": line.days_late or None, "packages": line.serials, "records": str(line.records or ""),
        "count": line.records or None, "note": line.note,
    }  # fmt: skip
