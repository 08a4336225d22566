"""Choosing records of any ledger as evidence: a ledger, a search, a list in which several may be chosen. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from db.spec import RECORD_TYPES
from db.spec.field import Record
from db.spec.query import Query, Sort
from desktop.messages import sentence
from desktop.office import Office
from desktop.programme import evidence_ledgers, evidence_row
from ui.forms.form_style import form_style
from ui.widgets.quiet_inputs import QuietComboBox
from ui.widgets.search_box import SearchBox
from ui.widgets.window_size import open_at

SHOWN = 200


class EvidencePicker(QDialog):
    """After accepting, `chosen_rows` are the evidence rows of the records that were chosen."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.setWindowTitle("从台账中选佐证")
        open_at(self, 760, 520)
        self.setStyleSheet(form_style())
        self.ledgers = QuietComboBox(self)
        self.ledgers.setAccessibleName("台账")
        for table, word in evidence_ledgers():
            self.ledgers.addItem(word, table)
        self.search_box = SearchBox("搜索编号、名称、描述", self)
        self.list = QListWidget(self)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setAccessibleName("记录")
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.note = QLabel(self)
        self.note.setObjectName("muted")
        self._lay_out()
        self.ledgers.currentIndexChanged.connect(self.search)
        self.search_box.searched.connect(self.search)
        self.search_box.left_for_list.connect(self.list.setFocus)
        self.list.itemSelectionChanged.connect(self._show_chosen)
        self.list.itemDoubleClicked.connect(self.accept)
        self.search()

    def chosen_rows(self) -> list[Record]:
        """An evidence row for each chosen record."""
        return [item.data(Qt.ItemDataRole.UserRole) for item in self.list.selectedItems()]

    def search(self) -> None:
        """List the records of the ledger that match, the newest first."""
        table = str(self.ledgers.currentData())
        day = RECORD_TYPES[table].date_field
        order = (
            (Sort(day, descending=True), Sort("no", descending=True))
            if day
            else (Sort("no", descending=True),)
        )
        query = Query(search=self.search_box.text().strip(), sort=order)
        try:
            records = self.office.rows(table, self.office.ids(table, query, SHOWN + 1))
        except LedgerError as error:
            self.note.setText(sentence(error))
            return
        self.list.clear()
        for record in records[:SHOWN]:
            row = evidence_row(table, record)
            item = QListWidgetItem(row["title"] or row["record"], self.list)
            item.setData(Qt.ItemDataRole.UserRole, row)
            item.setToolTip(item.text())
        self._is_cut = len(records) > SHOWN
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = len(self.list.selectedItems())
        self.choose.setEnabled(chosen > 0)
        self.choose.setText(f"选入 {chosen} 条" if chosen else "选入")
        shown = (
            f"只列出最近 {SHOWN} 条，请输入搜索词缩小范围。"
            if self._is_cut
            else f"共 {self.list.count()} 条。"
        )
        self.note.setText(shown if self.list.count() else "没有符合的记录。换个台账或搜索词。")

    def _lay_out(self) -> None:
        self._is_cut = False
        self.choose = QPushButton("选入", self)
        self.choose.setObjectName("primary")
        self.choose.clicked.connect(self.accept)
        cancel = QPushButton("取消", self)
        cancel.clicked.connect(self.reject)
        for button in (self.choose, cancel):
            button.setAutoDefault(False)
        head = QHBoxLayout()
        head.addWidget(QLabel("台账", self))
        head.addWidget(self.ledgers)
        head.addWidget(self.search_box, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.note, 1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
