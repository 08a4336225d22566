"""从备份恢复 at the first start: a new computer gets the ledger of the old one from a backup. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop import paths
from desktop.backups import AGE
from desktop.jobs import Token
from desktop.messages import sentence
from desktop.office import Office
from desktop.restoring import Preview, discard, look_into, restore
from desktop.street.street_ledger import opened_ledger
from ui.passphrase_dialog import ask_passphrase
from ui.photos.app_runner import app_runner
from ui.restore_dialog import RestoreDialog
from ui.submission.busy import start_with_progress
from ui.widgets.dialogs import run_dialog


class RestoreHere(QObject):
    """Asks for a backup, shows what is inside, and puts it into a data folder; `restored` gets the open ledger."""

    def __init__(
        self, parent: QWidget, restored: Callable[[Office], object], failed: Callable[[str], object]
    ) -> None:
        super().__init__(parent)
        self._window, self._restored, self._failed = parent, restored, failed

    def ask(self, folder: Path) -> None:
        """Choose the backup file."""
        name, _ = QFileDialog.getOpenFileName(self._window, "选择备份文件", "", "备份 (*.db *.db.age)")
        if name:
            self.restore_file(Path(name), folder / paths.DATABASE_NAME)

    def restore_file(self, file: Path, database: Path) -> None:
        """Look into that backup and, when the clerk wants it, restore it."""
        passphrase = ""
        if file.suffix == AGE:
            passphrase = ask_passphrase("解开备份", "这个备份是加密的。请输入报送口令。", self._window)
            if not passphrase:
                return
        self._start(
            "正在核对备份…", lambda token: look_into(file, database, passphrase), self._offer, database
        )

    def _offer(self, preview: Preview, database: Path) -> None:
        dialog = RestoreDialog(preview, self._window)
        if not run_dialog(dialog):
            discard(preview)
            return

        def work(token: Token) -> Office:
            try:
                restore(preview, database)
            finally:
                discard(preview)
            return opened_ledger(database)

        self._start("正在恢复备份…", work, lambda office, _: self._restored(office), database)

    def _start(
        self,
        words: str,
        work: Callable[[Token], object],
        done: Callable[..., object],
        database: Path,
    ) -> None:
        start_with_progress(
            app_runner(), self._window, words, work, lambda result: done(result, database),
            lambda error: self._failed(sentence(error)),
        )  # fmt: skip
