"""What is inside a backup and what restoring it would change, before anything is done. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop.restore_words import preview_lines
from desktop.restoring import Preview
from ui.submission.calm_dialog import CalmDialog
from ui.widgets.rows import GAP, row_of
from ui.widgets.window_size import open_at


class RestoreDialog(CalmDialog):
    """Accepted when the clerk wants the backup."""

    def __init__(self, preview: Preview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("恢复备份")
        open_at(self, 640, 460)
        self.words = QPlainTextEdit("\n".join(preview_lines(preview)), self)
        self.words.setReadOnly(True)
        self.words.setAccessibleName("会有哪些变化")
        self.restore_button, cancel = QPushButton("恢复这个备份", self), QPushButton("取消", self)
        for button in (self.restore_button, cancel):
            button.setAutoDefault(False)
        self.restore_button.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        note = QLabel(
            "恢复后，台账回到备份时的样子；现在的数据另存一份，不会删除，以后还可以恢复回来。"
            "报送过的，恢复后请先导入街道最近的一份回执，再接着报送。",
            self,
        )
        note.setWordWrap(True)
        note.setObjectName("muted")
        buttons = row_of(GAP, cancel, self.restore_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addWidget(self.words, 1)
        column.addWidget(note)
        column.addLayout(buttons)
        cancel.setFocus()
