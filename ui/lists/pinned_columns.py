"""The first columns of a list stay in sight while the others are scrolled sideways. GUI thread.

A second view over the left edge, with the same model, selection and painter. It is there only while the list is scrolled
sideways: otherwise the list itself shows those columns.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QMenu, QTableView

from ui.lists.list_header import ListHeader
from ui.theme.tokens import ROW_HEIGHT
from ui.widgets.ledger_table import LedgerTable

MOST = 3
_USUAL = 1  # the number; the name would leave no room for the rest on a small screen
_WORDS = ("不固定", "左边 1 列", "左边 2 列", "左边 3 列")


class _PinnedView(QTableView):
    """Shows what the list shows at the left; the mouse does there what it does in the list, the keyboard stays in it."""

    def __init__(self, table: LedgerTable) -> None:
        super().__init__(table)
        self._table = table
        self.setModel(table.model())
        self.setSelectionModel(table.selectionModel())
        self.setItemDelegate(table.itemDelegate())
        self.setHorizontalHeader(ListHeader(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("pinned")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._table.setFocus()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._table.show_hovered(self.rowAt(event.position().toPoint().y()))
        self.viewport().update()
        super().mouseMoveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        QCoreApplication.sendEvent(self._table.viewport(), event)


class PinnedColumns(QObject):
    """How many columns are pinned, kept for each list; made when the list is first scrolled sideways."""

    def __init__(self, table: LedgerTable, header: ListHeader, settings: QSettings, key: str) -> None:
        super().__init__(table)
        self._table, self._header, self._settings, self._key = table, header, settings, f"{key}/pinned"
        kept = str(settings.value(self._key, _USUAL))
        self.count = min(int(kept), MOST) if kept.isdigit() else _USUAL
        self.view: QTableView | None = None
        table.horizontalScrollBar().valueChanged.connect(self.refresh)
        header.sectionResized.connect(self.refresh)
        header.sectionMoved.connect(self.refresh)
        header.marks_changed.connect(self.refresh)
        table.installEventFilter(self)

    def pin(self, count: int) -> None:
        """Keep that many shown columns in sight."""
        self.count = count
        self._settings.setValue(self._key, count)
        self.refresh()

    def menu(self, parent: QMenu) -> QMenu:
        """A menu of how many columns may be pinned."""
        menu = QMenu("固定列", parent)
        menu.setToolTip("向右滚动时，左边的列留在原处")
        for count, word in enumerate(_WORDS):
            action = menu.addAction(word)
            action.setCheckable(True)
            action.setChecked(count == self.count)
            action.triggered.connect(lambda checked=False, count=count: self.pin(count))
        return menu

    def pinned(self) -> list[int]:
        """The pinned sections, from left to right; as many as leave half of the room to the others."""
        shown = [self._header.logicalIndex(place) for place in range(self._header.count())]
        first = [each for each in shown if not self._header.isSectionHidden(each)][: self.count]
        while first and sum(map(self._header.sectionSize, first)) > self._table.viewport().width() // 2:
            first.pop()
        return first

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self.refresh()
        return False

    def refresh(self) -> None:
        """Show the pinned columns as the list shows them, or nothing while it is not scrolled."""
        pinned = self.pinned() if self._table.horizontalScrollBar().value() > 0 else []
        self._table.pinned = frozenset(pinned)
        self._table.pinned_width = sum(map(self._header.sectionSize, pinned))
        if not pinned:
            if self.view is not None:
                self.view.hide()
            return
        if self.view is None:
            self.view = self._make()
        view, head = self.view, self.view.horizontalHeader()
        assert isinstance(head, ListHeader)
        view.setSelectionBehavior(self._table.selectionBehavior())
        view.setSelectionMode(self._table.selectionMode())
        for section in range(self._header.count()):
            view.setColumnHidden(section, section not in pinned)
            if section in pinned:
                head.resizeSection(section, self._header.sectionSize(section))
        for place, section in enumerate(pinned):
            head.moveSection(head.visualIndex(section), place)
        head.take_marks(self._header)
        head.setFixedHeight(self._header.height())
        corner = self._table.viewport().geometry().topLeft()
        view.setGeometry(
            corner.x(),
            self._header.y(),
            self._table.pinned_width + 1,  # and its edge
            self._table.viewport().height() + self._header.height(),
        )
        view.verticalScrollBar().setValue(self._table.verticalScrollBar().value())
        view.show()
        view.raise_()

    def _make(self) -> QTableView:
        view = _PinnedView(self._table)
        head = view.horizontalHeader()
        assert isinstance(head, ListHeader)
        head.filter_asked.connect(self._header.filter_asked)
        head.sectionClicked.connect(self._header.sectionClicked)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._header.customContextMenuRequested)
        view.doubleClicked.connect(self._table.doubleClicked)
        view.customContextMenuRequested.connect(self._table.customContextMenuRequested)
        view.verticalScrollBar().valueChanged.connect(self._table.verticalScrollBar().setValue)
        self._table.verticalScrollBar().valueChanged.connect(view.verticalScrollBar().setValue)
        self._table.selection_told.connect(view.viewport().update)
        self._table.hovered.connect(view.viewport().update)
        return view
