"""编辑 menu: 撤销 and 重做 of what was saved in this session, and 操作历史. GUI thread.

Ctrl+Z in a text field stays with the field: Qt asks the focused widget first, and an editor takes the key.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop.jobs import Runner
from desktop.office import Office
from desktop.undo_stack import Told, UndoStack
from ui.models.change_relay import Changed
from ui.widgets.dialogs import run_dialog
from ui.widgets.message_bar import MessageBar

_LONGEST = 24  # letters of an operation's name in the menu


class UndoActions(QObject):
    """The two actions and the dialog; they follow every write that the ledger tells of."""

    def __init__(self, office: Office, runner: Runner, bar: MessageBar, window: QWidget) -> None:
        super().__init__(window)
        self._office, self._runner, self._bar, self._window = office, runner, bar, window
        self._stack = UndoStack()
        self._is_busy = False
        self.undo, self.redo = QAction("撤销", window), QAction("重做", window)
        self.undo.setShortcut("Ctrl+Z")
        self.redo.setShortcut("Ctrl+Y")
        self.undo.triggered.connect(lambda: self._take(self._stack.next_undo()))
        self.redo.triggered.connect(lambda: self._take(self._stack.next_redo()))
        self._show()

    def fill(self, menu: QMenu) -> None:
        """Put the actions into the menu 编辑."""
        menu.addActions([self.undo, self.redo])
        menu.addSeparator()
        menu.addAction("操作历史…", self.show_history)

    def take_change(self, changed: Changed) -> None:
        """Hear of a write."""
        self._stack.take(changed.batch, changed.operation, changed.undoes)
        self._show()

    def take_back(self, batch: str) -> None:
        """Take back an operation, away from this thread, and tell what came of it."""
        if self._is_busy:
            return
        self._is_busy = True
        self._show()
        job = self._runner.start(
            lambda token: self._office.undo_operation(batch),
            done=lambda undone: self._tell(undone.batch, undone.name, undone.count),
            failed=lambda error: self._bar.tell_fault(error),
        )
        job.ended.connect(self._rest)

    def show_history(self) -> None:
        """The dialog 操作历史."""
        from ui.operations_dialog import OperationsDialog

        run_dialog(OperationsDialog(self._office, self._runner, self._window))

    def _take(self, told: Told | None) -> None:
        if told is not None:
            self.take_back(told.batch)

    def _tell(self, batch: str, name: str, count: int) -> None:
        word = "重做" if name.startswith("撤销") else "撤销"
        self._bar.tell(f"已{name}（{count} 条）", word, lambda: self.take_back(batch))

    def _rest(self) -> None:
        self._is_busy = False
        self._show()

    def _show(self) -> None:
        undo, redo = self._stack.next_undo(), self._stack.next_redo()
        self.undo.setText(f"撤销：{_short(undo.name)}" if undo else "撤销")
        self.redo.setText(f"重做：{_short(redo.name.removeprefix('撤销：'))}" if redo else "重做")
        self.undo.setEnabled(undo is not None and not self._is_busy)
        self.redo.setEnabled(redo is not None and not self._is_busy)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"
