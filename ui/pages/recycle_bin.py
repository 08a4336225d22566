"""回收站: what was deleted, of all types or of one, and the way back. Nothing is ever erased here. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from db.errors import LedgerError
from db.spec import RECORD_TYPES
from db.spec.field import RecordType, Values
from db.spec.kinds import show
from db.spec.query import Query, Sort
from desktop.messages import sentence
from desktop.recycle_bin import BIN_TABLES, WholeBin, kind_label
from ui.models.change_relay import Changed
from ui.models.columns import Column
from ui.models.record_table_model import RecordTableModel
from ui.pages.page_context import PageContext
from ui.theme.tokens import PAGE_MARGIN
from ui.widgets.empty_state import EmptyState
from ui.widgets.icon_buttons import IconButton, named_action
from ui.widgets.ledger_table import LedgerTable
from ui.widgets.quiet_inputs import QuietComboBox

BIN_TYPES = tuple(RECORD_TYPES[each] for each in BIN_TABLES)
ALL = ""  # stands for every type
_NEWEST_FIRST = (Sort("retired_at", descending=True),)


class RecycleBin(QWidget):
    """Deleted records of all types or of one; 恢复 puts the selected ones back, in one operation."""

    counted = Signal(int, int, int)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.office = context, context.office
        self.counts = (0, 0, 0)
        self.types = QuietComboBox(self)
        self.types.setAccessibleName("记录种类")
        self.types.setMaxVisibleItems(len(BIN_TYPES) + 1)
        self.types.addItem("全部", ALL)
        for each in BIN_TYPES:
            self.types.addItem(each.label, each.table)
        self.table = LedgerTable(self)
        self.whole = WholeBin(self.office, [each.table for each in BIN_TYPES])
        self.models = {ALL: RecordTableModel(self.whole, ALL, _whole_columns(), self)} | {
            each.table: RecordTableModel(self.office, each.table, _bin_columns(each), self)
            for each in BIN_TYPES
        }
        for model in self.models.values():
            model.reading_failed.connect(lambda problem: context.bar.tell_problem(sentence(problem)))
        self.empty = EmptyState(self)
        self.empty.show_words("回收站是空的", "删除的记录先放在这里，随时可以恢复。", [])
        self.restore_button = IconButton("restore", "恢复", "primary", self)
        self.restore = named_action(self, "恢复", "restore", "Ctrl+R")
        self.restore.triggered.connect(self.restore_selected)
        self.print_button = IconButton("print", "打印", "action", self)
        self.print_list = named_action(self, "打印回收站", "print", "Ctrl+P")
        self.print_list.triggered.connect(self.print_shown)
        self.export_button = IconButton("export", "导出", "action", self)
        self.export_table = named_action(self, "导出回收站…", "export", "Ctrl+E")
        self.export_table.triggered.connect(self.export_shown)
        self.refresh = named_action(self, "刷新", "refresh", "F5")
        self.refresh.triggered.connect(self.reload)
        self._lay_out()
        self.types.currentIndexChanged.connect(self.reload)
        self.restore_button.clicked.connect(self.restore_selected)
        self.print_button.clicked.connect(self.print_shown)
        self.export_button.clicked.connect(self.export_shown)
        self.table.selection_told.connect(self._show_selection)

    @property
    def shown(self) -> str:
        """The table shown now, or ALL."""
        return str(self.types.currentData())

    def take_change(self, changed: Changed) -> None:
        """Hear of a write."""
        if self.isVisible() and (self.shown == ALL or self.shown in changed.tables):
            self.reload()

    def menu_actions(self) -> tuple[list[QAction], list[QAction]]:
        """The actions of the 记录 and of the 查找 menu."""
        return [self.restore, self.print_list, self.export_table], [self.refresh]

    def reload(self) -> None:
        """Read the deleted records again."""
        model = self.models[self.shown]
        if self.table.model() is not model:
            self.table.setModel(model)
            for place, column in enumerate(model.columns):
                self.table.setColumnWidth(place, column.width)
        model.show_query(Query(is_retired=True, sort=_NEWEST_FIRST))
        self._count_types()
        self.stack.setCurrentWidget(self.table if model.rowCount() else self.empty)
        self._show_selection()

    def _count_types(self) -> None:
        total = 0
        for place, each in enumerate(BIN_TYPES, 1):
            count = self.office.count(each.table, Query(is_retired=True))
            self.types.setItemText(place, f"{each.label}（{count}）" if count else each.label)
            total += count
        self.types.setItemText(0, f"全部（{total}）")

    def restore_selected(self) -> None:
        """Put the selected records back into their ledger."""
        ids = self.models[self.shown].ids_of(self.table.selected_rows())
        try:
            count = self.whole.restore(ids) if self.shown == ALL else self.office.restore(self.shown, ids)
        except LedgerError as error:
            self.context.bar.tell_fault(error)
            return
        self.context.bar.tell(f"已恢复 {count} 条")

    def print_shown(self) -> None:
        """What is listed, as a ledger in the preview."""
        from desktop.deleted_papers import bin_words, print_bin

        table = self.shown
        self.context.actions.print_document(
            lambda: print_bin(self.office, table), "回收站", f"{bin_words(table)}{self.office.today}"
        )

    def export_shown(self) -> None:
        """What is listed, as a spreadsheet."""
        from ui.exporting.bin_export import export_bin_of

        export_bin_of(self, self.shown)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()

    def _lay_out(self) -> None:
        title = QLabel("回收站", self)
        title.setObjectName("title")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(title)
        head.addWidget(self.types)
        head.addStretch(1)
        for button in (self.export_button, self.print_button, self.restore_button):
            head.addWidget(button)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.stack, 1)

    def _show_selection(self) -> None:
        selected = self.table.selected_count()
        shown = self.models[self.shown].rowCount()
        self.restore_button.setEnabled(selected > 0)
        self.restore.setEnabled(selected > 0)
        self.restore_button.setToolTip(f"恢复选中的 {selected} 条" if selected else "请先选中要恢复的记录")
        for each in (self.print_button, self.print_list, self.export_button, self.export_table):
            each.setEnabled(shown > 0)
        self.counts = (shown, shown, selected)
        self.counted.emit(*self.counts)


def _whole_columns() -> tuple[Column, ...]:
    return (
        Column("kind", "台账", 90, kind_label),
        _NUMBER,
        Column("title", "内容", 380, lambda record: _title(RECORD_TYPES[record["kind"]], record)),
        *_DELETION,
    )


def _bin_columns(record_type: RecordType) -> tuple[Column, ...]:
    title = record_type.field(record_type.title_field)
    return (
        _NUMBER,
        Column(title.name, title.label, 420, lambda record: _title(record_type, record)),
        *_DELETION,
    )


def _title(record_type: RecordType, record: Values) -> str:
    title = record_type.field(record_type.title_field)
    return show(title, record.get(title.name)).replace("\n", " ")


_NUMBER = Column("no", "编号", 126, lambda record: record.get("no") or "")
_DELETION = (
    Column(
        "retired_at", "删除时间", 150, lambda record: (record.get("retired_at") or "")[:16].replace("T", " ")
    ),
    Column("updated_by", "删除人", 100, lambda record: record.get("updated_by") or ""),
    Column("retired_reason", "原因", 200, lambda record: record.get("retired_reason") or ""),
)
