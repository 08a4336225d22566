"""The records of one type that hang on one premises: a list in its file, whose rows open the record. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from db.errors import EnvironmentProblem
from db.spec import RECORD_TYPES
from db.spec.field import Record
from db.spec.query import Query, Sort
from db.value import Value
from desktop.premises_file import NAMED_IN_ROWS, linked_records
from ui.models.columns import list_columns
from ui.models.filters import Filters
from ui.models.record_table_model import RecordTableModel
from ui.pages.page_context import PageContext
from ui.widgets.icon_buttons import IconButton
from ui.widgets.ledger_table import LedgerTable


class Linked(Value):
    """One type of record in the file: its word and its columns."""

    table: str
    label: str
    columns: tuple[tuple[str, int], ...]
    stretched: str


class LinkedList(QWidget):
    """Makes its table and reads its first rows when it is first shown, and reads again after a write."""

    table: LedgerTable
    model: RecordTableModel

    def __init__(self, linked: Linked, record: Record, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.linked, self.record, self.context = linked, record, context
        self._is_made = False

    def reload(self) -> None:
        """Read the list again, newest first."""
        if not self._is_made:
            self._make()
        if self.model.show_first(self._query()):
            self.places.setCurrentIndex(0 if self.model.rowCount() else 1)

    def _query(self) -> Query:
        newest = (Sort("no", descending=True),)
        if self.linked.table in NAMED_IN_ROWS:
            return Query(only=self._ids(), sort=newest)
        return Query(references={"premises": self.record["id"]}, sort=newest)

    def _ids(self) -> tuple[str, ...]:
        return linked_records(self.context.office, self.linked.table, self.record["id"])

    def _make(self) -> None:
        self._is_made = True
        office, record_type = self.context.office, RECORD_TYPES[self.linked.table]
        columns = list_columns(record_type, self.linked.columns, office.title, office.clock.today)
        self.model = RecordTableModel(office, self.linked.table, columns[: len(self.linked.columns)], self)
        self.table = LedgerTable(self)
        self.table.setModel(self.model)
        self.table.setAccessibleName(f"{self.record['name']}的{self.linked.label}")
        self.empty = QLabel(f"这家场所没有{self.linked.label}记录。", self)
        self.empty.setObjectName("muted")
        self.empty.setContentsMargins(12, 12, 12, 12)
        self._fit_columns()
        self._lay_out()
        self.table.opened.connect(self._open)
        self.model.reading_failed.connect(self._tell_problem)

    def _fit_columns(self) -> None:
        header = self.table.horizontalHeader()
        for place, (name, width) in enumerate(self.linked.columns):
            header.resizeSection(place, width)
            if name == self.linked.stretched:
                header.setSectionResizeMode(place, header.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        self.places = QStackedLayout()
        self.places.addWidget(self.table)
        self.places.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._buttons())
        column.addLayout(self.places, 1)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        add = IconButton("add", f"新增{self.linked.label}", "action", self)
        add.setToolTip(f"给这家场所新增{self.linked.label}")
        add.clicked.connect(self.add)
        row.addWidget(add)
        row.addStretch(1)
        if _has_page(self.linked.table):
            everything = QPushButton(f"到{self.linked.label}台账办理", self)
            everything.setObjectName("link")
            everything.setToolTip("在台账里只看这家场所的记录，可以登记下一步")
            everything.clicked.connect(self._go_to_ledger)
            row.addWidget(everything)
        return row

    def add(self) -> None:
        """A form for a new record of this premises."""
        self.context.actions.new(self.linked.table, self._prefilled())

    def _prefilled(self) -> Record:
        """What a new record of this premises starts with, beside the usual: place and unit are known."""
        known = {"premises": "id", "location": "address", "place": "address", "rect_unit": "name",
                 "responsible_unit": "name", "responsible_person": "main_person", "phone": "phone"}  # fmt: skip
        fields = RECORD_TYPES[self.linked.table].by_name
        values = {name: self.record[source] for name, source in known.items() if name in fields}
        rows = NAMED_IN_ROWS.get(self.linked.table)
        if rows and "premises" not in fields:
            values[rows] = [{"premises": self.record["id"]}]
        return values

    def _go_to_ledger(self) -> None:
        premises, table = (self.record["id"], self.record["name"]), self.linked.table
        if table in NAMED_IN_ROWS:
            filters = Filters(only=(f"场所：{premises[1]}", self._ids()))
        else:
            filters = Filters(premises=premises)
        self.context.actions.open_list(table, filters)

    def _open(self, row: int) -> None:
        self.context.actions.edit(self.linked.table, self.model.record_id(row))

    def _tell_problem(self, error: EnvironmentProblem) -> None:
        self.context.bar.tell_fault(error)


def _has_page(table: str) -> bool:
    from ui.navigation import PAGES  # which imports the pages

    return any(each.key == table for each in PAGES)
