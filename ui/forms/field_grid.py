"""Lines of fields: two beside each other where there is room, one below the other where there is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.forms.arrangement import Line
from ui.forms.editors.editor import Editor
from ui.forms.field_row import FieldLabel

_LABEL, _EDITOR, _SECOND_LABEL, _SECOND_EDITOR = range(4)
_GAP = 16  # between the columns


class FieldGrid(QWidget):
    """Places the labels and editors of some lines. A line without anything to show takes no room."""

    def __init__(
        self,
        lines: Sequence[Line],
        cells: Mapping[str, tuple[FieldLabel, Editor]],
        slots: Mapping[str, QWidget],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._lines = lines
        self._cells = cells
        self._slots = slots
        self._is_narrow: bool | None = None
        self._label_width = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(8)
        for name in self.names():
            for widget in cells[name]:
                widget.setParent(self)
        for name in self._slot_names():
            slots[name].setParent(self)
        self.arrange(is_narrow=False)

    def names(self) -> list[str]:
        """The fields in the order of their lines."""
        return [name for line in self._lines for name in line if name and not name.startswith("@")]

    def is_narrow(self) -> bool:
        """Whether every field has a line of its own now."""
        return bool(self._is_narrow)

    def set_label_width(self, width: int) -> None:
        """Let the editors of all lines begin at one edge."""
        self._label_width = width
        self.arrange(bool(self._is_narrow))

    def arrange(self, is_narrow: bool) -> None:
        """Place everything anew."""
        self._is_narrow = is_narrow
        for widget in self._placed():  # removeWidget, for a taken item would keep a stale height
            self._grid.removeWidget(widget)
        row = 0
        for line in self._lines:
            row = self._place_line(line, row)
        has_pairs = not is_narrow and any(len(line) > 1 for line in self._lines)
        width = self._label_width
        for column, stretch, minimum in (
            (_LABEL, 0, width), (_EDITOR, 1, 0),
            (_SECOND_LABEL, 0, width + _GAP if has_pairs else 0), (_SECOND_EDITOR, 1 if has_pairs else 0, 0),
        ):  # fmt: skip
            self._grid.setColumnStretch(column, stretch)
            self._grid.setColumnMinimumWidth(column, minimum)

    def _place_line(self, line: Line, row: int) -> int:
        if line[0].startswith("@"):
            self._grid.addWidget(self._slots[line[0]], row, _LABEL, 1, 4)
            return row + 1
        if self._is_narrow or len(line) == 1:
            for name in line:
                row = self._place_alone(name, row)
            return row
        for name, column in zip(line, (_LABEL, _SECOND_LABEL), strict=False):
            if name:
                self._place_field(name, row, column, 1)
        return row + 1

    def _place_alone(self, name: str, row: int) -> int:
        if name and self._cells[name][1].wants_width:
            label, editor = self._cells[name]
            label.set_indent(0)
            self._grid.addWidget(label, row, _LABEL, 1, 4, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(editor, row + 1, _LABEL, 1, 4, Qt.AlignmentFlag.AlignTop)
            return row + 2
        self._place_field(name, row, _LABEL, 3)
        return row + 1

    def _place_field(self, name: str, row: int, column: int, span: int) -> None:
        if not name:
            return
        label, editor = self._cells[name]
        label.set_indent(_GAP if column == _SECOND_LABEL else 0)
        self._grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(editor, row, column + 1, 1, span, Qt.AlignmentFlag.AlignTop)

    def _placed(self) -> list[QWidget]:
        cells = [widget for name in self.names() for widget in self._cells[name]]
        return [*cells, *(self._slots[name] for name in self._slot_names())]

    def _slot_names(self) -> list[str]:
        return [name for line in self._lines for name in line if name.startswith("@")]
