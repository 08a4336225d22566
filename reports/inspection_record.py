"""现场检查记录 (part B4): head, items with results, opinion, photos, signatures. It reminds and informs, it orders
nothing: a committee is no enforcement body (安全生产法 §75).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from db.spec import INSPECTION, PREMISES, Record
from db.spec.code_tables import code_table, label_of
from db.spec.field import Values
from db.spec.inspection import FAILED
from reports.chinese_text import char_widths
from reports.flow import Block, Gap, TableBlock, TextBlock, paragraphs
from reports.inspection_pages import WIDTH, grouped_tables, print_pages
from reports.line_breaking import break_lines
from reports.page_furniture import long_date
from reports.paper import MM
from reports.photos import photo_rows
from reports.print_context import PrintContext, PrintResult
from reports.record_blocks import particulars
from reports.sections import numbered
from reports.sheet import Signatures
from reports.table import Cell, LaidRow, lay_row
from reports.typefaces import HEI, SONG

TITLE = "现场检查记录"
_HEAD_FIELDS = (
    "kind", "date", "starts_at", "ends_at", "led_by", "led_by_principal", "inspectors", "unit_rep", "visiting_unit",
    "provider", "checklist",
)  # fmt: skip
_ALWAYS = ("kind", "date", "led_by", "inspectors", "unit_rep")
_WIDTHS = (12 * MM, WIDTH - 104 * MM, 18 * MM, 46 * MM, 28 * MM)
_CLOSING = "不合格的各项已当场告知，请及时整改；整改情况请告诉我们。按规定，我们会把情况报告街道和有关部门。"
_NATURE = "本记录用于提醒和告知，不是行政执法文书。"


def inspection_record(
    record: Record, premises: Values, hazard_numbers: Mapping[str, str], context: PrintContext
) -> PrintResult:
    """One inspection as PDF, A4 portrait. `hazard_numbers` gives the number of each hazard by its id."""
    parts: list[tuple[str, list[Block]]] = [
        ("基本情况", [_head(record, premises, context)]),
        ("检查项目", _items(record, hazard_numbers)),
        ("检查意见", _opinion(record)),
        ("现场照片", [*photo_rows(record.get("photos") or [], premises["name"], WIDTH, context)]),
    ]
    blocks = [*numbered(parts), *_refusal(record), _signatures(record, premises, context)]
    return print_pages(TITLE, record.get("no") or "", blocks, context)


def _head(record: Record, premises: Values, context: PrintContext) -> TableBlock:
    own = [PREMISES.field(name) for name in ("address", "main_person")]
    shown = [
        INSPECTION.field(name)
        for name in _HEAD_FIELDS
        if name in _ALWAYS or record.get(name) not in (None, "", False)
    ]
    values = {**record, **{each.name: premises.get(each.name) for each in own}}
    return particulars([INSPECTION.field("premises"), *own, *shown], values, context, WIDTH)


def _items(record: Record, hazard_numbers: Mapping[str, str]) -> list[Block]:
    items = record.get("items") or []
    if not items:
        return []

    def lay(number: int, item: Values) -> LaidRow:
        return lay_row(_WIDTHS, _item_cells(number, item, hazard_numbers))

    heads = ("序号", "检查项目", "结果", "情况", "隐患编号")
    return [*grouped_tables(items, _WIDTHS, heads, lay), Gap(2 * MM), _lines(_totals(items))]


def _item_cells(number: int, item: Values, hazard_numbers: Mapping[str, str]) -> list[Cell]:
    result = item.get("result") or ""
    text = item["item"] + (f"（{item['basis']}）" if item.get("basis") else "")
    note = "，".join(filter(None, (item.get("location"), item.get("note"))))
    return [
        Cell(str(number), "center"),
        Cell(text),
        Cell(label_of(("inspection_result",), result), "center", HEI if result == FAILED else SONG),
        Cell(note),
        Cell(hazard_numbers.get(item.get("hazard") or "", ""), "center"),
    ]


def _totals(items: list[Record]) -> str:
    counts = Counter(item.get("result") for item in items)
    each = "，".join(f"{code.label} {counts[code.code]} 项" for code in code_table("inspection_result").codes)
    return f"共 {len(items)} 项：{each}。"


def _opinion(record: Record) -> list[Block]:
    blocks: list[Block] = []
    if record.get("opinion"):
        blocks.append(paragraphs(record["opinion"], WIDTH))
    elif not record.get("hazards_found"):
        blocks.append(paragraphs("检查时没有发现不合格的项目。" if record.get("items") else "—", WIDTH))
    if record.get("hazards_found") and record.get("kind") != "self_check":
        blocks.append(paragraphs(_CLOSING, WIDTH))
    return blocks


def _refusal(record: Record) -> list[Block]:
    if not record.get("sign_refused"):
        return []
    words = f"被检查单位拒绝签字。原因：{record['refusal_reason']}。见证人：{record['witness']}。"
    return [paragraphs(words.replace("。。", "。"), WIDTH), Gap(2 * MM)]


def _signatures(record: Record, premises: Values, context: PrintContext) -> Signatures:
    """For a self-check the unit that checked itself signs and stamps."""
    answering = "见证人（签字）" if record.get("sign_refused") else "被检查单位负责人（签字）"
    rows = (("带队人（签字）", "检查人员（签字）"), (answering,))
    day = long_date(date.fromisoformat(record["date"]))
    unit = premises["name"] if record.get("kind") == "self_check" else context.unit_name
    return Signatures(rows, unit, day, _NATURE, (*rows[0], *rows[1], _NATURE))


def _lines(text: str) -> TextBlock:
    return TextBlock(tuple(break_lines(text, WIDTH / 10.5, char_widths(SONG))))
