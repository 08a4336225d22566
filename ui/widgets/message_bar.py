"""A bar inside the window for the news of the moment, with 撤销 where it applies. No box has to be closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from ui.theme.restyle import set_mark
from ui.widgets.icon_buttons import IconButton

SHOWN_MS = 12_000  # long enough for 撤销: at least ten seconds


class MessageBar(QFrame):
    """Shows one sentence and, when given, one button; goes away after a while or by ×."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.sentence = QLabel(self)
        self.sentence.setWordWrap(True)
        self.action_button = QPushButton(self)
        self.action_button.setObjectName("link")
        self.action_button.clicked.connect(self._act)
        self.close_button = IconButton("close", parent=self)
        self.close_button.setToolTip("关闭提示")
        self.close_button.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 4, 4)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.action_button)
        row.addWidget(self.close_button)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.hide)
        self._work: Callable[[], None] | None = None
        self.hide()

    def tell(self, sentence: str, action: str = "", work: Callable[[], None] | None = None) -> None:
        """Tell that something was done; the button does `work` once."""
        self._show(sentence, "news", action, work)
        self.timer.start(SHOWN_MS)

    def tell_problem(self, sentence: str, action: str = "", work: Callable[[], None] | None = None) -> None:
        """Tell that something could not be done; stays until it is closed or something else is told."""
        self.timer.stop()
        self._show(sentence, "problem", action, work)

    def tell_fault(
        self, error: BaseException, action: str = "", work: Callable[[], None] | None = None
    ) -> None:
        """Tell what went wrong in the sentence that belongs to it; the sentences are loaded for the first fault."""
        from desktop.messages import sentence

        self.tell_problem(sentence(error), action, work)

    def _show(self, sentence: str, kind: str, action: str, work: Callable[[], None] | None) -> None:
        self._work = work
        set_mark(self, "kind", kind)
        self.sentence.setText(sentence)
        self.action_button.setText(action)
        self.action_button.setVisible(bool(action))
        self.show()

    def _act(self) -> None:
        self.hide()
        work, self._work = self._work, None
        if work:
            work()
