"""Which checklists a round goes by: boxes to tick, those that fit the premises ticked by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from db.errors import LedgerError
from db.spec.field import Field, Record, Values
from desktop.checklists import checklists, edition, fitting
from desktop.messages import sentence
from ui.forms.editors.editor import SPACE, Desk, Editor
from ui.widgets.flow_layout import FlowLayout

_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class ChecklistPicker(Editor):
    """One stop for Tab, arrow keys move, Space ticks. Its value names the lists with their versions; a stored value
    stays as it is until a box is ticked. `picked` carries the ticked checklists.
    """

    picked = Signal(list)
    wants_width = True

    def __init__(self, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, desk, parent)
        self._frame = QWidget(self)
        self._lists = self._read()
        self._stored: str | None = None
        flow = FlowLayout(self._frame, gap=SPACE * 3)
        self.boxes: dict[str, QCheckBox] = {}
        for each in self._lists:
            version = f"（第{each['version']}版）" if each["version"] > 1 else ""
            box = QCheckBox(each["name"].removesuffix("检查表") + version, self._frame)
            box.setToolTip(f"{edition(each)}，{len(each['items'])} 项")
            box.toggled.connect(self._tell)
            box.installEventFilter(self)
            self.boxes[each["id"]] = box
            flow.addWidget(box)
        if self.boxes:
            self._let_tab_stop_at(next(iter(self.boxes.values())))
        self._place(self._frame)

    def input_widget(self) -> QWidget:
        return self._frame

    def tab_stops(self) -> list[QWidget]:
        return list(self.boxes.values())

    def lists(self) -> list[Record]:
        """The ticked checklists in their order."""
        return [each for each in self._lists if self.boxes[each["id"]].isChecked()]

    def value(self) -> Any:
        return self._stored if self._stored is not None else "、".join(map(edition, self.lists())) or None

    def set_value(self, stored: Any) -> None:
        names = f"、{stored or ''}、"  # a name may hold the sign that parts them
        self._tick([each for each in self._lists if f"、{edition(each)}、" in names])
        self._stored = stored
        self.show_problem(None)

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
            self.show_problem(sentence(error))
            return []

    def _tick(self, lists: Sequence[Record]) -> None:
        wanted = {each["id"] for each in lists}
        for record_id, box in self.boxes.items():
            box.blockSignals(True)
            box.setChecked(record_id in wanted)
            box.blockSignals(False)

    def _tell(self) -> None:
        self._stored = None
        self.picked.emit(self.lists())
        self.changed.emit()

    def _let_tab_stop_at(self, stop: QCheckBox) -> None:
        for box in self.boxes.values():
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus if box is stop else Qt.FocusPolicy.ClickFocus)
        self._frame.setFocusProxy(stop)
