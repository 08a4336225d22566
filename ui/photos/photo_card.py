"""One photo or document of a strip: its picture, its caption, and what may be done with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from ui.photos.pictures import picture_of

PICTURE = QSize(160, 112)
_CARD_WIDTH = 178


class PhotoCard(QFrame):
    """A card of fixed width. `attachment()` is what the record keeps, with the caption as edited."""

    open_wanted = Signal()
    move_wanted = Signal(int)
    remove_wanted = Signal()
    caption_changed = Signal()

    def __init__(self, attachment: dict[str, Any], path: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFixedWidth(_CARD_WIDTH)
        self._attachment = attachment
        self._picture = self._picture_button(path)
        self._caption = QLineEdit(attachment.get("caption") or "", self)
        self._caption.setPlaceholderText("写说明")
        self._caption.setAccessibleName(f"{attachment['name']}的说明")
        self._caption.textEdited.connect(self.caption_changed)
        self._earlier = self._tool("前移", lambda: self.move_wanted.emit(-1))
        self._later = self._tool("后移", lambda: self.move_wanted.emit(1))
        self._remove = self._tool("移除", self.remove_wanted.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(4)
        column.addWidget(self._picture)
        column.addWidget(self._name_label())
        column.addWidget(self._caption)
        tools = QHBoxLayout()
        tools.setSpacing(0)
        for button in (self._earlier, self._later, self._remove):
            tools.addWidget(button)
        column.addLayout(tools)

    def attachment(self) -> dict[str, Any]:
        """The attachment with its caption."""
        return {**self._attachment, "caption": self._caption.text().strip()}

    def picture_button(self) -> QToolButton:
        """The picture, which opens the viewer."""
        return self._picture

    def caption_line(self) -> QLineEdit:
        """Where the caption is typed."""
        return self._caption

    def remove_button(self) -> QToolButton:
        """移除."""
        return self._remove

    def later_button(self) -> QToolButton:
        """后移."""
        return self._later

    def stops(self) -> tuple[QWidget, ...]:
        """What Tab visits, in order."""
        return (self._picture, self._caption, self._earlier, self._later, self._remove)

    def set_place(self, is_first: bool, is_last: bool) -> None:
        """Switch off the moves that lead nowhere."""
        self._earlier.setEnabled(not is_first)
        self._later.setEnabled(not is_last)

    def set_read_only(self, is_read_only: bool) -> None:
        """Only look, change nothing."""
        self._caption.setReadOnly(is_read_only)
        self._caption.setVisible(not is_read_only or bool(self._caption.text()))
        for button in (self._earlier, self._later, self._remove):
            button.setVisible(not is_read_only)

    def _picture_button(self, path: Path | None) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("flat")
        button.setFixedSize(PICTURE)
        button.setIconSize(PICTURE)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleName(f"打开{self._attachment['name']}")
        button.setToolTip("打开查看")
        image = picture_of(path, PICTURE * 2) if path and path.exists() else None
        if image is not None and not image.isNull():
            button.setIcon(QIcon(QPixmap.fromImage(image)))
        else:
            button.setText(_document_word(self._attachment["name"], path))
        button.clicked.connect(self.open_wanted)
        return button

    def _name_label(self) -> QLabel:
        taken = (self._attachment.get("taken_at") or "")[:16].replace("T", " ")
        text = f"拍摄 {taken}" if taken else self._attachment["name"]
        label = QLabel(self)
        label.setObjectName("muted")
        label.setText(label.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, PICTURE.width()))
        label.setToolTip(self._attachment["name"])
        return label

    def _tool(self, word: str, act: Any) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("flat")
        button.setText(word)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleName(f"{word}{self._attachment['name']}")
        button.clicked.connect(act)
        return button


class BusyCard(QFrame):
    """Stands where a photo will be while it is being taken in."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFixedWidth(_CARD_WIDTH)
        self.setMinimumHeight(PICTURE.height())
        words = QLabel(self)
        words.setObjectName("muted")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setText(
            "正在处理…\n"
            + words.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, PICTURE.width())
        )
        column = QVBoxLayout(self)
        column.addWidget(words)


def _document_word(name: str, path: Path | None) -> str:
    if path is None or not path.exists():
        return "文件不在本机"
    kind = path.suffix.lstrip(".").upper()
    return {"PDF": "PDF 文件", "XLSX": "Excel 表格", "DOCX": "Word 文档"}.get(kind, name)
