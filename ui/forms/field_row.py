"""One field in a form: its label with the sign of a required field, and its editor."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.forms.editors.editor import CONTROL_HEIGHT, Editor
from ui.forms.field_help import field_help


class FieldLabel(QWidget):
    """The label of an editor: its buddy, its accessible name, and * 必填 while the field is required."""

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._name = QLabel(editor.field.label, self)
        self._name.setBuddy(editor.input_widget())
        self._mark = QLabel("* 必填", self)
        self._mark.setProperty("role", "problem")
        self._is_required = False
        self.setFixedHeight(CONTROL_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._name, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.set_required(False)

    def set_required(self, is_required: bool) -> None:
        """Show or take away the sign of a required field; the accessible name says it too."""
        self._is_required = is_required
        self._mark.setVisible(is_required)
        suffix = "，必填" if is_required else ""
        self._editor.input_widget().setAccessibleName(self._editor.field.label + suffix)
        if not self._editor.input_widget().accessibleDescription():
            self._editor.input_widget().setAccessibleDescription(field_help(self._editor.field))

    def is_required(self) -> bool:
        """Whether the sign is shown."""
        return self._is_required

    def widest(self) -> int:
        """The width the label needs with the sign of a required field, in device-independent pixels."""
        field = self._editor.field
        mark = (
            self._mark.sizeHint().width() + 4
            if self._is_required or field.required or field.required_if
            else 0
        )
        return self._name.sizeHint().width() + mark

    def set_indent(self, indent: int) -> None:
        """How far from the edge of its column the label begins."""
        self.setContentsMargins(indent, 0, 0, 0)

    def name_label(self) -> QLabel:
        """The label with the field's name."""
        return self._name
