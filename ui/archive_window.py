"""An archive in a window of its own: everything can be looked at, printed and exported, nothing changed. GUI thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSettings
from PySide6.QtGui import QCloseEvent

from desktop.archiving import ArchivedLedger, YearArchive
from ui.main_window import MainWindow

_STILL_USED = ("导出表格…", "按上级表样填写…", "空白导入模板…", "核对打印件…", "退出")


class ArchiveWindow(MainWindow):
    """The main window over an archive; it closes with the window that opened it."""

    def __init__(self, ledger: ArchivedLedger, year: int, owner: MainWindow) -> None:
        self._ledger, self._words = ledger, f"{year}年度归档·只读"
        super().__init__(ledger.office, QSettings(str(ledger.settings_file), QSettings.Format.IniFormat))
        self.unit_label.setText(f"{self.office.committee['name']}\n（{self._words}）")
        for action in self.menus[0].actions():
            is_word = action.text() and action.menu() is None
            action.setEnabled(action.isEnabled() and (not is_word or action.text() in _STILL_USED))
        self.bar.tell(f"这是 {year} 年度归档，只能查看、打印和导出，不能改动。")
        owner.installEventFilter(self)

    def setWindowTitle(self, title: str) -> None:
        super().setWindowTitle(f"{title}（{self._words}）")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close and isinstance(watched, MainWindow) and watched is not self:
            self.close()
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self._ledger.close()
        self.deleteLater()


def open_archive_window(owner: MainWindow, archive: YearArchive, folder: Path) -> ArchiveWindow:
    """The shown window of an archive. Raises EnvironmentProblem `archive_missing`, `archive_altered`."""
    ledger = ArchivedLedger(folder, archive.manifest_sha256)
    ledger.seat_like(owner.office)
    window = ArchiveWindow(ledger, archive.year, owner)
    window.show()
    return window
