"""场所一户一档 (part B7, E): the registration sheet of one premises, with what hangs on it, on A4 portrait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.premises_file import EXPIRED, EXPIRING, Expiry
from db.spec import DRILL, HAZARD, INSPECTION, PREMISES, RECORD_TYPES, RISK, Field, Kind, Record, RecordType
from db.spec.code_tables import code_table
from db.spec.kinds import show
from reports.flow import Block, Gap, TableBlock, paragraphs
from reports.paper import MM
from reports.photos import photo_rows
from reports.print_context import PrintContext, PrintResult
from reports.record_blocks import particulars, rows_table, small_heading
from reports.sections import numbered
from reports.sheet import Sheet, print_sheet
from reports.table import Cell, label_cell, lay_row
from reports.typefaces import HEI

TITLE = "场所一户一档"
_SIGNERS = ("场所负责人（签字）", "填报人（签字）", "审核人（签字）")
_GAP = 3 * MM
_LONG_KINDS = (Kind.ROWS, Kind.ATTACHMENTS, Kind.LONG_TEXT)
_LEFT_OUT = ("distinct_from", "licences", "changes", "lessees", "note", "photos", "usc_note", "merged_into")
_ALWAYS = ("基本情况", "人员", "证照与分类", "建筑与设施")  # sections whose blanks are for filling in by hand
_STATES = {EXPIRED: "已过期", EXPIRING: "快到期"}


@dataclass(frozen=True)
class PremisesSheet:
    """What is printed of one premises; `counts` are (all, unfinished) by table."""

    record: Record
    counts: Mapping[str, tuple[int, int]]
    open_hazards: Sequence[Record]
    open_risks: Sequence[Record]
    inspections: Sequence[Record]
    drills: Sequence[Record]
    expiries: Sequence[Expiry]
    unlimited: Sequence[Record]


def premises_sheet(sheet: PremisesSheet, context: PrintContext) -> PrintResult:
    """One premises as PDF. Sections without any value are left out; an empty field of the others is “—”."""
    status = sheet.record.get("status")
    state = PREMISES.status(status).label if status else "—"
    around = Sheet(TITLE, sheet.record.get("no") or "", _SIGNERS, state=state)
    return print_sheet(around, _story(sheet, context, around.width), context)


def _story(sheet: PremisesSheet, context: PrintContext, width: float) -> list[Block]:
    parts: list[tuple[str, list[Block]]] = [
        *_own_sections(sheet.record, context, width),
        ("证照与期限", _expiry_rows(sheet, width)),
        ("关联情况", [_counts_table(sheet.counts, width)]),
        (f"未销号隐患（{len(sheet.open_hazards)} 条）", _listed(HAZARD, _HAZARD, sheet.open_hazards, context, width)),
        (f"在管风险（{len(sheet.open_risks)} 条）", _listed(RISK, _RISK, sheet.open_risks, context, width)),
        ("检查情况", _listed(INSPECTION, _INSPECTION, sheet.inspections, context, width)),
        ("演练情况", _listed(DRILL, _DRILL, sheet.drills, context, width)),
        ("变更记录", _child_rows("changes", sheet.record, context, width)),
        ("备注", [paragraphs(sheet.record["note"], width)] if sheet.record.get("note") else []),
        ("照片", _photos(sheet.record, context, width)),
    ]  # fmt: skip
    return numbered(parts, _GAP)


def _own_sections(record: Record, context: PrintContext, width: float) -> list[tuple[str, list[Block]]]:
    names = list(dict.fromkeys(field.section for field in PREMISES.fields))
    return [(name, _own_section(name, record, context, width)) for name in names]


def _own_section(name: str, record: Record, context: PrintContext, width: float) -> list[Block]:
    fields = [
        each for each in PREMISES.fields
        if each.section == name and each.kind not in _LONG_KINDS and each.name not in _LEFT_OUT
    ]  # fmt: skip
    filled = [each for each in fields if record.get(each.name) not in (None, "", [])]
    shown = [each for each in fields if each in filled or (name in _ALWAYS and not each.folded)]
    blocks: list[Block] = [particulars(shown, record, context, width)] if shown else []
    if name == "租赁" and record.get("lessees"):
        blocks += [Gap(_GAP / 2), small_heading("承租人"), *_child_rows("lessees", record, context, width)]
    return blocks


def _child_rows(name: str, record: Record, context: PrintContext, width: float) -> list[Block]:
    return rows_table(PREMISES.field(name), record[name], context, width) if record.get(name) else []


def _photos(record: Record, context: PrintContext, width: float) -> list[Block]:
    return list(photo_rows(record["photos"], "", width, context)) if record.get("photos") else []


def _expiry_rows(sheet: PremisesSheet, width: float) -> list[Block]:
    rows = [
        (each.label, each.no, each.expires_on, _STATES.get(each.state, "有效")) for each in sheet.expiries
    ]
    rows += [(each["kind"], each.get("no") or "", "", "长期") for each in sheet.unlimited]
    return _table((("名称", 4), ("编号", 4), ("有效期至", 2.2), ("状态", 1.8)), rows, width)


def _counts_table(counts: Mapping[str, tuple[int, int]], width: float) -> TableBlock:
    widths = [width / (len(counts) + 1)] * (len(counts) + 1)
    labels = [label_cell(RECORD_TYPES[table].label) for table in counts]
    lines = [
        [label_cell(word), *(Cell(str(count[place]), "center") for count in counts.values())]
        for place, word in enumerate(("累计", "未办结"))
    ]
    head = lay_row(widths, [Cell("　", "center", HEI), *labels])
    return TableBlock((), (head, *(lay_row(widths, line) for line in lines)))


_HAZARD = (("no", 2.6), ("level", 1.8), ("description", 6), ("deadline", 2), ("status", 1.8))
_RISK = (("no", 2.6), ("level_final", 1.8), ("risk_point", 3.4), ("description", 4.6), ("next_review", 2))
_INSPECTION = (("no", 2.6), ("date", 2), ("subject", 4.6), ("led_by", 1.8), ("hazards_found", 1.6))
_DRILL = (("no", 2.6), ("date", 2), ("topic", 5), ("participants", 1.6), ("status", 1.8))


def _listed(
    record_type: RecordType,
    columns: Sequence[tuple[str, float]],
    records: Sequence[Record],
    context: PrintContext,
    width: float,
) -> list[Block]:
    heads = [(_head(record_type, name), share) for name, share in columns]
    rows = [[_text(record_type, name, each, context) for name, _ in columns] for each in records]
    return _table(heads, rows, width)


def _table(heads: Sequence[tuple[str, float]], rows: Sequence[Sequence[str]], width: float) -> list[Block]:
    if not rows:
        return []
    whole = sum(share for _, share in heads)
    widths = [width * share / whole for _, share in heads]
    longest = max(range(len(heads)), key=lambda place: heads[place][1])
    laid = [
        lay_row(
            widths, [Cell(text, "left" if place == longest else "center") for place, text in enumerate(row)]
        )
        for row in rows
    ]
    return [TableBlock((lay_row(widths, [label_cell(label) for label, _ in heads]),), tuple(laid))]


def _head(record_type: RecordType, name: str) -> str:
    return {"no": "编号", "status": "状态"}.get(name) or record_type.field(name).label


def _text(record_type: RecordType, name: str, record: Record, context: PrintContext) -> str:
    if name == "no":
        return record.get("no") or ""
    if name == "status":
        return record_type.status(record["status"]).label
    field: Field = record_type.field(name)
    if field.codes == ("risk_level",) and (level := code_table("risk_level").get(record.get(name) or "")):
        return f"{level.extra['color']} {level.label}"
    return show(field, record.get(name), context.reference_title)
