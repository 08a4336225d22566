"""Telling the clerk of a fault of ours: the records are safe, the report can be copied. GUI thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMessageBox


class CrashTeller(QObject):
    """Shows one box at a time; reports from other threads arrive through the event loop."""

    crashed = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_telling = False
        self.crashed.connect(self._tell)

    def _tell(self, report: str, path: Path | None) -> None:
        if self._is_telling:
            return
        self._is_telling = True
        box = QMessageBox(QMessageBox.Icon.Warning, "程序出了意外", "程序出了意外，刚才的操作没有完成。")
        box.setInformativeText(
            "已经保存的记录都在，不受影响。可以继续使用；如再次出现，请把问题报告交给维护人员。"
        )
        copy = box.addButton("复制问题报告", QMessageBox.ButtonRole.ActionRole)
        folder = box.addButton("打开报告文件夹", QMessageBox.ButtonRole.ActionRole) if path else None
        box.addButton("继续", QMessageBox.ButtonRole.AcceptRole)
        box.exec()
        if box.clickedButton() is copy:
            QGuiApplication.clipboard().setText(report)
        elif folder is not None and path is not None and box.clickedButton() is folder:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
        self._is_telling = False
