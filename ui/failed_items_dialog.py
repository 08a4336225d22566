"""不合格项转为隐患: the failed items of one inspection, each with its hazard or still to do. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLabel,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from db.spec import HAZARD
from db.spec.field import Record
from db.spec.inspection import FAILED, unhandled_items
from desktop.form_values import new_values
from desktop.inspections import hazard_values, register_failed, register_item
from desktop.office import Office
from ui.forms.record_dialog import RecordDialog
from ui.models.filters import Filters
from ui.pages.page_context import PageContext
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain_table import fill_row, plain_table
from ui.widgets.rows import GAP, row_of
from ui.widgets.window_size import open_at
from ui.widgets.word_button import word_button

_HEADS = ("序号", "检查项目", "情况", "隐患")


class ItemHazardDialog(RecordDialog):
    """The form of the hazard behind one failed item, filled with what the inspection knows; saving links both."""

    def __init__(self, office: Office, inspection: Record, place: int, parent: QWidget | None = None) -> None:
        self._inspection, self._place = inspection, place
        initial = {**new_values(office, HAZARD.table), **hazard_values(office, inspection, place)}
        super().__init__(office, HAZARD, initial=initial, parent=parent)
        self.setWindowTitle(f"第 {place + 1} 项转为隐患 — {office.committee['name']}")
        self.copy_button().hide()
        self.again_button().hide()  # the next hazard belongs to the next item

    def write(self, typed: dict[str, Any]) -> Record:
        item = self._inspection["items"][self._place]["item"]
        saved = register_item(self.office, self._inspection["id"], self._place, item, typed)
        self.all_saved.append(saved)
        return saved

    def save_and_continue(self) -> None:
        """Save and close: there is no next record in this form."""
        self.save()


class FailedItemsDialog(QDialog):
    """A row for each failed item; one or all of those left become hazards."""

    def __init__(self, context: PageContext, inspection_id: str) -> None:
        super().__init__(context.bar.window())
        self.context, self.office, self.inspection_id = context, context.office, inspection_id
        self.inspection = self.office.get("inspection", inspection_id)
        self._places: list[int] = []
        self.setWindowTitle(f"不合格项转为隐患 {self.inspection['no']} — {self.office.committee['name']}")
        open_at(self, 820, 460)
        self.bar = MessageBar(self)
        self.summary = QLabel(self)
        self.table = self._make_table()
        self.one_button = word_button(
            self, "转为隐患…", self.register_one, "打开隐患表单，补充后登记", "primary"
        )
        self.one_button.setAutoDefault(True)
        self.all_button = word_button(
            self, "全部转为隐患", self.register_all, "照检查记录一次登记完，以后再补整改措施"
        )
        self.open_button = word_button(self, "查看隐患", self.open_hazard, "到隐患台账看这一条")
        self.close_button = word_button(self, "关闭", self.reject, "关闭（Esc）")
        self._lay_out()
        self.table.currentCellChanged.connect(lambda *_: self._show_choice())
        self.table.doubleClicked.connect(lambda index: self._open_or_register())
        self._fill()

    def register_one(self) -> None:
        """The hazard form of the chosen item; afterwards the next one that is left is chosen."""
        row = self.table.currentRow()
        if row < 0:
            return
        dialog = ItemHazardDialog(self.office, self.inspection, self._places[row], self)
        if dialog.exec() and dialog.saved:
            self.bar.tell(f"已登记隐患 {dialog.saved['no']}。")
        dialog.deleteLater()
        self._fill()

    def register_all(self) -> None:
        """Hazards for all items that are left, with what the inspection knows."""
        try:
            hazards = register_failed(self.office, self.inspection_id)
        except LedgerError as error:
            self.bar.tell_fault(error)
        else:
            numbers = "、".join(each["no"] for each in hazards)
            self.bar.tell(f"已登记 {len(hazards)} 条隐患：{numbers}。请再补上整改措施。")
        self._fill()

    def open_hazard(self) -> None:
        """Go to the hazard of the chosen item in its list."""
        hazard = self._chosen().get("hazard")
        if hazard:
            self.accept()
            self.context.actions.open_list(HAZARD.table, Filters(), hazard)

    def _open_or_register(self) -> None:
        self.open_hazard() if self._chosen().get("hazard") else self.register_one()

    def _chosen(self) -> Record:
        row = self.table.currentRow()
        chosen: Record = self.inspection["items"][self._places[row]] if 0 <= row < len(self._places) else {}
        return chosen

    def _fill(self) -> None:
        self.inspection = self.office.get("inspection", self.inspection_id)
        failed = [
            (place, row)
            for place, row in enumerate(self.inspection["items"] or [])
            if row["result"] == FAILED
        ]
        self._places = [place for place, _ in failed]
        numbers = self._hazard_numbers([row["hazard"] for _, row in failed if row["hazard"]])
        self.table.setRowCount(len(failed))
        for row, (place, item) in enumerate(failed):
            note = "　".join(filter(None, (item.get("note"), item.get("location"))))
            hazard = numbers.get(item["hazard"] or "", "还没有转为隐患")
            fill_row(self.table, row, (str(place + 1), item["item"], note, hazard))
        self.table.resizeRowsToContents()
        left = unhandled_items(self.inspection)
        premises = self.office.title("premises", self.inspection["premises"])
        self.summary.setText(
            f"{premises}　{self.inspection['date']}　不合格 {len(failed)} 项，还有 {len(left)} 项没有转为隐患"
        )
        self.all_button.setEnabled(bool(left))
        if left:
            self.table.setCurrentCell(self._places.index(left[0][0]), 1)
        elif failed and self.table.currentRow() < 0:
            self.table.setCurrentCell(0, 1)
        self._show_choice()

    def _hazard_numbers(self, ids: Sequence[str]) -> dict[str, str]:
        return {each["id"]: each["no"] for each in self.office.rows(HAZARD.table, list(ids))}

    def _show_choice(self) -> None:
        chosen = self._chosen()
        self.one_button.setEnabled(bool(chosen) and not chosen.get("hazard"))
        self.open_button.setEnabled(bool(chosen.get("hazard")))

    def _make_table(self) -> QTableWidget:
        table = plain_table(_HEADS, "不合格项", self)
        table.setWordWrap(True)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 56), (3, 132)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            table.setColumnWidth(column, width)
        return table

    def _lay_out(self) -> None:
        note = QLabel(
            "转为隐患以后，整改、复查、销号都在隐患台账里办。没有转的，归档这次检查时要写明原因。", self
        )
        note.setObjectName("muted")
        note.setWordWrap(True)
        buttons = row_of(self.open_button, GAP)
        for button in (self.close_button, self.all_button, self.one_button):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        for content in (self.bar, self.summary, self.table, note):
            column.addWidget(content)
        column.addLayout(buttons)
