"""批量更换责任人: open tasks of one owner or one clause get another owner, each change shown before it is made. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from db.spec.field import Record
from desktop import programme
from desktop.form_values import suggestions
from desktop.office import Office
from ui.forms.editors.completion import Completion
from ui.forms.editors.line import EntryLine
from ui.forms.form_style import form_style
from ui.widgets.message_bar import MessageBar
from ui.widgets.quiet_inputs import QuietComboBox
from ui.widgets.window_size import open_at

SHOWN = 200
_ALL = "（全部）"


class ReassignDialog(QDialog):
    """Whose tasks, of which clause, and who is to have them. After accepting, `result_words` says what was changed."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.result_words = ""
        self.setWindowTitle(f"批量更换责任人 - {office.committee['name']}")
        self.setStyleSheet(form_style())
        open_at(self, 720, 560)
        self._open_tasks = programme.open_tasks(office)
        self.owners = self._combo("原责任人", [str(each["owner"]) for each in self._open_tasks])
        self.clauses = self._combo("依据条款", [str(each["clause_title"] or "") for each in self._open_tasks])
        self.new_owner = EntryLine(self)
        self.new_owner.setAccessibleName("新责任人")
        self.new_owner.setPlaceholderText("输入或选择姓名")
        self.completion = Completion(self.new_owner, lambda: suggestions(office, "task", "owner"))
        self.list, self.note, self.bar = QListWidget(self), QLabel(self), MessageBar(self)
        self.list.setAccessibleName("这个人负责的记录")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay_out()
        self.new_owner.textChanged.connect(self.preview)
        self.preview()

    def chosen(self) -> list[Record]:
        """The open tasks that would get the new owner."""
        owner, clause = self.owners.currentText(), self.clauses.currentText()
        return [
            each
            for each in self._open_tasks
            if owner in (_ALL, each["owner"])
            and clause in (_ALL, each["clause_title"])
            and each["owner"] != self.new_owner.text().strip()
        ]

    def preview(self) -> None:
        """Show every change, old and new."""
        tasks, name = self.chosen(), self.new_owner.text().strip()
        self.list.clear()
        for each in tasks[:SHOWN]:
            self.list.addItem(f"{each['no']}　{each['owner']} → {name or '？'}　{each['title']}")
        more = f"，只列出前 {SHOWN} 项" if len(tasks) > SHOWN else ""
        self.note.setText(
            f"共 {len(tasks)} 项未完成的任务将更换责任人{more}。" if tasks else "没有符合的任务。"
        )
        self.change.setText(f"更换 {len(tasks)} 项" if tasks else "更换")
        self.change.setEnabled(bool(tasks and name))

    def make(self) -> None:
        """Change them in one transaction and close; a problem is told and nothing is kept."""
        try:
            count = programme.reassign(
                self.office, [each["id"] for each in self.chosen()], self.new_owner.text()
            )
        except LedgerError as error:
            self.bar.tell_fault(error)
            return
        self.result_words = f"已更换 {count} 项任务的责任人"
        self.accept()

    def _combo(self, word: str, values: list[str]) -> QuietComboBox:
        combo = QuietComboBox(self)
        combo.setAccessibleName(word)
        combo.addItems([_ALL, *dict.fromkeys(each for each in values if each)])
        combo.currentIndexChanged.connect(lambda: self.preview())
        return combo

    def _lay_out(self) -> None:
        self.change = QPushButton("更换", self)
        self.change.setObjectName("primary")
        self.change.clicked.connect(self.make)
        cancel = QPushButton("取消", self)
        cancel.clicked.connect(self.reject)
        for button in (self.change, cancel):
            button.setAutoDefault(False)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        for word, box in (
            ("原责任人", self.owners),
            ("依据条款", self.clauses),
            ("新责任人", self.new_owner),
        ):
            form.addRow(word, box)
        buttons = QHBoxLayout()
        buttons.addWidget(self.note, 1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.change)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.bar)
        column.addLayout(form)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
