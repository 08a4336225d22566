"""Opens the windows of what goes out, for the list that is shown. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from db.errors import LedgerError
from ui.exporting.selection import Selection
from ui.models.periods import Span
from ui.widgets.dialogs import run_dialog

if TYPE_CHECKING:
    from ui.pages.ledger_page import LedgerPage


def open_window(page: LedgerPage, name: str) -> None:
    """One of `export_table`, `fill_form`, `blank_sheet`."""
    windows: dict[str, Callable[[LedgerPage], None]] = {
        "export_table": _export_table,
        "fill_form": _fill_form,
        "blank_sheet": _blank_sheet,
    }
    try:
        windows[name](page)
    except LedgerError as error:
        page.context.bar.tell_fault(error)


def selection_of(page: LedgerPage) -> Selection:
    """What the list shows and what is selected in it."""
    today = page.office.clock.today()
    period = page.filter_bar.filters.period
    words = f"截至{today.isoformat()}" if period.span is Span.ALL else period.text(today)
    names = tuple(each.name for each in page.columns.shown_columns())
    return Selection(
        page.kind.record_type, page.kind.title, page.query(), names, tuple(page.selected_ids()), words
    )


def _export_table(page: LedgerPage) -> None:
    from ui.exporting.export_dialog import ExportDialog

    run_dialog(ExportDialog(page.context, selection_of(page)))


def _fill_form(page: LedgerPage) -> None:
    from ui.exporting.fill_dialog import FillDialog

    run_dialog(FillDialog(page.context, selection_of(page)))


def _blank_sheet(page: LedgerPage) -> None:
    from desktop.spreadsheets.blank import write_blank

    record_type = page.kind.record_type
    suggested = f"{record_type.label}空白导入模板.xlsx"
    chosen, _ = QFileDialog.getSaveFileName(page, "空白导入模板", suggested, "Excel 表格 (*.xlsx)")
    if chosen:
        path = Path(chosen if chosen.lower().endswith(".xlsx") else f"{chosen}.xlsx")
        write_blank(record_type, path, page.office)
        told = f"已写好空白模板：{path}"
        page.context.bar.tell(told, "打开所在文件夹", lambda: show_folder(path.parent))


def show_folder(folder: Path) -> None:
    """Show a folder in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
