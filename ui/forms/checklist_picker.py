"""Which checklists a round goes by: boxes to tick, those that fit the premises ticked by themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from db.errors import LedgerError
from db.spec.field import Field, Record, Values
from desktop.checklists import checklists, edition, fitting
from desktop.messages import sentence
from ui.forms.editors.editor import SPACE, Desk, Editor
from ui.widgets.flow_layout import FlowLayout

_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class ChecklistPicker(Editor):
    """One stop for Tab, arrow keys move, Space ticks. Its value names the lists with their versions; a list that was
    used keeps the version it was used in. `picked` carries the ticked checklists.
    """

    picked = Signal(list)
    wants_width = True

    def __init__(self, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, desk, parent)
        self._frame = QWidget(self)
        self._trouble: str | None = None
        self._lists = self._read()
        self._editions: dict[str, str] = {}  # of each list: the edition that is used here
        self._others: list[str] = []  # editions of lists that are not in use any more
        flow = FlowLayout(self._frame, gap=SPACE * 3)
        self.boxes: dict[str, QCheckBox] = {}
        for each in self._lists:
            box = QCheckBox(each["name"].removesuffix("检查表"), self._frame)
            box.setToolTip(f"{edition(each)}，{len(each['items'])} 项")
            box.toggled.connect(self._tell)
            box.installEventFilter(self)
            self.boxes[each["id"]] = box
            flow.addWidget(box)
        if self.boxes:
            self._let_tab_stop_at(next(iter(self.boxes.values())))
        self._used = QLabel(self)
        self._used.setObjectName("muted")
        self._used.setWordWrap(True)
        self._place(self._frame)
        self._place(self._used)
        self.set_value(None)

    def input_widget(self) -> QWidget:
        return self._frame

    def tab_stops(self) -> list[QWidget]:
        return list(self.boxes.values())

    def lists(self) -> list[Record]:
        """The ticked checklists in their order."""
        return [each for each in self._lists if self.boxes[each["id"]].isChecked()]

    def value(self) -> Any:
        return "、".join([*(self._editions[each["id"]] for each in self.lists()), *self._others]) or None

    def set_value(self, stored: Any) -> None:
        """Tick the lists that a stored value names; it keeps the versions it was made with."""
        named, left = [], f"、{stored or ''}、"
        self._editions = {each["id"]: edition(each) for each in self._lists}
        for each in self._lists:
            found = re.search(f"、({re.escape(each['name'])}（第[0-9]+版）)(?=、)", left)
            if found:
                named.append(each)
                self._editions[each["id"]] = found[1]
                left = left.replace(found[0], "", 1)
        self._others = [each for each in left.split("、") if each]
        self._tick(named)
        self.show_problem(self._trouble)

    def propose_for(self, premises: Values) -> None:
        """Tick the checklists that fit these premises, and no others."""
        self._tick(fitting(self._lists, premises))
        self._tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _STEPS:
            boxes: list[QObject] = list(self.boxes.values())
            following = boxes[(boxes.index(watched) + _STEPS[Qt.Key(event.key())]) % len(boxes)]
            assert isinstance(following, QCheckBox)
            following.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QCheckBox):
            self._let_tab_stop_at(watched)
        return super().eventFilter(watched, event)

    def _read(self) -> list[Record]:
        try:
            return checklists(self.desk.office)
        except (
            LedgerError
        ) as error:  # a full disk keeps the shipped lists out; the rest of the form still works
            self._trouble = sentence(error)
            return []

    def _tick(self, lists: Sequence[Record]) -> None:
        wanted = {each["id"] for each in lists}
        for record_id, box in self.boxes.items():
            box.blockSignals(True)
            box.setChecked(record_id in wanted)
            box.blockSignals(False)
        self._show_used()

    def _show_used(self) -> None:
        """Name the editions once one of them was changed: a printed sheet may have another."""
        words = str(self.value() or "")
        self._used.setText(f"采用：{words}")
        self._used.setVisible(words.count("（第1版）") != words.count("版）"))

    def _tell(self) -> None:
        self._show_used()
        self.picked.emit(self.lists())
        self.changed.emit()

    def _let_tab_stop_at(self, stop: QCheckBox) -> None:
        for box in self.boxes.values():
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus if box is stop else Qt.FocusPolicy.ClickFocus)
        self._frame.setFocusProxy(stop)
