"""To whom this unit reports, or the way to register the street's sheet. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.submission.wording import moment_words

if TYPE_CHECKING:
    from desktop.exchange.preflight import Preflight


class StreetCard(QFrame):
    """Name, code and day of registration; a bar of its own look while no street is registered."""

    trust_asked = Signal()
    print_asked = Signal()
    keys_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.heading = QLabel("正在读取…", self)
        self.heading.setWordWrap(True)
        self.line = QLabel(" ", self)
        self.line.setObjectName("muted")
        self.line.setWordWrap(True)
        self.trust_button = QPushButton("登记街道登记表…", self)
        self.trust_button.clicked.connect(self.trust_asked)
        self.print_button = QPushButton("打印本单位登记表", self)
        self.print_button.setToolTip("盖章后交给街道，街道凭它登记本单位")
        self.print_button.clicked.connect(self.print_asked)
        self.keys_button = QPushButton("密钥与交接…", self)
        self.keys_button.setToolTip("换密钥、密钥丢失或被盗、恢复过备份、换人交接时该怎么办")
        self.keys_button.clicked.connect(self.keys_asked)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.heading)
        words.addWidget(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addWidget(self.trust_button)
        row.addWidget(self.print_button)
        row.addWidget(self.keys_button)

    def show_street(self, preview: Preflight) -> None:
        """Show the street of a preview, or that there is none."""
        street = preview.street
        if street:
            self.heading.setText(f"报送给　{street.name}")
            self.line.setText(
                f"代码 {street.code} · {moment_words(street.trusted_at)[:10]} 由 {street.trusted_by} 登记"
            )
            self.trust_button.setText("换街道登记表…")
            self.trust_button.setToolTip("街道换了密钥、发来新的盖章登记表时用")
        else:
            self.heading.setText("还没有登记街道登记表")
            self.line.setText("请向街道要盖章的登记表，登记一次，以后就知道报给谁，也能认出街道的回执。")
            self.trust_button.setText("登记街道登记表…")
            self.trust_button.setToolTip("粘贴、扫描或从文件读入街道的登记码")
        self._wear("" if street else "bar")

    def _wear(self, name: str) -> None:
        """The bar's wash calls for attention; a known street rests on a card."""
        self.setObjectName(name or "card")
        self.trust_button.setObjectName("primary" if name else "")
        for each in (self, self.trust_button):
            each.style().unpolish(each)
            each.style().polish(each)
