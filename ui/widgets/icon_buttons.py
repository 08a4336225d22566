"""Buttons and actions with an icon that follows the palette."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QToolButton, QWidget

from ui.icons import tinted_icon
from ui.theme.appearance import look
from ui.theme.tokens import tokens_now


class IconButton(QToolButton):
    """A button with an icon ("": none) and, when given, its word; `name` chooses its look in the style sheet."""

    def __init__(self, icon: str, text: str = "", name: str = "flat", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.icon_name = icon
        self.setObjectName(name)
        self.setText(text)
        self.setIconSize(QSize(18, 18))
        with_text = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        self.setToolButtonStyle(with_text if text else Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tint()
        look().changed.connect(self.tint)

    def setToolTip(self, words: str) -> None:
        super().setToolTip(words)
        if not self.text() and not self.accessibleName():
            self.setAccessibleName(words.split("（")[0])

    def tint(self) -> None:
        """Draw the icon in the colour of the present palette."""
        if not self.icon_name:
            return
        tokens = tokens_now()
        is_filled = self.objectName() == "primary" and self.isEnabled()  # resting, it has no colour behind it
        self.setIcon(tinted_icon(self.icon_name, tokens.on_accent if is_filled else tokens.text))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and hasattr(self, "icon_name"):
            self.tint()


def named_action(parent: QWidget, text: str, icon: str = "", keys: str = "", tip: str = "") -> QAction:
    """An action with its key shown in the menu and named in its tooltip; `tint_actions` draws its icon."""
    action = QAction(text, parent)
    if keys:
        action.setShortcut(QKeySequence(keys))
    action.setProperty("icon_name", icon)
    action.setToolTip(f"{tip or text}（{keys}）" if keys else tip or text)
    parent.addAction(action)
    return action


def tint_actions(parent: QWidget) -> None:
    """Draw the icons of a widget's actions in the colours of its palette."""
    colour = tokens_now().text
    for action in parent.actions():
        if name := action.property("icon_name"):
            action.setIcon(tinted_icon(name, colour))
