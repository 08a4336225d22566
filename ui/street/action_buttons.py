"""Buttons and right-click menus over the same actions. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QMenu, QToolButton, QWidget


def action_button(action: QAction, parent: QWidget) -> QToolButton:
    """A button that is the action: its word, icon, tooltip, and whether it may be pressed."""
    button = QToolButton(parent)
    button.setObjectName("action")
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def offer_menu(table: QAbstractItemView, actions: Sequence[QAction]) -> None:
    """Offer these actions by a right click on a row."""

    def show(place: QPoint) -> None:
        if not table.indexAt(place).isValid():
            return
        menu = QMenu(table)
        menu.setToolTipsVisible(True)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(list(actions))
        menu.popup(table.viewport().mapToGlobal(place))

    table.customContextMenuRequested.connect(show)
