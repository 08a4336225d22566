"""The tables of returns, roll-ups and corrections: figures by group with their numbers lined up at the right, tasks."""

from __future__ import annotations

from collections.abc import Sequence

from db.spec import Record
from reports.flow import Block, Gap, TableBlock
from reports.paper import MM
from reports.table import Align, Cell, label_cell, lay_row

Column = tuple[str, str, float, Align]  # heading, key of the row, share of the width, side
GROUP: Column = ("类别", "group", 2.4, "left")
FIGURE: Column = ("项目", "label", 4.6, "left")
UNIT: Column = ("单位", "unit", 1.1, "center")
_ORDINAL_MM = 11


def figure_columns(*numbers: tuple[str, str]) -> tuple[Column, ...]:
    """Group, figure and unit, then columns of numbers, given as (heading, key)."""
    return (GROUP, FIGURE, UNIT, *((head, key, 1.7, "right") for head, key in numbers))


TASK_COLUMNS: tuple[Column, ...] = (
    ("编号", "no", 26.5, "center"), ("任务", "title", 32, "left"), ("责任人", "owner", 16, "center"), ("时限", "due", 22.5, "center"),
    ("完成率", "progress", 14, "right"), ("状态", "state", 17, "left"), ("佐证", "evidence", 17, "left"),
)  # fmt: skip


def columns_table(columns: Sequence[Column], rows: Sequence[Record], width: float) -> list[Block]:
    """The rows under these columns with ordinals; none without rows."""
    if not rows:
        return []
    ordinal = _ORDINAL_MM * MM
    room = (width - ordinal) / sum(share for _, _, share, _ in columns)
    widths = (ordinal, *(room * share for _, _, share, _ in columns))
    head = lay_row(widths, [label_cell("序号"), *(label_cell(word) for word, _, _, _ in columns)])
    laid = [
        lay_row(
            widths,
            [Cell(str(number), "center"), *(Cell(_text(row, key), side) for _, key, _, side in columns)],
        )
        for number, row in enumerate(rows, 1)
    ]
    return [TableBlock((head,), tuple(laid)), Gap(2 * MM)]


def _text(row: Record, key: str) -> str:
    value = row.get(key)
    text = "" if value is None else str(value)
    return f"{text}%" if text and key == "progress" else text
