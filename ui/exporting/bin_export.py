"""导出回收站: asks for the file and writes what is listed by a job. GUI thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from desktop.deleted_papers import bin_words, export_bin
from desktop.jobs import Token
from desktop.spreadsheets.exporting import Format
from ui.exporting.opening import show_folder
from ui.preview.file_names import safe_name

if TYPE_CHECKING:
    from ui.pages.recycle_bin import RecycleBin

_KINDS = {"Excel 表格 (*.xlsx)": Format.XLSX, "文本表格 (*.csv)": Format.CSV}


def export_bin_of(page: RecycleBin, table: str) -> None:
    """Ask where to, and write the deleted records of a kind, or ("") of all."""
    bar, unit = page.context.bar, page.office.committee["name"]
    name = safe_name(f"{unit}_回收站_{bin_words(table)}_{page.office.today}.xlsx")
    chosen, kind = QFileDialog.getSaveFileName(page, "导出回收站", name, ";;".join(_KINDS))
    if not chosen:
        return
    path, format_ = _told_apart(Path(chosen), kind)

    def write(token: Token) -> int:
        return export_bin(page.office, table, path, format_, token)

    page.context.runner.start(
        write,
        done=lambda count: bar.tell(
            f"已导出 {count} 条：{path}", "打开所在文件夹", lambda: show_folder(path.parent)
        ),
        failed=lambda error: bar.tell_fault(error),
    )


def _told_apart(path: Path, kind: str) -> tuple[Path, Format]:
    """The file with its ending, and what it will be: by what was typed, else by the kind that was chosen."""
    typed = path.suffix.lower().lstrip(".")
    if typed in list(Format):
        return path, Format(typed)
    format_ = _KINDS.get(kind, Format.XLSX)
    return path.with_name(f"{path.name}.{format_}"), format_
