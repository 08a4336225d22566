"""操作历史: every operation of the ledger, newest first, what each one changed, and the way back. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from db.spec import RECORD_TYPES
from desktop.jobs import Runner
from desktop.messages import message, sentence
from desktop.office import Office
from desktop.operations import PAGE, Operation, counts_words, list_operations, people, what_changed
from ui.theme.tokens import ROW_HEIGHT
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain_table import fill_row, plain_table
from ui.widgets.quiet_inputs import QuietComboBox
from ui.widgets.window_size import open_at

_HEADS = ("时间", "操作人", "操作", "内容", "")
_WIDTHS = {0: 140, 1: 84, 3: 190, 4: 70}
_SIZE = QSize(960, 600)


class OperationsDialog(QDialog):
    """The list with its two filters; 撤销此操作 takes the chosen one back."""

    def __init__(self, office: Office, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office, self.runner = office, runner
        self.operations: list[Operation] = []
        self.setWindowTitle(f"操作历史 - {office.committee['name']}")
        open_at(self, _SIZE.width(), _SIZE.height())
        self.bar = MessageBar(self)
        self.people, self.kinds = QuietComboBox(self), QuietComboBox(self)
        self.table = plain_table(_HEADS, "操作历史", self)
        self.details = QPlainTextEdit(self)
        self.undo_button, self.more_button = QPushButton("撤销此操作", self), QPushButton("更早的操作", self)
        self._fill_filters()
        self._lay_out()
        self.table.currentCellChanged.connect(lambda row, *_: self._show_details(row))
        self.undo_button.clicked.connect(self.undo)
        self.more_button.clicked.connect(self._show_more)
        for box in (self.people, self.kinds):
            box.currentIndexChanged.connect(self.reload)
        self.reload()

    def reload(self) -> None:
        """Read the list anew."""
        self.operations = []
        self.table.setRowCount(0)
        self._show_more()
        if self.operations:
            self.table.setCurrentCell(0, 0)
        else:
            self._show_details(-1)

    def undo(self) -> None:
        """Take back the chosen operation, away from this thread."""
        operation = self.operations[self.table.currentRow()]
        self.undo_button.setEnabled(False)
        self.bar.tell("正在撤销…")
        self.runner.start(
            lambda token: self.office.undo_operation(operation.batch),
            done=lambda undone: self._tell_done(f"已{undone.name}（{undone.count} 条）"),
            failed=lambda error: self._tell_problem(sentence(error)),
        )

    def _tell_done(self, words: str) -> None:
        self.reload()
        self.bar.tell(words)

    def _tell_problem(self, words: str) -> None:
        self._show_details(self.table.currentRow())
        self.bar.tell_problem(words)

    def _show_more(self) -> None:
        logged = [each for each in self.operations if each.batch]
        last = logged[-1] if logged else None
        found = list_operations(self.office, self.people.currentData(), self.kinds.currentData(), last)
        for each in found:
            self._add_row(each)
        self.operations += found
        self.more_button.setVisible(sum(1 for each in found if each.batch) == PAGE)

    def _add_row(self, operation: Operation) -> None:
        row = self.table.rowCount()
        self.table.setRowCount(row + 1)
        state = "已撤销" if operation.is_undone else ""
        time = operation.at[:16].replace("T", " ")
        fill_row(self.table, row, (time, operation.who, operation.name, counts_words(operation), state))

    def _show_details(self, row: int) -> None:
        operation = self.operations[row] if 0 <= row < len(self.operations) else None
        reason = _why_not(operation)
        self.undo_button.setEnabled(operation is not None and not reason)
        self.undo_button.setToolTip(reason)
        if operation is None:
            self.details.setPlainText("没有符合条件的操作。")
        elif not operation.batch:
            self.details.setPlainText(reason)
        else:
            self.details.setPlainText(what_changed(self.office, operation))

    def _fill_filters(self) -> None:
        self.people.setAccessibleName("操作人")
        self.people.addItem("全部操作人", "")
        for name in people(self.office):
            self.people.addItem(name, name)
        self.kinds.setAccessibleName("台账")
        self.kinds.addItem("全部台账", "")
        for each in RECORD_TYPES.values():
            self.kinds.addItem(each.label, each.table)
        self.kinds.setMaxVisibleItems(self.kinds.count())

    def _lay_out(self) -> None:
        self.details.setReadOnly(True)
        self.details.setAccessibleName("改动的内容")
        self.table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for place, width in _WIDTHS.items():
            self.table.setColumnWidth(place, width)
        filters = QHBoxLayout()
        for box in (self.people, self.kinds):
            filters.addWidget(box)
        filters.addStretch(1)
        filters.addWidget(self.more_button)
        halves = QSplitter(Qt.Orientation.Vertical, self)
        halves.addWidget(self.table)
        halves.addWidget(self.details)
        halves.setSizes([380, 160])
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addLayout(filters)
        column.addWidget(self.bar)
        column.addWidget(halves, 1)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        is_street = self.office.is_street
        words = "街道不改村居的记录，这里只看；收下的包用“撤回合并”整包撤回。"
        note = QLabel(words if is_street else "撤销本身也记入历史，可以再撤销（即重做）。", self)
        self.undo_button.setVisible(not is_street)
        note.setObjectName("muted")
        close = QPushButton("关闭", self)
        close.clicked.connect(self.reject)
        close.setAutoDefault(False)
        self.undo_button.setObjectName("primary")
        self.undo_button.setAutoDefault(False)
        self.more_button.setAutoDefault(False)
        row = QHBoxLayout()
        row.addWidget(note, 1)
        row.addWidget(close)
        row.addWidget(self.undo_button)
        return row


def _why_not(operation: Operation | None) -> str:
    if operation is None:
        return ""
    if operation.why_lasting:
        return message(operation.why_lasting, {})
    return message("undo_done_already", {}) if operation.is_undone else ""
