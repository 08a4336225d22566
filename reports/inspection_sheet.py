"""The blank sheet for the round: items numbered as in the form it is keyed into, boxes to tick, lines to write on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from db.spec import Record
from db.spec.code_tables import code_table
from db.spec.field import Values
from reports.chinese_text import char_widths
from reports.flow import Block, Gap, TableBlock, TextBlock, heading
from reports.inspection_pages import (
    WIDTH,
    WritingLines,
    grouped_tables,
    print_pages,
)
from reports.line_breaking import break_lines
from reports.paper import MM
from reports.print_context import PrintContext, PrintResult
from reports.record_blocks import LABEL_WIDTH
from reports.sheet import LINE_SIZE, Signatures
from reports.table import Cell, LaidRow, label_cell, lay_row
from reports.typefaces import SONG

TITLE = "现场检查记录表"
SPARE_ROWS = 3
_EMPTY = "　"  # a cell to write in, not one that was forgotten
_BOX = "□"
_WRITING_HEIGHT = 8 * MM
_WIDTHS = (12 * MM, WIDTH - 102 * MM, 14 * MM, 15 * MM, 15 * MM, 46 * MM)
_HOW = "逐项在方框里打√。不合格的写清情况和位置；拍了照的，记下第几项。录入时序号与本表相同。"


@dataclass(frozen=True)
class Sheet:
    """A sheet to print: the names of its checklists with versions, their items in order, and the premises if known."""

    editions: Sequence[str]
    items: Sequence[Record]
    premises: Values | None = None


def inspection_sheet(sheet: Sheet, context: PrintContext) -> PrintResult:
    """The blank sheet as PDF, A4 portrait."""
    blocks: list[Block] = [
        _head(sheet.premises),
        Gap(2 * MM),
        _lines(f"检查表：{'、'.join(sheet.editions) or '—'}"),
        _lines(_HOW),
        Gap(2 * MM),
        *_items(sheet.items),
        Gap(3 * MM),
        heading("检查意见"),
        WritingLines(3),
        Gap(3 * MM),
        _lines(f"{_BOX} 被检查单位拒绝签字　　原因：＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿　见证人：＿＿＿＿＿＿＿"),
        Signatures(
            (("带队人（签字）", "检查人员（签字）"), ("被检查单位负责人（签字）",)),
            context.unit_name, "＿＿＿＿年＿＿月＿＿日",
        ),
    ]  # fmt: skip
    return print_pages(TITLE, "", blocks, context)


def _head(premises: Values | None) -> TableBlock:
    known = premises or {}
    kinds = "　".join(f"{_BOX} {each.label}" for each in code_table("inspection_kind").codes)
    rows = [
        _pair_row("被检查场所", known.get("name"), "主要负责人", known.get("main_person")),
        _wide_row("地址", known.get("address")),
        _wide_row("检查类型", kinds),
        _wide_row("检查时间", "＿＿＿＿年＿＿月＿＿日　＿＿时＿＿分 至 ＿＿时＿＿分"),
        _pair_row("带队人", None, "检查人员", None),
        _pair_row("牵头单位\n第三方机构", None, "被检查单位\n人员", None),
    ]
    return TableBlock((), tuple(rows))


def _wide_row(label: str, text: str | None) -> LaidRow:
    return _tall(lay_row((LABEL_WIDTH, WIDTH - LABEL_WIDTH), (label_cell(label), Cell(text or _EMPTY))))


def _pair_row(label: str, text: str | None, other: str, other_text: str | None) -> LaidRow:
    half = WIDTH / 2 - LABEL_WIDTH
    cells = (label_cell(label), Cell(text or _EMPTY), label_cell(other), Cell(other_text or _EMPTY))
    return _tall(lay_row((LABEL_WIDTH, half, LABEL_WIDTH, half), cells))


def _items(items: Sequence[Record]) -> list[TableBlock]:
    """The items and some spare rows; what is written there is keyed in by 添加一项."""
    heads = ("序号", "检查项目", "合格", "不合格", "不适用", "情况、位置")
    return grouped_tables([*items, *({} for _ in range(SPARE_ROWS))], _WIDTHS, heads, _item_row)


def _item_row(number: int, item: Values) -> LaidRow:
    boxes = [Cell(_BOX, "center") for _ in range(3)]
    cells = (Cell(str(number), "center"), Cell(item.get("item") or _EMPTY), *boxes, Cell(_EMPTY))
    return _tall(lay_row(_WIDTHS, cells))


def _tall(row: LaidRow) -> LaidRow:
    return replace(row, height=max(row.height, _WRITING_HEIGHT))


def _lines(text: str) -> TextBlock:
    return TextBlock(tuple(break_lines(text, WIDTH / LINE_SIZE, char_widths(SONG))))
