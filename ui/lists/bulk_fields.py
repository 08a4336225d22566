"""The fields of a bulk change: a box to choose each from, and beside it the editor that the form has. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from db.spec.field import RecordType
from desktop.bulk_change import bulk_fields
from ui.forms.arrangement import arrangement_of
from ui.forms.editors import EDITORS, Desk, Editor
from ui.forms.editors.reference import ReferenceEditor
from ui.widgets.icon_buttons import IconButton
from ui.widgets.quiet_inputs import QuietComboBox

_ADD = "选择要修改的内容…"


class BulkFields(QWidget):
    """`edited` after each change; `new_wanted` (editor, what was typed) when a record to refer to is to be added."""

    edited = Signal()
    new_wanted = Signal(object, str)

    def __init__(self, desk: Desk, record_type: RecordType, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._record_type = desk, record_type
        self._makers = arrangement_of(record_type).editors
        self._rows: dict[str, tuple[Editor, list[QWidget]]] = {}
        self.chooser = QuietComboBox(self)
        self.chooser.setAccessibleName("要修改的内容")
        self.chooser.setMaxVisibleItems(16)
        self.chooser.activated.connect(self._choose)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addWidget(self.chooser, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._grid)
        column.addStretch(1)
        self._offer()

    def names(self) -> list[str]:
        """The fields that are to be changed."""
        return list(self._rows)

    def editor(self, name: str) -> Editor:
        """The editor of a field that is to be changed; KeyError when it is not."""
        return self._rows[name][0]

    def values(self) -> dict[str, Any]:
        """The new values; None empties a field."""
        return {name: editor.value() for name, (editor, _) in self._rows.items()}

    def settle(self) -> None:
        """Do what leaving the focused field does."""
        for editor, _ in self._rows.values():
            editor.settle()

    def add_field(self, name: str) -> None:
        """Let one more field be changed."""
        field = self._record_type.field(name)
        editor = (self._makers.get(name) or EDITORS[field.kind])(field, self._desk)
        editor.changed.connect(self.edited)
        if isinstance(editor, ReferenceEditor):
            editor.new_wanted.connect(lambda typed: self.new_wanted.emit(editor, typed))
        label = QLabel(field.label, self)
        label.setBuddy(editor.input_widget())
        remove = IconButton("close", parent=self)
        remove.setToolTip(f"不改“{field.label}”")
        remove.setAccessibleName(remove.toolTip())
        remove.clicked.connect(lambda: self.remove_field(name))
        row = self._grid.rowCount()
        for place, widget in enumerate((label, editor, remove)):
            self._grid.addWidget(
                widget, row, place, Qt.AlignmentFlag.AlignTop if place != 1 else Qt.AlignmentFlag(0)
            )
        label.setFixedHeight(32)
        self._rows[name] = (editor, [label, editor, remove])
        self._offer()
        editor.input_widget().setFocus()
        self.edited.emit()

    def remove_field(self, name: str) -> None:
        """Leave a field as it is."""
        for widget in self._rows.pop(name)[1]:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._offer()
        self.edited.emit()

    def _offer(self) -> None:
        self.chooser.clear()
        self.chooser.addItem(_ADD if not self._rows else "再改一项…")
        for field in bulk_fields(self._record_type):
            if field.name not in self._rows:
                self.chooser.addItem(field.label, field.name)

    def _choose(self, place: int) -> None:
        if name := self.chooser.itemData(place):
            self.add_field(str(name))
