"""The items of a round as the printed sheet has them: a row an item, ticked by keys or with the mouse. GUI thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QInputMethodEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from db.spec.field import Record
from db.spec.inspection import FAILED, NOT_APPLICABLE, PASSED
from ui.theme.tokens import ROW_HEIGHT, Tone, tokens_now

NUMBER, ITEM, PASS_COLUMN, FAIL_COLUMN, NOT_APPLICABLE_COLUMN, NOTE = range(6)
_HEADS = ("序号", "检查项目", "合格", "不合格", "不适用", "情况")
_RESULT_COLUMNS = {PASS_COLUMN: PASSED, FAIL_COLUMN: FAILED, NOT_APPLICABLE_COLUMN: NOT_APPLICABLE}
_SIGNS = {PASSED: "✓", FAILED: "×", NOT_APPLICABLE: "—"}
_OPEN_SIGN = "○"
# What an input method or a full-width keyboard may send for the three keys.
KEYS: Mapping[str, str] = {
    **dict.fromkeys("1１√✓✔", PASSED), **dict.fromkeys("2２×✗✘xX", FAILED), **dict.fromkeys("3３—-－–", NOT_APPLICABLE),
}  # fmt: skip
ALL_PASSED = "0０"
_FAR = 10_000
_MOVES = {
    Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_Home: -_FAR, Qt.Key.Key_End: _FAR,
}  # fmt: skip
_LEAST_HEIGHT, _MOST_HEIGHT = 2 * ROW_HEIGHT, 11 * ROW_HEIGHT
_NOTE_SHARE = 0.3
_CELL_PADDING = 20


class RoundTable(QTableWidget):
    """↑↓ move, 1 2 3 judge, Enter asks for the note, 0 passes what is left. Headings of groups cannot be chosen."""

    judged = Signal(int, str)  # place of the item from 0, result
    note_asked = Signal()
    rest_passed = Signal()
    entered = Signal()
    item_shown = Signal(int)  # the item that is current now; -1 for none

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(_HEADS), parent)
        self._places: list[int] = []  # of each row: the place of its item, -1 for a heading
        self.setHorizontalHeaderLabels(_HEADS)
        self.setAccessibleName("检查项目")
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._dress()
        self.cellClicked.connect(self._click)
        self.cellDoubleClicked.connect(self._double_click)
        self.currentCellChanged.connect(lambda row, column, *_: self.item_shown.emit(self.place_of(row)))

    def place_of(self, row: int) -> int:
        """The place of a row's item, -1 for a heading or no row."""
        return self._places[row] if 0 <= row < len(self._places) else -1

    def place(self) -> int:
        """The place of the current item, -1 when there is none."""
        return self.place_of(self.currentRow())

    def go_to(self, place: int) -> None:
        """Make an item current and bring it into view."""
        if place in self._places:
            self.setCurrentCell(self._places.index(place), ITEM)

    def show_items(self, items: Sequence[Record], current: int) -> None:
        """Show these items under the headings of their checklists, with the item of that place current."""
        self.blockSignals(True)
        self.clearSpans()
        self.setRowCount(0)
        self._places = []
        group: str | None = ""
        for place, item in enumerate(items):
            if item.get("group") != group:
                group = item.get("group")
                self._append_heading(group or "另外检查的")
            self._append(place, item)
        self.blockSignals(False)
        self._fit()
        self.go_to(current if current in self._places else (0 if items else -1))
        self.item_shown.emit(self.place())

    def show_item(self, place: int, item: Record) -> None:
        """Show an item anew after it was judged or described."""
        self._fill(self._places.index(place), place, item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.note_asked.emit()
        elif event.key() in _MOVES and plain:  # Qt's own moving would stop at the headings
            last = max(self._places, default=-1)
            self.go_to(max(0, min(self.place() + _MOVES[Qt.Key(event.key())], last)))
        elif not (plain and self._take(event.text())):
            if event.text().isprintable() and event.text() and plain:
                event.accept()  # other letters mean nothing here; the table would search for them
                return
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        for letter in event.commitString():
            self._take(letter)
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.place() < 0:
            self.go_to(0)
        self.entered.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _take(self, text: str) -> bool:
        if text and text in ALL_PASSED:
            self.rest_passed.emit()
            return True
        result = KEYS.get(text)
        if result and self.place() >= 0:
            self.judged.emit(self.place(), result)
        return bool(result)

    def _click(self, row: int, column: int) -> None:
        if column in _RESULT_COLUMNS and self.place_of(row) >= 0:
            self.judged.emit(self.place_of(row), _RESULT_COLUMNS[column])

    def _double_click(self, row: int, column: int) -> None:
        if column in (ITEM, NOTE) and self.place_of(row) >= 0:
            self.note_asked.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        elif event.type() == QEvent.Type.FontChange:
            self._fit()

    def _dress(self) -> None:
        """The chosen row keeps the colours of its results."""
        tokens = tokens_now()
        sheet = f"QTableWidget {{ selection-background-color: {tokens.selected}; selection-color: {tokens.text}; }}"
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)

    def _append_heading(self, words: str) -> None:
        row = self.rowCount()
        self.insertRow(row)
        heading = QTableWidgetItem(words)
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        heading.setForeground(QColor(tokens_now().accent))
        self.setItem(row, NUMBER, heading)
        self.setSpan(row, NUMBER, 1, len(_HEADS))
        self._places.append(-1)

    def _append(self, place: int, item: Record) -> None:
        row = self.rowCount()
        self.insertRow(row)
        self._places.append(place)
        self._fill(row, place, item)

    def _fill(self, row: int, place: int, item: Record) -> None:
        note = "　".join(filter(None, (item.get("note"), item.get("location"))))
        words = {NUMBER: str(place + 1), ITEM: item.get("item") or "（请写检查项目）", NOTE: note}
        for column in range(len(_HEADS)):
            cell = QTableWidgetItem(words.get(column, ""))
            if column in _RESULT_COLUMNS:
                self._show_result(cell, _RESULT_COLUMNS[column], item.get("result"), _HEADS[column])
            elif column == NUMBER:
                cell.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            else:
                basis = item.get("basis") if column == ITEM else ""
                cell.setToolTip("\n".join(filter(None, (cell.text(), basis and f"依据：{basis}"))))
            self.setItem(row, column, cell)

    def _show_result(self, cell: QTableWidgetItem, result: str, chosen: str | None, word: str) -> None:
        tokens = tokens_now()
        tone = {PASSED: Tone.ACTIVE, FAILED: Tone.DANGER, NOT_APPLICABLE: Tone.NEUTRAL}[result]
        is_chosen = result == chosen
        cell.setText(_SIGNS[result] if is_chosen else _OPEN_SIGN)
        cell.setForeground(QColor(tokens.inks[tone].text if is_chosen else tokens.muted))
        if is_chosen:
            cell.setBackground(QColor(tokens.inks[tone].wash))
        cell.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        cell.setToolTip(f"点一下记为{word}")
        cell.setData(Qt.ItemDataRole.AccessibleTextRole, f"{word}，已选" if is_chosen else f"{word}，未选")

    def _fit(self) -> None:
        number, result = (
            self.fontMetrics().horizontalAdvance(word) + _CELL_PADDING for word in (_HEADS[NUMBER], "不适用")
        )
        room = self.viewport().width() - number - 3 * result
        note = int(room * _NOTE_SHARE)
        for column in range(len(_HEADS)):
            width = result if column in _RESULT_COLUMNS else number
            self.setColumnWidth(column, {ITEM: room - note, NOTE: note}.get(column, width))
        self.resizeRowsToContents()
        wanted = self.horizontalHeader().height() + sum(map(self.rowHeight, range(self.rowCount()))) + 4
        self.setFixedHeight(max(_LEAST_HEIGHT, min(wanted, _MOST_HEIGHT)))
