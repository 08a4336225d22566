"""A list under a text field that narrows while the clerk types Chinese, other words or pinyin initials."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QLineEdit, QWidget

from db.spec.text import search_form
from ui.forms.editors.pinyin import initials

ROWS_SHOWN = 12


def matching(words: Iterable[str], typed: str) -> list[str]:
    """The words that hold what was typed, or whose pinyin initials do; those that begin with it come
    first."""
    wanted = search_form(typed)
    if not wanted:
        return list(words)
    found = [word for word in words if wanted in search_form(word) or wanted in initials(word)]
    return sorted(
        found,
        key=lambda word: not (search_form(word).startswith(wanted) or initials(word).startswith(wanted)),
    )


class Completion(QObject):
    """Offers words under a line edit. `words` is asked when the field is entered, so that opening a form
    costs nothing.

    `last_word` is offered below every list (an action such as 新增场所…). `takes_first`: what is typed must be one of the
    words, so the first that matches is marked at once.
    """

    picked = Signal(str)

    def __init__(
        self,
        line: QLineEdit,
        words: Callable[[], Sequence[str]],
        last_word: str = "",
        anchor: QWidget | None = None,
        takes_first: bool = False,
    ) -> None:
        super().__init__(line)
        self._takes_first = takes_first
        self._is_certain = False  # the marked word is the only one, or the clerk went to it
        self._popup: QAbstractItemView | None = None  # made when it is needed first
        self._line = line
        self._anchor = anchor or line  # an editable combo box takes the keys of its line edit
        self._words = words
        self.last_word = last_word
        self._model = QStringListModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(ROWS_SHOWN)
        self._completer.setWidget(self._anchor)
        self._completer.activated[str].connect(self._take)  # type: ignore[index]
        line.textEdited.connect(self.offer)
        self._anchor.installEventFilter(self)

    def offer(self, typed: str) -> None:
        """Show the words that match; all of them for an empty text."""
        found = matching(self._words(), typed)
        if found == [typed]:
            found = []
        is_marked = self._takes_first and bool(found) and typed.strip() not in ("", *found)
        self._is_certain = len(found) == 1
        if self.last_word:
            found.append(self.last_word)
        self._model.setStringList(found)
        if found and self._anchor.hasFocus():
            self._completer.complete()
            self._follow_list(is_marked)
        else:
            self._completer.popup().hide()

    def offered(self) -> list[str]:
        """The words in the list now."""
        return self._model.stringList()

    def _take(self, word: str) -> None:
        if word != self.last_word:
            self._line.setText(word)
        self.picked.emit(word)

    def _follow_list(self, is_marked: bool) -> None:
        if self._popup is None:
            self._popup = self._completer.popup()
            self._popup.installEventFilter(self)  # after the completer's own: asked before it
        self._popup.setCurrentIndex(self._model.index(0) if is_marked else QModelIndex())

    def _takes_marked(self, popup: QAbstractItemView, key: int) -> bool:
        """Take the word that is marked in the list. The completer would ask the line first, where Enter leads to the next
        field with the half word that was typed. Tab takes the word and goes on, but never the first of several unseen."""
        marked = popup.selectionModel().selectedIndexes()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self._is_certain = True
        is_tab = key == Qt.Key.Key_Tab
        if not (is_tab or key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)) or not marked:
            return False
        if is_tab and not self._is_certain:
            return False
        popup.hide()
        self._take(str(marked[0].data()))
        return not is_tab

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if self._popup is not None and watched is self._popup:
                return self._takes_marked(self._popup, event.key())
            opens = event.key() == Qt.Key.Key_Down and not self._completer.popup().isVisible()
            if opens:
                self.offer("" if event.modifiers() & Qt.KeyboardModifier.AltModifier else self._line.text())
                return True
        return super().eventFilter(watched, event)
