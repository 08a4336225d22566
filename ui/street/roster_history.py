"""历史 of a committee on the roster: its keys with their digits, and what happened to each. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.street.roster_lines import RosterLine, roster_history
from desktop.street.street_ledger import StreetLedger
from ui.submission.calm_dialog import CalmDialog
from ui.submission.wording import moment_words
from ui.widgets.labels import plain_label
from ui.widgets.plain_table import fill_row, plain_table
from ui.widgets.word_button import word_button

_HEADS, _WIDTHS = ("时间", "谁", "事项", "密钥指纹", "备注"), (140, 90, 190, 190)


class RosterHistory(CalmDialog):
    """A table of events above the key of the chosen line."""

    def __init__(self, street: StreetLedger, line: RosterLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"{line.name}（{line.code_words}）的历史")
        self.table = plain_table(_HEADS, "密钥历史", self)
        rows = roster_history(street, line.code)
        self.table.setRowCount(len(rows))
        for place, (at, who, what, print_, note) in enumerate(rows):
            fill_row(self.table, place, (moment_words(at), who, what, print_, note))
        for place, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(place, width)
        self.table.horizontalHeader().setStretchLastSection(True)
        earlier = "" if rows else "没有更早的经过：这把密钥在本版本以前登记。"
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(word_button(self, "关闭", self.accept, name="primary"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addWidget(self.table, 1)
        for words in (earlier, f"选中的密钥　指纹 {line.fingerprint}", f"核对数字　{line.digits}"):
            if words:
                column.addWidget(plain_label(words, "muted"))
        column.addLayout(buttons)
        self.resize(820, 420)
