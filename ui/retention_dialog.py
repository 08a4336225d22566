"""到期清单: records that were kept long enough, by which rule; 销毁清单 on paper; two persons take them out. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from db.spec import RECORD_TYPES
from desktop.retention import SOURCE, Expired, due_records, take_out
from ui.people.password_line import password_line
from ui.submission.calm_dialog import CalmDialog
from ui.theme.tokens import ROW_HEIGHT
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain_table import plain_table
from ui.widgets.word_button import word_button

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_HEADS = ("台账", "编号", "题名", "日期", "保管期限")
_WIDTHS = {0: 90, 1: 120, 3: 100, 4: 220}


class RetentionDialog(CalmDialog):
    """The list, its paper, and the two names under which it is carried out."""

    def __init__(self, window: MainWindow, parent: QWidget) -> None:
        super().__init__(parent)
        self.window_, self.office = window, window.office
        self.items: list[Expired] = []
        self.setWindowTitle("到期清单")
        self.resize(860, 520)
        self.bar = MessageBar(self)
        self.table = plain_table(_HEADS, "保管期满的记录", self)
        self.first, self.second = QLineEdit(self), QLineEdit(self)
        self.password = password_line(self, "监销人的登录密码", lambda: None)
        self.signed = QCheckBox("销毁清单已经打印，两个人都签了字", self)
        self.print_button = word_button(self, "打印销毁清单", self.print_list)
        self.take_button = word_button(self, "移出台账", self.take, name="primary")
        self.close_button = word_button(self, "关闭", self.reject)
        if self.office.signed_in is not None:
            self.first.setText(self.office.signed_in.name)
            self.first.setReadOnly(True)
        self._lay_out()
        for box in (self.first, self.second):
            box.textChanged.connect(self._allow)
        self.signed.toggled.connect(self._allow)
        self.reload()

    def reload(self) -> None:
        """Read the list again."""
        self.items = due_records(self.office)
        self.table.setRowCount(len(self.items))
        for row, each in enumerate(self.items):
            texts = (RECORD_TYPES[each.table].label, each.no, each.title, each.day, each.rule)
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(row, column, item)
        self.print_button.setEnabled(bool(self.items))
        if not self.items:
            self.bar.tell("没有保管期满的记录。")
        self._allow()

    def print_list(self) -> None:
        """The list on paper, in the preview, to be signed by hand."""
        from desktop.archive_papers import destruction_list

        items = list(self.items)
        self.window_.records.print_document(
            lambda: destruction_list(self.office, items), "销毁清单", self.office.today
        )

    def take(self) -> None:
        """Take the records out of the ledger in the names of two persons."""
        try:
            count = take_out(
                self.office, self.items, self.first.text(), self.second.text(), self.password.text()
            )
        except LedgerError as error:
            self.bar.tell_fault(error)
            return
        self.signed.setChecked(False)
        self.password.line.clear()
        self.reload()
        self.bar.tell(f"已移出 {count} 条，放进了回收站。操作历史里有两位经办人的姓名，需要时可以撤销。")

    def _allow(self) -> None:
        """Nothing happens before the paper is signed and two names are there."""
        names = [box.text().strip() for box in (self.first, self.second)]
        self.take_button.setEnabled(bool(self.items) and self.signed.isChecked() and all(names))

    def _lay_out(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for place, width in _WIDTHS.items():
            self.table.setColumnWidth(place, width)
        note = QLabel(
            f"依据：{SOURCE}（“本单位设定”里可以改）。重大隐患、事故永久保管，没有办结的不列入。"
            "移出的记录进入回收站，文字仍留在操作日志里，以保证日志前后能核对。", self
        )  # fmt: skip
        note.setObjectName("muted")
        note.setWordWrap(True)
        people = QFormLayout()
        for label, box in (("经办人", self.first), ("监销人", self.second)):
            box.setAccessibleName(label)
            box.setMaxLength(60)
            box.setMaximumWidth(260)
            people.addRow(label, box)
        self.password.setVisible(self.office.asks_sign_in)
        if self.office.asks_sign_in:
            self.password.setMaximumWidth(340)
            people.addRow("监销人的登录密码", self.password)
        foot = QHBoxLayout()
        foot.addWidget(self.print_button)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.take_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addWidget(note)
        column.addWidget(self.bar)
        column.addWidget(self.table, 1)
        column.addLayout(people)
        column.addWidget(self.signed)
        column.addLayout(foot)
