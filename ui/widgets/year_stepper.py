"""‹ 2026年 ›: the year a page shows, with a step to the one before and the one after. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget


class YearStepper(QWidget):
    """`stepped` follows each step of the clerk; `shown` whatever year is shown, also by `show_year`."""

    stepped = Signal(int)
    shown = Signal(int)

    def __init__(self, year: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = QLabel(self)
        self.earlier, self.later = self._arrow("‹", "上一年", -1), self._arrow("›", "下一年", 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.earlier, self.label, self.later):
            row.addWidget(widget)
        self.show_year(year)

    def show_year(self, year: int) -> None:
        """Show a year."""
        self.year = year
        self.label.setText(f"{year}年")
        self.shown.emit(year)

    def words(self) -> str:
        """The year as it is shown."""
        return self.label.text()

    def _arrow(self, word: str, name: str, years: int) -> QToolButton:
        arrow = QToolButton(self)
        arrow.setObjectName("flat")
        arrow.setText(word)
        arrow.setToolTip(name)
        arrow.setAccessibleName(name)
        arrow.clicked.connect(lambda: self._step(years))
        return arrow

    def _step(self, years: int) -> None:
        self.show_year(self.year + years)
        self.stepped.emit(self.year)
