"""The table of a bulk change before it is made: what cannot be changed first, then old → new of every record. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableWidgetItem, QVBoxLayout, QWidget

from desktop.bulk_change import BulkPlan, RowChange
from ui.theme.tokens import tokens_now
from ui.widgets.plain_table import plain_table

SHOWN = 1000  # rows; a table of more takes seconds to fill, and nobody reads them
_EMPTY = "—"
_REMARK = 2  # the column that says what else follows, or why not


class BulkPreview(QWidget):
    """Rows of 编号, 名称, 原值 → 新值 for each field, and what else follows or why not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = plain_table([], "改前改后", self)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setWordWrap(False)
        self.more = QLabel(self)
        self.more.setObjectName("muted")
        self.more.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.table, 1)
        column.addWidget(self.more)

    def show_nothing(self) -> None:
        """Show an empty table."""
        self.table.setRowCount(0)
        self.table.setColumnCount(0)
        self.more.hide()

    def show_plan(self, plan: BulkPlan, labels: Sequence[str]) -> None:
        """Show a plan: refused records, then those that change, then those that stay."""
        rows = sorted(plan.rows, key=lambda each: 0 if each.why_not else 1 if each.is_changing else 2)
        heads = ["编号", "名称", "说明", *(f"{label}：原 → 新" for label in labels)]
        self.table.setColumnCount(len(heads))
        self.table.setHorizontalHeaderLabels(heads)
        self.table.setRowCount(min(len(rows), SHOWN))
        for place, row in enumerate(rows[:SHOWN]):
            self._fill(place, row)
        self._fit(len(labels), any(each.why_not or each.also or not each.is_changing for each in rows))
        self.more.setText(f"共 {len(rows)} 条，只列出前 {SHOWN} 条。")
        self.more.setVisible(len(rows) > SHOWN)

    def texts(self, row: int) -> list[str]:
        """What a row says."""
        cells = (self.table.item(row, column) for column in range(self.table.columnCount()))
        return [cell.text() if cell else "" for cell in cells]

    def _fill(self, place: int, row: RowChange) -> None:
        remark = (
            f"不能改：{row.why_not}" if row.why_not else row.also or ("" if row.is_changing else "没有变化")
        )
        texts = [row.no, row.title, remark, *(_change(old, new) for old, new in row.texts)]
        muted, danger = QColor(tokens_now().muted), QColor(tokens_now().danger)
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            if row.why_not:
                item.setForeground(danger if column == _REMARK else muted)
            elif not row.is_changing:
                item.setForeground(muted)
            self.table.setItem(place, column, item)

    def _fit(self, fields: int, has_remarks: bool) -> None:
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.table.setColumnWidth(0, 116)
        self.table.setColumnWidth(1, 200)
        self.table.setColumnWidth(_REMARK, 280)
        self.table.setColumnHidden(_REMARK, not has_remarks)
        for place in range(fields):
            self.table.setColumnWidth(_REMARK + 1 + place, 300 if fields == 1 else 220)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def _change(old: str, new: str) -> str:
    old, new = (text.replace("\n", " ") or _EMPTY for text in (old, new))
    return old if old == new else f"{old} → {new}"
