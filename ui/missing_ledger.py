"""The ledger of last time is not where it was: a stick that is not plugged in, a folder that was moved, another computer
with the same profile. Nobody is to begin a second ledger by mistake. GUI thread.
"""

from __future__ import annotations

import os
from enum import Enum, auto
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

_WORDS = "上次的台账不在原来的位置：\n{path}"
_STILL = "还是没有找到上次的台账：\n{path}"
_WHAT_TO_DO = (
    "在 U 盘、移动硬盘上的，请插好再点“再找一次”；搬到了别的文件夹的，点“找到台账…”选那里的“安全台账.db”。"
    "换了电脑，点“新建或恢复…”，可以从备份恢复。"
)


class Answer(Enum):
    """What the clerk does about it."""

    AGAIN = auto()
    FOUND = auto()
    NEW = auto()
    LEAVE = auto()


class MissingLedgerBox(QMessageBox):
    """Says where the ledger was, and asks what to do; `found` is the file the clerk chose."""

    def __init__(self, missing: Path, parent: QWidget | None = None) -> None:
        super().__init__(QMessageBox.Icon.Warning, "找不到台账", _WORDS.format(path=missing), parent=parent)
        self.missing, self.found = missing, Path()
        self.setInformativeText(_WHAT_TO_DO)
        role = QMessageBox.ButtonRole
        self.answers = {
            self.addButton("再找一次", role.AcceptRole): Answer.AGAIN,
            self.addButton("找到台账…", role.ActionRole): Answer.FOUND,
            self.addButton("新建或恢复…", role.ActionRole): Answer.NEW,
            self.addButton("退出", role.RejectRole): Answer.LEAVE,
        }

    def ask(self) -> Answer:
        """Show it until there is an answer that can be followed."""
        while True:
            self.exec()
            answer = self.answers.get(self.clickedButton(), Answer.LEAVE)  # type: ignore[call-overload]
            if answer is Answer.FOUND and not self._choose():
                continue
            if answer is Answer.AGAIN and not os.path.exists(self.missing):
                self.setText(_STILL.format(path=self.missing))
                continue
            return answer

    def _choose(self) -> bool:
        name, _ = QFileDialog.getOpenFileName(self, "选择台账文件", "", "台账 (*.db);;所有文件 (*)")
        self.found = Path(name)
        return bool(name)
