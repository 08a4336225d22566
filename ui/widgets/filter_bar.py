"""The bar of filters over a list: a drop-down for each, a chip with × for each that is on, and 清除全部筛选."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QWidget

from db.value import Value
from ui.theme.restyle import set_mark
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.icon_buttons import IconButton

_CHIP_WIDTH = 240


class Option(Value):
    """One thing to filter by: its key and its word."""

    key: str
    label: str


class _StayingMenu(QMenu):
    """A menu that stays open while boxes are ticked."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.activeAction()
        if action is not None and action.isCheckable():
            action.trigger()
            return
        super().mouseReleaseEvent(event)


class FilterButton(QToolButton):
    """A drop-down of options of which several may be ticked; 全部 unticks them."""

    picked = Signal(tuple)

    def __init__(self, label: str, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filter")
        self.setText(label)
        self.setToolTip(f"按{label}筛选，可选几项")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = _StayingMenu(self)
        menu.addAction("全部").triggered.connect(self._pick_none)
        menu.addSeparator()
        self.boxes = {each.key: self._box(menu, each) for each in options}
        self.setMenu(menu)

    def offer(self, options: Sequence[Option]) -> None:
        """Offer other options; none of them is ticked."""
        for box in self.boxes.values():
            self.menu().removeAction(box)
            box.deleteLater()
        self.boxes = {each.key: self._box(self.menu(), each) for each in options}

    def show_keys(self, keys: Sequence[str]) -> None:
        """Tick exactly these."""
        for key, box in self.boxes.items():
            box.setChecked(key in keys)
        set_mark(self, "filtering", bool(keys))

    def _box(self, menu: QMenu, option: Option) -> QAction:
        box = menu.addAction(option.label)
        box.setCheckable(True)
        box.triggered.connect(self._pick)
        return box

    def _pick(self) -> None:
        self.picked.emit(tuple(key for key, box in self.boxes.items() if box.isChecked()))

    def _pick_none(self) -> None:
        self.picked.emit(())


class Chip(QFrame):
    """One filter that is on, in words, with × to take it off."""

    def __init__(self, text: str, take_off: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chip")
        label = QLabel(parent=self)
        label.setText(label.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, _CHIP_WIDTH))
        self.setToolTip(text)
        self.close_button = IconButton("close", parent=self)
        self.close_button.setIconSize(QSize(12, 12))
        self.close_button.setToolTip(f"去掉筛选「{text}」")
        self.close_button.setAccessibleName(self.close_button.toolTip())
        self.close_button.clicked.connect(take_off)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 2, 2)
        row.setSpacing(4)
        row.addWidget(label)
        row.addWidget(self.close_button)


class FilterBar(QWidget):
    """Drop-downs first, then chips, then 清除全部筛选; breaks into lines where it is narrow."""

    taken_off = Signal(str)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, gap=4)
        self._chips: list[Chip] = []
        self.clear_button = QPushButton("清除全部筛选", self)
        self.clear_button.setObjectName("link")
        self.clear_button.clicked.connect(self.cleared)
        self._flow.addWidget(self.clear_button)

    def add_button(self, button: QToolButton) -> None:
        """Put a drop-down behind the others."""
        self._flow.removeWidget(self.clear_button)
        self._flow.addWidget(button)
        self._flow.addWidget(self.clear_button)

    def put_first(self, button: QToolButton) -> None:
        """Put a button before all others."""
        others = [item.widget() for place in range(self._flow.count()) if (item := self._flow.itemAt(place))]
        for each in others:
            self._flow.removeWidget(each)
        for each in (button, *others):
            self._flow.addWidget(each)

    def chips(self) -> list[Chip]:
        """The chips shown now."""
        return list(self._chips)

    def show_chips(self, chips: Sequence[tuple[str, str]]) -> None:
        """Show one chip for each (key, words); without any, 清除全部筛选 rests."""
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._flow.removeWidget(self.clear_button)
        self._chips = [Chip(words, self._taker(key), self) for key, words in chips]
        for chip in self._chips:
            self._flow.addWidget(chip)
            chip.show()
        self._flow.addWidget(self.clear_button)
        self.clear_button.setEnabled(bool(chips))
        self.clear_button.setToolTip("显示全部记录" if chips else "现在没有筛选")
        self.updateGeometry()

    def _taker(self, key: str) -> Callable[[], None]:
        return lambda: self.taken_off.emit(key)
