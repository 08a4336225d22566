"""Opens what pages ask for: forms, steps and prints, each imported when first opened. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMainWindow

from db.errors import LedgerError
from db.spec import PREMISES, RECORD_TYPES
from db.spec.premises import CLOSING_STEPS
from db.spec.query import UNIT, Query
from desktop.form_values import copy_values
from desktop.jobs import Runner
from desktop.office import Office
from desktop.people.permissions import Right, right_of_step
from ui.models.filters import Filters
from ui.widgets.message_bar import MessageBar

if TYPE_CHECKING:
    from PySide6.QtWidgets import QProgressDialog

    from desktop.drafts import Draft, Origin
    from desktop.spreadsheets.own_sheet import OwnSheet

BUSY_AFTER_MS = 600
WRITTEN_WHOLE = 2  # the preview's answer when telephones are to be written whole

# Their documents look at the records themselves; every other paper is looked through once it is made (ui.tips.paper_check).
_CHECKED_FOR_TIPSTERS = (
    "hazard", "risk", "document", "drill", "task", "training", "special_work_certificate", "accident",
)  # fmt: skip


class ListWindow(QMainWindow):
    """What a main window must be able to do for the windows it opens."""

    def open_list(self, table: str, filters: Filters, record_id: str = "") -> None:
        """Go to a list with these filters, at that record."""
        raise NotImplementedError

    def go_to_record(self, table: str, record_id: str) -> None:
        """Show a record that was just saved in its list."""
        raise NotImplementedError

    def open_record(self, table: str, record_id: str) -> None:
        """Go to a record's own page; to its place in the list where it has none."""
        raise NotImplementedError

    def show_backups(self) -> None:
        """The dialog 备份与恢复."""
        raise NotImplementedError


