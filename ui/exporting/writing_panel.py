"""The foot of an export dialog: writes a file by a job, shows how far it is, and offers to open what was written.
GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.jobs import Job, Runner, Token
from ui.widgets.message_bar import MessageBar
from ui.widgets.rows import GAP, row_of
from ui.widgets.word_button import word_button

_FOLDER_KEY = "export/folder"


class WritingPanel(QWidget):
    """Start, stop, result. `closed` asks the dialog to close; `has_written` says that there is a file."""

    closed = Signal()
    written = Signal(object)  # the path

    def __init__(self, runner: Runner, settings: QSettings, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.runner, self.settings = runner, settings
        self.job: Job | None = None
        self.path: Path | None = None
        self.bar = MessageBar(self)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.result = QLabel(self)
        self.result.setWordWrap(True)
        self.start_button = QPushButton(words, self)
        self.start_button.setObjectName("primary")
        self.start_button.setDefault(True)
        self.file_button = word_button(self, "打开文件", self._open_file)
        self.folder_button = word_button(self, "打开所在文件夹", self._open_folder)
        self.close_button = word_button(self, "取消", self.leave)
        self._lay_out()
        self._show(False)

    def ask_path(self, name: str, kinds: str) -> Path | None:
        """Where to write, asked with the last folder and this name; None when the clerk changed his mind."""
        suffix = Path(name).suffix
        chosen, _ = QFileDialog.getSaveFileName(self, "保存到", str(self._last_folder() / name), kinds)
        if not chosen:
            return None
        path = Path(chosen if chosen.lower().endswith(suffix) else chosen + suffix)
        self.settings.setValue(_FOLDER_KEY, str(path.parent))
        return path

    def write(self, path: Path, work: Callable[[Token], str]) -> None:
        """Do the work away from this thread; its text is shown as the result."""
        self.path = path
        self.bar.hide()
        self.progress.setRange(0, 0)
        self._show(True)
        self.job = self.runner.start(
            work, done=self._show_result, failed=self._tell_failure, cancelled=self._tell_cancelled,
            progressed=self._show_progress,
        )  # fmt: skip

    def leave(self) -> None:
        """Close; while working, stop the work first."""
        if self.job is None:
            self.closed.emit()
        else:
            self.job.cancel()

    def _show_progress(self, done: int, total: int, text: str) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _show_result(self, text: str) -> None:
        self.job = None
        self._show(False)
        self.result.setText(f"{text}\n{self.path}")
        for each in (self.result, self.file_button, self.folder_button):
            each.show()
        self.close_button.setText("关闭")
        self.written.emit(self.path)

    def _tell_failure(self, error: Exception) -> None:
        self.job = None
        self._show(False)
        self.bar.tell_fault(error)

    def _tell_cancelled(self) -> None:
        self.job = None
        self._show(False)
        self.bar.tell("已取消，没有写出文件。")

    def _show(self, is_working: bool) -> None:
        self.progress.setVisible(is_working)
        self.start_button.setEnabled(not is_working)
        for each in (self.result, self.file_button, self.folder_button):
            each.hide()

    def _lay_out(self) -> None:
        row = row_of(self.file_button, self.folder_button, GAP, self.close_button, self.start_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for each in (self.bar, self.progress, self.result):
            column.addWidget(each)
        column.addLayout(row)

    def _open_file(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.path)))

    def _open_folder(self) -> None:
        if self.path:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.path.parent)))

    def _last_folder(self) -> Path:
        kept = Path(str(self.settings.value(_FOLDER_KEY, "")))
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return kept if str(kept) != "." and kept.is_dir() else Path(documents)
