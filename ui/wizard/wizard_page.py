"""A step of the first start: its title, what it explains, and what is still missing in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from ui.forms.editors.line import EntryLine


class WizardPage(QWidget):
    """The frame of a step. `problem()` is the sentence that keeps 下一步 from going on."""

    edited = Signal()
    decided = Signal()  # what the step asks for was picked with Enter or a double click
    title = ""
    explanation = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        words = self.words = QLabel(self.explanation, self)
        words.setWordWrap(True)
        words.setObjectName("muted")
        self.column.addWidget(words)
        self.column.addSpacing(8)

    def problem(self) -> str:
        """What is still missing or wrong, "" when the step is done."""
        return ""

    def enter(self) -> None:
        """The step is shown now."""

    def first_stop(self) -> QWidget:
        """The widget that gets the focus when the step is shown."""
        raise NotImplementedError

    def tab_stops(self) -> list[QWidget]:
        """What Tab visits, in order."""
        raise NotImplementedError

    def form(self) -> QFormLayout:
        """A block of labelled lines under what the step has so far."""
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        return form

    def line(self, form: QFormLayout, label: str, hint: str = "") -> EntryLine:
        """A labelled line in a block."""
        line = EntryLine(self)
        line.setPlaceholderText(hint)
        line.setAccessibleName(label.replace(" *", "，必填"))
        line.textChanged.connect(self.edited)
        words = QLabel(label, self)
        words.setMinimumWidth(112)
        words.setBuddy(line)
        form.addRow(words, line)
        return line

    def note(self, role: str) -> QLabel:
        """A sentence of its own: "muted", "problem" or "warning"."""
        label = QLabel(self)
        label.setWordWrap(True)
        if role == "muted":
            label.setObjectName("muted")
        else:
            label.setProperty("role", role)
        return label


def text_of(line: QLineEdit) -> str:
    """What was typed, without blanks around it."""
    return line.text().strip()
