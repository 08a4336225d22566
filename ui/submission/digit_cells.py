"""One key of a sheet as eight large groups of digits, ticked or typed against the stamped paper. GUI thread."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.trust import SheetKey
from ui.forms.editors.line import EntryLine
from ui.submission import compared_groups
from ui.theme.tokens import Tone, tokens_now

_SCALE = 1.5


class Comparison(StrEnum):
    """How a group fared; its value is the word under the digits."""

    OPEN = "未核对"
    SAME = "一致"
    DIFFERENT = "不同"


_TONES = {Comparison.OPEN: Tone.NEUTRAL, Comparison.SAME: Tone.ACTIVE, Comparison.DIFFERENT: Tone.DANGER}


class DigitCell(QPushButton):
    """One group of five digits; a click or the space bar ticks it. Typed digits outweigh the tick."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number, self.digits = number, ""
        self.comparison = Comparison.OPEN
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setObjectName("row")

    def show_group(self, digits: str, comparison: Comparison) -> None:
        """Show five digits and how they fared."""
        self.digits, self.comparison = digits, comparison
        self.setAccessibleName(f"第 {self.number} 组 {' '.join(digits)} {comparison.value}")
        self.setToolTip(f"第 {self.number} 组：与纸上一致就点一下")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(QFontMetricsF(self._large()).horizontalAdvance("00000")) + 24, 56)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = tokens_now(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = tokens.inks[_TONES[self.comparison]]
        edge = tokens.accent if self.hasFocus() or self.underMouse() else ink.text
        painter.setPen(
            QPen(
                QColor(edge if self.comparison is not Comparison.OPEN or self.hasFocus() else tokens.line), 1
            )
        )
        painter.setBrush(QColor(ink.wash if self.comparison is not Comparison.OPEN else tokens.raised))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        inner = QRectF(self.rect()).adjusted(4, 5, -4, -5)
        painter.setPen(QColor(tokens.text))
        painter.setFont(self._large())
        painter.drawText(inner, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, self.digits)
        painter.setFont(self.font())
        painter.setPen(QColor(ink.text if self.comparison is not Comparison.OPEN else tokens.muted))
        painter.drawText(
            inner, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, self.comparison.value
        )

    def _large(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(self.font().pointSizeF() * _SCALE)
        return font


class KeyRow(QWidget):
    """A key: its purpose and fingerprint, its eight groups, and a line to type them as they stand on the paper."""

    compared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key: SheetKey | None = None
        self.key_line = ""
        self.heading, self.fingerprint = QLabel(self), QLabel(self)
        self.fingerprint.setObjectName("muted")
        self.fingerprint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.cells = [DigitCell(number, self) for number in range(1, 9)]
        self.typed = EntryLine(self)
        self.typed.setPlaceholderText("或照纸上输入这一行的 40 位数字，程序逐组比对")
        self._lay_out()
        self.typed.textChanged.connect(self._compare)
        for cell in self.cells:
            cell.toggled.connect(self._compare)

    def show_key(self, key: SheetKey, key_line: str) -> None:
        """Show another key (`key_line` is its OpenSSH line), nothing of it compared yet."""
        self.key, self.key_line = key, key_line
        self.heading.setText(key.purpose)
        self.fingerprint.setText(f"指纹 {key.fingerprint}")
        self.typed.setAccessibleName(f"照纸输入{key.purpose}的 40 位数字")
        self.typed.clear()
        for cell in self.cells:
            cell.setChecked(False)
        self._compare()

    def differing(self) -> list[int]:
        """The numbers of the groups that were typed and differ."""
        return [cell.number for cell in self.cells if cell.comparison is Comparison.DIFFERENT]

    def is_same(self) -> bool:
        """Whether every group was ticked or typed, and none differs."""
        return all(cell.comparison is Comparison.SAME for cell in self.cells)

    def tab_stops(self) -> list[QWidget]:
        """What Tab visits, in order."""
        return [*self.cells, self.typed]

    def _compare(self) -> None:
        if self.key is None:
            return
        typed = compared_groups.compared(self.typed.text(), self.key.digit_groups, self.key_line)
        for cell, digits, is_same in zip(self.cells, self.key.digit_groups, typed, strict=True):
            ticked = Comparison.SAME if cell.isChecked() else Comparison.OPEN
            found = ticked if is_same is None else Comparison.SAME if is_same else Comparison.DIFFERENT
            cell.show_group(digits, found)
        self.compared.emit()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.heading)
        head.addWidget(self.fingerprint, 1)
        cells = QHBoxLayout()
        cells.setSpacing(8)
        for cell in self.cells:
            cells.addWidget(cell, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(cells)
        column.addWidget(self.typed)
