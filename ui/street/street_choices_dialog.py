"""The street's own choices and criteria: the same page, with how far each entry got, and 下发. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from desktop.jobs import Runner
from desktop.own_choices import Entry
from desktop.street.choices_down import Pending, pending
from desktop.street.street_ledger import StreetLedger
from ui.choices.choices_dialog import ChoicesDialog
from ui.widgets.word_button import word_button


class StreetChoicesDialog(ChoicesDialog):
    """What is changed here reaches the committees only by sending it down."""

    def __init__(
        self, street: StreetLedger, runner: Runner, settings: QSettings, parent: QWidget | None = None
    ) -> None:
        self.street, self.runner, self.settings = street, runner, settings
        self.pending: Pending = pending(street)
        super().__init__(street, parent)
        self.send_button = word_button(self, "下发给村居…", self.ask_sending, name="primary")
        self.add_button.setObjectName("")
        self.buttons.addWidget(self.send_button)
        self._show_sending()

    def state_words(self, entry: Entry) -> str:
        """How far an entry of ours got; of what ships that it is in use."""
        if entry.record is None:
            return entry.state
        state = "" if entry.is_used else "停用，"
        return state + self.pending.words_of(entry.record)

    def fill(self, chosen_id: str = "") -> None:
        """Read the chosen list again, and how far it got."""
        self.pending = pending(self.street)
        super().fill(chosen_id)
        if hasattr(self, "send_button"):
            self._show_sending()

    def ask_sending(self) -> None:
        """The dialog that says what goes to whom, and writes it."""
        from ui.street.send_choices_dialog import SendChoicesDialog

        dialog = SendChoicesDialog(self.street, self.runner, self.settings, self)
        dialog.accepted.connect(lambda: self._tell_sent(dialog.told))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _tell_sent(self, words: str) -> None:
        self.fill()
        self.bar.tell(words)

    def _show_sending(self) -> None:
        count = sum(bool(who) for who in self.pending.lacking.values())
        why_not = "" if self.pending.receivers else "名册上还没有村居"
        why_not = why_not or ("" if count else "没有要下发的改动")
        self.send_button.setEnabled(not why_not)
        self.send_button.setToolTip(why_not or f"有 {count} 项还没有下发到全部村居")
