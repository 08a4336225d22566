"""How a package is packed: which profile, one file or volumes for a mail, encrypted or not, in plain words. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.exchange.profiles import PROFILES
from ui.widgets.quiet_inputs import QuietComboBox

_MIB = 1024**2
_SPLITTING = (
    ("不分卷（用 U 盘交）", None),
    ("按邮件大小分卷（每个文件不超过 15 MB）", 15 * _MIB),
)
_ENCRYPTED = "只有收件街道能打开，U 盘丢了也看不到内容。"
_PLAIN = "不加密：谁拿到文件都能打开。只在街道的程序较旧、打不开加密文件时才这样交。"


class PackingOptions(QWidget):
    """The choices; `changed` comes when one was changed."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.encrypt_box = QCheckBox("加密（默认）", self)
        self.encrypt_box.setChecked(True)
        self.encrypt_note = QLabel(_ENCRYPTED, self)
        self.encrypt_note.setWordWrap(True)
        self.encrypt_note.setObjectName("muted")
        self.profiles = QuietComboBox(self)
        self.profiles.setAccessibleName("给谁看的版本")
        self.profile_note = QLabel(self)
        self.profile_note.setObjectName("muted")
        self.profile_note.setWordWrap(True)
        self.profile_note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        for each in PROFILES:
            self.profiles.addItem(each.label, each)
        self.splitting = QuietComboBox(self)
        self.splitting.setAccessibleName("分卷")
        self.splitting.setToolTip("分卷后每个文件都能单独核对，先后顺序随意；附件没到齐时街道显示“待补”")
        for words, limit in _SPLITTING:
            self.splitting.addItem(words, limit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.encrypt_box)
        column.addWidget(self.encrypt_note)
        self.encrypt_box.toggled.connect(self._tell)
        self.splitting.currentIndexChanged.connect(self.changed)
        self.profiles.currentIndexChanged.connect(self._tell_profile)
        self._tell_profile()

    def is_encrypted(self) -> bool:
        """Whether the files are for the street's key only."""
        return self.encrypt_box.isChecked()

    def profile(self) -> str:
        """Under which profile the records go."""
        return str(self.profiles.currentData().key)

    def volume_limit(self) -> int | None:
        """The most bytes of a file; None for one file."""
        limit = self.splitting.currentData()
        return int(limit) if limit else None

    def _tell_profile(self) -> None:
        self.profile_note.setText(self.profiles.currentData().words)
        self.changed.emit()

    def _tell(self, is_encrypted: bool) -> None:
        self.encrypt_note.setText(_ENCRYPTED if is_encrypted else _PLAIN)
        self.encrypt_note.setObjectName("muted" if is_encrypted else "danger")
        self.encrypt_note.style().unpolish(self.encrypt_note)
        self.encrypt_note.style().polish(self.encrypt_note)
        self.changed.emit()
