"""Step 3: where the ledger is kept, and where its backups go beside that."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.backup_places import leaves_this_computer
from desktop.paths import DATABASE_NAME, default_data_folder
from ui.forms.editors.line import EntryLine
from ui.wizard.storage_check import doubt_about, why_no_place_for_backups, why_unusable
from ui.wizard.wizard_page import WizardPage, text_of

STREET_FOLDER = "街道安全台账"


class FolderPage(WizardPage):
    """A folder, with a warning when it is no good place, and word of a ledger that is there already; a second one for
    backups, which may wait.
    """

    title = "数据和备份位置"
    explanation = "台账、照片和密钥都放在数据文件夹里，不会传到网上。建议放在本机硬盘；备份放到 U 盘、移动硬盘或另一块硬盘。"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        form, backup_form = self.form(), self.form()
        self._path = self.line(form, "数据文件夹 *")
        self._path.setText(str(default_data_folder()))
        self._path.textChanged.connect(self._look)
        self._choose = self._chooser("选择其他文件夹…", self._ask_folder)
        self._existing = self.note("muted")
        self._warning = self.note("warning")
        self._backups = QWidget(self)
        self._backup_path = self.line(backup_form, "备份位置", "可以不填，以后在“备份与恢复…”里选")
        self._backup_path.textChanged.connect(self._look)
        self._choose_backup = self._chooser("选择备份位置…", self._ask_backup_folder)
        self._backup_note = self.note("muted")
        self.column.addLayout(form)
        self.column.addLayout(_indented(self._choose))
        self.column.addWidget(self._existing)
        self.column.addWidget(self._warning)
        below = QVBoxLayout(self._backups)
        below.setContentsMargins(0, 12, 0, 0)
        below.setSpacing(8)
        below.addLayout(backup_form)
        below.addLayout(_indented(self._choose_backup))
        below.addWidget(self._backup_note)
        self.column.addWidget(self._backups)
        self.column.addStretch(1)
        self._look()

    def offer_folder(self, is_street: bool) -> None:
        """Offer the usual folder of a street or of a committee, unless another one was chosen."""
        usual = default_data_folder()
        offers = (usual, usual.with_name(STREET_FOLDER))
        if self.folder() in offers:
            self._path.setText(str(offers[is_street]))

    def path_line(self) -> EntryLine:
        """Where the folder is written."""
        return self._path

    def backup_line(self) -> EntryLine:
        """Where the place of backups is written."""
        return self._backup_path

    def warning(self) -> str:
        """What the page warns of."""
        return self._warning.text()

    def folder(self) -> Path:
        """The folder."""
        return _folder_in(self._path)

    def backup_folder(self) -> Path | None:
        """The second place for backups; None when it was left open."""
        return _folder_in(self._backup_path) if text_of(self._backup_path) else None

    def has_ledger(self) -> bool:
        """Whether there is a ledger already."""
        return os.path.exists(self.folder() / DATABASE_NAME)

    def problem(self) -> str:
        backups = self.backup_folder()
        problem = why_unusable(self.folder())
        if problem or backups is None or self.has_ledger():
            return problem
        return why_no_place_for_backups(backups, self.folder())

    def first_stop(self) -> QWidget:
        return self._path

    def tab_stops(self) -> list[QWidget]:
        return [self._path, self._choose, self._backup_path, self._choose_backup]

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "选择放台账的文件夹", str(self.folder().parent))
        if chosen:
            self._path.setText(str(Path(chosen)))

    def _ask_backup_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "选择备份位置（U 盘、移动硬盘或另一块硬盘）")
        if chosen:
            self._backup_path.setText(str(Path(chosen)))

    def _chooser(self, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def _look(self) -> None:
        has_ledger = self.has_ledger()
        self._existing.setText(
            "这里已经有一本台账。将打开它继续使用，不会覆盖；前面填的单位和姓名不会写进去。"
            if has_ledger
            else ""
        )
        self._warning.setText("" if why_unusable(self.folder()) else doubt_about(self.folder()))
        for note in (self._existing, self._warning):
            note.setVisible(bool(note.text()))
        self._backups.setVisible(not has_ledger)
        backups = self.backup_folder()
        if backups is None:
            self._backup_note.setText("没有备份位置时只备份在本机：硬盘坏了会一起丢。")
        else:
            is_away = leaves_this_computer(backups)
            self._backup_note.setText(
                "备份会离开本机，用下一步的报送口令加密。" if is_away else "打开、关闭时自动备份到这里。"
            )


def _folder_in(line: EntryLine) -> Path:
    typed = Path(text_of(line))
    try:
        return typed.expanduser()
    except RuntimeError:  # ~somebody, whom the system does not know
        return typed


def _indented(button: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addSpacing(124)
    row.addWidget(button)
    row.addStretch(1)
    return row
