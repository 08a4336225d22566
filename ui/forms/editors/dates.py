"""Dates and times as free text. A date without a year asks for the year; it is never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from db.errors import Problem
from db.spec.dates import NotADate, parse_date, parse_date_time
from db.spec.field import Field, Kind
from db.spec.text import plain_digits
from desktop.messages import problem_sentence
from ui.forms.editors.calendar import CalendarDrop
from ui.forms.editors.editor import SPACE, Desk, Editor
from ui.forms.editors.line import EntryLine
from ui.icons import ICON_FOLDER
from ui.theme.tokens import tokens_now

_DATE_WIDTH, _DATE_TIME_WIDTH = 152, 208
_SHORT_YEAR = re.compile(r"'?(\d{2})\D+(\d{1,2})\D+(\d{1,2})\D*")


def years_to_choose(typed: str, today: date) -> list[tuple[str, str]]:
    """The years a date without one may mean, each with the date written out: [("2025", "2025-4-7"), …].

    A two-digit year has one reading, which is asked all the same; a day that does
    not exist in a year is not offered.
    """
    text = plain_digits(typed)
    if short := _SHORT_YEAR.fullmatch(text):
        spelled = [(f"20{short.group(1)}", f"20{short.group(1)}-{short.group(2)}-{short.group(3)}")]
    else:
        month_and_day = "-".join(re.findall(r"\d+", text))
        spelled = [(str(year), f"{year}-{month_and_day}") for year in range(today.year - 1, today.year + 2)]
    return [(year, spelling) for year, spelling in spelled if _exists(spelling, today)]


def _exists(spelling: str, today: date) -> bool:
    try:
        parse_date(spelling, today)
    except NotADate:
        return False
    return True


class DateEditor(Editor):
    """A date (or a date with its time) typed in any spelling, with a calendar behind Alt+↓ and the arrow."""

    def __init__(self, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, desk, parent)
        self._has_time = field.kind is Kind.DATE_TIME
        self._line = EntryLine(self)
        self._line.before_leaving = self.settle
        self._line.setMaximumWidth(_DATE_TIME_WIDTH if self._has_time else _DATE_WIDTH)
        self._line.setPlaceholderText("年-月-日 时:分" if self._has_time else "年-月-日")
        self._line.setToolTip("可以写 2024.4.7、2024年4月7日、20240407、今天、+7；Alt+↓ 打开日历")
        self._line.textEdited.connect(self.changed)
        self._line.installEventFilter(self)
        self._drop = self._line.addAction(QIcon(), EntryLine.ActionPosition.TrailingPosition)
        self._drop.setToolTip("选日期（Alt+↓）")
        self._drop.triggered.connect(self.open_calendar)
        self._dress()
        self._day_meant = lambda: desk.today
        self._years: list[QPushButton] = []
        self._question = QLabel("哪一年？", self)
        self._question.hide()
        self._row = QHBoxLayout()
        self._row.setSpacing(SPACE)
        for widget in (self._line, self._question):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        self._place(self._row)

    def input_widget(self) -> EntryLine:
        return self._line

    def tab_stops(self) -> list[QWidget]:
        return [self._line, *self._years]

    def value(self) -> Any:
        return self._line.text().strip() or None

    def set_value(self, stored: Any) -> None:
        self._line.setText(str(stored or "").replace("T", " "))
        self.show_problem(None)
        self._ask_year([])

    def set_read_only(self, is_read_only: bool) -> None:
        self._line.setReadOnly(is_read_only)
        self._drop.setEnabled(not is_read_only)

    def assume_day(self, day_meant: Callable[[], date]) -> None:
        """The day a time typed alone belongs to (otherwise today)."""
        self._day_meant = day_meant

    def year_buttons(self) -> list[QPushButton]:
        """The years offered for a date that was typed without one."""
        return self._years

    def settle(self) -> None:
        """Write the date as 2024-04-07, or ask for what is missing, or say why there is no such day."""
        if self._line.isModified():
            self._line.setModified(False)
            self._read(self._line.text())

    def open_calendar(self) -> None:
        """Drop the calendar down at the day in the field, or at today."""
        if self._line.isReadOnly():
            return
        drop = CalendarDrop(self)
        drop.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        drop.picked.connect(self._take_day)
        drop.open_below(self._line, self._day() or self.desk.today)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        shade = "dark" if tokens_now().is_dark else "light"
        self._drop.setIcon(QIcon(str(ICON_FOLDER / f"chevron-{shade}.svg")))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.open_calendar()
                return True
        return super().eventFilter(watched, event)

    def _read(self, typed: str) -> None:
        self._ask_year([])
        if not typed.strip():
            self.show_problem(None)
            return
        try:
            self._line.setText(self._spelled(typed))
        except NotADate as error:
            params = {**error.params, "label": self.field.label}
            self.show_problem(problem_sentence(Problem(self.field.name, error.problem_id, params)))
            if error.problem_id == "date_year_missing":
                self._ask_year(self._spellings(typed, str(error.params["typed"])))
            return
        self.show_problem(None)
        self.changed.emit()

    def _spelled(self, typed: str) -> str:
        if self._has_time:
            return parse_date_time(typed, self._day_meant()).isoformat(sep=" ", timespec="minutes")
        return parse_date(typed, self.desk.today).isoformat()

    def _spellings(self, typed: str, day: str) -> list[tuple[str, str]]:
        whole = plain_digits(typed)
        return [
            (year, whole.replace(day.strip(), f"{spelling} ", 1).strip())
            for year, spelling in years_to_choose(day, self.desk.today)
        ]

    def _ask_year(self, spellings: list[tuple[str, str]]) -> None:
        for button in self._years:
            button.hide()
            button.deleteLater()
        self._years = [self._year_button(year, spelling) for year, spelling in spellings]
        for place, button in enumerate(self._years):
            self._row.insertWidget(2 + place, button)
            button.show()  # the Tab that is being pressed must find it
            QWidget.setTabOrder(self._years[place - 1] if place else self._line, button)
        self._question.setVisible(bool(spellings))

    def _year_button(self, year: str, spelling: str) -> QPushButton:
        button = QPushButton(year, self)
        button.setAutoDefault(False)
        button.setAccessibleName(f"{self.field.label}在{year}年")
        button.clicked.connect(lambda: self._take_year(spelling))
        return button

    def _take_year(self, spelling: str) -> None:
        self._line.setFocus()
        self._read(spelling)

    def _take_day(self, day: date) -> None:
        text = day.isoformat()
        if self._has_time:
            clock = re.search(r"\d{1,2}:\d{2}$", self._line.text())
            text = f"{text} {clock.group() if clock else '09:00'}"
        self._line.setFocus()
        self._read(text)

    def _day(self) -> date | None:
        try:
            spelled = self._spelled(self._line.text())
        except NotADate:
            return None
        return date.fromisoformat(spelled[:10])
