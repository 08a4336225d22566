"""What the lists and the assistant say of spreadsheets that come in: ledgers by their words, and files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData

from db.spec import RECORD_TYPES
from desktop.importing.kinds import IMPORTABLE

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".csv", ".txt", ".tsv")
FILE_FILTER = "表格文件 (*.xlsx *.xlsm *.xls *.csv *.txt *.tsv);;所有文件 (*)"


def labels() -> list[tuple[str, str]]:
    """(table, word) of the ledgers that may be chosen."""
    return [(table, RECORD_TYPES[table].label) for table in IMPORTABLE]


def dropped_file(dropped: QMimeData) -> Path | None:
    """The one spreadsheet file that is dragged; None for anything else."""
    urls = dropped.urls() if dropped.hasUrls() else []
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    file = Path(urls[0].toLocalFile())
    return file if file.suffix.lower() in SUFFIXES else None
