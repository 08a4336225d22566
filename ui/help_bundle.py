"""帮助 → 生成求助包: where to, then made away from this thread. GUI thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.jobs import Runner
from desktop.office import Office
from ui.submission.busy import start_with_progress
from ui.widgets.message_bar import MessageBar


def ask_and_write(office: Office, runner: Runner, bar: MessageBar, parent: QWidget) -> None:
    """Ask for the file and write the bundle there."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    usual = Path(documents) / f"村居安全台账_求助包_{office.today}.zip"
    name, _ = QFileDialog.getSaveFileName(parent, "生成求助包", str(usual), "求助包 (*.zip)")
    if name:
        write(office, Path(name), runner, bar, parent)


def write(office: Office, target: Path, runner: Runner, bar: MessageBar, parent: QWidget) -> None:
    """Write the bundle and say where it is and what is not in it."""
    from desktop.help_bundle import write_help_bundle

    def show_folder() -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(target.parent)))

    def tell(made: Path) -> None:
        words = f"已生成 {made.name}，里面没有姓名、电话和记录内容，可以交给维护人员。"
        bar.tell(words, "打开所在文件夹", show_folder)

    start_with_progress(
        runner, parent, "正在生成求助包…",
        lambda token: write_help_bundle(office, target, token.check),
        tell,
        lambda error: bar.tell_fault(error),
    )  # fmt: skip
