"""The menu 视图: the pages, the colours and 大字. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSettings
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from ui.navigation import PageEntry
from ui.theme.appearance import Shade
from ui.theme.kept_look import dress, is_large, keep_look, kept_shade

NUMBERED = 9  # Ctrl+1 … Ctrl+9


class ViewMenu(QMenu):
    """The pages: the first group as it is, each other one in a menu of its own, so that the menu is short."""

    def __init__(
        self,
        entries: Sequence[PageEntry],
        show_page: Callable[[str], object],
        settings: QSettings,
        parent: QWidget,
    ) -> None:
        super().__init__("视图(&V)", parent)
        self._settings = settings
        self.page_menus: list[QMenu] = []
        self.look_group = QActionGroup(self)
        self._add_pages(entries, show_page)
        self.addSeparator()
        self._add_looks(self.addMenu("外观"))
        self.large_action = self.addAction("大字")
        self.large_action.setCheckable(True)
        self.large_action.setChecked(is_large(settings))
        self.large_action.toggled.connect(self._change_look)
        for menu in (self, *self.page_menus):
            menu.setToolTipsVisible(True)

    def _add_pages(self, entries: Sequence[PageEntry], show_page: Callable[[str], object]) -> None:
        for place, entry in enumerate(entries, 1):
            if entry.begins_group:
                self.page_menus.append(self.addMenu(entry.group))
            action = (self.page_menus[-1] if self.page_menus else self).addAction(entry.label)
            if place <= NUMBERED:
                action.setShortcut(f"Ctrl+{place}")
            action.triggered.connect(lambda checked=False, key=entry.key: show_page(key))

    def _add_looks(self, menu: QMenu) -> None:
        for shade, word in ((Shade.SYSTEM, "跟随系统"), (Shade.LIGHT, "浅色"), (Shade.DARK, "深色")):
            action = menu.addAction(word)
            action.setCheckable(True)
            action.setData(shade.value)
            action.setChecked(shade is kept_shade(self._settings))
            self.look_group.addAction(action)
        self.look_group.triggered.connect(self._change_look)

    def _change_look(self) -> None:
        chosen = self.look_group.checkedAction()
        shade = Shade(chosen.data()) if chosen else Shade.SYSTEM
        keep_look(self._settings, shade, self.large_action.isChecked())
        dress(self._settings)
