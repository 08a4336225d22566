"""What the head of a list does: funnels that open a column's filter, and the order it shows. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from db.spec.query import REPORT_STATE, Query, Sort
from ui.lists.list_header import ListHeader
from ui.models.columns import Column
from ui.models.filters import HEAD_LABELS, Filters
from ui.pages.ledger_kind import LedgerKind
from ui.pages.page_context import PageContext
from ui.widgets.ledger_table import LedgerTable

if TYPE_CHECKING:
    from ui.lists.filter_popup import FilterPopup


class ListHead(QObject):
    """Puts its header onto a table. `filtered` carries the new Filters, `sorted_by` the one key chosen in a funnel."""

    filtered = Signal(object)
    sorted_by = Signal(object)

    def __init__(
        self,
        kind: LedgerKind,
        table: LedgerTable,
        columns: Sequence[Column],
        context: PageContext,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.kind, self.table, self.columns, self.context = kind, table, columns, context
        self.header = ListHeader(table)
        table.setHorizontalHeader(self.header)
        self.header.show_filterable(
            [place for place, each in enumerate(columns) if self._is_filterable(each)]
        )
        self.popup: FilterPopup | None = None

    def show_filters(self, filters: Filters) -> None:
        """Colour the funnels of the columns that filter."""
        known = self.kind.record_type
        self.header.show_filtered(
            [
                place
                for place, each in enumerate(self.columns)
                if filters.column(known, each.name).is_filtering()
            ]
        )

    def show_sort(self, sorts: Sequence[Sort]) -> None:
        """Show which columns sort, up or down, and in which turn where there are several."""
        places = {each.sort_key: place for place, each in enumerate(self.columns) if each.sort_key}
        shown = [each for each in sorts if each.field in places]
        marks = {}
        for turn, each in enumerate(shown, 1):
            arrow = "↓" if each.descending else "↑"
            marks[places[each.field]] = f"{turn}{arrow}" if len(shown) > 1 else arrow
        self.header.show_sorted(marks)

    def open_filter(self, section: int, filters: Filters, query_of: Callable[[Filters], Query]) -> None:
        """Open the filter of a column below its head."""
        from ui.lists.filter_popup import Asked, FilterPopup

        column, known = self.columns[section], self.kind.record_type
        if not self._is_filterable(column):
            return
        query = query_of(filters.without_column(known, column.name))
        asked = Asked(column.name, column.label, filters.column(known, column.name), query)
        popup = FilterPopup(
            self.context.office, self.context.runner, known, asked, bool(column.sort_key), self.table.window()
        )
        popup.chosen.connect(lambda chosen: self.filtered.emit(filters.with_column(known, chosen)))
        popup.sorted_by.connect(lambda is_down: self.sorted_by.emit(Sort(column.sort_key, is_down)))
        popup.destroyed.connect(lambda: self._forget(popup))
        if self.popup is not None:
            self.popup.close()
        self.popup = popup
        self.table.scrollTo(self.table.model().index(self.table.currentIndex().row(), section))
        left = self.header.sectionViewportPosition(section)
        popup.open_below(self.header.viewport().mapToGlobal(QPoint(left, self.header.height())))

    def _forget(self, popup: FilterPopup) -> None:
        if self.popup is popup:
            self.popup = None

    def _is_filterable(self, column: Column) -> bool:
        return column.name in self.kind.record_type.by_name or column.name in (*HEAD_LABELS, REPORT_STATE)
