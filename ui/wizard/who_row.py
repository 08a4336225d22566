"""这台电脑是谁用: the choice above the first step. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QRadioButton, QWidget


class WhoRow(QWidget):
    """村居委会 or 街道; `chosen` carries whether it is the street."""

    chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.committee = QRadioButton("村居委会：登记自己的台账，报送给街道", self)
        self.street = QRadioButton("街道：接收各村居的报送包", self)
        self.committee.setChecked(True)
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        row.addWidget(QLabel("这台电脑是谁用", self))
        for button in (self.committee, self.street):
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.street.toggled.connect(self.chosen)

    def is_street(self) -> bool:
        """Whether the street was chosen."""
        return self.street.isChecked()

    def tab_stops(self) -> list[QWidget]:
        """What Tab visits, in order."""
        return [self.committee, self.street]
