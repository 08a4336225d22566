"""变更代码: the new sheet of a committee that is enrolled, compared like the first, and linked with the code it had. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.jobs import Runner, Token
from desktop.street.code_change import change_code
from desktop.street.roster_lines import RosterLine
from desktop.street.street_ledger import StreetLedger
from ui.street.enrol_dialog import EnrolDialog


class CodeDialog(EnrolDialog):
    """The key of the sheet is the one in use; one that differs asks for the reason of a change of keys, too."""

    def __init__(
        self, street: StreetLedger, runner: Runner, line: RosterLine, parent: QWidget | None = None
    ) -> None:
        self.line = line
        super().__init__(street, runner, parent, line)
        self.setWindowTitle(f"变更代码 — {line.name}（{line.code_words}）")
        self.name.setReadOnly(False)
        self.note.setPlaceholderText("例如 青民〔2026〕8号，已电话核对")

    def brings_key(self) -> bool:
        """Whether the sheet has another key than the one in use."""
        return self.sheet is not None and self.sheet.key_line != self.line.key_line

    def why_not_this(self) -> str:
        """Why the sheet is not for this, "" when it is."""
        if self.sheet is None or self.sheet.code != self.line.present_code:
            return ""
        return f"登记表上的代码还是 {self.sheet.code}，没有变更。请村居先在“密钥与交接”里变更代码，再打印登记表。"

    def told_of_sheet(self) -> str:
        """Both codes, and whether the key stays."""
        assert self.sheet is not None
        key = "密钥也换了，请选原因" if self.brings_key() else "密钥没有换"
        return (
            f"原代码 {self.line.present_code} → 新代码 {self.sheet.code}，{self.sheet.issued} 填表。{key}。"
        )

    def work(self) -> Callable[[Token], Any]:
        """What is to be written, as it was entered when 确认 was pressed."""
        assert self.sheet is not None
        desk, text, known = self.street.desk, self.sheet.text, self.line.code
        name, note = self.name.text(), self.note.text().strip()
        reason = self.reason.currentData() if self.brings_key() else None
        notice = Path(self.notice.text()) if self.needs_notice() else None
        return lambda token: change_code(
            desk, text, known, name=name, note=note, reason=reason, notice=notice
        )
