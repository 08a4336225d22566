"""What every page is given: the ledger, kept settings, the bar for news, and the windows it may open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction

from db.spec.query import Query
from db.value import Value
from desktop.jobs import Runner
from desktop.office import Office
from ui.models.change_relay import Changed
from ui.models.filters import Filters
from ui.widgets.message_bar import MessageBar


class PageActions(Protocol):
    """What a page asks the main window to do; forms, step dialogs and prints open there."""

    def new(self, table: str, values: Mapping[str, Any] | None = None) -> None:
        """Ask for a new record, prefilled with `values` or with the usual ones."""

    def new_fixed(self) -> None:
        """Ask for a hazard that was found and put right at once (即查即改)."""

    def edit(self, table: str, record_id: str, field: str = "") -> None:
        """Open a record's form, in that field where the form has it."""

    def copy(self, table: str, record_id: str) -> None:
        """Ask for a new record that starts as a copy."""

    def act(self, table: str, record_id: str, transition_name: str) -> None:
        """Ask for what a step of the record's course needs."""

    def print_list(self, table: str, query: Query, period: str, columns: Sequence[str] = ()) -> None:
        """Print the records of a query as the table's ledger, with these columns where it has none of its own; the period
        goes into the file's name."""

    def print_many(self, table: str, record_ids: Sequence[str]) -> None:
        """Print the documents of several records as one, with a bookmark for each."""

    def print_one(self, table: str, record_id: str) -> None:
        """Print the document of one record."""

    def print_document(self, make: Callable[[], Any], title: str, detail: str) -> None:
        """Make a document by a job and show it in the preview; title and detail go into the file's name."""

    def show_dialog(self, table: str, dialog: Any) -> None:
        """Run a record's form dialog with the main window and go to what it saved."""

    def import_table(self, table: str, file: Path | None = None, text: str = "") -> None:
        """Ask for a spreadsheet, or take this file or this pasted text, and lead it into a ledger."""

    def open_record(self, table: str, record_id: str) -> None:
        """Go to a record's own page; to its place in the list where it has none."""

    def open_list(self, table: str, filters: Filters, record_id: str = "") -> None:
        """Go to a list with these filters, at that record."""

    def show_backups(self) -> None:
        """The dialog 备份与恢复."""


class Page(Protocol):
    """What the main window asks of every page."""

    def take_change(self, changed: Changed) -> None:
        """Hear of a write to the ledger."""

    def menu_actions(self) -> tuple[list[QAction], list[QAction]]:
        """The actions of the 记录 and of the 查找 menu while this page is shown."""


class PageContext(Value):
    """Handed to each page when it is made."""

    office: Office
    settings: QSettings
    actions: PageActions
    bar: MessageBar
    runner: Runner
