"""村居密钥名册: the street's roster on paper, one enrolled key a row."""

from __future__ import annotations

from collections.abc import Sequence

from db.spec import Record
from reports.columns import Column, ordinal_column
from reports.ledger import Ledger, print_ledger
from reports.print_context import PrintContext, PrintResult
from reports.table import Align, Cell

TITLE = "村居密钥名册"


def roster_paper(rows: Sequence[Record], context: PrintContext) -> PrintResult:
    """The roster as PDF; a row has code, name, status, epoch, key (fingerprint and digits), enrolled and serial."""
    columns = [
        ordinal_column(),
        text_column("代码", 26, "code", "center", "310118001003"),
        text_column("名称", 46, "name"),
        text_column("密钥", 20, "status", "center"),
        text_column("期次", 12, "epoch", "center"),
        text_column("指纹和核对数字", 110, "key"),
        text_column("登记日期", 22, "enrolled", "center", "2026-00-00"),
        text_column("已收到", 20, "serial", "center"),
    ]
    count = len({row["code"] for row in rows})
    totals = f"共 {count} 个村居、{len(rows)} 把密钥。核对数字以盖章的登记表为准；已更换、停用、作废的密钥不再收新的包。"
    return print_ledger(Ledger(TITLE, columns, rows, totals), context)


def text_column(label: str, width_mm: float, name: str, side: Align = "left", sample: str = "") -> Column:
    """A column that says what a row has under a name."""
    return Column(label, width_mm, lambda ordinal, row: Cell(str(row.get(name) or ""), side), sample)
