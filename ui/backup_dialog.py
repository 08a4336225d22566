"""备份与恢复: where backups go, which there are, and the way back to one of them. GUI thread.

Works without an open ledger too: then the ledger is damaged, and only restoring is offered.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from db.errors import AppError, LedgerError
from db.spec import RECORD_TYPES
from desktop.backup_places import choose_second_place, local_place, second_place
from desktop.backups import AGE, Backup, list_backups
from desktop.jobs import Runner
from desktop.office import Office
from desktop.people.permissions import Right
from desktop.restoring import Preview, discard, look_into
from ui.backup_work import back_up_now
from ui.passphrase_dialog import ask_passphrase
from ui.restore_dialog import RestoreDialog
from ui.submission.busy import start_with_progress
from ui.submission.calm_dialog import CalmDialog
from ui.theme.tokens import ROW_HEIGHT
from ui.widgets.dialogs import run_dialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain_table import fill_row, plain_table
from ui.widgets.rows import GAP, row_of
from ui.widgets.window_size import open_at
from ui.widgets.word_button import word_button

_HEADS = ("备份时间", "位置", "大小", "内容")
_WIDTHS = {0: 150, 1: 110, 2: 90}
_COUNTED = ("premises", "risk", "hazard", "inspection", "drill")


class BackupDialog(CalmDialog):
    """When it was accepted, `preview` is the backup to restore."""

    def __init__(
        self, database: Path, office: Office | None, runner: Runner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.database, self.office, self.runner = database, office, runner
        self.preview: Preview | None = None
        self.backups: list[Backup] = []
        self.setWindowTitle("备份与恢复")
        open_at(self, 820, 520)
        self.bar = MessageBar(self)
        self.place = QLabel(self)
        self.place.setWordWrap(True)
        self.table = plain_table(_HEADS, "已有的备份", self)
        self.choose_button = word_button(self, "选择备份位置…", self.choose_place)
        self.now_button = word_button(self, "立即备份", self.back_up, name="primary")
        self.other_button = word_button(self, "恢复其他位置的备份…", self.restore_other)
        self.restore_button = word_button(self, "恢复…", self.restore_chosen)
        self.close_button = word_button(self, "关闭", self.reject)
        for button in (self.choose_button, self.now_button):
            button.setVisible(office is not None)
        self._lay_out()
        self.reload()

    def reload(self) -> None:
        """Read places and backups again."""
        second = second_place(self.database)
        self.place.setText(_place_words(second.chosen if second else None, bool(second and second.recipient)))
        folders = [local_place(self.database), *([second.folder] if second else [])]
        found = [each for folder in folders for each in list_backups(folder)]
        self.backups = sorted(found, key=lambda each: each.made_at, reverse=True)
        self.table.setRowCount(len(self.backups))
        for row, each in enumerate(self.backups):
            self._fill_row(row, each)
        self.restore_button.setEnabled(bool(self.backups))
        if self.backups:
            self.table.setCurrentCell(0, 0)

    def choose_place(self) -> None:
        """Ask for the second place; one that leaves the computer also asks for the passphrase."""
        folder = QFileDialog.getExistingDirectory(self, "选择备份位置（U 盘、移动硬盘或另一块硬盘）")
        if folder:
            self.take_place(Path(folder))

    def take_place(self, folder: Path, passphrase: str = "") -> None:
        """Use a folder for backups from now on, and back up there at once."""
        assert self.office is not None
        try:
            choose_second_place(self.office, folder, passphrase)
        except AppError as error:
            if error.message_id == "passphrase_missing":
                self._ask_and_take(folder)
            else:
                self.bar.tell_fault(error)
            return
        except LedgerError as error:
            self.bar.tell_fault(error)
            return
        self.back_up()

    def back_up(self) -> None:
        """Make a backup now."""
        assert self.office is not None
        back_up_now(self.office, self.runner, self.bar, self, self.reload)

    def restore_chosen(self) -> None:
        """Look into the chosen backup and ask whether it is to be restored."""
        row = self.table.currentRow()
        if 0 <= row < len(self.backups):
            self.restore_file(self.backups[row].file)

    def restore_other(self) -> None:
        """The same with a backup file from anywhere."""
        name, _ = QFileDialog.getOpenFileName(self, "选择备份文件", "", "备份 (*.db *.db.age)")
        if name:
            self.restore_file(Path(name))

    def restore_file(self, file: Path) -> None:
        """Look into a backup file and ask whether it is to be restored."""
        denied = self.office.why_not(Right.RESTORE) if self.office else None
        if denied:
            self.bar.tell_fault(denied)
            return
        passphrase = ""
        if file.suffix == AGE:
            passphrase = ask_passphrase("解开备份", "这个备份是加密的。请输入报送口令。", self)
            if not passphrase:
                return
        start_with_progress(
            self.runner, self, "正在核对备份…",
            lambda token: look_into(file, self.database, passphrase),
            self._offer,
            lambda error: self.bar.tell_fault(error),
        )  # fmt: skip

    def _offer(self, preview: Preview) -> None:
        dialog = RestoreDialog(preview, self)
        if run_dialog(dialog):
            self.preview = preview
            self.accept()
        else:
            discard(preview)

    def _ask_and_take(self, folder: Path) -> None:
        explanation = "这个位置会离开本机，备份要加密。请输入报送口令；以后自动备份不再询问，恢复时才要。"
        passphrase = ask_passphrase("加密备份", explanation, self)
        if passphrase:
            self.take_place(folder, passphrase)

    def _fill_row(self, row: int, backup: Backup) -> None:
        is_here = backup.file.parent == local_place(self.database)
        where = "本机" if is_here else "备份位置" + ("·加密" if backup.is_encrypted else "")
        texts = (f"{backup.made_at:%Y-%m-%d %H:%M}", where, _size_words(backup.size), _content_words(backup))
        fill_row(self.table, row, texts)

    def _lay_out(self) -> None:
        self.table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.table.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        for place, width in _WIDTHS.items():
            self.table.setColumnWidth(place, width)
        top = QHBoxLayout()
        top.addWidget(self.place, 1)
        top.addWidget(self.choose_button)
        buttons = row_of(self.other_button, self.restore_button, GAP, self.close_button, self.now_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(12)
        column.addWidget(self.bar)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)


def _place_words(second: Path | None, is_encrypted: bool) -> str:
    if second is None:
        return "本机每次打开、关闭时自动备份。还没有选第二个备份位置：硬盘坏了会一起丢，请选 U 盘、移动硬盘或另一块硬盘。"
    how = "（加密）" if is_encrypted else ""
    there = "" if second.is_dir() else "，现在没有插上"
    return f"打开、关闭时自动备份到本机和 {second}{how}{there}。"


def _size_words(size: int) -> str:
    return f"{size / (1 << 20):.1f} MB"


def _content_words(backup: Backup) -> str:
    counts = backup.contents.counts
    return "、".join(
        f"{RECORD_TYPES[table].label} {counts[table]}" for table in _COUNTED if counts.get(table)
    )
