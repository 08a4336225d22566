"""The recycle bin on paper: what was deleted, when, by whom and why, in the order of the screen."""

from __future__ import annotations

from collections.abc import Sequence

from db.spec import RECORD_TYPES, Record
from db.spec.kinds import show
from reports.columns import Column, ordinal_column
from reports.ledger import Ledger
from reports.print_context import PrintContext
from reports.table import Cell


def deleted_form(
    records: Sequence[Record], kind_words: str, form: str, context: PrintContext, *, is_whole: bool
) -> Ledger:
    """The ledger of deleted records, each with its `kind`; `kind_words` say of which they are."""
    kind = (Column("台账", 22, lambda ordinal, record: Cell(RECORD_TYPES[record["kind"]].label, "center")),)
    columns = [
        ordinal_column(),
        *(kind if is_whole else ()),
        Column("编号", 26, lambda ordinal, record: Cell(record.get("no") or "", "center"), "YH-2026-"),
        Column("内容", 90, lambda ordinal, record: Cell(_title(record, context))),
        Column("删除时间", 24, lambda ordinal, record: Cell(moment(record), "center"), "2026-00-00"),
        Column("删除人", 20, lambda ordinal, record: Cell(record.get("updated_by") or "", "center")),
        Column("原因", 50, lambda ordinal, record: Cell(record.get("retired_reason") or "")),
    ]
    title = f"回收站（{kind_words}）"
    return Ledger(title, columns, records, f"共 {len(records)} 条。删除的记录都留着，可以恢复。", form)


def _title(record: Record, context: PrintContext) -> str:
    record_type = RECORD_TYPES[record["kind"]]
    field = record_type.field(record_type.title_field)
    return show(field, record.get(field.name), context.reference_title)


def moment(record: Record) -> str:
    """When a record was deleted, to the minute."""
    return (record.get("retired_at") or "")[:16].replace("T", " ")
