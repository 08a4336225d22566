"""What the commands of a list do with its records. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from db.errors import LedgerError
from db.spec.field import Record
from db.spec.kinds import show
from db.spec.query import Query
from desktop.messages import sentence
from ui.models.filters import Filters
from ui.models.periods import Span
from ui.models.record_table_model import RecordTableModel
from ui.models.tsv import tab_separated
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
        """The form of the selected record."""
        self._with_one(self.context.actions.edit)

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
        self.context.actions.print_list(self.kind.table, query, words)

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

    def copy_rows(self) -> None:
        """The selected rows with their headers, on the clipboard."""
        self._tell_problem(self._copy_rows)

    def _ask_and_delete(self) -> None:
        from desktop.operations import retire
        from ui.pages.delete_box import confirmed_deletion

        ids, label = self.selected_ids(), self.kind.record_type.label
        if not ids or not confirmed_deletion(self.page, label, len(ids), self._names(ids)):
            return
        batch, count = retire(self.office, self.kind.table, ids, "在列表中删除")
        undo = lambda: self._tell_problem(lambda: self._restore(batch))  # noqa: E731
        self.context.bar.tell(f"已删除 {count} 条，放在回收站里", "撤销", undo)

    def _restore(self, batch: str) -> None:
        count = self.office.undo_operation(batch).count
        self.context.bar.tell(f"已恢复 {count} 条")

    def _copy_rows(self) -> None:
        ids = self.selected_ids()
        if ids:
            records = self.office.rows(self.kind.table, ids)
            QGuiApplication.clipboard().setText(tab_separated(self.columns.shown_columns(), records))
            self.context.bar.tell(f"已复制 {len(ids)} 行（连同表头），可粘贴到 Excel 或 WPS")

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
            self.context.bar.tell_problem(sentence(error))
