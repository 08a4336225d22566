"""The filter bar of a ledger: what is ticked becomes one Filters value, shown as chips."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from db.spec.code_tables import code_table
from ui.models.filters import REPORT_WORDS, YES_OR_NO, Filters
from ui.models.periods import Period, Span
from ui.pages.ledger_kind import LedgerKind
from ui.widgets.filter_bar import FilterBar, FilterButton, Option


class LedgerFilters(FilterBar):
    """Drop-downs for state, choices, time, due and report state; `filtered` carries the new value."""

    filtered = Signal(object)

    def __init__(
        self,
        kind: LedgerKind,
        today: Callable[[], date],
        parent: QWidget | None = None,
        values: Callable[[str], Sequence[object]] = lambda name: (),
    ) -> None:
        super().__init__(parent)
        self.kind, self.today, self._values = kind, today, values
        self.filters = Filters()
        record_type = kind.record_type
        statuses = [Option(each.code, each.label) for each in record_type.statuses]
        self.status_button = self._several(
            "状态", statuses, lambda keys: self.filters.with_changes(statuses=keys)
        )
        self.choice_buttons = {name: self._choice_button(word, name) for word, name in kind.choice_filters}
        self.choice_buttons |= {name: self._value_button(word, name) for word, name in kind.value_filters}
        if record_type.date_field:
            self.add_button(self._one_of("时间", [(span.value, self._period_picker(span)) for span in Span]))
        if kind.due_filters:
            ways = [(word, self._due_picker(due)) for word, due in kind.due_filters]
            self.add_button(self._one_of("办理", [("全部", self._due_picker(Filters())), *ways]))
        if "report_state" in dict(kind.columns):
            ways = [
                ("全部", self._report_picker("")),
                *((word, self._report_picker(key)) for key, word in REPORT_WORDS.items()),
            ]
            self.add_button(self._one_of("报送", ways))
        self.taken_off.connect(lambda key: self._tell(self.filters.without(key)))
        self.cleared.connect(lambda: self._tell(Filters()))
        self.show_filters(Filters())

    def show_filters(self, filters: Filters) -> None:
        """Show a value without telling of it."""
        self.filters = filters
        self.status_button.show_keys(filters.statuses)
        for name, button in self.choice_buttons.items():
            button.show_keys(filters.choices.get(name, ()))
        self.show_chips(filters.chips(self.kind.record_type, self.today()))

    def _tell(self, filters: Filters) -> None:
        self.show_filters(filters)
        self.filtered.emit(filters)

    def _several(
        self, word: str, options: list[Option], change: Callable[[tuple[str, ...]], Filters]
    ) -> FilterButton:
        button = FilterButton(word, options, self)
        button.picked.connect(lambda keys: self._tell(change(keys)))
        self.add_button(button)
        return button

    def _choice_button(self, word: str, name: str) -> FilterButton:
        field = self.kind.record_type.field(name)
        codes = [each for table in field.codes for each in code_table(table).codes]
        options = [Option(each.code, each.label) for each in codes] or [Option(*each) for each in YES_OR_NO]
        return self._several(word, options, lambda keys: self.filters.with_choice(name, keys))

    def _value_button(self, word: str, name: str) -> FilterButton:
        """Offers what was entered in a field so far, read anew each time its menu opens."""
        button = self._several(word, [], lambda keys: self.filters.with_choice(name, keys))

        def offer() -> None:
            chosen = self.filters.choices.get(name, ())
            found = dict.fromkeys([*chosen, *(str(each) for each in self._values(name))])
            button.offer([Option(each, each) for each in found])
            button.show_keys(chosen)

        button.menu().aboutToShow.connect(offer)
        return button

    def _one_of(self, word: str, ways: list[tuple[str, Callable[[], None]]]) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("filter")
        button.setText(word)
        button.setToolTip(f"按{word}筛选")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for label, pick in ways:
            menu.addAction(label).triggered.connect(pick)
        button.setMenu(menu)
        return button

    def _period_picker(self, span: Span) -> Callable[[], None]:
        if span is Span.CUSTOM:
            return self._ask_period
        return lambda: self._tell(self.filters.with_changes(period=Period(span)))

    def _ask_period(self) -> None:
        from ui.pages.period_dialog import PeriodDialog

        dialog = PeriodDialog(self.filters.period, self.today(), self)
        if dialog.exec():
            self._tell(self.filters.with_changes(period=dialog.period()))

    def _due_picker(self, due: Filters) -> Callable[[], None]:
        return lambda: self._tell(
            self.filters.with_changes(
                is_open=due.is_open,
                is_overdue=due.is_overdue,
                due_by=due.due_by,
                attention=due.attention,
                filled=due.filled,
            )
        )

    def _report_picker(self, state: str) -> Callable[[], None]:
        return lambda: self._tell(self.filters.with_changes(report_state=state))
