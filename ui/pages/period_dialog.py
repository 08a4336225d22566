"""自定时间: the dialog that asks for the first and the last day of a list's period. GUI thread."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QPushButton, QVBoxLayout, QWidget

from ui.models.periods import Period, Span
from ui.widgets.quiet_inputs import QuietDateEdit


class PeriodDialog(QDialog):
    """自定: the first and the last day of a period."""

    def __init__(self, period: Period, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("自定时间")
        first, last = period.bounds(today)
        self.first = self._day_box(first or today.replace(day=1).isoformat())
        self.last = self._day_box(last or today.isoformat())
        form = QFormLayout()
        form.addRow("从(&F)", self.first)
        form.addRow("到(&T)", self.last)
        buttons = QDialogButtonBox(self)
        choose = QPushButton("筛选", self)
        choose.setObjectName("primary")  # before the box polishes it
        buttons.addButton(choose, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(buttons)

    def period(self) -> Period:
        """The period chosen; the days in their order even when typed the other way round."""
        days = sorted(box.date().toString("yyyy-MM-dd") for box in (self.first, self.last))
        return Period(Span.CUSTOM, *days)

    def _day_box(self, day: str) -> QuietDateEdit:
        box = QuietDateEdit(self)
        box.setCalendarPopup(True)
        box.setDisplayFormat("yyyy-MM-dd")
        box.setDate(QDate.fromString(day, "yyyy-MM-dd"))
        box.setMinimumWidth(160)
        return box
