"""The banner over every page while the computer's clock is wrong; it goes away when the clock is right again. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMessageBox, QPushButton, QWidget

from desktop.clock_doubt import WHAT_TO_DO, can_be_trusted, clock_warning, trust_the_clock
from desktop.office import Office
from ui.theme.restyle import set_mark

_EVERY_MS = 15_000


class ClockBanner(QFrame):
    """Looks when started, after each write and four times a minute."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.setObjectName("bar")
        set_mark(self, "kind", "problem")
        self.sentence = QLabel(self)
        self.sentence.setWordWrap(True)
        self.how_button = QPushButton("怎么办", self)
        self.how_button.setObjectName("link")
        self.how_button.clicked.connect(self.explain)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 4, 4)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.how_button)
        self.timer = QTimer(self)
        self.timer.setInterval(_EVERY_MS)
        self.timer.timeout.connect(self.look)
        self.hide()

    def start(self) -> None:
        """Look now and go on."""
        self.look()
        self.timer.start()

    def look(self) -> None:
        """Show the banner while the clock is wrong."""
        warning = clock_warning(self.office)
        self.sentence.setText(warning)
        self.setVisible(bool(warning))

    def explain(self) -> None:
        """What to do; the clerk may say that the time of now is right."""
        box = QMessageBox(
            QMessageBox.Icon.NoIcon, "电脑时间不对，怎么办", self.sentence.text(), parent=self.window()
        )
        box.setInformativeText(WHAT_TO_DO)
        trusted = None
        if can_be_trusted(self.office):
            trusted = box.addButton("现在的时间是对的", QMessageBox.ButtonRole.ActionRole)
        box.setDefaultButton(box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole))
        box.exec()
        if trusted is not None and box.clickedButton() is trusted:
            trust_the_clock(self.office)
        box.deleteLater()
        self.look()
