"""分期汇总: the figures of a month, quarter, half-year or year, each a way to its records. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from db.spec.field import Record
from desktop.office import Office
from desktop.return_rollup import BY_QUARTER, KINDS, Rollup, periods_of, rollup
from ui.models.filters import Filters
from ui.pages.page_context import PageContext
from ui.widgets.plain_table import plain_table
from ui.widgets.quiet_inputs import QuietComboBox
from ui.widgets.window_size import open_at

_HEADS = ("类别", "项目", "单位", "数值", "口径")
_WIDTHS = {0: 130, 2: 60, 3: 90, 4: 90}
_VALUE, _ROW = 3, 30
_NOTE = "合计：各月相加；去重合计：同一场所在本期只算一次；期初值、期末值：本期第一天之前、最后一天的情况。双击一行看它的记录。"


class RollupDialog(QDialog):
    """The kind and the period are chosen above; when it was accepted, `chosen` is the figure whose records are wanted,
    or `wants_print` is true.
    """

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.wants_print = False
        self.setWindowTitle(f"分期汇总 - {office.committee['name']}")
        open_at(self, 760, 600)
        self.kind, self.period = QuietComboBox(self), QuietComboBox(self)
        self.days, self.identity, self.offenders = QLabel(self), QLabel(self), QLabel(self)
        self.table = plain_table(_HEADS, "分期汇总", self)
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        self.see, self.print_button, self.leave = (
            QPushButton(each, self) for each in ("看这些记录", "打印", "关闭")
        )
        self.rollup: Rollup | None = None
        self.rows: list[Record] = []
        self._lay_out()
        for code, word in KINDS.items():
            self.kind.addItem(word, code)
        self.kind.currentIndexChanged.connect(self._offer_periods)
        self.period.currentIndexChanged.connect(self._show)
        self.table.currentCellChanged.connect(self._tell_row)
        self.table.cellActivated.connect(self._see_records)
        self.see.clicked.connect(self._see_records)
        self.print_button.clicked.connect(self._print)
        self.leave.clicked.connect(self.reject)
        self.kind.setCurrentIndex(list(KINDS).index(BY_QUARTER))

    @property
    def chosen(self) -> Record | None:
        """The figure of the current row."""
        row = self.table.currentRow()
        return self.rows[row] if row >= 0 else None

    def choose(self, key: str) -> None:
        """Make that figure's row the current one."""
        self.table.setCurrentCell([row["key"] for row in self.rows].index(key), 0)

    def _offer_periods(self) -> None:
        self.period.blockSignals(True)
        self.period.clear()
        for each in periods_of(self.office, self.kind.currentData()):
            self.period.addItem(each.words, each.code)
        self.period.blockSignals(False)
        self._show()

    def _show(self) -> None:
        found = self.rollup = rollup(self.office, self.period.currentData())
        self.days.setText(f"统计 {found.first} 至 {found.last}")
        self.identity.setText("\n".join(filter(None, (f"隐患：{found.identity}", found.against_returns))))
        numbers = "、".join(no for _, no in found.offenders[:20])
        self.offenders.setText(
            f"对不上账，这些隐患的日期前后矛盾：{numbers}" if numbers else "对不上账，请核对隐患台账。"
        )
        self.offenders.setVisible(not found.holds)
        self.rows = [row for row in found.rows if row["value"] != "0" or "." not in row["key"]]
        self.table.setRowCount(len(self.rows))
        for place, row in enumerate(self.rows):
            for column, key in enumerate(("group", "label", "unit", "value", "rolls_up")):
                item = QTableWidgetItem(row[key])
                item.setToolTip(row[key])
                if column == _VALUE:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(place, column, item)
        self.table.setCurrentCell(0, 0)
        self._tell_row()

    def _tell_row(self) -> None:
        chosen = self.chosen
        self.see.setEnabled(chosen is not None and chosen["value"] != "0")

    def _see_records(self) -> None:
        if self.see.isEnabled():
            self.accept()

    def _print(self) -> None:
        self.wants_print = True
        self.accept()

    def _lay_out(self) -> None:
        self.kind.setAccessibleName("按什么汇总")
        self.period.setAccessibleName("哪一期")
        self.period.setMinimumWidth(160)
        self.offenders.setProperty("role", "problem")
        note = QLabel(_NOTE, self)
        for label in (note, self.identity, self.offenders):
            label.setWordWrap(True)
        note.setObjectName("muted")
        self.days.setObjectName("muted")
        self.see.setObjectName("primary")
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for place, width in _WIDTHS.items():
            self.table.setColumnWidth(place, width)
        top, buttons = QHBoxLayout(), QHBoxLayout()
        for widget in (self.kind, self.period, self.days):
            top.addWidget(widget)
        top.addStretch(1)
        buttons.addStretch(1)
        for button in (self.leave, self.print_button, self.see):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addLayout(top)
        for widget in (note, self.identity, self.offenders):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)


def show_rollup(context: PageContext) -> None:
    """Show the roll-ups, then print one or go to the records of a figure."""
    dialog = RollupDialog(context.office, context.bar.window())
    is_accepted = dialog.exec() == QDialog.DialogCode.Accepted
    found, row, wants_print = dialog.rollup, dialog.chosen, dialog.wants_print
    dialog.deleteLater()
    if not is_accepted or found is None:
        return
    if wants_print:
        _print_rollup(context, found.period.code, found.period.words)
    elif row is not None:
        words = f"{found.period.words}汇总　{row['group']}：{row['label']}"
        context.actions.open_list(row["table"], Filters(only=(words, found.ids[row["key"]])))


def _print_rollup(context: PageContext, code: str, words: str) -> None:
    from desktop.return_documents import return_rollup

    office = context.office
    context.actions.print_document(lambda: return_rollup(office, code), "安全生产工作数据汇总", words)
