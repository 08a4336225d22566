"""What a street's window does with a file that was double-clicked. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import AppError, LedgerError
from desktop.opened_files import FileKind, OpenedFile, look_at_file

if TYPE_CHECKING:
    from ui.street.street_window import StreetWindow

_REFUSALS = {
    FileKind.RECEIPT: "file_not_for_street", FileKind.STREET_SHEET: "file_not_for_street",
    FileKind.KEY_NOTICE: "file_is_key_notice", FileKind.TABLE: "file_is_table",
}  # fmt: skip


def open_file(window: StreetWindow, path: Path) -> None:
    """Open the file where it belongs; what is no file of ours, or not for a street, is told in the window's bar."""
    acts: dict[FileKind, Callable[[StreetWindow, OpenedFile], None]] = {
        FileKind.PACKAGE: _package, FileKind.COMMITTEE_SHEET: _committee_sheet,
        FileKind.BACKUP: lambda window, file: window.restore_from(file.path),
    }  # fmt: skip
    try:
        file = look_at_file(path)
        if file.kind not in acts:
            raise AppError(_REFUSALS.get(file.kind, "file_not_known"), name=path.name)
        acts[file.kind](window, file)
    except LedgerError as error:
        window.bar.tell_fault(error)


def _package(window: StreetWindow, file: OpenedFile) -> None:
    from ui.street.receive_page import ReceivePage

    if file.sender == window.office.committee["code"]:
        raise AppError("file_not_for_street", name=file.path.name)
    page = window.show_page("receive")
    if isinstance(page, ReceivePage) and not page.offer([file.path]) and page.run.is_running:
        window.bar.tell(f"正在收件。收完以后再打开 {file.path.name}。")


def _committee_sheet(window: StreetWindow, file: OpenedFile) -> None:
    from ui.street.roster_page import RosterPage

    page = window.show_page("roster")
    if isinstance(page, RosterPage):
        page.ask_enrolment(file.path)