class RecordWindows:
    """Forms, steps and prints of one main window: its pages' PageActions."""

    def __init__(
        self, office: Office, settings: QSettings, bar: MessageBar, runner: Runner, window: ListWindow
    ) -> None:
        self.office, self.settings, self.bar, self.runner = office, settings, bar, runner
        self.window = window

    def open_list(self, table: str, filters: Filters, record_id: str = "") -> None:
        """Go to a list with these filters, at that record."""
        self.window.open_list(table, filters, record_id)

    def open_record(self, table: str, record_id: str) -> None:
        """Go to a record's own page; to its place in the list where it has none."""
        self.window.open_record(table, record_id)

    def show_backups(self) -> None:
        """The dialog 备份与恢复."""
        self.window.show_backups()

    def new(self, table: str, values: Mapping[str, Any] | None = None) -> None:
        """A form for a new record."""
        if self._is_denied(Right.EDIT):
            return
        self._run(table, self._form(table, None, dict(values) if values else None))

    def new_fixed(self) -> None:
        """The form of a hazard that was found and put right at once."""
        if self._is_denied(Right.EDIT):
            return
        from ui.forms.fix_on_spot_dialog import FixOnSpotDialog

        self._run("hazard", FixOnSpotDialog(self.office, parent=self.window))

    def edit(self, table: str, record_id: str, field: str = "") -> None:
        """The form of a record, in that field where the form has it."""
        record = (
            None if self._is_denied(Right.EDIT) else self._found(lambda: self.office.get(table, record_id))
        )
        if record:
            dialog = self._form(table, record, None)
            if dialog.form.can_enter(field):
                dialog.form.enter(field)
            self._run(table, dialog)

    def resume(self, draft: Draft, names: list[str]) -> None:
        """The form that was cut short, filled with these fields of its draft."""
        dialog = self._found(lambda: self._dialog_of(draft.origin))
        if dialog is not None:
            dialog.take_draft(draft, names)
            self._run(draft.origin.table, dialog)

    def _dialog_of(self, origin: Origin) -> Any:
        from ui.forms.fix_on_spot_dialog import FixOnSpotDialog
        from ui.forms.step_dialog import StepDialog

        table, record_type = origin.table, RECORD_TYPES[origin.table]
        record = self.office.get(table, origin.record_id) if origin.record_id else None
        step = record_type.transition(origin.step)
        if record and step:
            return StepDialog(self.office, record_type, record, step, self.window)
        if origin.form == "fixed":
            return FixOnSpotDialog(self.office, parent=self.window)
        return self._form(table, record, None)

    def _form(self, table: str, record: dict[str, Any] | None, initial: dict[str, Any] | None) -> Any:
        if table == "tip":
            from ui.tips.tip_dialog import TipDialog

            return TipDialog(self.office, record, initial, self.window)
        from ui.forms.record_dialog import RecordDialog

        return RecordDialog(self.office, RECORD_TYPES[table], record, initial, self.window)

    def copy(self, table: str, record_id: str) -> None:
        """A form for a new record that starts as a copy."""
        values = self._found(lambda: copy_values(self.office, table, record_id))
        if values:
            self.new(table, values)

    def act(self, table: str, record_id: str, transition_name: str) -> None:
        """The dialog of a step."""
        from ui.forms.closing_dialog import ClosingDialog
        from ui.forms.step_dialog import StepDialog

        if self._is_denied(right_of_step(table, transition_name)):
            return
        record = self._found(lambda: self.office.get(table, record_id))
        transition = RECORD_TYPES[table].transition(transition_name)
        if record and transition:
            is_closing = table == PREMISES.table and transition_name in CLOSING_STEPS
            dialog = ClosingDialog if is_closing else StepDialog
            self._run(table, dialog(self.office, RECORD_TYPES[table], record, transition, self.window))

    def print_list(
        self, table: str, query: Query, period: str, columns: Sequence[str] = (), shows_phones: bool = False
    ) -> None:
        """The ledger of a query, in the preview: in the form it has, or else with the columns of the list.

        Telephones are masked; the preview offers to write them whole, which nobody remembers for the next time.
        """
        from desktop.ledger_papers import has_own_form, has_phones, list_key, print_form
        from ui.printed_documents import ledger_title

        # The forms of custom have no column for whose a record is, so a street prints the list as it stands.
        is_own = has_own_form(table) and not self.office.is_street
        key = table if is_own else list_key(table, columns)
        name = self._file_name(ledger_title(table), period)
        whole = lambda: self.print_list(table, query, period, columns, True)  # noqa: E731
        is_masked = not shows_phones and has_phones(key) and not self.office.why_not(Right.REVEAL)
        make = lambda: print_form(self.office, key, query, shows_phones=shows_phones)  # noqa: E731
        self._print(make, name, True, whole if is_masked else None)

    def print_many(self, table: str, record_ids: Sequence[str]) -> None:
        """The documents of several records as one, in the preview."""
        from desktop.batch_print import print_records
        from ui.printed_documents import DOCUMENTS

        title, ids = DOCUMENTS[table][0], tuple(record_ids)
        name = self._file_name(title, f"{len(ids)}份")
        self._print(lambda: print_records(self.office, table, ids), name, table in _CHECKED_FOR_TIPSTERS)

    def print_one(self, table: str, record_id: str) -> None:
        """The document of one record, in the preview."""
        record = self._found(lambda: self.office.get(table, record_id))
        if record:
            from desktop.record_papers import make_paper
            from ui.printed_documents import DOCUMENTS

            title, _ = DOCUMENTS[table]
            unit = self.office.title("roster", record[UNIT]) if self.office.is_street else ""
            name = self._file_name(title, f"{unit}{record['no']}")
            make = lambda: make_paper(self.office, table, record_id)  # noqa: E731
            self._print(make, name, table in _CHECKED_FOR_TIPSTERS)

    def print_document(self, make: Callable[[], Any], title: str, detail: str) -> None:
        """Make a document by a job and show it in the preview."""
        self._print(make, self._file_name(title, detail))

    def show_dialog(self, table: str, dialog: Any) -> None:
        """Run a record's form dialog and go to what it saved."""
        self._run(table, dialog)

    def import_table(self, table: str, file: Path | None = None, text: str = "") -> None:
        """The import assistant, with this file or this pasted text if there is one."""
        from ui.importing.assistant import ImportAssistant, import_words

        if self._is_denied(Right.EDIT):
            return
        dialog = ImportAssistant(self.office, self.runner, table, self.window)
        if text:
            dialog.read_pasted(text)
        elif file is not None:
            dialog.read_file(file)
        if dialog.exec() and dialog.outcome:
            taken = dialog.table
            self.bar.tell(
                import_words(dialog.outcome, taken), "去看看", lambda: self.open_list(taken, Filters())
            )
        elif dialog.own_sheet:
            self._show_differences(dialog.own_sheet)
        dialog.deleteLater()

    def _show_differences(self, sheet: OwnSheet) -> None:
        from ui.exporting.differences_dialog import DifferencesDialog

        dialog = DifferencesDialog(self.office, self.runner, sheet, self.window)
        table = sheet.record_type.table
        if dialog.exec() and dialog.written:
            words = f"已按表格写入 {len(dialog.written)} 条{sheet.record_type.label}"
            self.bar.tell(words, "去看看", lambda: self.open_list(table, Filters()))
        dialog.deleteLater()

    def _run(self, table: str, dialog: Any) -> None:
        if dialog.exec() and dialog.saved:
            self.window.go_to_record(table, dialog.saved["id"])
        dialog.deleteLater()

    def _is_denied(self, right: Right) -> bool:
        """Whether the one at the desk may not do it, which is told in the bar before anything is typed."""
        denied = self.office.why_not(right)
        if denied:
            self.bar.tell_fault(denied)
        return denied is not None

    def _file_name(self, title: str, detail: str) -> str:
        from ui.preview.file_names import document_name

        return document_name(self.office.committee["name"], title, detail)

    def _found(self, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except LedgerError as error:
            self.bar.tell_fault(error)
            return None

    def _print(
        self,
        make: Callable[[], Any],
        name: str,
        is_checked: bool = False,
        whole: Callable[[], None] | None = None,
    ) -> None:
        from PySide6.QtWidgets import QProgressDialog

        from desktop.print_jobs import heard_by_token

        busy = QProgressDialog("正在生成打印文件…", "取消", 0, 0, self.window)
        busy.setWindowTitle("打印预览")
        busy.setMinimumDuration(BUSY_AFTER_MS)
        busy.setAutoReset(False)
        job = self.runner.start(
            lambda token: heard_by_token(self.office, make, token),
            done=lambda printed: (
                None if busy.wasCanceled() else self._preview(printed, name, busy, is_checked, whole)
            ),
            failed=lambda error: self.bar.tell_fault(error),
        )
        job.progressed.connect(lambda done, total, words: _show_progress(busy, done, total, words))
        busy.canceled.connect(job.cancel)
        job.ended.connect(busy.deleteLater)

    def _preview(
        self,
        printed: Any,
        name: str,
        busy: QProgressDialog,
        is_checked: bool,
        whole: Callable[[], None] | None,
    ) -> None:
        from ui.preview.preview_window import PreviewWindow
        from ui.tips.paper_check import is_released

        busy.reset()
        if not is_checked and not is_released(self.office, printed.pdf, self.window):
            return
        missing = tuple(printed.missing_characters)
        preview = PreviewWindow(printed.pdf, name, self.window, missing, self.settings)
        preview.handed_out.connect(lambda: self._remember(printed))
        if whole:
            preview.bar.tell("电话已隐去中间几位。", "写全电话", lambda: preview.done(WRITTEN_WHOLE))
        is_whole_wanted = preview.exec() == WRITTEN_WHOLE
        preview.deleteLater()
        if whole and is_whole_wanted:
            whole()

    def _remember(self, printed: Any) -> None:
        from desktop.print_checks import remember_print

        try:
            remember_print(self.office, printed)
        except LedgerError as error:
            self.bar.tell_fault(error)


def _show_progress(busy: QProgressDialog, done: int, total: int, words: str) -> None:
    if not busy.wasCanceled():
        busy.setLabelText(words)
        busy.setMaximum(total)
        busy.setValue(min(done, total - 1))  # the last rows done, the file is still to be closed
