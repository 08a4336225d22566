"""The search box: tells what to look for after a pause, never while an input method composes."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

PAUSE_MS = 200
KEPT_SEARCHES = 8


class SearchBox(QLineEdit):
    """Emits `searched` with the words typed; Enter does not wait, Esc clears, ↓ goes to the list, Alt+↓ offers what was
    searched for before.
    """

    searched = Signal(str)
    left_for_list = Signal()

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName("搜索")
        self.setToolTip(f"{hint}（Ctrl+F）")
        self.setClearButtonEnabled(True)
        self._hint = hint
        self._is_composing = False
        self._last = ""
        self._settings: QSettings | None = None
        self._key = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.search_now)
        self.textChanged.connect(self._wait)

    def remember(self, settings: QSettings, key: str) -> None:
        """Keep what is searched for here under that name, for the next time too."""
        self._settings, self._key = settings, f"searches/{key}"
        self.setToolTip(f"{self._hint}（Ctrl+F）。Alt+下方向键列出最近搜过的")

    def recent(self) -> list[str]:
        """What was searched for, the last first."""
        kept = str(self._settings.value(self._key, "")) if self._settings is not None else ""
        return [each for each in kept.split("\n") if each][:KEPT_SEARCHES]

    def recent_menu(self) -> QMenu:
        """The searches as a menu; choosing one searches again."""
        menu = QMenu(self)
        for words in self.recent():
            action = menu.addAction(words.replace("&", "&&"))
            action.triggered.connect(lambda checked=False, words=words: self._search_again(words))
        if menu.isEmpty():
            menu.addAction("还没有搜过").setEnabled(False)
        menu.setAccessibleName("最近搜过的")
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _search_again(self, words: str) -> None:
        self.setText(words)
        self.search_now()
        self._keep()

    def _keep(self) -> None:
        words = " ".join(self.text().split())
        if words and self._settings is not None and not self._is_composing:
            others = [each for each in self.recent() if each != words]
            self._settings.setValue(self._key, "\n".join([words, *others][:KEPT_SEARCHES]))

    def search_now(self) -> None:
        """Tell the words now, unless they are the same as before or still being composed."""
        self._pause.stop()
        text = self.text().strip()
        if not self._is_composing and text != self._last:
            self._last = text
            self.searched.emit(text)

    def show_text(self, text: str) -> None:
        """Put words into the box that the list is already filtered by."""
        self._last = text
        if self.text().strip() != text:
            self.setText(text)
            self._pause.stop()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        self._wait()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._keep()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.search_now()
            self._keep()
        elif event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.recent_menu().popup(self.mapToGlobal(QPoint(0, self.height())))
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.search_now()
        elif event.key() == Qt.Key.Key_Down:
            self.search_now()
            self.left_for_list.emit()
        else:
            super().keyPressEvent(event)

    def _wait(self) -> None:
        if self._is_composing:
            self._pause.stop()
        else:
            self._pause.start()
