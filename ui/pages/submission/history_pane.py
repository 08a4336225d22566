"""历史: every package sealed here and how far it got, with what can be done with it again. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.pages.submission.value_table import ValueColumn, ValueTable
from ui.submission.wording import moment_words, period_words, size_text, state_mark
from ui.widgets.empty_state import EmptyState
from ui.widgets.icon_buttons import named_action
from ui.widgets.rows import GAP, row_of

if TYPE_CHECKING:
    from desktop.exchange.own_packages import OwnPackage

_STATE_COLUMN, _LIST_HEIGHT = 5, 104


class HistoryPane(QWidget):
    """The table of packages; `asked` carries what to do with the selected one."""

    asked = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = ValueTable(_COLUMNS, _STATE_COLUMN, self)
        self.model = self.table.values_model
        self.table.setAccessibleName("报送历史")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.rewrite = self._action("rewrite", "重新写出…", "save", "把同一个包再写一次，内容一字不差")
        self.print_slip = self._action(
            "print_slip", "打印交接单", "print", "随报送包一起交给街道的纸", "Ctrl+P"
        )
        self.check = self._action(
            "check", "核对 U 盘上的文件…", "search", "重新插上 U 盘后，核对文件是否完好"
        )
        self.copy_id = self._action("copy_id", "复制包编号", "copy", "64 位包编号，与交接单和回执上的相同")
        self.actions_of_row = (self.rewrite, self.print_slip, self.check, self.copy_id)
        self.empty = EmptyState(self)
        self.empty.show_words("还没有报送过", "生成的报送包都记在这里，可以重新写出、打印交接单。", [])
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.stack.setMinimumHeight(_LIST_HEIGHT)
        self._lay_out()
        self.table.selection_told.connect(self._show_selection)
        self.table.opened.connect(lambda row: self.rewrite.trigger())
        self.table.customContextMenuRequested.connect(self._show_menu)
        self._show_selection()

    def show_packages(self, packages: Sequence[OwnPackage]) -> None:
        """Show these packages; the selected one stays selected, else the newest."""
        kept = self.selected()
        self.model.show_values(packages)
        self.stack.setCurrentWidget(self.table if packages else self.empty)
        places = {each.id: row for row, each in enumerate(packages)}
        if packages:
            row = places.get(kept.id, 0) if kept else 0
            self.table.select_rows([row], row)
        self._show_selection()

    def select(self, package_id: str) -> None:
        """Select a package of the table."""
        for row, each in enumerate(self.model.values):
            if each.id == package_id:
                self.table.select_rows([row], row)

    def selected(self) -> OwnPackage | None:
        """The selected package."""
        rows = list(self.table.selected_rows())
        return self.model.values[rows[0]] if rows and rows[0] < self.model.rowCount() else None

    def _action(self, name: str, text: str, icon: str, tip: str, keys: str = "") -> QAction:
        action = named_action(self, text, icon, keys, tip)
        action.setProperty("own_tip", action.toolTip())
        action.triggered.connect(lambda: self.asked.emit(name, self.selected()))
        return action

    def _lay_out(self) -> None:
        head = row_of(QLabel("历史", self), GAP)
        for action in self.actions_of_row:
            button = QToolButton(self)
            button.setObjectName("action")
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.stack, 1)

    def _show_selection(self) -> None:
        is_chosen = self.selected() is not None
        for action in self.actions_of_row:
            action.setEnabled(is_chosen)
            action.setToolTip(str(action.property("own_tip")) if is_chosen else "请先在下面选中一个报送包")

    def _show_menu(self, place: QPoint) -> None:
        index = self.table.indexAt(place)
        if not index.isValid():
            return
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(list(self.actions_of_row))
        menu.popup(self.table.viewport().mapToGlobal(place))


_COLUMNS = (
    ValueColumn("期间", 104, lambda each: period_words(each.period)),
    ValueColumn("第几号", 76, lambda each: f"第 {each.serial} 号"),
    ValueColumn("封包时间", 148, lambda each: moment_words(each.sealed_at)),
    ValueColumn("条数", 64, lambda each: str(each.records), is_number=True),
    ValueColumn("大小", 92, lambda each: size_text(each.file_size), is_number=True),
    ValueColumn("状态", 220, lambda each: state_mark(each).word, state_mark),
    ValueColumn("包编号（校验码）", 160, lambda each: each.check_code),
)
