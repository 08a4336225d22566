"""The board of a duty on A4 landscape: premises down, months across, each state as a word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from db.duties.standing import Standing
from db.duties.year import Cell as State
from db.spec.code_tables import label_of
from reports.columns import Column, ordinal_column
from reports.ledger import Ledger, print_ledger
from reports.paper import Colour
from reports.print_context import PrintContext, PrintResult
from reports.table import BLANK, Cell
from reports.typefaces import HEI, SONG

_WORDS = {State.PLANNED: "计划", State.EMPTY: "　"}
_TINTS: dict[State, Colour] = {
    State.OVERDUE: (0.97, 0.82, 0.82),
    State.DUE: (0.99, 0.94, 0.80),
    State.DONE: (0.90, 0.95, 0.93),
}
_ROW = "row"


@dataclass(frozen=True)
class MatrixRow:
    """One line: how premises stand, their twelve months, and how often they owe it in words."""

    standing: Standing
    cells: tuple[State, ...]
    frequency: str


def duty_matrix(title: str, year: int, rows: Sequence[MatrixRow], context: PrintContext) -> PrintResult:
    """The board of a year as PDF, in the order of `rows`; overdue is judged by the day of printing."""
    today = context.printed_at.date()
    columns = [
        ordinal_column(),
        _column("场所", 42, lambda row: Cell(row.standing.name)),
        _column("类型", 24, lambda row: Cell(_type(row.standing))),
        _column("频次", 18, lambda row: Cell(row.frequency, "center"), "每半年一次"),
        *(_month(year, month) for month in range(1, 13)),
        _column("下次最迟", 24, lambda row: _due(row.standing, today), "2026-00-000"),
    ]
    records = [{_ROW: row} for row in rows]
    return print_ledger(
        Ledger(title, columns, records, totals_line(rows)), replace(context, period=f"{year}年")
    )


def totals_line(rows: Sequence[MatrixRow]) -> str:
    """共 n 家，其中有到期要求的, and of these the overdue ones."""
    bound = [row.standing for row in rows if row.standing.due]
    overdue = sum(each.is_overdue for each in bound)
    return (
        f"共 {len(rows)} 家，其中有频次要求的 {len(bound)} 家，逾期 {overdue} 家。"
        "√ 后为办理日；“缺”为当期没有按时办。"
    )


def _column(label: str, width_mm: float, cell: Callable[[MatrixRow], Cell], sample: str = "") -> Column:
    return Column(label, width_mm, lambda ordinal, record: cell(record[_ROW]), sample)


def _month(year: int, month: int) -> Column:
    return Column(f"{month}月", 11, lambda ordinal, record: _state(record[_ROW], year, month), "逾期0")


def _state(row: MatrixRow, year: int, month: int) -> Cell:
    state = row.cells[month - 1]
    text = _WORDS.get(state, state.value)
    if state is State.DONE:
        days = [each.day for each in row.standing.done if (each.year, each.month) == (year, month)]
        text = f"√{days[-1]}"
    return Cell(text, "center", HEI if state is State.OVERDUE else SONG, tint=_TINTS.get(state))


def _type(standing: Standing) -> str:
    return label_of(("premises_type",), standing.premises_type).split("（")[0]


def _due(standing: Standing, today: date) -> Cell:
    if standing.due is None:
        return Cell(BLANK, "center")
    days = (today - standing.due).days
    late = f"\n逾期{days}天" if days > 0 else ""
    return Cell(f"{standing.due.isoformat()}{late}", "center", HEI if late else SONG)
