"""A sheet that was exported, edited and brought back: every changed cell old → new, before anything is written.
GUI thread."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from db.spec.field import Record
from desktop.jobs import Runner
from desktop.office import Office
from desktop.spreadsheets.differences import CellChange, Change, EditedRow
from desktop.spreadsheets.own_sheet import OwnSheet
from desktop.spreadsheets.writing_back import edited_rows, write_back
from ui.theme.tokens import tokens_now
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain_table import plain_table
from ui.widgets.window_size import open_at

_HEADS = ("写入", "行", "记录", "栏目", "原来", "改为", "说明")
_WIDTHS = (48, 40, 184, 112, 160, 176)
_TICK, _NOTE = 0, 6
_ROW = Qt.ItemDataRole.UserRole
_MOST_LINES = 3000
_SHOWN = 200  # characters of a cell
_CONFLICT = "导出以后程序里也改过这一格；打勾才会用表里的"
_NOTES = {Change.NEW: "新增一条", Change.REFUSED: "不能采用"}


class DifferencesDialog(QDialog):
    """Ticks what goes in; what was changed in the ledger meanwhile is not ticked. `written` are the records after it."""

    def __init__(
        self, office: Office, runner: Runner, sheet: OwnSheet, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.office, self.runner, self.sheet = office, runner, sheet
        self.rows: list[EditedRow] = []
        self.written: list[Record] = []
        self._is_busy = False
        self.setWindowTitle(f"按表格修改 — {sheet.file_name}")
        self.bar = MessageBar(self)
        self.summary = QLabel("正在逐格比较…", self)
        self.summary.setWordWrap(True)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.table = plain_table(_HEADS, "表格里的改动", self)
        self.table.itemChanged.connect(self._take_tick)
        self.write_button = QPushButton("写入", self)
        self.write_button.setObjectName("primary")
        self.write_button.clicked.connect(self.write)
        self.close_button = QPushButton("取消", self)
        self.close_button.clicked.connect(self.reject)
        self._lay_out()
        open_at(self, 1180, 640)
        self._start(False)
        self.runner.start(lambda token: edited_rows(office, sheet), done=self.show_rows, failed=self._fail)

    def show_rows(self, rows: list[EditedRow]) -> None:
        """List what was changed, and what becomes of it."""
        self._end()
        self.rows = rows
        lines = [line for row in rows for line in _lines(row)]
        self.table.blockSignals(True)
        self.table.setRowCount(min(len(lines), _MOST_LINES))
        for place, (row, cell, is_first) in enumerate(lines[:_MOST_LINES]):
            self._fill_line(place, row, cell, is_first)
        self.table.blockSignals(False)
        more = f"（下面只列前 {_MOST_LINES} 处）" if len(lines) > _MOST_LINES else ""
        self.summary.setText(_counted(rows) + more)
        self._show_button()

    def write(self) -> None:
        """Write what is ticked, as one operation."""
        rows = self.rows
        self._start(True)
        self.runner.start(
            lambda token: write_back(self.office, self.sheet, rows), done=self._finish, failed=self._fail
        )

    def reject(self) -> None:
        """Close; not while something is written."""
        if not self._is_busy:
            super().reject()

    def _finish(self, written: list[Record]) -> None:
        self._end()
        self.written = written
        self.accept()

    def _fail(self, error: Exception) -> None:
        self._end()
        self.bar.tell_fault(error)

    def _start(self, is_writing: bool) -> None:
        self._is_busy = is_writing
        self.progress.show()
        self.write_button.setEnabled(False)
        self.bar.hide()

    def _end(self) -> None:
        self._is_busy = False
        self.progress.hide()
        self._show_button()

    def _show_button(self) -> None:
        count = sum(each.is_chosen for each in self.rows)
        self.write_button.setText(f"写入 {count} 条" if count else "写入")
        self.write_button.setEnabled(count > 0)
        self.close_button.setText("取消" if count else "关闭")

    def _take_tick(self, item: QTableWidgetItem) -> None:
        row = item.data(_ROW)
        if item.column() == _TICK and isinstance(row, EditedRow):
            row.is_chosen = item.checkState() is Qt.CheckState.Checked
            self._show_button()

    def _fill_line(self, place: int, row: EditedRow, cell: CellChange | None, is_first: bool) -> None:
        before, after = (cell.before, cell.after or "（清空）") if cell else ("", "")
        note = _note(row, cell, is_first)
        label = cell.label if cell else ""
        texts = (
            "",
            str(row.row) if is_first else "",
            row.title if is_first else "",
            label,
            before,
            after,
            note,
        )
        is_doubtful = bool(cell and (cell.why_not or cell.is_conflict)) or row.change is Change.REFUSED
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text.replace("\n", " ")[:_SHOWN])
            item.setToolTip(text)
            if column == _NOTE and is_doubtful:
                item.setForeground(QColor(tokens_now().danger))
            self.table.setItem(place, column, item)
        if is_first and row.typed and row.change is not Change.REFUSED:
            tick = QTableWidgetItem()
            tick.setFlags(tick.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            tick.setCheckState(Qt.CheckState.Checked if row.is_chosen else Qt.CheckState.Unchecked)
            tick.setData(_ROW, row)
            self.table.setItem(place, _TICK, tick)

    def _lay_out(self) -> None:
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for place, width in enumerate(_WIDTHS):
            header.resizeSection(place, width)
        header.setStretchLastSection(True)
        foot = QHBoxLayout()
        foot.addWidget(self.progress, 1)
        foot.addStretch(1)
        foot.addWidget(self.write_button)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        for each in (self.bar, self.summary):
            column.addWidget(each)
        column.addWidget(self.table, 1)
        column.addLayout(foot)


def _lines(row: EditedRow) -> Iterator[tuple[EditedRow, CellChange | None, bool]]:
    """The lines of a row: one for each changed cell; rows in which nothing was changed have none."""
    if row.change is Change.UNCHANGED:
        return
    if row.change is Change.NEW:
        yield row, CellChange("", "新增", "", _in_short(row)), True
        yield from ((row, cell, False) for cell in row.cells if cell.why_not)
        return
    if not row.cells:
        yield row, None, True
    for place, cell in enumerate(row.cells):
        yield row, cell, place == 0


def _in_short(row: EditedRow) -> str:
    """A new row on one line."""
    return "；".join(f"{each.label} {each.after}" for each in row.cells if not each.why_not)


def _note(row: EditedRow, cell: CellChange | None, is_first: bool) -> str:
    if cell and cell.why_not:
        return cell.why_not
    if cell and cell.is_conflict:
        return _CONFLICT
    return (row.remark or _NOTES.get(row.change, "")) if is_first else ""


def _counted(rows: list[EditedRow]) -> str:
    def count(change: Change) -> int:
        return sum(each.change is change for each in rows)

    words = [f"读到 {len(rows)} 行", f"改动 {count(Change.CHANGED)} 条", f"新增 {count(Change.NEW)} 条"]
    words.append(f"没有变化 {count(Change.UNCHANGED)} 条（不列）")
    if count(Change.CONFLICT):
        words.append(f"与程序里的改动冲突 {count(Change.CONFLICT)} 条（没有打勾）")
    if count(Change.REFUSED):
        words.append(f"不能采用 {count(Change.REFUSED)} 条")
    return "，".join(words) + "。"
