"""本单位和人员: how the committee is reached, its people, who fills in, who leads. GUI thread."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from db.errors import InvalidRecord, LedgerError
from db.spec import COMMITTEE, PERSON
from db.spec.field import Record
from db.spec.kinds import show
from db.spec.masking import masked_phones
from db.spec.query import Query, Sort
from desktop.messages import problem_sentence, sentence
from desktop.office import Office
from ui.forms.record_dialog import RecordDialog
from ui.widgets.dialogs import run_dialog
from ui.widgets.quiet_inputs import QuietComboBox
from ui.widgets.rows import GAP, row_of
from ui.widgets.window_size import open_at
from ui.widgets.word_button import word_button

_OWN = ("phone", "address")
_COLUMNS = ("name", "post", "title", "phone", "until_on")


class UnitDialog(QDialog):
    """Telephone and address, people in a table with 新增 and 修改, the two who sign. Everything is saved at once."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.people: list[Record] = []
        self.setWindowTitle(f"本单位和人员 - {office.committee['name']}")
        open_at(self, 720, 520)
        self.table = self._make_table()
        self.clerk_box, self.lead_box = QuietComboBox(self), QuietComboBox(self)
        self.lines = {name: QLineEdit(office.committee[name] or "", self) for name in _OWN}
        self.problem = QLabel(self)
        self.problem.setObjectName("danger")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self._lay_out()
        self._fill()
        self.clerk_box.activated.connect(self._appoint)
        self.lead_box.activated.connect(self._appoint)
        for name, line in self.lines.items():
            line.editingFinished.connect(partial(self._keep, name))

    def add_person(self) -> None:
        """A form for another person."""
        self._open(None)

    def edit_person(self) -> None:
        """The form of the person chosen in the table."""
        row = self.table.currentRow()
        if 0 <= row < len(self.people):
            self._open(self.people[row])

    def ask_identity(self) -> None:
        """The dialog that changes the committee's code or name."""
        from ui.keys.identity_dialog import IdentityDialog

        dialog = IdentityDialog(self.office, self)
        dialog.accepted.connect(lambda: self._show_identity(dialog.told))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _show_identity(self, words: str) -> None:
        own = self.office.committee
        self.own_name.setText(f"{own['name']}（{own['code']}）")
        self.setWindowTitle(f"本单位和人员 - {own['name']}")
        self._tell(f"{words}请到“报送”页的“密钥与交接”打印新的登记表，盖章交给街道。")

    def _open(self, person: Record | None) -> None:
        run_dialog(RecordDialog(self.office, PERSON, record=person, parent=self))
        self._fill()

    def _keep(self, name: str) -> None:
        """Save what was typed; a telephone that cannot be one stays in its line with the reason below."""
        typed = self.lines[name].text().strip()
        if typed == (self.office.committee[name] or ""):
            self.problem.hide()
            return
        try:
            self.office.change_committee({name: typed})
        except InvalidRecord as error:
            self._tell("；".join(problem_sentence(each) for each in error.problems))
            return
        except LedgerError as error:
            self._tell(sentence(error))
            return
        self.problem.hide()
        self.lines[name].setText(self.office.committee[name] or "")

    def _appoint(self) -> None:
        try:
            self.office.appoint(clerk=self.clerk_box.currentText(), lead=self.lead_box.currentText())
        except LedgerError as error:
            self._fill()
            self._tell(sentence(error))

    def _tell(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, len(_COLUMNS), self)
        table.setHorizontalHeaderLabels([PERSON.field(name).label for name in _COLUMNS])
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setStyleSheet("QTableWidget::item { padding-left: 4px; }")
        table.setAccessibleName("人员")
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        table.doubleClicked.connect(lambda index: self.edit_person())
        return table

    def _lay_out(self) -> None:
        add = word_button(self, "新增人员", self.add_person)
        edit = word_button(self, "修改", self.edit_person)
        acts = row_of(add, edit, GAP)
        own = QFormLayout()
        code = f"{self.office.committee['name']}（{self.office.committee['code']}）"
        self.own_name = QLabel(code, self)
        named = QHBoxLayout()
        named.addWidget(self.own_name, 1)
        named.addWidget(
            word_button(self, "变更代码或名称…", self.ask_identity, "单位改名、换代码：编号和报送都接着来")
        )
        own.addRow("本单位", named)
        for name, line in self.lines.items():
            line.setAccessibleName(COMMITTEE.field(name).label)
            own.addRow(COMMITTEE.field(name).label, line)
        who = QFormLayout()
        who.addRow("现在的填报人", self.clerk_box)
        who.addRow("现在的分管领导", self.lead_box)
        if self.office.signed_in:
            self.clerk_box.setEnabled(False)
            self.clerk_box.setToolTip("开启登录以后，谁登录谁就是填报人。换人请按 Ctrl+Shift+U。")
        note = QLabel("换人以后，新的记录写新的名字，以前的记录不变。", self)
        note.setObjectName("muted")
        close = QDialogButtonBox(self)
        close.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        close.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addLayout(own)
        column.addWidget(self.problem)
        column.addLayout(acts)
        column.addWidget(self.table, 1)
        column.addLayout(who)
        column.addWidget(note)
        column.addWidget(close)

    def _fill(self) -> None:
        ids = self.office.ids(PERSON.table, Query(sort=(Sort("updated_at"),)))
        self.people = self.office.rows(PERSON.table, ids)
        self.table.setRowCount(len(self.people))
        for row, person in enumerate(self.people):
            for column, name in enumerate(_COLUMNS):
                text = show(PERSON.field(name), person[name])
                shown = masked_phones(text) if name == "phone" else text
                self.table.setItem(row, column, QTableWidgetItem(shown))
        for box, current in ((self.clerk_box, self.office.clerk), (self.lead_box, self.office.lead)):
            box.clear()
            box.addItems(list(dict.fromkeys([current, *(person["name"] for person in self.people)])))
            box.setCurrentText(current)
