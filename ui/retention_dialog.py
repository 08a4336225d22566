"""到期清单: records that were kept long enough, by which rule; 销毁清单 on paper; two persons take them out, and erase the
personal data of what was taken out. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from db.spec import RECORD_TYPES
from db.value import Value
from desktop.office import Office
from desktop.retention import (
    SOURCE,
    Expired,
    due_records,
    erasable_records,
    erase_personal,
    take_out,
)
from ui.people.password_line import password_line
from ui.submission.calm_dialog import CalmDialog
from ui.theme.tokens import ROW_HEIGHT
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain_table import fill_row, plain_table
from ui.widgets.rows import GAP, row_of
from ui.widgets.word_button import word_button

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_HEADS = ("台账", "编号", "题名", "日期", "保管期限")
_WIDTHS = {0: 90, 1: 120, 3: 100, 4: 220}


class _Deed(Value):
    """One of the two things done by a list: its choice, button and notes, what it lists, and what carries it out."""

    choice: str
    button: str
    paper: str
    note: str
    none: str
    done: str
    listed: Callable[[Office], list[Expired]]
    carry_out: Callable[[Office, list[Expired], str, str, str], int]


_DEEDS = (
    _Deed(
        "保管期满，还在台账里", "移出台账", "销毁清单",
        f"依据：{SOURCE}（“本单位设定”里可以改）。重大隐患、事故永久保管，没有办结的不列入。"
        "移出的记录进入回收站，需要时可以撤销；文字仍留在操作日志里。",
        "没有保管期满的记录。",
        "已移出 {count} 条，放进了回收站。操作历史里有两位经办人的姓名，需要时可以撤销。",
        due_records, take_out,
    ),
    _Deed(
        "已经移出，还留着个人信息和照片", "清除个人信息和照片", "清除清单",
        "依据：《个人信息保护法》第四十七条。姓名、电话、证件号、签到名单、照片和扫描件从记录和操作日志里一起清除，"
        "**清除以后找不回来，也不能撤销**；编号、日期、内容留下，操作日志仍能核对。以前的备份、年度归档和交给街道的报送包里还有，"
        "请另行处理。",
        "没有已经移出、还留着个人信息的记录。",
        "已清除 {count} 条记录的个人信息和照片。",
        erasable_records, erase_personal,
    ),
)  # fmt: skip


class RetentionDialog(CalmDialog):
    """The list, its paper, and the two names under which it is carried out."""

    def __init__(self, window: MainWindow, parent: QWidget) -> None:
        super().__init__(parent)
        self.window_, self.office = window, window.office
        self.items: list[Expired] = []
        self.deed = _DEEDS[0]
        self.setWindowTitle("到期清单")
        self.resize(860, 520)
        self.bar = MessageBar(self)
        self.note = QLabel(self)
        self.choices = [QRadioButton(self) for _ in _DEEDS]
        self.table = plain_table(_HEADS, "清单里的记录", self)
        self.first, self.second = QLineEdit(self), QLineEdit(self)
        self.password = password_line(self, "监销人的登录密码", lambda: None)
        self.signed = QCheckBox("清单已经打印，两个人都签了字", self)
        self.print_button = word_button(self, f"打印{self.deed.paper}", self.print_list)
        self.take_button = word_button(self, self.deed.button, self.take, name="primary")
        self.close_button = word_button(self, "关闭", self.reject)
        if self.office.signed_in is not None:
            self.first.setText(self.office.signed_in.name)
            self.first.setReadOnly(True)
        self._lay_out()
        for box in (self.first, self.second):
            box.textChanged.connect(self._allow)
        self.signed.toggled.connect(self._allow)
        for button, deed in zip(self.choices, _DEEDS, strict=True):
            button.clicked.connect(lambda _, deed=deed: self.choose(deed))
        self.choices[0].setChecked(True)
        self.reload()

    def choose(self, deed: _Deed) -> None:
        """Show the list of the other deed; what was signed is another paper."""
        self.deed = deed
        self.signed.setChecked(False)
        self.bar.hide()
        self.reload()

    def reload(self) -> None:
        """Read both lists again and show the chosen one."""
        for button, deed in zip(self.choices, _DEEDS, strict=True):
            listed = deed.listed(self.office)
            button.setText(f"{deed.choice}（{len(listed)}）")
            if deed is self.deed:
                self.items = listed
        self.note.setText(self.deed.note)
        self.take_button.setText(self.deed.button)
        self.print_button.setText(f"打印{self.deed.paper}")
        self.table.setRowCount(len(self.items))
        for row, each in enumerate(self.items):
            texts = (RECORD_TYPES[each.table].label, each.no, each.title, each.day, each.rule)
            fill_row(self.table, row, texts)
        self.print_button.setEnabled(bool(self.items))
        if not self.items:
            self.bar.tell(self.deed.none)
        self._allow()

    def print_list(self) -> None:
        """The list on paper, in the preview, to be signed by hand."""
        from desktop.archive_papers import destruction_list, erasure_list

        items, makes = list(self.items), erasure_list if self.deed is _DEEDS[1] else destruction_list
        self.window_.records.print_document(
            lambda: makes(self.office, items), self.deed.paper, self.office.today
        )

    def take(self) -> None:
        """Carry the list out in the names of two persons."""
        try:
            count = self.deed.carry_out(
                self.office, self.items, self.first.text(), self.second.text(), self.password.text()
            )
        except LedgerError as error:
            self.bar.tell_fault(error)
            return
        self.signed.setChecked(False)
        self.password.line.clear()
        self.reload()
        self.bar.tell(self.deed.done.format(count=count))

    def _allow(self) -> None:
        """Nothing happens before the paper is signed and two names are there."""
        names = [box.text().strip() for box in (self.first, self.second)]
        self.take_button.setEnabled(bool(self.items) and self.signed.isChecked() and all(names))

    def _lay_out(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for place, width in _WIDTHS.items():
            self.table.setColumnWidth(place, width)
        self.note.setTextFormat(Qt.TextFormat.MarkdownText)
        self.note.setObjectName("muted")
        self.note.setWordWrap(True)
        choices = QHBoxLayout()
        choices.setSpacing(24)
        for button in self.choices:
            choices.addWidget(button)
        choices.addStretch(1)
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
        foot = row_of(self.print_button, GAP, self.close_button, self.take_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addLayout(choices)
        column.addWidget(self.note)
        column.addWidget(self.bar)
        column.addWidget(self.table, 1)
        column.addLayout(people)
        column.addWidget(self.signed)
        column.addLayout(foot)
