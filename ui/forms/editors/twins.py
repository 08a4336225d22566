"""Premises that may be the same as the one in the form, each to be opened or told apart. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from db.spec import PREMISES
from db.spec.field import Field
from desktop.premises_pairs import Twin, find_twins
from ui.forms.editors.editor import SPACE, Desk, Editor
from ui.forms.editors.line import EntryLine

USUAL_REASON = "经核对不是同一家"


class TwinsEditor(Editor):
    """Shows likely twins; its value are those that the clerk said are others, each with the reason.

    `opening_wanted` carries the id of a twin to be looked at, `taking_wanted` that of one to be used instead.
    """

    opening_wanted = Signal(str)
    taking_wanted = Signal(str)

    def __init__(self, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, desk, parent)
        self._parted: list[dict[str, Any]] = []
        self.twins: Sequence[Twin] = ()
        self.may_be_taken = True
        self._frame = QFrame(self)
        self._frame.setObjectName("bar")
        self._rows = QVBoxLayout(self._frame)
        self._rows.setContentsMargins(12, 8, 12, 8)
        self._rows.setSpacing(SPACE)
        self._told = QLabel(self)
        self._told.setObjectName("muted")
        self._told.setWordWrap(True)
        self._again = QPushButton("重新比对", self)
        self._again.setObjectName("link")
        self._again.setAutoDefault(False)
        self._again.clicked.connect(self._compare_again)
        below = QHBoxLayout()
        below.addWidget(self._told, 1)
        below.addWidget(self._again)
        self._place(self._frame)
        self._place(below)
        self._show()

    def input_widget(self) -> QWidget:
        buttons = self._frame.findChildren(QPushButton)
        return buttons[0] if buttons else self._again

    def tab_stops(self) -> list[QWidget]:
        return [self._again, *self._frame.findChildren(QPushButton)]

    def value(self) -> Any:
        return list(self._parted)

    def set_value(self, stored: Any) -> None:
        self._parted = list(stored or [])
        self.twins = ()
        self._show()

    def is_wanted(self) -> bool:
        """Whether there is anything to see."""
        return bool(self.twins or self._parted)

    def look(self, values: Mapping[str, Any], own_id: str | None) -> None:
        """Compare with the premises that are known: all that have a sign in common with new ones, with those that are
        registered already (`own_id`) only what is probably the same. Nothing moves while the answer stays the same."""
        self.may_be_taken = own_id is None
        found = find_twins(self.desk.office, {**values, "distinct_from": self._parted}, own_id)
        found = [each for each in found if each.is_likely or self.may_be_taken]
        if found != list(self.twins):
            self.twins = found
            self._show()

    def likely(self) -> list[Twin]:
        """Those that are probably the same and were not told apart."""
        return [each for each in self.twins if each.is_likely]

    def tell_apart(self, twins: Sequence[Twin], reason: str = USUAL_REASON) -> None:
        """Remember that these are other premises."""
        self._parted += [{"no": each.no, "name": each.name, "reason": reason} for each in twins]
        self.twins = [each for each in self.twins if each not in twins]
        self._show()
        self.changed.emit()

    def _compare_again(self) -> None:
        self._parted = []
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        while item := self._rows.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        if self.twins:
            self._rows.addWidget(QLabel("可能已经登记过，请看一眼：", self._frame))
        for twin in self.twins:
            self._rows.addWidget(_TwinRow(self, twin))
        self._frame.setVisible(bool(self.twins))
        names = "；".join(f"{each['no']} {each['name']}（{each['reason']}）" for each in self._parted)
        self._told.setText(f"已说明不是同一家：{names}")
        self._told.setVisible(bool(self._parted))
        self._again.setVisible(bool(self._parted))
        for before, after in pairwise(self.tab_stops()):
            QWidget.setTabOrder(before, after)


class _TwinRow(QWidget):
    """One twin with what it has in common, and what can be done about it."""

    def __init__(self, editor: TwinsEditor, twin: Twin) -> None:
        super().__init__(editor)
        self._editor, self._twin = editor, twin
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE, 0, SPACE)
        column.setSpacing(SPACE)
        column.addWidget(self._words(f"{twin.no}　{twin.name}　{twin.address}"))
        column.addLayout(self._acts())
        column.addWidget(self._make_reason())

    def _words(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _acts(self) -> QHBoxLayout:
        state = PREMISES.status(self._twin.status).label
        signs = QLabel(f"{'、'.join(self._twin.reasons)}（{state}）", self)
        signs.setProperty("role", "warning")
        row = QHBoxLayout()
        row.setSpacing(SPACE * 2)
        row.addWidget(signs)
        row.addStretch(1)
        row.addWidget(self._button("打开已有", lambda: self._editor.opening_wanted.emit(self._twin.id)))
        if self._editor.may_be_taken:
            take = self._button("就用这一家", lambda: self._editor.taking_wanted.emit(self._twin.id))
            take.setToolTip("不新增，改用已经登记的这一家")
            row.addWidget(take)
        self._apart = self._button("确实不是同一家", self._ask_reason)
        row.addWidget(self._apart)
        return row

    def _make_reason(self) -> QWidget:
        self._ask = QWidget(self)
        self._reason: QLineEdit = EntryLine(self._ask)
        self._reason.setText(USUAL_REASON)
        self._reason.setAccessibleName(f"与{self._twin.name}不是同一家的理由")
        row = QHBoxLayout(self._ask)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel("理由", self._ask))
        row.addWidget(self._reason, 1)
        row.addWidget(self._button("记下", self._remember))
        self._ask.hide()
        return self._ask

    def _ask_reason(self) -> None:
        self._apart.setEnabled(False)
        self._ask.show()
        self._reason.selectAll()
        self._reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remember(self) -> None:
        self._editor.tell_apart([self._twin], self._reason.text().strip() or USUAL_REASON)

    def _button(self, word: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(word, self)
        button.setAutoDefault(False)
        button.setAccessibleName(f"{word}：{self._twin.name}")
        button.clicked.connect(lambda: act())
        return button
