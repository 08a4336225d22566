"""A list under a text field that narrows while the clerk types Chinese, other words or pinyin initials."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

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

    `last_word` is offered below every list (an action such as 新增场所…).
    """

    picked = Signal(str)

    def __init__(
        self,
        line: QLineEdit,
        words: Callable[[], Sequence[str]],
        last_word: str = "",
        anchor: QWidget | None = None,
    ) -> None:
        super().__init__(line)
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
        if self.last_word:
            found.append(self.last_word)
        self._model.setStringList(found)
        if found and self._anchor.hasFocus():
            self._completer.complete()
        else:
            self._completer.popup().hide()

    def offered(self) -> list[str]:
        """The words in the list now."""
        return self._model.stringList()

    def _take(self, word: str) -> None:
        if word != self.last_word:
            self._line.setText(word)
        self.picked.emit(word)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            opens = event.key() == Qt.Key.Key_Down and not self._completer.popup().isVisible()
            if opens:
                self.offer("" if event.modifiers() & Qt.KeyboardModifier.AltModifier else self._line.text())
                return True
        return super().eventFilter(watched, event)
