"""检查表: the committee's checklists, to change, add, stop and use again. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QScrollArea,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from db.spec import CHECKLIST
from db.spec.checklist import USED
from db.spec.field import Record
from db.spec.kinds import show
from desktop.checklists import checklists
from desktop.office import Office
from ui.forms.record_dialog import RecordDialog
from ui.widgets.dialogs import run_dialog
from ui.widgets.history_list import HistoryList
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain_table import fill_row, plain_table
from ui.widgets.window_size import open_at
from ui.widgets.word_button import word_button

_HEADS = ("检查表", "版次", "项目", "什么场所用", "状态")


class ChecklistsDialog(QDialog):
    """The lists in a table, the items of the chosen one below it. Everything is saved at once."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.lists: list[Record] = []
        self.setWindowTitle(f"检查表 — {office.committee['name']}")
        open_at(self, 900, 620)
        self.bar = MessageBar(self)
        self.table = self._make_table()
        self.items = QLabel(self)
        self.items.setWordWrap(True)
        self.items.setTextFormat(Qt.TextFormat.PlainText)
        self.items.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.history = HistoryList(self, can_print=False)
        self.add_button = word_button(self, "新增检查表", self.add)
        self.edit_button = word_button(self, "修改", self.edit)
        self.stop_button = word_button(self, "停用", self.stop_or_use)
        self._lay_out()
        self.table.currentCellChanged.connect(lambda *_: self._show_chosen())
        self._fill("")

    def add(self) -> None:
        """A form for another checklist; it comes last unless it is given a place."""
        self._open(None)

    def edit(self) -> None:
        """The form of the chosen checklist."""
        if chosen := self.chosen():
            self._open(chosen)

    def stop_or_use(self) -> None:
        """Stop the chosen checklist, or use it again."""
        chosen = self.chosen()
        if chosen is None:
            return
        step = "stop" if chosen["status"] == USED else "use"
        try:
            self.office.act(CHECKLIST.table, chosen["id"], step, {}, chosen["rev"])
        except LedgerError as error:
            self.bar.tell_fault(error)
        else:
            words = "已停用，新的检查不再列出它" if step == "stop" else "已恢复使用"
            self.bar.tell(f"{chosen['name']}{words}。")
        self._fill(chosen["id"])

    def chosen(self) -> Record | None:
        """The checklist chosen in the table, or None."""
        row = self.table.currentRow()
        return self.lists[row] if 0 <= row < len(self.lists) else None

    def _open(self, record: Record | None) -> None:
        dialog = RecordDialog(self.office, CHECKLIST, record=record, parent=self)
        saved = dialog.saved if run_dialog(dialog) else None
        if saved:
            self._tell(record, saved)
        self._fill((saved or record or {}).get("id", ""))

    def _tell(self, before: Record | None, saved: Record) -> None:
        if before and saved["version"] != before["version"]:
            self.bar.tell(f"{saved['name']}现在是第 {saved['version']} 版。以前的检查还是用当时的文字。")
        else:
            self.bar.tell(f"已保存{saved['name']}。")

    def _fill(self, chosen_id: str) -> None:
        self.lists = checklists(self.office, with_stopped=True)
        self.table.setRowCount(len(self.lists))
        for row, each in enumerate(self.lists):
            words = (each["name"], f"第{each['version']}版", str(len(each["items"] or [])), _scope(each), CHECKLIST.status(each["status"]).label)  # fmt: skip
            fill_row(self.table, row, words)
        places = [row for row, each in enumerate(self.lists) if each["id"] == chosen_id]
        if self.lists:
            self.table.setCurrentCell(places[0] if places else 0, 0)
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = self.chosen()
        self.edit_button.setEnabled(chosen is not None)
        self.stop_button.setEnabled(chosen is not None)
        if chosen is None:
            self.items.clear()
            return
        self.stop_button.setText("停用" if chosen["status"] == USED else "恢复使用")
        lines = [
            f"{number}. {row['item']}" + (f"（{row['basis']}）" if row.get("basis") else "")
            for number, row in enumerate(chosen["items"] or [], 1)
        ]
        self.items.setText("\n".join([*lines, "", f"来源：{chosen['source'] or '本单位设定'}"]))
        self.history.show_history(lambda: self.office.history(CHECKLIST.table, chosen["id"]))

    def _make_table(self) -> QTableWidget:
        table = plain_table(_HEADS, "检查表", self)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 200), (1, 72), (2, 60), (4, 76)):
            table.setColumnWidth(column, width)
        table.doubleClicked.connect(lambda index: self.edit())
        return table

    def _lay_out(self) -> None:
        acts, foot = QHBoxLayout(), QHBoxLayout()
        for button in (self.add_button, self.edit_button, self.stop_button):
            acts.addWidget(button)
        acts.addStretch(1)
        note = QLabel("改动文字就成为新的一版；以前的检查记录保留当时的文字。", self)
        note.setObjectName("muted")
        close = word_button(self, "关闭", self.reject)
        foot.addWidget(note, 1)
        foot.addWidget(close)
        below = QWidget(self)
        inside = QVBoxLayout(below)
        inside.setContentsMargins(0, 0, 0, 0)
        for part in (self.items, self.history):
            inside.addWidget(part)
        inside.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setAccessibleName("检查表内容")
        scroll.setWidgetResizable(True)
        scroll.setWidget(below)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.bar)
        column.addLayout(acts)
        column.addWidget(self.table, 3)
        column.addWidget(scroll, 2)
        column.addLayout(foot)


def _scope(checklist: Record) -> str:
    words = [show(CHECKLIST.field(name), checklist[name]) for name in ("premises_types", "flags")]
    return "、".join(filter(None, words)) or "各类场所"
