"""The bounds of a column's filter: a period of days, or two numbers. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from db.spec.dates import NotADate, parse_date
from db.spec.field import Field, Kind
from db.spec.numbers import NotANumber, decimal_text, parse_number
from desktop.office import Office
from ui.forms.editors.dates import DateEditor
from ui.forms.editors.editor import Desk
from ui.models.column_filter import ColumnFilter
from ui.models.periods import Period, Span

SPANS = (Span.TODAY, Span.WEEK, Span.MONTH, Span.LAST_MONTH, Span.QUARTER, Span.YEAR)


class DayRange(QWidget):
    """今天, 本周, … each with a click (`picked`), or from one day to another, typed as in every date box."""

    picked = Signal(object)  # Period

    def __init__(self, office: Office, chosen: ColumnFilter, parent: QWidget) -> None:
        super().__init__(parent)
        self.office = office
        self.first, self.last = (self._box(word) for word in ("从", "到"))
        if chosen.period.span is Span.CUSTOM:
            self.first.set_value(chosen.period.first)
            self.last.set_value(chosen.period.last)
        self.buttons = {span: self._button(span, span is chosen.period.span) for span in SPANS}
        grid = QGridLayout()
        grid.setSpacing(4)
        for place, button in enumerate(self.buttons.values()):
            grid.addWidget(button, place // 3, place % 3)
        bounds = QHBoxLayout()
        bounds.setSpacing(8)
        for widget in (self.first, QLabel("至", self), self.last):
            bounds.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(grid)
        column.addLayout(bounds)

    def filter_from(self, base: ColumnFilter) -> ColumnFilter | str:
        """The filter with this period; the sentence when a day cannot be read."""
        try:
            first, last = (self._day(box) for box in (self.first, self.last))
        except NotADate:
            return "日期读不出来。请写成 2026-11-03 或 2026年11月3日。"
        if first is None and last is None:
            kept = next((span for span, button in self.buttons.items() if button.isChecked()), Span.ALL)
            return base.with_changes(period=Period(kept))
        if first and last and first > last:
            first, last = last, first
        return base.with_changes(period=Period(Span.CUSTOM, first, last))

    def _day(self, box: DateEditor) -> str | None:
        typed = box.value()
        return parse_date(str(typed), self.office.clock.today()).isoformat() if typed else None

    def _box(self, word: str) -> DateEditor:
        box = DateEditor(Field(word, Kind.DATE, word), Desk(self.office), self)
        box.input_widget().setAccessibleName(word)
        return box

    def _button(self, span: Span, is_on: bool) -> QPushButton:
        button = QPushButton(span.value, self)
        button.setAutoDefault(False)
        button.setCheckable(True)
        button.setChecked(is_on)
        button.clicked.connect(lambda: self.picked.emit(Period(span)))
        return button


class NumberRange(QWidget):
    """From one number to another, both included."""

    def __init__(self, chosen: ColumnFilter, parent: QWidget) -> None:
        super().__init__(parent)
        self.low, self.high = (self._box(word) for word in ("不小于", "不大于"))
        self.low.setText(chosen.low or "")
        self.high.setText(chosen.high or "")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.low)
        row.addWidget(QLabel("至", self))
        row.addWidget(self.high)

    def filter_from(self, base: ColumnFilter) -> ColumnFilter | str:
        """The filter with these bounds; the sentence when a number cannot be read."""
        try:
            low, high = (self._number(box.text()) for box in (self.low, self.high))
        except NotANumber:
            return "数字读不出来。请只填数字，例如 12.5。"
        return base.with_changes(low=low, high=high)

    def _number(self, typed: str) -> str | None:
        return decimal_text(parse_number(typed)[0]) if typed.strip() else None

    def _box(self, word: str) -> QLineEdit:
        box = QLineEdit(self)
        box.setPlaceholderText(word)
        box.setAccessibleName(word)
        return box
