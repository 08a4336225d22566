"""Where the clerk is in a list, so that it can be read anew under the eyes. GUI thread."""

from __future__ import annotations

from db.spec.query import Query
from db.value import Value
from ui.models.record_table_model import RecordTableModel
from ui.widgets.ledger_table import LedgerTable

KEPT_SELECTION = 1000


class KeptPlace(Value):
    """The selected records, the current one, and the rows in view, as they were for one query."""

    query: Query
    selected: tuple[str, ...]
    is_all_selected: bool
    current: str
    row: int
    scrolled: int
    last_row: int

    def restore(self, table: LedgerTable, model: RecordTableModel) -> None:
        """Go back there in the list that is shown now: to the same rows when it was only read again, to the same
        records when it shows another query.
        """
        is_same_list = model.query == self.query
        if is_same_list and (self.is_all_selected or max(self.row, self.last_row) >= model.rowCount()):
            model.fetchMore()
        self._reselect(table, model, self.row if is_same_list else 0)
        if is_same_list:
            table.verticalScrollBar().setValue(self.scrolled)
            if self.is_all_selected:
                table.selectAll()
        elif table.currentIndex().isValid():
            table.scrollTo(table.currentIndex())

    def _reselect(self, table: LedgerTable, model: RecordTableModel, instead: int) -> None:
        """Select by record; where the current one is gone, the row `instead` takes its place."""
        known = model.rows_of([*self.selected, self.current] if self.current else self.selected)
        rows = [known[each] for each in self.selected if each in known]
        place = known.get(self.current)
        if place is None and self.row >= 0 and model.rowCount():
            place = min(instead, model.rowCount() - 1)
        if not rows and self.selected and place is not None:
            rows = [place]
        if rows or place is not None:
            table.select_rows(rows, -1 if place is None else place)


def place_in(table: LedgerTable, model: RecordTableModel) -> KeptPlace:
    """Where the clerk is now; more than KEPT_SELECTION selected records are not kept one by one."""
    is_all, row = table.is_all_selected, table.currentIndex().row()
    is_kept = not is_all and table.selected_count() <= KEPT_SELECTION
    bottom = table.rowAt(table.viewport().height() - 1)
    return KeptPlace(
        query=model.query,
        selected=tuple(model.ids_of(table.selected_rows())) if is_kept else (),
        is_all_selected=is_all,
        current=model.record_id(row) if row >= 0 else "",
        row=row,
        scrolled=table.verticalScrollBar().value(),
        last_row=bottom if bottom >= 0 else model.rowCount() - 1,
    )
