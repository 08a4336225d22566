"""The list of pages: groups with a hairline between them, rows as high as the window lets all of them be. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.theme.tokens import NAVIGATION_WIDTH, tokens_now

LEAST_ROW, LARGEST_ROW, GROUP_GAP = 23, 34, 9
_BEGINS_GROUP = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


class NavigationList(QListWidget):
    """One row for each page; a row that begins a group stands apart from the one above it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row_height = LARGEST_ROW
        self.setObjectName("navigation")
        self.setFixedWidth(NAVIGATION_WIDTH)
        self.setIconSize(QSize(18, 18))
        self.setAccessibleName("页面")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_GroupDelegate(self))

    def add_page(self, label: str, tip: str, begins_group: bool) -> None:
        """Add a row at the end."""
        item = QListWidgetItem(label)
        item.setToolTip(tip)
        item.setData(_BEGINS_GROUP, begins_group)
        self.addItem(item)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        count = max(1, self.count())
        gaps = sum(bool(self.item(row).data(_BEGINS_GROUP)) for row in range(self.count())) * GROUP_GAP
        room = (
            event.size().height()
        )  # of the viewport; asked for itself, PySide would load every class of widget
        height = min(LARGEST_ROW, max(LEAST_ROW, (room - gaps) // count))
        if height != self.row_height:
            self.row_height = height
            self.scheduleDelayedItemsLayout()


class _GroupDelegate(QStyledItemDelegate):
    """Rows of the list's height; the gap above a group belongs to the row that begins it."""

    def __init__(self, navigation: NavigationList) -> None:
        super().__init__(navigation)
        self._navigation = navigation

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        gap = GROUP_GAP if index.data(_BEGINS_GROUP) else 0
        return QSize(NAVIGATION_WIDTH - 24, self._navigation.row_height + gap)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        if index.data(_BEGINS_GROUP):
            room = option.rect  # type: ignore[attr-defined]
            middle = room.top() + GROUP_GAP // 2
            painter.setPen(QColor(tokens_now().line))
            painter.drawLine(room.left() + 12, middle, room.right() - 12, middle)
            option.rect = room.adjusted(0, GROUP_GAP, 0, 0)  # type: ignore[attr-defined]
        super().paint(painter, option, index)
