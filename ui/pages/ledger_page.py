"""One ledger: search and filters above, the list, the chosen record on the right. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QItemSelectionModel, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.errors import EnvironmentProblem, LedgerError
from db.spec.query import Query, Sort
from desktop.form_values import suggestions
from desktop.importing.kinds import IMPORTABLE
from desktop.list_views import KeptView
from ui.importing.kinds import dropped_file
from ui.lists.list_head import ListHead
from ui.lists.page_state import state_of, take_view
from ui.lists.pinned_columns import PinnedColumns
from ui.lists.views_button import ListViews
from ui.models.change_relay import Changed
from ui.models.columns import list_columns
from ui.models.filters import Filters
from ui.models.list_completion import ListCompletion, Rest
from ui.models.periods import Span
from ui.models.record_table_model import RecordTableModel
from ui.pages.detail_pane import DetailPane
from ui.pages.history_printing import print_history
from ui.pages.kept_place import place_in
from ui.pages.ledger_filters import LedgerFilters
from ui.pages.ledger_kind import LedgerKind
from ui.pages.list_bars import ListBars
from ui.pages.list_emptiness import say_nothing_found, say_nothing_there
from ui.pages.list_or_record import ListOrRecord
from ui.pages.list_sort import keep_sort, kept_sort, sort_by
from ui.pages.list_walk import ListWalk
from ui.pages.page_context import PageContext
from ui.pages.record_acts import RecordActs
from ui.pages.record_commands import RecordCommands
from ui.status_line import UNKNOWN
from ui.theme.tokens import DETAIL_WIDTH, PAGE_MARGIN
from ui.widgets.column_layout import ColumnLayout
from ui.widgets.empty_state import EmptyState
from ui.widgets.ledger_table import LedgerTable
from ui.widgets.search_box import SearchBox


class LedgerPage(QWidget):
    """The list page of one ledger. `counted` tells the status bar (all, filtered, selected), UNKNOWN while counting."""

    counted = Signal(int, int, int)
    period_changed = Signal()

    def __init__(self, kind: LedgerKind, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind, self.context, self.office = kind, context, context.office
        self.sort: tuple[Sort, ...] = kind.sort
        self.counts = (0, 0, 0)
        self._titles: dict[str, str] = {}
        self._is_stale = True
        self._total: int | None = None  # all records of the ledger, counted once between two writes
        columns = list_columns(
            kind.record_type,
            kind.columns,
            self._reference_title,
            self.office.clock.today,
            kind.marks(self.office),
            kind.further_columns(self.office),
        )
        self.model = RecordTableModel(self.office, kind.table, columns, self)
        self.table = LedgerTable(self)
        self.table.setModel(self.model)
        self.table.setAccessibleName(kind.title)
        self.head = ListHead(kind, self.table, columns, context, self)
        self.columns = ColumnLayout(self.table, columns, kind.stretched, context.settings, kind.table)
        self.pins = PinnedColumns(self.table, self.head.header, context.settings, kind.table)
        self.columns.further_menus.append(self.pins.menu)
        self.detail = DetailPane(self.office, kind, self, lambda record: kind.panel(context, record))
        self.filter_bar = LedgerFilters(
            kind, self.office.clock.today, self, lambda name: suggestions(self.office, kind.table, name, 200)
        )
        self.views = ListViews(kind, context, lambda: state_of(self), self)
        self.search_box = SearchBox(kind.search_hint, self)
        if kind.record_type.table != "tip":  # who gave a tip is written down nowhere in the open
            self.search_box.remember(context.settings, kind.record_type.table)
        self.walk = ListWalk(self.search_box, self.table, self.model)
        self.empty = EmptyState(self)
        self.commands = RecordCommands(kind, self, self.table, context.office)
        self.acts = RecordActs(kind, context, self.table, self.model, self.columns, self)
        self.bars = ListBars(self)
        self.completion = ListCompletion(self.office, kind.table, context.runner, self)
        self._lay_out()
        self._restore()
        self._connect()
        self.setAcceptDrops(not kind.is_read_only)

    # what the main window asks for

    def period_words(self) -> str:
        """The period the list is limited to, for the window's title; "" for all of it."""
        period = self.filter_bar.filters.period
        return "" if period.span is Span.ALL else period.text(self.office.clock.today())

    def show_filters(self, filters: Filters, record_id: str = "") -> None:
        """Filter the list, and go to a record in it."""
        self.leave_record_page()
        self.views.show_view(None)
        self.filter_bar.show_filters(filters)
        self.search_box.show_text(filters.search)
        self.reload()
        if record_id:
            self.go_to(record_id)

    def show_view(self, view: KeptView) -> None:
        """Show a kept view."""
        take_view(self, view)
        self.show_sorted(self.sort)

    def _show_ready_made(self, filters: Filters) -> None:
        self.views.show_view(None)
        self._filter(filters)

    def show_sorted(self, sorts: tuple[Sort, ...]) -> None:
        """List the records in another order."""
        self.sort = sorts
        self.head.show_sort(sorts)
        self.reload()

    def go_to(self, record_id: str) -> None:
        """Select a record and bring it into view; the filters give way when they hide it."""
        if self.model.row_of(record_id) is None and self.filter_bar.filters.is_filtering():
            self._filter(Filters())
        row = self.model.row_of(record_id)
        if row is not None:
            self.walk.go_to_row(row)

    def show_saved(self, record_id: str) -> None:
        """Show a record that was just saved; filters that would hide it are taken off."""
        self.reload()
        self.go_to(record_id)
        self.table.setFocus()

    def open_record(self, record_id: str) -> None:
        """Show a record's own page in place of the list, which stays as it is; without one, go to its row."""
        if not self.kind.record_page:
            self.show_filters(Filters(), record_id)
            return
        if self.selected_ids() != [record_id]:  # the menu's acts mean the record that is shown
            self.go_to(record_id)
        try:
            page = self.kind.record_page(self.kind, self.context, record_id, self.leave_record_page)
        except LedgerError as error:
            self._tell_problem(error)
            return
        self.parts.show_record(page)

    def send_out(self, name: str) -> None:
        """Open one of the windows that write spreadsheets: `export_table`, `fill_form`, `blank_sheet`."""
        from ui.exporting.opening import open_window

        open_window(self, name)

    def leave_record_page(self) -> None:
        """Show the list again, at the row it was left from."""
        if self.parts.show_list():
            self.table.setFocus()

    def record_page(self) -> QWidget | None:
        """The record's own page that is shown in place of the list, or None."""
        return self.parts.record_page()

    def take_change(self, changed: Changed) -> None:
        """Hear of a write: reload now when shown, at the next showing otherwise."""
        page = self.record_page()
        if page is not None and hasattr(page, "take_change"):
            page.take_change(changed)
        shown = {self.kind.table, *self.kind.shows_also}
        if shown & changed.tables or self._refers_to(changed) or not changed.tables:
            self._is_stale, self._total = True, None
            if self.isVisible():
                self.reload()

    def menu_actions(self) -> tuple[list[QAction], list[QAction]]:
        """The actions of the 记录 and of the 查找 menu."""
        return self.commands.record_actions(), self.commands.list_actions()

    def query(self) -> Query:
        """What the list shows, in its order."""
        return self.filter_bar.filters.query(self.office.clock.today(), self.sort)

    def selected_ids(self) -> list[str]:
        """The ids of the selected records, from top to bottom."""
        return self.acts.selected_ids()

    def reload(self) -> None:
        """Read the list again: its first screen now, the rest after that; selection, current row and scrolling stay
        with their records.
        """
        self.period_changed.emit()
        self.completion.stop()  # before it takes time from the next first screen
        place = place_in(self.table, self.model)
        self._titles.clear()
        if not self.model.show_first(self.query()):
            return
        self._is_stale = False
        self.head.show_filters(self.filter_bar.filters)
        place.restore(self.table, self.model)
        is_total_wanted = self._total is None and self.filter_bar.filters.is_filtering()
        self.completion.ask(
            self.model.query, wants_ids=not self.model.is_complete, wants_total=is_total_wanted
        )
        self._show_place()
        self._show_selection()

    def keep(self) -> None:
        """Write down columns, order and splitter."""
        self.columns.keep()
        settings, table = self.context.settings, self.kind.table
        settings.setValue(f"{table}/splitter", self.splitter.saveState())
        keep_sort(settings, table, self.sort)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.reload()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "commands"):
            self.commands.tint()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.kind.table in IMPORTABLE and dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        file = dropped_file(event.mimeData())
        if file is not None:
            event.acceptProposedAction()
            # When the drop is over: the program it came from waits for it.
            QTimer.singleShot(0, self, lambda: self.acts.import_table(file))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.keep()

    # layout

    def _lay_out(self) -> None:
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(self.stack)
        self.splitter.addWidget(self.detail)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setHandleWidth(8)
        self.splitter.setChildrenCollapsible(False)
        self.parts = ListOrRecord(self)
        column = QVBoxLayout(self.parts.list_part)
        column.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, 8)
        column.setSpacing(8)
        column.addLayout(self.bars.head_row())
        column.addLayout(self.bars.filter_row())
        column.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        self.search_box.searched.connect(self._search)
        self.search_box.left_for_list.connect(self.walk.enter_list)
        self.filter_bar.filtered.connect(self._filter)
        self.model.reading_failed.connect(self._tell_problem)
        self.model.rowsInserted.connect(self._count)
        self.completion.read.connect(self._take_rest)
        self.completion.failed.connect(self._tell_problem)
        self.table.opened.connect(self._open_row)
        self.table.selection_told.connect(self._show_selection)
        self.table.customContextMenuRequested.connect(self._show_context_menu)
        self.head.header.sectionClicked.connect(self._sort_by)
        self.head.header.filter_asked.connect(self.open_filter)
        self.table.filter_asked.connect(self.open_filter)
        self.table.left_cells.connect(self.commands.pick_cells.trigger)
        self.head.filtered.connect(self._filter)
        self.views.filters_asked.connect(self._show_ready_made)
        self.views.view_asked.connect(self.show_view)
        self.head.sorted_by.connect(lambda sort: self.show_sorted((sort,)))
        self.commands.asked.connect(self._obey)
        self.detail.edit_asked.connect(self.acts.open)
        self.detail.copy_asked.connect(self.acts.copy_record)
        self.detail.print_asked.connect(self.acts.print_one)
        self.detail.step_asked.connect(lambda name: self.acts.take_step(self.detail.record, name))
        self.detail.related_asked.connect(lambda table: self.acts.open_related(self.detail.record, table))
        self.detail.deed_asked.connect(lambda key: self.acts.do(self.kind.deeds, key, self.detail.record))
        self.detail.history_print_asked.connect(
            lambda: print_history(self.context, self.kind.table, self.detail.record)
        )
        self.detail.reading_failed.connect(self._tell_problem)

    def _restore(self) -> None:
        settings, table = self.context.settings, self.kind.table
        state = settings.value(f"{table}/splitter")
        if not (isinstance(state, QByteArray) and self.splitter.restoreState(state)):
            self.splitter.setSizes([10_000, DETAIL_WIDTH])
        self.sort = kept_sort(settings, table, self.model.columns, self.kind.sort)
        view = self.views.default_view()
        if view is not None:
            take_view(self, view)
        self.head.show_sort(self.sort)

    # what the clerk does

    def _obey(self, name: str) -> None:
        further = {each.key: lambda: self.acts.print_further(name) for each in self.kind.selected_prints}
        {
            **further,
            "new": self.acts.new,
            "new_fixed": self.acts.new_fixed,
            "open": self.acts.open,
            "copy": self.acts.copy_record,
            "bulk_change": self.acts.bulk_change,
            "delete": self.acts.delete,
            "print_list": lambda: self.acts.print_list(self.query(), self.filter_bar.filters),
            "print_one": self.acts.print_one,
            "print_selected": lambda: self.acts.print_selected(self.query()),
            "copy_rows": self.acts.copy_rows,
            "pick_cells": lambda: self.acts.pick_cells(self.commands.pick_cells.isChecked()),
            "paste_rows": self.acts.paste_rows,
            "import_table": self.acts.import_table,
            "select_all": self.table.selectAll,
            "find": self.walk.find,
            "find_next": self.walk.find_next,
            "refresh": self.reload,
            "restore_columns": self.columns.restore_defaults,
            "restore_order": lambda: self.show_sorted(self.kind.sort),
            "export_table": lambda: self.send_out("export_table"),
            "fill_form": lambda: self.send_out("fill_form"),
            "blank_sheet": lambda: self.send_out("blank_sheet"),
        }[name]()

    def _search(self, text: str) -> None:
        self._filter(self.filter_bar.filters.with_changes(search=text))

    def _open_row(self, row: int) -> None:
        if self.kind.record_page:
            self.open_record(self.model.record_id(row))
        elif not self.kind.is_read_only:
            self.acts.open_row(row)

    def _filter(self, filters: Filters) -> None:
        if not filters.is_filtering():
            self.views.show_view(None)
        self.filter_bar.show_filters(filters)
        self.search_box.show_text(filters.search)
        self.reload()

    def _sort_by(self, section: int) -> None:
        key = self.model.columns[section].sort_key
        if key:
            is_further = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
            self.show_sorted(sort_by(self.sort, key, bool(is_further)))

    def open_filter(self, section: int) -> None:
        """Open the filter of a column below its head."""

        def query_of(filters: Filters) -> Query:
            return filters.query(self.office.clock.today(), ())

        self.head.open_filter(section, self.filter_bar.filters, query_of)

    # what follows

    def _take_rest(self, rest: Rest) -> None:
        if rest.total is not None:
            self._total = rest.total
        if rest.ids is not None and not self.model.is_complete and not self.model.take_all(rest.ids):
            self.reload()  # something was written in between
        self._count()

    def _show_place(self) -> None:
        """The list, or in its place what to do when there is nothing in it."""
        is_empty = not self.model.rowCount()
        self.stack.setCurrentWidget(self.empty if is_empty else self.table)
        self.detail.setVisible(not is_empty)
        if not is_empty:
            return
        if self.filter_bar.filters.is_filtering():
            say_nothing_found(self.empty, self.kind, self.acts, lambda: self._filter(Filters()))
        else:
            say_nothing_there(self.empty, self.kind, self.acts)

    def _show_selection(self) -> None:
        selected = self.table.selected_count()
        self.commands.show_selection(selected, self.model.rowCount())
        if selected == 1:
            row = next(self.table.selected_rows())
            self.detail.show_record(self.model.record(row))
        else:
            self.detail.show_count(selected)
        self._count()

    def _count(self) -> None:
        shown = self.model.rowCount() if self.model.is_complete else UNKNOWN
        if not self.filter_bar.filters.is_filtering():
            self._total = None if shown == UNKNOWN else shown
        total = UNKNOWN if self._total is None else self._total
        self.counts = (total, shown, self.table.selected_count())
        self.counted.emit(*self.counts)

    def _tell_problem(self, error: Exception) -> None:
        self.context.bar.tell_fault(error)

    def _show_context_menu(self, place: QPoint) -> None:
        row = self.table.rowAt(place.y())
        if row >= 0 and not self.table.is_all_selected and row not in set(self.table.selected_rows()):
            flags = QItemSelectionModel.SelectionFlag
            self.table.selectionModel().setCurrentIndex(
                self.model.index(row, 0), flags.ClearAndSelect | flags.Rows
            )
        self.commands.context_menu().popup(self.table.viewport().mapToGlobal(place))

    def _refers_to(self, changed: Changed) -> bool:
        names = {each.refers_to for each in self.kind.record_type.fields if each.refers_to}
        return bool((names | set(self.kind.derived_from)) & changed.tables)

    def _reference_title(self, table: str, record_id: str) -> str:
        if record_id not in self._titles:
            try:
                self._titles[record_id] = self.office.title(table, record_id)
            except EnvironmentProblem as problem:
                self._tell_problem(problem)
                return ""
        return self._titles[record_id]
