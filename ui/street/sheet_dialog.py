"""本街道登记表: the street's two public keys as committees compare them, to print, copy and save. GUI thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from db.errors import EnvironmentProblem
from desktop.street.street_ledger import StreetLedger
from desktop.street.street_papers import qr_squares, save_sheet_text, street_sheet
from desktop.trust import SheetKey, read_street_sheet
from ui.record_windows import RecordWindows
from ui.submission.calm_dialog import CalmDialog
from ui.widgets.labels import plain_label
from ui.widgets.message_bar import MessageBar
from ui.widgets.window_size import open_at
from ui.widgets.word_button import word_button

_STEPS = (
    "打印一份，签字盖章后发给每个村居；文字也可以存成文件或复制了发过去。"
    "村居在“报送”页登记时，要把屏幕上的数字与这张盖章的纸逐组核对。"
)
_QR_SIDE = 208


class StreetSheetDialog(CalmDialog):
    """QR code, digit groups and the text itself."""

    def __init__(self, street: StreetLedger, actions: RecordWindows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.street, self.windows = street, actions
        self.sheet = read_street_sheet(street.desk.keys().sheet_text)
        self.setWindowTitle(f"本街道登记表 — {street.committee['name']}")
        self.bar = MessageBar(self)
        self.text = QPlainTextEdit(self.sheet.text, self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName("街道登记码")
        self.text.setFixedHeight(64)
        self.print_button = word_button(self, "打印登记表…", self._print, name="primary")
        self.save_button = word_button(self, "存成文件…", self._ask_file)
        self.copy_button = word_button(self, "复制文字", self._copy)
        self.close_button = word_button(self, "关闭", self.accept)
        self._lay_out()
        open_at(self, 820, 520)

    def save_to(self, path: Path) -> None:
        """Write the text that committees read in."""
        try:
            save_sheet_text(self.street, path)
        except EnvironmentProblem as problem:
            self.bar.tell_fault(problem)
            return
        self.bar.tell(f"已存到 {path}，可以发给各村居。")

    def _ask_file(self) -> None:
        name = f"{self.street.committee['name']}_登记表.txt"
        chosen, _ = QFileDialog.getSaveFileName(self, "把登记表文字存到", name, "登记表 (*.txt)")
        if chosen:
            self.save_to(Path(chosen))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.sheet.text)
        self.bar.tell("已复制登记码。")

    def _print(self) -> None:
        street = self.street
        self.accept()
        self.windows.print_document(lambda: street_sheet(street), "街道收件密钥登记表", "")

    def _lay_out(self) -> None:
        office = self.street.committee
        words = QVBoxLayout()
        words.setSpacing(8)
        heading = QLabel(f"{office['name']}　代码 {office['code']}，第 {self.sheet.epoch} 期", self)
        words.addWidget(heading)
        words.addWidget(plain_label(_STEPS, "muted"))
        for key in self.sheet.keys:
            words.addLayout(self._key(key))
        words.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(24)
        top.addWidget(QrLabel(self.sheet.text, self), 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.save_button, self.copy_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.close_button, self.print_button):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.bar)
        column.addLayout(top, 1)
        column.addWidget(self.text)
        column.addLayout(buttons)

    def _key(self, key: SheetKey) -> QVBoxLayout:
        digits = QLabel("　".join(key.digit_groups), self)
        digits.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(QLabel(key.purpose, self))
        column.addWidget(plain_label(f"指纹 {key.fingerprint}", "muted"))
        column.addWidget(digits)
        return column


class QrLabel(QWidget):
    """A QR code, black on white whatever the colours of the window: scanners want it so."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._squares = qr_squares(text)
        self.setFixedSize(QSize(_QR_SIDE, _QR_SIDE))
        self.setAccessibleName("街道登记码的二维码")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("white"))
        unit = self.width() / len(self._squares)
        for row, line in enumerate(self._squares):
            for column, is_dark in enumerate(line):
                if is_dark:
                    left, top, right, bottom = (
                        round(each * unit) for each in (column, row, column + 1, row + 1)
                    )
                    painter.fillRect(QRectF(left, top, right - left, bottom - top), QColor("black"))
