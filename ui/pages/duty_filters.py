"""The filter bar of 到期一览: type, what is due, and a chip for each filter that is on. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from db.spec.code_tables import code_table, label_of
from desktop.duties import SOON_DAYS
from ui.models.filters import Filters
from ui.widgets.filter_bar import FilterBar, FilterButton, Option


class DutyFilters(FilterBar):
    """`filtered` carries the new value."""

    filtered = Signal(object)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.today, self.filters = today, Filters()
        types = [Option(each.code, each.label) for each in code_table("premises_type").codes]
        self.type_button = FilterButton("类型", types, self)
        self.add_button(self.type_button)
        self.add_button(self._due_button())
        self.type_button.picked.connect(lambda keys: self._tell(self.filters.with_choice("type", keys)))
        self.taken_off.connect(lambda key: self._tell(self.filters.without(key)))
        self.cleared.connect(lambda: self._tell(Filters()))
        self.show_filters(Filters())

    def show_filters(self, filters: Filters) -> None:
        """Show a value without telling of it."""
        self.filters = filters
        self.type_button.show_keys(filters.choices.get("type", ()))
        self.show_chips(_chips(filters))

    def _tell(self, filters: Filters) -> None:
        self.show_filters(filters)
        self.filtered.emit(filters)

    def _due_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("filter")
        button.setText("办理")
        button.setToolTip("按到期情况筛选")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for word, pick in (
            ("全部", lambda: self._tell_due(Filters())),
            ("只看逾期", lambda: self._tell_due(Filters(is_overdue=True))),
            (f"{SOON_DAYS}日内到期（含逾期）", lambda: self._tell_due(Filters(due_by=self._soon()))),
        ):
            menu.addAction(word).triggered.connect(pick)
        button.setMenu(menu)
        return button

    def _soon(self) -> str:
        return (self.today() + timedelta(days=SOON_DAYS)).isoformat()

    def _tell_due(self, due: Filters) -> None:
        self._tell(self.filters.with_changes(is_overdue=due.is_overdue, due_by=due.due_by))


def _chips(filters: Filters) -> list[tuple[str, str]]:
    types = "、".join(label_of(("premises_type",), each) for each in filters.choices.get("type", ()))
    found = (
        ("search", f"搜索：{filters.search}" if filters.search else ""),
        ("choice:type", f"类型：{types}" if types else ""),
        ("is_overdue", "只看逾期" if filters.is_overdue else ""),
        ("due_by", f"到期不晚于 {filters.due_by}" if filters.due_by else ""),
    )
    return [(key, words) for key, words in found if words]
