"""Evidence of a task: records chosen from the ledgers through a search, each on a line that can be taken off. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from db.spec.code_tables import label_of
from db.spec.field import Field, Record
from ui.forms.editors.editor import SPACE, Desk, Editor
from ui.widgets.icon_buttons import IconButton
from ui.widgets.rows import GAP, row_of


class EvidenceEditor(Editor):
    """The linked records, and a button that opens the search."""

    wants_width = True

    def __init__(self, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, desk, parent)
        self._rows: list[Record] = []
        self._removes: list[IconButton] = []
        self._lines = QWidget(self)
        self._column_of_lines = QVBoxLayout(self._lines)
        self._column_of_lines.setContentsMargins(0, 0, 0, 0)
        self._column_of_lines.setSpacing(SPACE)
        self._add = QPushButton("从台账中选…", self)
        self._add.setAutoDefault(False)
        self._add.setAccessibleName(f"添加{field.label}")
        self._add.setToolTip("在各台账里查找，选作这项任务的佐证")
        self._add.clicked.connect(self.choose)
        below = row_of(self._add, GAP)
        self._place(self._lines)
        self._place(below)

    def input_widget(self) -> QWidget:
        return self._add

    def tab_stops(self) -> list[QWidget]:
        return [*self._removes, self._add]

    def remove_buttons(self) -> list[IconButton]:
        """The button of each line that takes it off."""
        return list(self._removes)

    def value(self) -> Any:
        return [dict(row) for row in self._rows]

    def set_value(self, stored: Any) -> None:
        from desktop.programme import resolved

        self._rows = resolved(self.desk.office, stored or [])
        self._show_lines()
        self.show_problem(None)

    def choose(self) -> None:
        """Open the search and add what is chosen there."""
        from ui.forms.evidence_picker import EvidencePicker

        picker = EvidencePicker(self.desk.office, self)
        if picker.exec():
            self.add_rows(picker.chosen_rows())
        picker.deleteLater()

    def add_rows(self, rows: list[Record]) -> None:
        """Add records that are not linked yet."""
        known = {(row["table"], row["record"]) for row in self._rows}
        self._rows += [row for row in rows if (row["table"], row["record"]) not in known]
        self._show_lines()
        self.changed.emit()

    def _show_lines(self) -> None:
        while item := self._column_of_lines.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._removes = []
        for row in self._rows:
            self._column_of_lines.addWidget(self._line(row))
        self._lines.setVisible(bool(self._rows))

    def _line(self, row: Record) -> QWidget:
        line = QWidget(self._lines)
        words = evidence_words(row)
        label = QLabel(words, line)
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        remove = IconButton("close", parent=line)
        remove.setToolTip(f"移除佐证「{words}」")
        remove.setAccessibleName(remove.toolTip())
        remove.clicked.connect(lambda: self._remove(row))
        self._removes.append(remove)
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label, 1)
        layout.addWidget(remove)
        return line

    def _remove(self, row: Record) -> None:
        self._rows.remove(row)
        self._show_lines()
        self.changed.emit()


def evidence_words(row: Record) -> str:
    """演练：YL-2026-0001 2026-11-09 冬季疏散演练."""
    return f"{label_of(('evidence_ledger',), row['table'])}：{row.get('title') or row['record']}"
