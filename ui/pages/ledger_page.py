"""One ledger: search and filters above, the list, the chosen record on the right. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QByteArray, QEvent, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from db.spec.kinds import show
from db.spec.query import Query, Sort
from desktop.messages import sentence
from ui.models.change_relay import Changed
from ui.models.columns import list_columns
from ui.models.filters import Filters
from ui.models.periods import Span
from ui.models.record_table_model import RecordTableModel
from ui.models.tsv import tab_separated
from ui.pages.delete_box import confirmed_deletion
from ui.pages.detail_pane import DetailPane
from ui.pages.ledger_filters import LedgerFilters
from ui.pages.ledger_kind import LedgerKind
from ui.pages.page_context import PageContext
from ui.pages.record_commands import RecordCommands
from ui.theme.tokens import DETAIL_WIDTH, PAGE_MARGIN
from ui.widgets.column_layout import ColumnLayout
from ui.widgets.empty_state import EmptyState
from ui.widgets.icon_buttons import IconButton
from ui.widgets.ledger_table import LedgerTable
from ui.widgets.search_box import SearchBox

KEPT_SELECTION = 1000


class LedgerPage(QWidget):
    """The list page of one ledger. `counted` tells the status bar (all, filtered, selected)."""

    counted = Signal(int, int, int)

    def __init__(self, kind: LedgerKind, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind, self.context, self.office = kind, context, context.office
        self.sort: tuple[Sort, ...] = kind.sort
        self.counts = (0, 0, 0)
        self._titles: dict[str, str] = {}
        self._is_stale = True
        self._total: int | None = None  # all records of the ledger, counted once between two writes
        columns = list_columns(kind.record_type, kind.columns, self._reference_title, self.office.clock.today)
        self.model = RecordTableModel(self.office, kind.table, columns, self)
        self.table = LedgerTable(self)
        self.table.setModel(self.model)
        self.table.setAccessibleName(kind.title)
        self.columns = ColumnLayout(self.table, columns, kind.stretched, context.settings, kind.table)
        self.detail = DetailPane(self.office, kind, self)
        self.filter_bar = LedgerFilters(kind, self.office.clock.today, self)
        self.search_box = SearchBox(kind.search_hint, self)
        self.empty = EmptyState(self)
        self.commands = RecordCommands(kind, self, self.table)
        self._lay_out()
        self._restore()
        self._connect()

    # what the main window asks for

    def show_filters(self, filters: Filters, record_id: str = "") -> None:
        """Filter the list, and go to a record in it."""
        self.filter_bar.show_filters(filters)
        self.search_box.show_text(filters.search)
        self.reload()
        if record_id:
            self.go_to(record_id)

    def go_to(self, record_id: str) -> None:
        """Select a record and bring it into view; the filters give way when they hide it."""
        if self.model.row_of(record_id) is None and self.filter_bar.filters.is_filtering():
            self.show_filters(Filters())
        row = self.model.row_of(record_id)
        if row is not None:
            self.table.select_rows([row], row)
            self.table.scrollTo(self.model.index(row, 0))

    def show_saved(self, record_id: str) -> None:
        """Show a record that was just saved; filters that would hide it are taken off."""
        self.reload()
        self.go_to(record_id)
        self.table.setFocus()

    def take_change(self, changed: Changed) -> None:
        """Hear of a write: reload now when shown, at the next showing otherwise."""
        if self.kind.table in changed.tables or self._refers_to(changed) or not changed.tables:
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
        return self.model.ids_of(self.table.selected_rows())

    def reload(self) -> None:
        """Read the list again; selection, current row and scrolling stay with their records."""
        is_all, kept = self.table.is_all_selected, []
        if not is_all and self.table.selected_count() <= KEPT_SELECTION:
            kept = self.selected_ids()
        row = self.table.currentIndex().row()
        current = self.model.record_id(row) if row >= 0 else ""
        scrolled = self.table.verticalScrollBar().value()
        self._titles.clear()
        self.model.show_query(self.query())
        self._is_stale = False
        self._reselect(kept, current, row)
        self.table.verticalScrollBar().setValue(scrolled)
        if is_all:
            self.table.selectAll()
        self._show_place()
        self._show_selection()

    def keep(self) -> None:
        """Write down columns, order and splitter."""
        self.columns.keep()
        settings, table = self.context.settings, self.kind.table
        settings.setValue(f"{table}/splitter", self.splitter.saveState())
        settings.setValue(
            f"{table}/sort", [f"{'-' if each.descending else ''}{each.field}" for each in self.sort]
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.reload()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "commands"):
            self.commands.tint()

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
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, 8)
        column.setSpacing(8)
        column.addLayout(self._head_row())
        column.addWidget(self.filter_bar)
        column.addWidget(self.splitter, 1)

    def _head_row(self) -> QHBoxLayout:
        title = QLabel(self.kind.title, self)
        title.setObjectName("title")
        self.search_box.setMinimumWidth(240)
        self.search_box.setMaximumWidth(380)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(title)
        row.addStretch(1)
        row.addWidget(self.search_box, 2)
        self.print_buttons = [
            self._tool_button(each) for each in self.commands.printing() if self._has_printing()
        ]
        self.new_button = IconButton("add", f"新增{self.kind.record_type.label}", "primary", self)
        self.new_button.setToolTip(self.commands.new.toolTip())
        self.new_button.clicked.connect(self.commands.new.trigger)
        fixed = [self._tool_button(self.commands.new_fixed)] if self.kind.has_fix_on_spot else []
        for button in (self._tool_button(self.commands.delete), *self.print_buttons, *fixed, self.new_button):
            row.addWidget(button)
        return row

    def _has_printing(self) -> bool:
        return bool(self.kind.print_list_word or self.kind.print_one_word)

    def _tool_button(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("action")
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    def _connect(self) -> None:
        self.search_box.searched.connect(self._search)
        self.search_box.left_for_list.connect(self._enter_list)
        self.filter_bar.filtered.connect(self._filter)
        self.table.opened.connect(
            lambda row: self.context.actions.edit(self.kind.table, self.model.record_id(row))
        )
        self.table.selection_told.connect(self._show_selection)
        self.table.customContextMenuRequested.connect(self._show_context_menu)
        self.table.horizontalHeader().sectionClicked.connect(self._sort_by)
        self.commands.asked.connect(self._obey)
        self.detail.edit_asked.connect(lambda: self._obey("open"))
        self.detail.copy_asked.connect(lambda: self._obey("copy"))
        self.detail.print_asked.connect(lambda: self._obey("print_one"))
        self.detail.step_asked.connect(self._take_step)
        self.detail.related_asked.connect(self._open_related)

    def _restore(self) -> None:
        settings, table = self.context.settings, self.kind.table
        state = settings.value(f"{table}/splitter")
        if not (isinstance(state, QByteArray) and self.splitter.restoreState(state)):
            self.splitter.setSizes([10_000, DETAIL_WIDTH])
        kept = settings.value(f"{table}/sort") or []
        keys = [kept] if isinstance(kept, str) else list(kept)
        known = {each.sort_key for each in self.model.columns if each.sort_key}
        sorts = tuple(
            Sort(each.lstrip("-"), each.startswith("-")) for each in keys if each.lstrip("-") in known
        )
        self.sort = sorts or self.kind.sort
        self.table.horizontalHeader().setSortIndicatorShown(True)
        self._show_sort()

    # what the clerk does

    def _obey(self, name: str) -> None:
        {
            "new": self._new,
            "new_fixed": self.context.actions.new_fixed,
            "open": self._open,
            "copy": self._copy_record,
            "delete": self._delete,
            "print_list": self._print_list,
            "print_one": lambda: self._with_one(self.context.actions.print_one),
            "copy_rows": self._copy_rows,
            "select_all": self.table.selectAll,
            "find": self._find,
            "find_next": self._find_next,
            "refresh": self.reload,
            "restore_columns": self.columns.restore_defaults,
        }[name]()

    def _new(self) -> None:
        self.context.actions.new(self.kind.table)

    def _open(self) -> None:
        self._with_one(self.context.actions.edit)

    def _copy_record(self) -> None:
        self._with_one(self.context.actions.copy)

    def _print_list(self) -> None:
        period, today = self.filter_bar.filters.period, self.office.clock.today()
        words = f"截至{today.isoformat()}" if period.span is Span.ALL else period.text(today)
        self.context.actions.print_list(self.kind.table, self.query(), words)

    def _with_one(self, work: Callable[[str, str], None]) -> None:
        ids = self.selected_ids()
        if len(ids) == 1:
            work(self.kind.table, ids[0])

    def _take_step(self, name: str) -> None:
        if self.detail.record:
            self.context.actions.act(self.kind.table, self.detail.record["id"], name)

    def _open_related(self, table: str) -> None:
        record = self.detail.record
        if record:
            title = str(record.get(self.kind.record_type.title_field) or "")
            self.context.actions.open_list(table, Filters(premises=(record["id"], title)))

    def _delete(self) -> None:
        ids = self.selected_ids()
        if not ids or not confirmed_deletion(self, self.kind.record_type.label, len(ids), self._names(ids)):
            return
        try:
            count = self.office.retire(self.kind.table, ids, "在列表中删除")
        except LedgerError as error:
            self.context.bar.tell_problem(sentence(error))
            return
        self.context.bar.tell(f"已删除 {count} 条，放在回收站里", "撤销", lambda: self._undo_deletion(ids))

    def _undo_deletion(self, ids: list[str]) -> None:
        try:
            count = self.office.restore(self.kind.table, ids)
        except LedgerError as error:
            self.context.bar.tell_problem(sentence(error))
            return
        self.context.bar.tell(f"已恢复 {count} 条")

    def _names(self, ids: list[str]) -> list[str]:
        title = self.kind.record_type.field(self.kind.record_type.title_field)
        return [
            f"{each.get('no') or ''}　{show(title, each.get(title.name))}"
            for each in self.office.rows(self.kind.table, ids[:5])
        ]

    def _copy_rows(self) -> None:
        rows = list(self.table.selected_rows())
        if rows:
            records = self.office.rows(self.kind.table, self.model.ids_of(rows))
            QGuiApplication.clipboard().setText(tab_separated(self.columns.shown_columns(), records))
            self.context.bar.tell(f"已复制 {len(rows)} 行（连同表头），可粘贴到 Excel 或 WPS")

    def _search(self, text: str) -> None:
        self._filter(replace(self.filter_bar.filters, search=text))

    def _filter(self, filters: Filters) -> None:
        self.filter_bar.show_filters(filters)
        self.search_box.show_text(filters.search)
        self.reload()

    def _find(self) -> None:
        self.search_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_box.selectAll()

    def _find_next(self) -> None:
        self.search_box.search_now()
        rows = self.model.rowCount()
        if rows:
            row = (self.table.currentIndex().row() + 1) % rows
            self.table.select_rows([row], row)
            self.table.scrollTo(self.model.index(row, 0))
            self.table.setFocus()

    def _enter_list(self) -> None:
        self.table.setFocus()
        if self.model.rowCount() and not self.table.currentIndex().isValid():
            self.table.select_rows([0], 0)

    def _sort_by(self, section: int) -> None:
        key = self.model.columns[section].sort_key
        if key:
            before = next((each for each in self.sort if each.field == key), None)
            chosen = Sort(key, before is not None and not before.descending)
            is_second = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
            others = tuple(each for each in self.sort if each.field != key) if is_second else ()
            self.sort = (*others, chosen)
            self.reload()
        self._show_sort()

    def _show_sort(self) -> None:
        places = {each.sort_key: place for place, each in enumerate(self.model.columns) if each.sort_key}
        first = self.sort[0]
        order = Qt.SortOrder.DescendingOrder if first.descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(places.get(first.field, -1), order)

    # what follows

    def _reselect(self, ids: list[str], current: str, old_row: int) -> None:
        rows = [row for each in ids if (row := self.model.row_of(each)) is not None]
        place = self.model.row_of(current) if current else None
        if place is None and old_row >= 0 and self.model.rowCount():
            place = min(old_row, self.model.rowCount() - 1)
        if not rows and ids and place is not None:
            rows = [place]
        if rows or place is not None:
            self.table.select_rows(rows, place if place is not None else -1)

    def _show_place(self) -> None:
        """The list, or in its place what to do when there is nothing in it."""
        is_empty = not self.model.rowCount()
        self.stack.setCurrentWidget(self.empty if is_empty else self.table)
        self.detail.setVisible(not is_empty)
        if not is_empty:
            return
        new = (f"新增{self.kind.record_type.label}", self._new)
        if self.filter_bar.filters.is_filtering():
            clear = ("清除筛选", lambda: self._filter(Filters()))
            self.empty.show_words(
                "没有符合条件的记录", "换个搜索词，或去掉上面的某个筛选条件。", [clear, new]
            )
        else:
            self.empty.show_words(self.kind.empty_heading, self.kind.empty_sentence, [new])

    def _show_selection(self) -> None:
        selected, shown = self.table.selected_count(), self.model.rowCount()
        self.commands.show_selection(selected, shown)
        if selected == 1:
            row = next(self.table.selected_rows())
            self.detail.show_record(self.model.record(row))
        else:
            self.detail.show_count(selected)
        self._count(selected, shown)

    def _count(self, selected: int, shown: int) -> None:
        if not self.filter_bar.filters.is_filtering():
            self._total = shown
        elif self._total is None:
            self._total = self.office.count(self.kind.table, Query())
        self.counts = (self._total, shown, selected)
        self.counted.emit(*self.counts)

    def _show_context_menu(self, place: QPoint) -> None:
        row = self.table.rowAt(place.y())
        if row >= 0 and not self.table.is_all_selected and row not in set(self.table.selected_rows()):
            flags = QItemSelectionModel.SelectionFlag
            self.table.selectionModel().setCurrentIndex(
                self.model.index(row, 0), flags.ClearAndSelect | flags.Rows
            )
        self.commands.context_menu().popup(self.table.viewport().mapToGlobal(place))

    def _refers_to(self, changed: Changed) -> bool:
        return any(
            each.refers_to in changed.tables for each in self.kind.record_type.fields if each.refers_to
        )

    def _reference_title(self, table: str, record_id: str) -> str:
        if record_id not in self._titles:
            self._titles[record_id] = self.office.title(table, record_id)
        return self._titles[record_id]
