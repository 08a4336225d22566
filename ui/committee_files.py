"""What a committee's window does with a file that was double-clicked: each kind goes to the page where it is taken in.
GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import AppError, LedgerError
from desktop.opened_files import FileKind, OpenedFile, look_at_file

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.pages.submission.page import SubmissionPage


def open_file(window: MainWindow, path: Path) -> None:
    """Open the file where it belongs; what is no file of ours, or not for a committee, is told in the window's bar."""
    acts: dict[FileKind, Callable[[MainWindow, OpenedFile], None]] = {
        FileKind.RECEIPT: _receipt, FileKind.PACKAGE: _package, FileKind.STREET_SHEET: _street_sheet,
        FileKind.BACKUP: lambda window, file: window.restore_from(file.path), FileKind.TABLE: _table,
        FileKind.KEY_NOTICE: _refuse, FileKind.COMMITTEE_SHEET: _refuse,
    }  # fmt: skip
    try:
        file = look_at_file(path)
        if file.kind not in acts:
            raise AppError("file_not_known", name=path.name)
        acts[file.kind](window, file)
    except LedgerError as error:
        window.bar.tell_fault(error)


def _receipt(window: MainWindow, file: OpenedFile) -> None:
    if page := _submission(window):
        page.jobs.import_receipt(file.path)


def _package(window: MainWindow, file: OpenedFile) -> None:
    """Our own is checked against what was sealed; one for us was sent down; all else is for the street."""
    own = str(window.office.committee["code"])
    if file.sender == own:
        _check_own(window, file)
    elif own in file.recipients:
        if page := _submission(window):
            page.jobs.look_at_down(file.path, page.show_down)
    elif file.recipients and not any(code[:9] == own[:9] for code in (*file.recipients, file.sender)):
        raise AppError("file_not_for_us", name=file.path.name)
    else:
        _refuse(window, file)


def _check_own(window: MainWindow, file: OpenedFile) -> None:
    from desktop.exchange.own_packages import own_packages

    known = {(each.epoch, each.serial): each for each in own_packages(window.office)}
    package = known.get(file.place) if file.place else None
    if package is None:
        raise AppError("file_not_in_history", name=file.path.name)
    if page := _submission(window):
        page.jobs.check_file(file.path, package)


def _street_sheet(window: MainWindow, file: OpenedFile) -> None:
    if page := _submission(window):
        page.ask_trust(file.path)


def _table(window: MainWindow, file: OpenedFile) -> None:
    window.records.import_table(window.current_key(), file.path)


def _refuse(window: MainWindow, file: OpenedFile) -> None:
    raise AppError("file_not_for_committee", name=file.path.name)


def _submission(window: MainWindow) -> SubmissionPage | None:
    """The page 报送; None when it is closed to the clerk's role, which the bar has told."""
    from ui.pages.submission.page import SubmissionPage

    page = window.show_page("submission")
    return page if isinstance(page, SubmissionPage) else None
