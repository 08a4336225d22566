"""The record of one training (part B6) with its photos, and the blank sheet people sign when they come."""

from __future__ import annotations

from dataclasses import replace

from db.spec import TRAINING, Record
from reports.flow import Block, Gap, TableBlock, TextBlock
from reports.paper import MM
from reports.print_context import PrintContext, PrintResult
from reports.record_blocks import particulars
from reports.record_document import RecordDocument, print_record
from reports.sheet import Sheet, print_sheet
from reports.table import Cell, LaidRow, label_cell, lay_row

TRAINING_TITLE, PUBLICITY_TITLE, SHEET_TITLE = "安全培训记录", "安全宣传活动记录", "安全培训签到表"
_SECTIONS = {
    "基本情况": "基本情况",
    "内容": "内容",
    "到场": "到场情况",
    "效果": "效果",
    "照片和材料": "照片和材料",
}
_ONLY_IF_FILLED = frozenset(
    (
        "year_focus", "occasion", "entries", "hours", "trainer", "trainer_unit", "supervisors", "leaflets",
        "expected", "assessment", "passed", "place",
    )
)  # fmt: skip
_OMITTED = frozenset(("note",))
_SHEET_ROWS = 15  # fill the first page, under the particulars
_MOST_ROWS = 500
_LINE_HEIGHT = 11 * MM  # tall enough to write in
_SHEET_FIELDS = ("title", "kind", "date", "place", "organiser", "trainer")
_SHEET_COLUMNS = (("序号", 12), ("姓名", 30), ("单位或住址", 56), ("联系电话", 34), ("签名", 38))
_SHEET_NOTE = "签到不需要填写身份证号。幼儿和学生活动只记人数，不登记姓名。"


def training_record(record: Record, context: PrintContext) -> PrintResult:
    """One training or publicity event as PDF, A4 portrait."""
    is_publicity = record.get("kind") == "publicity"
    signers = (
        ("负责人（签字）", "记录人（签字）")
        if is_publicity
        else ("授课人（签字）", "负责人（签字）", "记录人（签字）")
    )
    title = PUBLICITY_TITLE if is_publicity else TRAINING_TITLE
    document = RecordDocument(title, TRAINING, _SECTIONS, signers, _OMITTED, _ONLY_IF_FILLED)
    return print_record(document, record, context)


def sign_in_sheet(record: Record, context: PrintContext) -> PrintResult:
    """The blank sheet of one training: as many pages as people are expected, one page at least."""
    sheet = Sheet(SHEET_TITLE, str(record.get("no") or ""))
    blocks: list[Block] = [
        particulars([TRAINING.field(name) for name in _SHEET_FIELDS], record, context, sheet.width),
        Gap(4 * MM),
        _lines(record, sheet.width),
        Gap(2 * MM),
        TextBlock((_SHEET_NOTE,)),
    ]
    return print_sheet(sheet, blocks, context)


def _lines(record: Record, width: float) -> TableBlock:
    """Numbered empty lines tall enough to write in; expected people and covered premises decide how many."""
    wanted = max(record.get("expected") or 0, len(record.get("covered") or []), _SHEET_ROWS)
    count = min(wanted if wanted == _SHEET_ROWS else -(-wanted // 5) * 5, _MOST_ROWS)
    scale = width / (sum(each for _, each in _SHEET_COLUMNS) * MM)
    widths = [each * MM * scale for _, each in _SHEET_COLUMNS]
    head = lay_row(widths, [label_cell(label) for label, _ in _SHEET_COLUMNS])
    return TableBlock((head,), tuple(_empty_line(widths, number) for number in range(1, count + 1)))


def _empty_line(widths: list[float], number: int) -> LaidRow:
    row = lay_row(widths, [Cell(str(number), "center"), *(Cell(" ") for _ in widths[1:])])
    return replace(row, height=_LINE_HEIGHT)
