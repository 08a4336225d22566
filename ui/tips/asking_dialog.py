"""What the small windows of tips have in common: an explanation, lines to fill, one act by a job. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLabel, QLayout, QVBoxLayout, QWidget

from db.errors import LedgerError
from desktop.office import Office
from ui.photos.app_runner import app_runner
from ui.submission.calm_dialog import CalmDialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.rows import GAP, row_of
from ui.widgets.word_button import word_button

WIDTH = 560


class AskingDialog(CalmDialog):
    """Asks, then works away from the GUI thread, because a passphrase is slow on purpose; a problem is told and nothing lost."""

    def __init__(self, office: Office, title: str, act_word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.is_working = False
        self.setWindowTitle(f"{title} — {office.committee['name']}")
        self.bar = MessageBar(self)
        self.act_button = word_button(self, act_word, self.start, name="primary")
        self.cancel_button = word_button(self, "取消", self.reject)

    def start(self) -> None:
        """Do what the dialog is for; a subclass says what that is."""
        raise NotImplementedError

    def run(self, work: Callable[[], Any], done: Callable[[Any], object]) -> None:
        """Work by a job; `done` gets its result, `show_error` its problem."""
        if self.is_working:
            return
        self._set_working(True)
        app_runner().start(
            lambda token: work(), done=lambda result: self._end(done, result), failed=self._fail
        )

    def show_error(self, error: LedgerError) -> None:
        """Say what went wrong."""
        self.bar.tell_fault(error)

    def reject(self) -> None:
        if not self.is_working:  # what is being written cannot be left half-way
            super().reject()

    def lay_out(self, explanation: str, content: QWidget | QLayout) -> None:
        """The explanation above, the content, the buttons below."""
        note = QLabel(explanation, self)
        note.setWordWrap(True)
        note.setObjectName("muted")
        buttons = row_of(GAP, self.cancel_button, self.act_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.bar)
        column.addWidget(note)
        if isinstance(content, QWidget):
            column.addWidget(content)
        else:
            column.addLayout(content)
        column.addStretch(1)
        column.addLayout(buttons)
        self.setMinimumWidth(WIDTH)

    def _end(self, done: Callable[[Any], object], result: Any) -> None:
        self._set_working(False)
        done(result)

    def _fail(self, error: Exception) -> None:
        self._set_working(False)
        if not isinstance(error, LedgerError):
            raise error
        self.show_error(error)

    def _set_working(self, is_working: bool) -> None:
        self.is_working = is_working
        self.act_button.setEnabled(not is_working)
        self.cancel_button.setEnabled(not is_working)
