"""The values of a column, each with a box to tick; narrowed by what is typed. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from ui.lists.filter_options import FilterOption

_ON, _OFF, _PARTLY = Qt.CheckState.Checked, Qt.CheckState.Unchecked, Qt.CheckState.PartiallyChecked


class ValueList(QListWidget):
    """全选 first, then the values. `ticked` is told after each change; `entered` on Enter."""

    ticked = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("这一列的值")
        self.setUniformItemSizes(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._all = QListWidgetItem("（全选）")
        self._all.setFlags(
            Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
        )
        self._options: list[tuple[FilterOption, QListWidgetItem]] = []
        self._before: set[str | None] = set()  # what was ticked before the words that narrow the list
        self._is_narrowed = False
        self.addItem(self._all)
        self.itemChanged.connect(self._follow)

    def show_options(
        self, options: Collection[FilterOption], is_ticked: Callable[[str | None], bool]
    ) -> None:
        """Offer these values."""
        self.blockSignals(True)
        while self.count() > 1:
            self.takeItem(1)
        self._options = [(each, self._item(each, is_ticked(each.value))) for each in options]
        self._is_narrowed = False
        self._show_all()
        self.blockSignals(False)
        self.ticked.emit()

    def narrow(self, typed: str) -> None:
        """Show only what fits the words, all of it ticked; without words everything again, ticked as it was before."""
        if not self._is_narrowed:
            self._before = {each.value for each, item in self._options if item.checkState() is _ON}
        self._is_narrowed = bool(typed.strip())
        self.blockSignals(True)
        for each, item in self._options:
            is_fit = not self._is_narrowed or each.fits(typed)
            item.setHidden(not is_fit)
            is_on = is_fit if self._is_narrowed else each.value in self._before
            item.setCheckState(_ON if is_on else _OFF)
        self._all.setText("（全选搜索结果）" if self._is_narrowed else "（全选）")
        self._show_all()
        self.blockSignals(False)
        self.ticked.emit()

    def tick(self, word: str, is_on: bool = True) -> None:
        """Tick a value by its word; KeyError when it is not offered."""
        found = {each.word: item for each, item in self._options}
        found[word].setCheckState(_ON if is_on else _OFF)

    def tick_all(self, is_on: bool) -> None:
        """Tick everything that is shown, or nothing."""
        self._all.setCheckState(_ON if is_on else _OFF)

    def words(self) -> list[str]:
        """The values shown, with their counts, as they read."""
        return [item.text() for _, item in self._options if not item.isHidden()]

    def picked(self) -> list[FilterOption]:
        """What is ticked among the values shown."""
        return [each for each, item in self._options if not item.isHidden() and item.checkState() is _ON]

    def is_everything(self) -> bool:
        """Whether the list is not narrowed and all of it is ticked."""
        return not self._is_narrowed and len(self.picked()) == len(self._options)

    def keyPressEvent(self, event: object) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # type: ignore[attr-defined]
            self.entered.emit()
        else:
            super().keyPressEvent(event)  # type: ignore[arg-type]

    def _item(self, option: FilterOption, is_ticked: bool) -> QListWidgetItem:
        item = QListWidgetItem(f"{option.word}（{option.count}）")
        item.setToolTip(option.word)
        item.setFlags(
            Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
        )
        item.setCheckState(_ON if is_ticked else _OFF)
        self.addItem(item)
        return item

    def _follow(self, item: QListWidgetItem) -> None:
        self.blockSignals(True)
        if item is self._all and item.checkState() is not _PARTLY:
            for _, each in self._options:
                if not each.isHidden():
                    each.setCheckState(item.checkState())
        self._show_all()
        self.blockSignals(False)
        self.ticked.emit()

    def _show_all(self) -> None:
        shown = [item.checkState() is _ON for _, item in self._options if not item.isHidden()]
        self._all.setCheckState(_ON if shown and all(shown) else _PARTLY if any(shown) else _OFF)
        self._all.setHidden(not shown)
