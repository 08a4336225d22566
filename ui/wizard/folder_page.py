"""Step 3: where the ledger is kept."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from desktop.paths import DATABASE_NAME, default_data_folder
from ui.forms.editors.line import EntryLine
from ui.wizard.storage_check import doubt_about, why_unusable
from ui.wizard.wizard_page import WizardPage, text_of

STREET_FOLDER = "街道安全台账"


class FolderPage(WizardPage):
    """A folder, with a warning when it is no good place, and word of a ledger that is there already."""

    title = "数据位置"
    explanation = "台账、照片和密钥都放在这个文件夹里，不会传到网上。建议放在本机硬盘。"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        form = self.form()
        self._path = self.line(form, "文件夹 *")
        self._path.setText(str(default_data_folder()))
        self._path.textChanged.connect(self._look)
        self._choose = QPushButton("选择其他文件夹…", self)
        self._choose.setAutoDefault(False)
        self._choose.clicked.connect(self._ask_folder)
        row = QHBoxLayout()
        row.addSpacing(124)
        row.addWidget(self._choose)
        row.addStretch(1)
        self._existing = self.note("muted")
        self._warning = self.note("warning")
        self.column.addLayout(form)
        self.column.addLayout(row)
        self.column.addWidget(self._existing)
        self.column.addWidget(self._warning)
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

    def warning(self) -> str:
        """What the page warns of."""
        return self._warning.text()

    def folder(self) -> Path:
        """The folder."""
        typed = Path(text_of(self._path))
        try:
            return typed.expanduser()
        except RuntimeError:  # ~somebody, whom the system does not know
            return typed

    def has_ledger(self) -> bool:
        """Whether there is a ledger already."""
        return os.path.exists(self.folder() / DATABASE_NAME)

    def problem(self) -> str:
        return why_unusable(self.folder())

    def first_stop(self) -> QWidget:
        return self._path

    def tab_stops(self) -> list[QWidget]:
        return [self._path, self._choose]

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "选择放台账的文件夹", str(self.folder().parent))
        if chosen:
            self._path.setText(str(Path(chosen)))

    def _look(self) -> None:
        has_ledger = self.has_ledger()
        self._existing.setText(
            "这里已经有一本台账。将打开它继续使用，不会覆盖；前面填的单位和姓名不会写进去。"
            if has_ledger
            else ""
        )
        self._warning.setText("" if self.problem() else doubt_about(self.folder()))
