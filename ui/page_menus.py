"""The pages in the menu 视图: the first group as it is, each other one as a menu of its own, so that the menu is short.
GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QMenu

from ui.navigation import PageEntry

NUMBERED = 9  # Ctrl+1 … Ctrl+9


def add_pages(menu: QMenu, entries: Sequence[PageEntry], show_page: Callable[[str], object]) -> list[QMenu]:
    """Add an entry for each page, with its key where it has one; the menus of the groups."""
    groups: list[QMenu] = []
    for place, entry in enumerate(entries, 1):
        if entry.begins_group:
            groups.append(QMenu(entry.group, menu))
            menu.addMenu(groups[-1])
        action = (groups[-1] if groups else menu).addAction(entry.label)
        if place <= NUMBERED:
            action.setShortcut(f"Ctrl+{place}")
        action.triggered.connect(lambda checked=False, key=entry.key: show_page(key))
    return groups
