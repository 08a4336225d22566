"""Lists of trainings, of special-work certificates, and of the heads of premises who were (not) trained in a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from db.spec import SPECIAL_WORK_CERTIFICATE, TRAINING, Record
from db.spec.code_tables import code_table, label_of
from db.spec.masking import masked_phones
from db.training import Coverage, coverage_totals, coverage_words
from reports.columns import Column, Group, number_column, ordinal_column, spec_columns
from reports.ledger import Ledger, print_ledger
from reports.print_context import PrintContext, PrintResult
from reports.table import Cell

LEDGER_TITLE, CERTIFICATES_TITLE = "安全培训宣教台账", "特种作业人员证书清单"
_STATUS = Column("状态", 16, lambda ordinal, record: Cell(TRAINING.status(record["status"]).label, "center"))


def training_ledger(records: Sequence[Record], context: PrintContext) -> PrintResult:
    """The ledger of these trainings, in their order."""
    return print_ledger(training_form(records, context), context)


def training_form(records: Sequence[Record], context: PrintContext) -> Ledger:
    """What the ledger of these trainings shows."""
    names = ("date", "title", "kind", "place", "trainer", "hours", "headcount", "passed")
    order = tuple(Group((name,)) for name in names)
    columns = [ordinal_column(), number_column(), *spec_columns(TRAINING, order, context), _STATUS]
    return Ledger(LEDGER_TITLE, columns, records, training_totals(records), TRAINING.table)


def training_totals(records: Sequence[Record]) -> str:
    """共 n 次，已举办 … 人次，by kind; kinds of which there is none are left out."""
    held = [each for each in records if each["status"] in ("held", "archived")]
    kinds = Counter(each["kind"] for each in held)
    named = [
        f"{each.label} {kinds[each.code]} 次"
        for each in code_table("training_kind").codes
        if kinds[each.code]
    ]
    people = sum(each["headcount"] or 0 for each in held)
    words = f"共 {len(records)} 条，已举办 {len(held)} 次、{people} 人次"
    return words + (f"，其中：{'，'.join(named)}。" if named else "。")


def certificate_list(records: Sequence[Record], context: PrintContext) -> PrintResult:
    """The list of these certificates; numbers are masked."""
    return print_ledger(certificate_form(records, context), context)


def certificate_form(records: Sequence[Record], context: PrintContext) -> Ledger:
    """What the list of these certificates shows."""
    names = (
        "person",
        "premises",
        "post",
        "category",
        "item",
        "number",
        "valid_from",
        "valid_until",
        "review_due",
    )
    order = tuple(Group((name,), sample="T310118********0000" if name == "number" else "") for name in names)
    columns = [ordinal_column(), *spec_columns(SPECIAL_WORK_CERTIFICATE, order, context)]
    today = context.printed_at.date().isoformat()
    in_use = [each for each in records if each["status"] == "in_use"]
    late = sum((each["due_on"] or today) < today for each in in_use)
    totals = f"共 {len(records)} 本，在用 {len(in_use)} 本，其中已过有效期或应复审日期 {late} 本。证号隐去中间数字。"
    return Ledger(CERTIFICATES_TITLE, columns, records, totals, SPECIAL_WORK_CERTIFICATE.table)


def coverage_list(year: int, found: Sequence[Coverage], context: PrintContext) -> PrintResult:
    """Whose head was trained in that year, whose is planned, and who is missing."""
    rows = [{**each.premises, "_coverage": each} for each in found]
    columns = [
        ordinal_column(),
        Column("场所", 48, lambda ordinal, row: Cell(row["name"])),
        Column("类型", 24, lambda ordinal, row: Cell(label_of(("premises_type",), row["type"]), "center")),
        Column("标签", 40, lambda ordinal, row: Cell(_flags(row))),
        Column("主要负责人", 22, lambda ordinal, row: Cell(row["main_person"] or "", "center")),
        Column("联系电话", 28, lambda ordinal, row: Cell(masked_phones(row["phone"] or ""), "center")),
        Column("培训情况", 52, lambda ordinal, row: Cell(coverage_words(row["_coverage"]))),
    ]
    ledger = Ledger(f"{year}年主要负责人培训覆盖情况", columns, rows, coverage_totals(year, found))
    return print_ledger(ledger, context)


def _flags(row: Record) -> str:
    return "、".join(label_of(("premises_flag",), each) for each in row["flags"] or [])
