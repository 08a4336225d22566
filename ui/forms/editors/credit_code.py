"""What to do about a credit code that looks wrong: put in what was meant, or say that it is so. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from db.spec.field import Field
from ui.forms.editors.editor import SPACE, Desk, Editor

CONFIRMED = "确实如此"


class CodeNoteEditor(Editor):
    """Holds the note that a doubtful code is right; `correction_wanted` carries the code that was probably meant."""

    correction_wanted = Signal(str)

    def __init__(self, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, desk, parent)
        self._note_text: str | None = None
        self._meant = ""
        self._said = QLabel(self)
        self._said.setObjectName("muted")
        self._correct = self._button(lambda: self.correction_wanted.emit(self._meant))
        self._confirm = self._button(lambda: self._say_so(CONFIRMED))
        self._confirm.setText(CONFIRMED)
        self._confirm.setToolTip("照原样保存，记为“待核”，以后不再提示")
        self._again = self._button(lambda: self._say_so(None))
        self._again.setText("重新核对")
        row = QHBoxLayout()
        row.setSpacing(SPACE * 2)
        for widget in (self._said, self._correct, self._confirm, self._again):
            row.addWidget(widget)
        row.addStretch(1)
        self._place(row)
        self._show()

    def input_widget(self) -> QPushButton:
        return self._again if self._note_text else self._confirm

    def tab_stops(self) -> list[QWidget]:
        return [self._correct, self._confirm, self._again]

    def value(self) -> Any:
        return self._note_text

    def set_value(self, stored: Any) -> None:
        self._note_text = stored
        self._show()

    def offer(self, meant: str | None) -> None:
        """Offer the code that was probably meant, or none."""
        self._meant = meant or ""
        self._correct.setText(f"改为 {self._meant}")
        self._show()

    def _say_so(self, note: str | None) -> None:
        self._note_text = note
        self._show()
        (self._again if note else self._confirm).setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _show(self) -> None:
        self._said.setText(f"已注明：{self._note_text}" if self._note_text else "")
        self._said.setVisible(bool(self._note_text))
        self._again.setVisible(bool(self._note_text))
        self._confirm.setVisible(not self._note_text)
        self._correct.setVisible(bool(self._meant) and not self._note_text)

    def _button(self, act: Any) -> QPushButton:
        button = QPushButton(self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        return button
