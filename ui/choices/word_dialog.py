"""One word for a choice; what cannot be kept is told here and the word stays. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db.errors import InvalidRecord, LedgerError
from db.spec import OWN_CODE
from db.spec.field import Record
from desktop.messages import problem_sentence
from ui.widgets.composed_line import ComposedLine
from ui.widgets.message_bar import MessageBar
from ui.widgets.word_button import word_button


class WordDialog(QDialog):
    """`keep` writes the word; `kept` is what it wrote."""

    def __init__(self, title: str, word: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.keep: Callable[[str], Record] = lambda word: {}
        self.kept: Record | None = None
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        self.bar = MessageBar(self)
        self.line = ComposedLine(self)
        self.line.setText(word)
        self.line.setMaxLength(OWN_CODE.field("word").max_length or 30)
        self.line.setAccessibleName("选项的文字")
        self.line.setPlaceholderText("例如：露营营地")
        save = word_button(self, "保存", self.accept, name="primary")
        save.setDefault(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(word_button(self, "取消", self.reject))
        row.addWidget(save)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        for widget in (self.bar, QLabel("选项的文字", self), self.line):
            column.addWidget(widget)
        column.addLayout(row)

    def accept(self) -> None:
        try:
            self.kept = self.keep(self.line.text())
        except InvalidRecord as error:
            self.bar.tell_problem(" ".join(problem_sentence(each) for each in error.problems))
        except LedgerError as error:
            self.bar.tell_fault(error)
        else:
            super().accept()
            return
        self.line.setFocus()
