"""The empty sheet on which those who take part sign; where children take part, classes are counted and adults sign.

Children under 14 leave no names (个人信息保护法 §28, §31; part H 22).
"""

from __future__ import annotations

from dataclasses import replace

from db.spec import RECORD_TYPES, Record
from reports.drill_evaluation import EMPTY
from reports.flow import Block, Gap, TableBlock, paragraphs
from reports.paper import MM
from reports.print_context import PrintContext, PrintResult
from reports.record_blocks import particulars
from reports.sheet import SHEET_WIDTH, Sheet, print_sheet
from reports.table import Cell, LaidRow, label_cell, lay_row

_FORMS = {
    "drill_plan": ("topic", "planned_on", "place", "premises", "organiser", "headcount"),
    "drill": ("topic", "date", "place", "premises", "organiser", "should_attend"),
}
_ADULTS = (("序号", 12), ("姓名", 30), ("单位或住址", 54), ("联系电话", 34), ("签名", 40))
_CLASSES = (
    ("序号", 12),
    ("班级或组别", 46),
    ("应到人数", 24),
    ("实到人数", 24),
    ("带队老师签名", 40),
    ("备注", 24),
)
_ROW_HEIGHT = 8.5 * MM
_FIRST_PAGE_ROWS, _PAGE_ROWS, _MOST_ROWS = 19, 27, 400
_CLASS_ROWS = 18
_CHILDREN = "学生、幼儿不签名，只填人数；由带队老师签名。"
_PURPOSE = "签到信息只用于统计参演人数和归档，由组织单位保管。联系电话可以不填。"


def drill_signin(table: str, record: Record, context: PrintContext) -> PrintResult:
    """The sheet for a drill or for a planned one as PDF, with a line for everybody expected, whole pages of them."""
    record_type = RECORD_TYPES[table]
    form = [record_type.field(name) for name in _FORMS[table]]
    with_children = bool(record.get("with_children"))
    count = _CLASS_ROWS if with_children else _row_count(record.get(form[-1].name))
    blocks: list[Block] = [
        particulars(form, record, context, SHEET_WIDTH),
        Gap(2 * MM),
        paragraphs(_CHILDREN if with_children else _PURPOSE, SHEET_WIDTH),
        Gap(2 * MM),
        _lines(_CLASSES if with_children else _ADULTS, count),
    ]
    signers = ("签到负责人（签字）", "记录人（签字）")
    return print_sheet(Sheet("应急演练签到表", str(record.get("no") or ""), signers), blocks, context)


def _row_count(expected: int | None) -> int:
    """Lines for everybody expected, filling the last page; one page when nobody was counted."""
    left = min(expected or 0, _MOST_ROWS) - _FIRST_PAGE_ROWS
    pages = max(0, -(-left // _PAGE_ROWS))
    return _FIRST_PAGE_ROWS + pages * _PAGE_ROWS


def _lines(columns: tuple[tuple[str, int], ...], count: int) -> TableBlock:
    shares = [share for _, share in columns]
    widths = [SHEET_WIDTH * share / sum(shares) for share in shares]
    head = lay_row(widths, [label_cell(label) for label, _ in columns])
    return TableBlock((head,), tuple(_line(widths, number) for number in range(1, count + 1)))


def _line(widths: list[float], number: int) -> LaidRow:
    cells = [Cell(str(number), "center"), *(Cell(EMPTY) for _ in widths[1:])]
    return replace(lay_row(widths, cells), height=_ROW_HEIGHT)
