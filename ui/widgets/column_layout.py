"""Which columns a list shows, how wide, in which order; kept by name, so that new fields do no harm."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSettings, Qt
from PySide6.QtWidgets import QMenu, QTableView

from ui.models.columns import Column

_WIDEST = 10_000  # pixels: no screen is wider
MIN_WIDTH = 48
_STRETCH_FLOOR = 120
_USUAL_ADVANCE = 14  # one Chinese character at 10.5 pt and 96 dpi, in pixels


class ColumnLayout(QObject):
    """Applies and keeps the columns of one table; until the clerk moves one, one fills the room left."""

    def __init__(
        self, table: QTableView, columns: Sequence[Column], stretched: str, settings: QSettings, key: str
    ) -> None:
        super().__init__(table)
        self._table, self._columns, self._settings, self._key = table, columns, settings, f"{key}/columns"
        self._stretched = next(place for place, each in enumerate(columns) if each.name == stretched)
        self._is_own = self._is_arranging = False
        self.further_menus: list[Callable[[QMenu], QMenu]] = []  # below 恢复默认列
        header = table.horizontalHeader()
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setMinimumSectionSize(MIN_WIDTH)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_menu)
        self._apply(self._kept())
        header.sectionResized.connect(self._section_changed)
        header.sectionMoved.connect(self._section_changed)
        table.viewport().installEventFilter(self)

    def restore_defaults(self) -> None:
        """恢复默认列: forget what was kept."""
        self._settings.remove(self._key)
        self._apply([])
        self.fill_width()

    def keep(self) -> None:
        """Write down the columns, if the clerk changed them."""
        if self._is_own:
            self._settings.setValue(self._key, json.dumps(self._described(), ensure_ascii=False))

    def arrangement(self) -> list[dict[str, Any]]:
        """Every column from left to right: its name, width, and whether it is shown."""
        return self._described()

    def arrange(self, kept: Sequence[Mapping[str, Any]]) -> None:
        """Show the columns as an arrangement says; columns it does not know stand behind."""
        self._apply(kept)
        self.keep()
        self.fill_width()

    def shown_columns(self) -> list[Column]:
        """The shown columns from left to right."""
        header = self._table.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        return [self._columns[each] for each in order if not header.isSectionHidden(each)]

    def show_column(self, name: str, is_shown: bool) -> None:
        """Show or hide a column; the last one stays."""
        place = next(place for place, each in enumerate(self._columns) if each.name == name)
        if not is_shown and len(self.shown_columns()) == 1:
            return
        self._table.setColumnHidden(place, not is_shown)
        self._is_own = True
        self.keep()

    def menu(self) -> QMenu:
        """A menu with a tick for each shown column and 恢复默认列."""
        menu = QMenu(self._table)
        menu.addAction("恢复默认列").triggered.connect(self.restore_defaults)
        for make in self.further_menus:
            menu.addMenu(make(menu))
        menu.addSeparator()
        shown = {each.name for each in self.shown_columns()}
        for column in self._columns:
            action = menu.addAction(column.label)
            action.setCheckable(True)
            action.setChecked(column.name in shown)
            action.toggled.connect(lambda is_shown, name=column.name: self.show_column(name, is_shown))
        return menu

    def fill_width(self) -> None:
        """Give the room left over to the stretched column, while the columns are as delivered."""
        if self._is_own:
            return
        header = self._table.horizontalHeader()
        others = header.length() - header.sectionSize(self._stretched)
        self._set_width(self._stretched, max(_STRETCH_FLOOR, self._table.viewport().width() - others))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FontChange and not self._is_own:
            self._apply([])
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self.fill_width()
        return False

    def _apply(self, kept: Sequence[Mapping[str, Any]]) -> None:
        self._is_own = bool(kept)
        places = {each.name: place for place, each in enumerate(self._columns)}
        known = [each for each in kept if each.get("name") in places]
        own = {each["name"]: each for each in known}
        order = [places[each["name"]] for each in known]
        order += [place for place, each in enumerate(self._columns) if each.name not in own]
        header = self._table.horizontalHeader()
        self._is_arranging = True
        for visual, place in enumerate(order):
            header.moveSection(header.visualIndex(place), visual)
        self._is_arranging = False
        for place, column in enumerate(self._columns):
            mine = own.get(column.name, {})
            self._table.setColumnHidden(place, not mine.get("is_shown", column.is_shown))
            self._set_width(place, int(mine.get("width", round(column.width * self._scale()))))

    def _scale(self) -> float:
        """How much wider than at the usual size the words are now: delivered widths are meant for that size."""
        return max(1.0, self._table.fontMetrics().horizontalAdvance("国") / _USUAL_ADVANCE)

    def _set_width(self, place: int, width: int) -> None:
        header = self._table.horizontalHeader()
        self._is_arranging = True
        header.resizeSection(place, max(MIN_WIDTH, width))
        self._is_arranging = False

    def _described(self) -> list[dict[str, Any]]:
        header = self._table.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        return [
            {
                "name": self._columns[each].name,
                "width": header.sectionSize(each) or self._columns[each].width,
                "is_shown": not header.isSectionHidden(each),
            }
            for each in order
        ]

    def _kept(self) -> list[Mapping[str, Any]]:
        try:
            kept = json.loads(str(self._settings.value(self._key, "[]")))
        except (ValueError, RecursionError):
            return []
        return [each for each in kept if _is_column(each)] if isinstance(kept, list) else []

    def _section_changed(self, *sizes: int) -> None:
        if not self._is_arranging:
            self._is_own = True
            self.keep()

    def _show_menu(self, place: QPoint) -> None:
        self.menu().popup(self._table.horizontalHeader().mapToGlobal(place))


def _is_column(kept: object) -> bool:
    """Whether this describes a column as `keep` does; a spoiled file of settings may hold anything."""
    if not isinstance(kept, dict):
        return False
    width = kept.get("width")
    is_width = isinstance(width, int) and 0 < width <= _WIDEST
    return isinstance(kept.get("name"), str) and is_width and isinstance(kept.get("is_shown"), bool)
