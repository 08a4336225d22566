"""The register of what a committee holds besides its ledgers, by kind and clause of the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from db.spec import DOCUMENT, Record
from db.spec.code_tables import code_table
from reports.columns import Group, number_column, ordinal_column, spec_columns
from reports.ledger import Ledger, print_ledger
from reports.print_context import PrintContext, PrintResult

TITLE = "安全生产资料目录"


def document_register(records: Sequence[Record], context: PrintContext) -> PrintResult:
    """The register of these documents, in their order."""
    return print_ledger(document_form(records, context), context)


def document_form(records: Sequence[Record], context: PrintContext) -> Ledger:
    """What the register of these documents shows."""
    order = tuple(
        Group((name,)) for name in ("title", "kind", "doc_no", "dated", "issuer", "clause", "owner")
    )
    columns = [ordinal_column(), number_column(), *spec_columns(DOCUMENT, order, context)]
    return Ledger(TITLE, columns, records, totals_line(records), DOCUMENT.table)


def totals_line(records: Sequence[Record]) -> str:
    """共 n 件，其中 … by kind; kinds of which there is none are left out."""
    kinds = Counter(record.get("kind") for record in records)
    named = [
        f"{each.label} {kinds[each.code]} 件"
        for each in code_table("document_kind").codes
        if kinds[each.code]
    ]
    return f"共 {len(records)} 件" + (f"，其中：{'，'.join(named)}。" if named else "。")
