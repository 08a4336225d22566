"""A telephone in a record's detail: its middle hidden until somebody asks for it, which the record's history keeps. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from db.errors import LedgerError
from db.spec.field import Record
from db.spec.masking import masked_phones
from desktop.office import Office
from desktop.people.permissions import Right
from ui.widgets.word_button import word_button


class MaskedPhone(QWidget):
    """138****5678 and 显示. `revealed` once the log has it."""

    revealed = Signal()

    def __init__(self, office: Office, table: str, record: Record, number: str) -> None:
        super().__init__()
        self._office, self._table, self._record, self._number = office, table, record, number
        self.label = QLabel(masked_phones(number), self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.show_button = word_button(
            self, "显示", self.reveal, "显示完整的号码，会记入这条记录的历史", "link"
        )
        if denied := office.why_not(Right.REVEAL):
            self._let_rest(denied)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.label)
        row.addWidget(self.show_button)
        row.addStretch(1)

    def reveal(self) -> None:
        """Show the whole number once the log has it."""
        from desktop.certificates import note_reveal

        try:
            note_reveal(self._office, self._table, self._record)
        except LedgerError as error:
            self._let_rest(error)
            return
        self.label.setText(self._number)
        self.show_button.hide()
        self.revealed.emit()

    def _let_rest(self, error: LedgerError) -> None:
        from desktop.messages import sentence

        self.show_button.setEnabled(False)
        self.show_button.setToolTip(sentence(error))
