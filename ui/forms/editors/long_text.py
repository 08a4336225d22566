"""Text of several lines: Tab leaves, Enter makes a line, a counter says how much was typed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from db.spec.field import Field
from db.spec.kinds import show
from ui.forms.editors.editor import Desk, Editor
from ui.theme.restyle import set_mark

_LONGEST = 4000
_LINES_REQUIRED, _LINES_OPTIONAL, _LINES_MOST = 3, 2, 8


class LongTextEditor(Editor):
    """A text area that grows with its text, from two lines (three where it is required) to eight."""

    def __init__(self, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, desk, parent)
        self._limit = field.max_length or _LONGEST
        self._area = QPlainTextEdit(self)
        self._area.setTabChangesFocus(True)
        self._area.setPlaceholderText(field.hint)
        self._area.textChanged.connect(self._edited)
        self._area.installEventFilter(self)
        self._counter = QLabel(self)
        self._counter.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._counter.setObjectName("muted")
        self._is_showing = False
        self._place(self._area)
        self._place(self._counter)
        self._count()

    def input_widget(self) -> QPlainTextEdit:
        return self._area

    def value(self) -> Any:
        return self._area.toPlainText() or None

    def set_value(self, stored: Any) -> None:
        self._is_showing = True
        self._area.setPlainText(show(self.field, stored))
        self._is_showing = False
        self.show_problem(None)
        self._count()

    def set_read_only(self, is_read_only: bool) -> None:
        self._area.setReadOnly(is_read_only)

    def counter_text(self) -> str:
        """The words of the counter, 已输入 n/500."""
        return self._counter.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self._fit_height()
        return super().eventFilter(watched, event)

    def _edited(self) -> None:
        self._count()
        self._fit_height()
        if not self._is_showing:
            self.changed.emit()

    def _count(self) -> None:
        length = len(self._area.toPlainText())
        self._counter.setText(f"已输入 {length}/{self._limit}")
        set_mark(self._counter, "overfull", length > self._limit)

    def _fit_height(self) -> None:
        first = _LINES_REQUIRED if self.field.required else _LINES_OPTIONAL
        lines = max(first, min(_LINES_MOST, int(self._area.document().size().height())))
        margins = 2 * (self._area.frameWidth() + int(self._area.document().documentMargin()))
        height = lines * self._area.fontMetrics().lineSpacing() + margins + 4
        if self._area.height() != height:
            self._area.setFixedHeight(height)
