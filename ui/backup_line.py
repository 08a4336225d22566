"""备份：n 天前, with 立即备份; red when it is too long ago. A line of the work table. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.backups import BackupState, backup_state
from ui.backup_work import back_up_now
from ui.pages.page_context import PageContext
from ui.theme.restyle import set_mark

_ONLY_HERE = "备份只在这台电脑上，硬盘坏了会一起丢。请在“备份与恢复”里选 U 盘、移动硬盘或另一块硬盘。"


class BackupLine(QWidget):
    """Reads the state away from this thread whenever it is asked to."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.words = QLabel(self)
        self.words.setObjectName("muted")
        self.now_button, self.more_button = QPushButton("立即备份", self), QPushButton("备份与恢复…", self)
        for button in (self.now_button, self.more_button):
            button.setObjectName("link")
        self.now_button.clicked.connect(self._back_up)
        self.more_button.clicked.connect(context.actions.show_backups)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words)
        row.addWidget(self.now_button)
        row.addWidget(self.more_button)

    def reload(self) -> None:
        """Read the state again."""
        self.context.runner.start(lambda token: backup_state(self.context.office), done=self.show_state)

    def show_state(self, state: BackupState) -> None:
        """Show this state."""
        self.words.setText(state_words(state))
        self.words.setToolTip(_ONLY_HERE if state.is_only_here else "")
        self.words.setObjectName("danger" if state.is_too_old else "muted")
        set_mark(self.words, "kind", "old" if state.is_too_old else "fresh")  # the style sheet looks again

    def _back_up(self) -> None:
        self.now_button.setEnabled(False)
        context = self.context
        back_up_now(context.office, context.runner, context.bar, self.window(), self._rest)

    def _rest(self) -> None:
        self.now_button.setEnabled(True)
        self.reload()


def state_words(state: BackupState) -> str:
    """备份：3 天前, with what is to be done about it."""
    ago = {None: "还没有", 0: "今天", 1: "昨天"}.get(state.days, f"{state.days} 天前")
    hints = ["太久了"] if state.is_too_old and state.days is not None else []
    if state.is_only_here:
        hints.append("只在本机")
    return f"备份：{ago}" + (f"（{'，'.join(hints)}）" if hints else "")
