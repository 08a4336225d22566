"""The photos of one field: chosen, dropped or pasted, taken in by a job, captioned, put in order. GUI
thread."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from db.errors import LedgerError
from desktop.jobs import Token
from desktop.messages import sentence
from desktop.office import Office
from ui.photos.app_runner import app_runner
from ui.photos.photo_card import BusyCard, PhotoCard
from ui.photos.photo_viewer import PhotoViewer
from ui.widgets.flow_layout import FlowLayout

_FILTER = (
    "照片和扫描件 (*.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff *.heic *.pdf *.xlsx *.docx);;所有文件 (*)"
)


class PhotoStrip(QWidget):
    """Cards in a line that wraps. Photos are prepared one by one in the background; what cannot be read is
    told."""

    changed = Signal()
    settled = Signal()

    def __init__(
        self,
        office: Office,
        label: str = "照片",
        parent: QWidget | None = None,
        has_neutral_names: bool = False,
    ) -> None:
        super().__init__(parent)
        self._office = office
        self._has_neutral_names = has_neutral_names
        self._label = label
        self._cards: list[PhotoCard | BusyCard] = []
        self._is_read_only = False
        self.setAcceptDrops(True)
        self._add = QPushButton("添加…", self)
        self._add.setAutoDefault(False)
        self._add.setAccessibleName(f"添加{label}")
        self._add.clicked.connect(lambda: self.choose_files())
        self._paste = QPushButton("粘贴", self)
        self._paste.setAutoDefault(False)
        self._paste.setToolTip("粘贴复制的图片或文件（Ctrl+V）")
        self._paste.clicked.connect(self.paste)
        self._hint = QLabel(self)
        self._hint.setObjectName("muted")
        self._told = QLabel(self)
        self._told.setObjectName("danger")
        self._told.setWordWrap(True)
        self._told.hide()
        self._flow_holder = QWidget(self)
        self._flow = FlowLayout(self._flow_holder)
        self._flow_holder.hide()
        top = QHBoxLayout()
        top.setSpacing(8)
        for widget in (self._add, self._paste, self._hint):
            top.addWidget(widget)
        top.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self._told)
        column.addWidget(self._flow_holder)
        self.set_hint("")

    def add_button(self) -> QPushButton:
        """The button that chooses files."""
        return self._add

    def paste_button(self) -> QPushButton:
        """The button that takes what was copied."""
        return self._paste

    def cards(self) -> list[PhotoCard]:
        """The cards of the photos that were taken in, in order."""
        return [card for card in self._cards if isinstance(card, PhotoCard)]

    def attachments(self) -> list[dict[str, Any]]:
        """The attachments in their order, as a record keeps them."""
        return [card.attachment() for card in self.cards()]

    def told(self) -> str:
        """What was said about photos that were not taken in."""
        return "" if self._told.isHidden() else self._told.text()

    def tab_stops(self) -> list[QWidget]:
        """What Tab visits, in order."""
        return [self._add, self._paste, *(stop for card in self.cards() for stop in card.stops())]

    def is_busy(self) -> bool:
        """Whether a photo is still being taken in."""
        return any(isinstance(card, BusyCard) for card in self._cards)

    def set_hint(self, hint: str) -> None:
        """What is said beside the buttons."""
        self._hint.setText("，".join(filter(None, ("也可以把文件拖到这里", hint))))

    def set_attachments(self, attachments: list[dict[str, Any]]) -> None:
        """Show the attachments of a record."""
        for card in list(self._cards):
            self._take_away(card)
        for each in attachments:
            self._put(len(self._cards), self._card(each))
        self._tell([])
        self._refresh()

    def set_read_only(self, is_read_only: bool) -> None:
        """Only look, change nothing."""
        self._is_read_only = is_read_only
        for button in (self._add, self._paste, self._hint):
            button.setVisible(not is_read_only)
        self._refresh()

    def choose_files(self, caption: str = "") -> None:
        """Let the clerk choose files, several at once; each gets the caption."""
        chosen, _ = QFileDialog.getOpenFileNames(self, f"添加{self._label}", "", _FILTER)
        self.add_files([Path(each) for each in chosen], caption)

    def add_files(self, files: list[Path], caption: str = "") -> None:
        """Take files in, in the background, in their order; each gets the caption."""
        self._tell([])
        for file in files:
            self._take_in(file, file.name, caption)

    def add_picture(self, picture: QImage) -> None:
        """Take in a picture that was copied."""
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        picture.save(buffer, "PNG")  # type: ignore[call-overload]
        self._take_in(bytes(content.data()), "粘贴的图片.png")

    def paste(self) -> None:
        """Take in the picture or the files that were copied; says so when there are none."""
        if not self._take_mime(QGuiApplication.clipboard().mimeData()):
            self._tell(["剪贴板里没有图片或文件。请先复制一张图片，再点“粘贴”。"])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and not self._is_read_only:
            self.paste()
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self._is_read_only and (event.mimeData().hasUrls() or event.mimeData().hasImage()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self._take_mime(event.mimeData()):
            event.acceptProposedAction()

    def _take_mime(self, mime: QMimeData) -> bool:
        files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        if files:
            self.add_files(files)
        elif mime.hasImage():
            self._tell([])
            self.add_picture(QImage(mime.imageData()))
        return bool(files) or mime.hasImage()

    def _take_in(self, source: Path | bytes, name: str, caption: str = "") -> None:
        busy = BusyCard(name, self._flow_holder)
        self._put(len(self._cards), busy)
        self._refresh()

        def attach(token: Token) -> dict[str, Any]:
            token.check()
            if self._has_neutral_names:
                from desktop.tips.registering import attach_tip_photo

                return attach_tip_photo(self._office, source)
            return self._office.attach(source, name) | {"caption": caption}

        app_runner().start(
            attach, done=partial(self._taken_in, busy), failed=partial(self._not_taken_in, busy)
        )

    def _taken_in(self, busy: BusyCard, attachment: dict[str, Any]) -> None:
        if busy not in self._cards:
            return
        place = self._cards.index(busy)
        self._take_away(busy)
        if any(card.attachment()["sha256"] == attachment["sha256"] for card in self.cards()):
            self._tell_more(f"“{attachment['name']}”已经添加过，没有重复添加。")
        else:
            self._put(place, self._card(attachment))
            self.changed.emit()
        self._refresh()

    def _not_taken_in(self, busy: BusyCard, error: Exception) -> None:
        if busy not in self._cards:
            return
        self._take_away(busy)
        self._refresh()
        self._tell_more(sentence(error))
        if not isinstance(error, LedgerError):
            raise error

    def _card(self, attachment: dict[str, Any]) -> PhotoCard:
        card = PhotoCard(attachment, self._path(attachment), self._flow_holder)
        card.open_wanted.connect(partial(self._open, card))
        card.move_wanted.connect(partial(self._move, card))
        card.remove_wanted.connect(partial(self._remove, card))
        card.caption_changed.connect(self.changed)
        return card

    def _path(self, attachment: dict[str, Any]) -> Path | None:
        try:
            return self._office.attachment_path(attachment["sha256"])
        except LedgerError:
            return None

    def _put(self, place: int, card: PhotoCard | BusyCard) -> None:
        self._cards.insert(place, card)
        self._lay_out()
        card.show()

    def _take_away(self, card: PhotoCard | BusyCard) -> None:
        self._cards.remove(card)
        self._flow.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _lay_out(self) -> None:
        for card in self._cards:
            self._flow.removeWidget(card)
        for card in self._cards:
            self._flow.addWidget(card)

    def _move(self, card: PhotoCard, by: int) -> None:
        place = self._cards.index(card)
        if 0 <= place + by < len(self._cards):
            self._cards.insert(place + by, self._cards.pop(place))
            self._lay_out()
            self._refresh()
            self.changed.emit()

    def _remove(self, card: PhotoCard) -> None:
        self._take_away(card)
        self._refresh()
        self._add.setFocus()
        self.changed.emit()

    def _open(self, card: PhotoCard) -> None:
        shown = self.attachments()
        viewer = PhotoViewer(self._office, shown, self.cards().index(card), self)
        viewer.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        viewer.open()

    def _refresh(self) -> None:
        self._flow_holder.setVisible(bool(self._cards))
        self._flow.invalidate()
        before: QWidget = self._paste
        for place, card in enumerate(self._cards):
            if isinstance(card, PhotoCard):
                card.set_place(place == 0, place == len(self._cards) - 1)
                card.set_read_only(self._is_read_only)
                for stop in card.stops():
                    QWidget.setTabOrder(before, stop)
                    before = stop
        self._flow_holder.updateGeometry()
        if not self.is_busy():
            self.settled.emit()

    def _tell_more(self, words: str) -> None:
        self._tell([*filter(None, self.told().split("\n")), words])

    def _tell(self, sentences: list[str]) -> None:
        self._told.setText("\n".join(sentences))
        self._told.setVisible(bool(sentences))
