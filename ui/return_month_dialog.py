"""补编以前月份: which month to compile a return of. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from db.spec.return_months import month_words
from desktop.monthly_return import months_without_return
from desktop.office import Office
from ui.widgets.quiet_inputs import QuietComboBox


class ReturnMonthDialog(QDialog):
    """A list of the months that have no return yet."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"补编月报 - {office.committee['name']}")
        self.months = QuietComboBox(self)
        self.months.setAccessibleName("月份")
        for month in months_without_return(office):
            self.months.addItem(month_words(month), month)
        note = QLabel(
            "2024年4月以来还没有编的月份。数据按台账里的日期统计，补登的记录也算在它所属的月份。", self
        )
        note.setObjectName("muted")
        note.setWordWrap(True)
        make, leave = QPushButton("编制", self), QPushButton("取消", self)
        make.setObjectName("primary")
        make.setEnabled(self.months.count() > 0)
        make.clicked.connect(self.accept)
        leave.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(make)
        buttons.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(note)
        column.addWidget(self.months)
        column.addLayout(buttons)
        self.resize(420, 160)

    def month(self) -> str:
        """The chosen month, as 2026-10."""
        return str(self.months.currentData() or "")
