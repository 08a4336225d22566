"""The dialogs of kept views: naming one, and renaming, deleting and choosing the default. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from desktop.list_views import LONGEST_NAME, delete_view, kept_views, make_default, rename_view
from desktop.office import Office
from ui.pages.ledger_kind import LedgerKind
from ui.widgets.composed_line import ComposedLine
from ui.widgets.message_bar import MessageBar
from ui.widgets.rows import GAP, row_of
from ui.widgets.window_size import open_at
from ui.widgets.word_button import word_button


class NameDialog(QDialog):
    """A name; `check` does what it is asked for, and what it raises is told and the dialog stays."""

    def __init__(self, title: str, name: str, parent: QWidget, offers_default: bool = False) -> None:
        super().__init__(parent)
        self.check: Callable[[], None] = lambda: None
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        self.bar = MessageBar(self)
        self.line = ComposedLine(self)
        self.line.setText(name)
        self.line.setMaxLength(LONGEST_NAME)
        self.line.setAccessibleName("视图名称")
        self.line.setPlaceholderText("例如：本月燃气隐患")
        self.default_box = QCheckBox("打开这个列表时先显示它（默认视图）", self)
        self.default_box.setVisible(offers_default)
        self.save_button = word_button(self, "保存", self.accept, name="primary")
        self.cancel_button = word_button(self, "取消", self.reject)
        self.save_button.setDefault(True)
        row = row_of(GAP, self.cancel_button, self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        for widget in (self.bar, QLabel("视图名称", self), self.line, self.default_box):
            column.addWidget(widget)
        column.addLayout(row)
        self.line.selectAll()
        self.line.setFocus()

    def name(self) -> str:
        """The name typed."""
        return self.line.text()

    def is_default(self) -> bool:
        """Whether it is to be the default view."""
        return self.default_box.isChecked()

    def accept(self) -> None:
        try:
            self.check()
        except LedgerError as error:
            self.bar.tell_fault(error)
            self.line.setFocus()
            return
        super().accept()


class ViewsDialog(QDialog):
    """管理视图: the kept views of one list."""

    def __init__(self, office: Office, kind: LedgerKind, parent: QWidget) -> None:
        super().__init__(parent)
        self.office, self.table = office, kind.table
        self.setWindowTitle(f"管理视图 - {kind.title}")
        open_at(self, 460, 360)
        self.bar = MessageBar(self)
        self.list = QListWidget(self)
        self.list.setAccessibleName("视图")
        self.list.currentRowChanged.connect(self._allow)
        self.rename_button = word_button(self, "改名…", self.rename)
        self.default_button = word_button(self, "设为默认", self.turn_default)
        self.delete_button = word_button(self, "删除", self.delete)
        close = word_button(self, "关闭", self.accept)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.rename_button, self.default_button, self.delete_button):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.bar)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        self._show()

    def rename(self) -> None:
        """Ask for another name of the chosen view."""
        name = self._chosen_name()
        dialog = NameDialog("视图改名", name, self)
        dialog.check = lambda: rename_view(self.office, self.table, name, dialog.name())
        if dialog.exec():
            self._show()
        dialog.deleteLater()

    def turn_default(self) -> None:
        """Make the chosen view the default one, or no view when it is already."""
        view = self._views[self.list.currentRow()]
        self._do(lambda: make_default(self.office, self.table, "" if view.is_default else view.name))

    def delete(self) -> None:
        """Forget the chosen view; records are not touched."""
        self._do(lambda: delete_view(self.office, self.table, self._chosen_name()))

    def _do(self, work: Callable[[], None]) -> None:
        try:
            work()
        except LedgerError as error:
            self.bar.tell_fault(error)
        self._show()

    def _chosen_name(self) -> str:
        return self._views[self.list.currentRow()].name

    def _show(self) -> None:
        row = max(self.list.currentRow(), 0)
        self._views = kept_views(self.office, self.table)
        self.list.clear()
        self.list.addItems([f"{each.name}（默认）" if each.is_default else each.name for each in self._views])
        self.list.setCurrentRow(min(row, len(self._views) - 1))
        self._allow()

    def _allow(self) -> None:
        place = self.list.currentRow()
        for button in (self.rename_button, self.default_button, self.delete_button):
            button.setEnabled(0 <= place < len(self._views))
        is_default = 0 <= place < len(self._views) and self._views[place].is_default
        self.default_button.setText("取消默认" if is_default else "设为默认")
