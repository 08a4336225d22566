"""What the commands of a list do with its records. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from db.errors import LedgerError
from db.spec.field import Record
from db.spec.kinds import show
from db.spec.query import Query
from ui.lists.clipboard import copy_table
from ui.models.filters import Filters
from ui.models.periods import Span
from ui.models.record_table_model import RecordTableModel
from ui.models.tsv import html_table, rows_of_cells, tab_separated
from ui.pages.ledger_kind import Deed, LedgerKind
from ui.pages.page_context import PageContext
from ui.widgets.column_layout import ColumnLayout
from ui.widgets.ledger_table import LedgerTable


class RecordActs:
    """New, open, copy, delete, print: for the records that are selected in one list."""

    def __init__(
        self,
        kind: LedgerKind,
        context: PageContext,
        table: LedgerTable,
        model: RecordTableModel,
        columns: ColumnLayout,
        page: QWidget,
    ) -> None:
        self.kind, self.context, self.office = kind, context, context.office
        self.table, self.model, self.columns, self.page = table, model, columns, page

    def selected_ids(self) -> list[str]:
        """The ids of the selected records, from top to bottom."""
        return self.model.ids_of(self.table.selected_rows())

    def new(self) -> None:
        """A form for a new record."""
        self.context.actions.new(self.kind.table)

    def new_fixed(self) -> None:
        """The form of a hazard that was found and put right at once."""
        self.context.actions.new_fixed()

    def open(self) -> None:
        """The form of the selected record, in the field whose cell was clicked."""
        column = self.table.currentIndex().column()
        field = self.model.columns[column].name if column >= 0 else ""
        self._with_one(lambda table, record_id: self.context.actions.edit(table, record_id, field))

    def open_row(self, row: int) -> None:
        """The form of a row's record."""
        self.context.actions.edit(self.kind.table, self.model.record_id(row))

    def copy_record(self) -> None:
        """A form for a new record that starts as a copy of the selected one."""
        self._with_one(self.context.actions.copy)

    def print_one(self) -> None:
        """The document of the selected record."""
        self._with_one(self.context.actions.print_one)

    def print_list(self, query: Query, filters: Filters) -> None:
        """The ledger of what is listed."""
        today = self.office.clock.today()
        is_all = filters.period.span is Span.ALL
        words = f"截至{today.isoformat()}" if is_all else filters.period.text(today)
        self.context.actions.print_list(self.kind.table, query, words, self._columns())

    def print_selected(self, query: Query) -> None:
        """The documents of the selected records as one PDF; where the kind has none, the list of these records only."""
        ids = self.selected_ids()
        if ids and self.kind.print_one_word:
            self.context.actions.print_many(self.kind.table, ids)
        elif ids:
            chosen = Query(only=tuple(ids), sort=query.sort, is_retired=query.is_retired)
            self.context.actions.print_list(self.kind.table, chosen, f"所选{len(ids)}条", self._columns())

    def print_further(self, key: str) -> None:
        """A further paper of the selected records, by its key."""
        further = next(each for each in self.kind.selected_prints if each.key == key)
        if ids := self.selected_ids():
            further.run(self.context, ids)

    def _columns(self) -> list[str]:
        return [each.name for each in self.columns.shown_columns()]

    def take_step(self, record: Record | None, name: str) -> None:
        """The dialog of a record's next step."""
        if record:
            self.context.actions.act(self.kind.table, record["id"], name)

    def do(self, deeds: Sequence[Deed], key: str, record: Record | None) -> None:
        """Do a deed of the record that the detail shows, or of the list."""
        deed = next(each for each in deeds if each.key == key)
        if record is not None:
            self._tell_problem(lambda: deed.run(self.context, record))

    def open_related(self, record: Record | None, table: str) -> None:
        """The list of another type's records that belong to this one."""
        if record:
            title = str(record.get(self.kind.record_type.title_field) or "")
            self.context.actions.open_list(table, Filters(premises=(record["id"], title)))

    def delete(self) -> None:
        """Put the selected records into the recycle bin, after asking; can be undone."""
        self._tell_problem(self._ask_and_delete)

    def bulk_change(self) -> None:
        """One change for all selected records, shown before it is made."""
        self._tell_problem(self._ask_and_change)

    def copy_rows(self) -> None:
        """The selected rows with their headers, on the clipboard."""
        self._tell_problem(self._copy_rows)

    def import_table(self, file: Path | None = None) -> None:
        """The import assistant, with a file that was dropped here."""
        self.context.actions.import_table(self.kind.table, file)

    def paste_rows(self) -> None:
        """What was copied in Excel or WPS, through the same preview; it adds and never overwrites."""
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self.context.actions.import_table(self.kind.table, text=text)
        else:
            self.context.bar.tell_problem(
                "剪贴板里没有文字。请先在 Excel 或 WPS 里选中几行（最好连同表头）复制。"
            )

    def _ask_and_delete(self) -> None:
        from desktop.operations import retire
        from ui.pages.delete_box import confirmed_deletion

        ids, label = self.selected_ids(), self.kind.record_type.label
        if not ids or not confirmed_deletion(self.page, label, len(ids), self._names(ids)):
            return
        batch, count = retire(self.office, self.kind.table, ids, "在列表中删除")
        undo = lambda: self._tell_problem(lambda: self._restore(batch))  # noqa: E731
        self.context.bar.tell(f"已删除 {count} 条，放在回收站里", "撤销", undo)

    def _ask_and_change(self) -> None:
        from ui.lists.bulk_change_dialog import BulkChangeDialog

        if not (ids := self.selected_ids()):
            return
        dialog = BulkChangeDialog(self.office, self.context.runner, self.kind.table, ids, self.page.window())
        if dialog.exec():
            self.context.bar.tell(dialog.result_words)
        dialog.deleteLater()

    def _restore(self, batch: str) -> None:
        count = self.office.undo_operation(batch).count
        self.context.bar.tell(f"已恢复 {count} 条")

    def pick_cells(self, is_on: bool) -> None:
        """Select cells instead of rows, or rows again."""
        self.table.pick_cells(is_on)
        if is_on:
            self.context.bar.tell("选格：拖动鼠标（或按住 Shift 用方向键）选一块，Ctrl+C 复制，Esc 退出")
            self.table.setFocus()

    def _copy_rows(self) -> None:
        from desktop.tips.release import refuse_unreleased, tipster_check

        if self.table.is_picking_cells:
            rows, places = self.table.cell_block()
            columns = [self.model.columns[each] for each in places]
            done = f"已复制 {len(rows)} 行 × {len(columns)} 列，可粘贴到 Excel 或 WPS"
        else:
            rows, columns = list(self.table.selected_rows()), self.columns.shown_columns()
            done = f"已复制 {len(rows)} 行（连同表头），可粘贴到 Excel 或 WPS"
        if rows and columns:
            records = self.office.rows(self.kind.table, self.model.ids_of(rows))
            refuse_unreleased(tipster_check(self.office), [(self.kind.record_type, each) for each in records])
            cells = rows_of_cells(columns, records, has_heads=not self.table.is_picking_cells)
            copy_table(tab_separated(cells), html_table(columns, cells))
            self.context.bar.tell(done)

    def _names(self, ids: list[str]) -> list[str]:
        title = self.kind.record_type.field(self.kind.record_type.title_field)
        return [
            f"{each.get('no') or ''}　{show(title, each.get(title.name))}"
            for each in self.office.rows(self.kind.table, ids[:5])
        ]

    def _with_one(self, work: Callable[[str, str], None]) -> None:
        ids = self.selected_ids()
        if len(ids) == 1:
            work(self.kind.table, ids[0])

    def _tell_problem(self, work: Callable[[], None]) -> None:
        try:
            work()
        except LedgerError as error:
            self.context.bar.tell_fault(error)
