"""A measure that does not hold becomes a hazard: choose the measure, then fill in the hazard. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.spec import HAZARD
from db.spec.field import Record
from db.spec.risk_assessment import measure_state
from desktop.office import Office
from desktop.risks import hazard_of_failed_measure, register_failed_measure
from ui.forms.form_style import form_style
from ui.forms.record_dialog import RecordDialog
from ui.pages.risk_panel import measure_words
from ui.submission.calm_dialog import CalmDialog
from ui.widgets.rows import GAP, row_of
from ui.widgets.window_size import open_at

_PLACE = Qt.ItemDataRole.UserRole


def measures_that_may_fail(risk: Record) -> list[int]:
    """The places of the measures that are not marked 失效 yet."""
    return [place for place, row in enumerate(risk.get("measures") or []) if measure_state(row) != "failed"]


class ChooseMeasureDialog(CalmDialog):
    """Which measure of a risk does not hold; `place` is its place among the measures."""

    def __init__(self, risk: Record, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"措施失效 {risk['no']}")
        open_at(self, 560, 320)
        self.measures = QListWidget(self)
        self.measures.setAccessibleName("管控措施")
        self.measures.setWordWrap(True)
        for place in measures_that_may_fail(risk):
            item = QListWidgetItem(measure_words(risk["measures"][place]))
            item.setData(_PLACE, place)
            self.measures.addItem(item)
        self.measures.setCurrentRow(0)
        self.measures.itemDoubleClicked.connect(lambda item: self.accept())
        self.next_button = QPushButton("登记隐患", self)
        self.next_button.setObjectName("primary")
        self.next_button.clicked.connect(self.accept)
        self.cancel_button = QPushButton("取消", self)
        self.cancel_button.clicked.connect(self.reject)
        for button in (self.next_button, self.cancel_button):
            button.setAutoDefault(False)
        self.setStyleSheet(form_style())
        self._lay_out(risk)

    @property
    def place(self) -> int:
        """The place of the chosen measure."""
        return int(self.measures.currentItem().data(_PLACE))

    def _lay_out(self, risk: Record) -> None:
        words = QLabel(
            f"“{risk['risk_point']}”的哪条管控措施失效了？选中后登记为隐患，这条措施同时标为失效。", self
        )
        words.setWordWrap(True)
        buttons = row_of(GAP, self.cancel_button, self.next_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(words)
        column.addWidget(self.measures, 1)
        column.addLayout(buttons)


class FailedMeasureDialog(RecordDialog):
    """The form of the hazard; saving registers it and marks the measure, in one transaction."""

    def __init__(self, office: Office, risk: Record, place: int, parent: QWidget | None = None) -> None:
        self._risk, self._place = risk, place
        initial = hazard_of_failed_measure(office, risk, place)
        super().__init__(office, HAZARD, record=None, initial=initial, parent=parent)
        for button in (self.again_button(), self.copy_button()):  # one measure, one hazard
            button.setEnabled(False)
            button.hide()

    def write(self, typed: dict[str, Any]) -> Record:
        """Register the hazard and mark the measure."""
        return register_failed_measure(self.office, self._risk, self._place, typed)

    def save_and_continue(self) -> None:
        """Save and close: there is no next one."""
        self.save()
