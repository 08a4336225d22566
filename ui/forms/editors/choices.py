"""Several choices: boxes to tick that flow over the width, in groups where there are several tables."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QToolButton, QVBoxLayout, QWidget

from db.spec.field import Field
from ui.forms.editors.choice import Choice, choices_of_field
from ui.forms.editors.editor import SPACE, Desk, Editor
from ui.widgets.flow_layout import FlowLayout

_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class ChoicesEditor(Editor):
    """Boxes to tick: one stop for Tab, arrow keys move, Space ticks. All groups after the first are
    folded."""

    def __init__(self, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, desk, parent)
        self._boxes: dict[str, QCheckBox] = {}
        self._folds: list[tuple[QToolButton, QWidget, list[str]]] = []
        self._unknown: list[str] = []
        self._frame = QWidget(self)
        self._groups = QVBoxLayout(self._frame)
        self._groups.setContentsMargins(0, SPACE, 0, SPACE)
        self._groups.setSpacing(SPACE * 2)
        for heading, choices in groupby(choices_of_field(field), key=lambda each: each.heading):
            self._add_group(heading, list(choices))
        self._let_tab_stop_at(next(iter(self._boxes.values())))
        self._place(self._frame)

    def input_widget(self) -> QWidget:
        return self._frame

    def tab_stops(self) -> list[QWidget]:
        return [*self._boxes.values(), *(button for button, _, _ in self._folds)]

    def value(self) -> Any:
        return [code for code, box in self._boxes.items() if box.isChecked()] + self._unknown

    def set_value(self, stored: Any) -> None:
        chosen = list(stored or [])
        self._unknown = [code for code in chosen if code not in self._boxes]
        for code, box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(code in chosen)
            box.blockSignals(False)
        for button, _, codes in self._folds:
            button.setChecked(any(code in chosen for code in codes))
        self.show_problem(None)

    def boxes(self) -> dict[str, QCheckBox]:
        """The boxes by their codes."""
        return self._boxes

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _STEPS:
            self._step(watched, _STEPS[Qt.Key(event.key())])
            return True
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QCheckBox):
            self._let_tab_stop_at(watched)
        return super().eventFilter(watched, event)

    def _add_group(self, heading: str, choices: list[Choice]) -> None:
        holder = QWidget(self._frame)
        flow = FlowLayout(holder, gap=SPACE * 3)
        for each in choices:
            box = QCheckBox(each.label, holder)
            box.toggled.connect(self._ticked)
            box.installEventFilter(self)
            self._boxes[each.code] = box
            flow.addWidget(box)
        if heading and self._groups.count():
            self._groups.addWidget(self._fold(heading, holder, choices))
        elif heading:
            label = QLabel(heading, self._frame)
            label.setObjectName("muted")
            self._groups.addWidget(label)
        self._groups.addWidget(holder)

    def _fold(self, heading: str, holder: QWidget, choices: list[Choice]) -> QToolButton:
        button = QToolButton(self._frame)
        button.setText(f"{heading} {len(choices)} 项")
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setArrowType(Qt.ArrowType.RightArrow)
        button.setObjectName("fold")
        button.toggled.connect(holder.setVisible)
        button.toggled.connect(
            lambda is_open: button.setArrowType(
                Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow
            )
        )
        holder.hide()
        self._folds.append((button, holder, [each.code for each in choices]))
        return button

    def _ticked(self) -> None:
        self.show_problem(None)
        self.changed.emit()

    def _step(self, watched: QObject, by: int) -> None:
        shown = [box for box in self._boxes.values() if not box.isHidden() and box.isVisible()]
        if watched in shown:
            shown[(shown.index(watched) + by) % len(shown)].setFocus(Qt.FocusReason.TabFocusReason)

    def _let_tab_stop_at(self, stop: QCheckBox) -> None:
        for box in self._boxes.values():
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus if box is stop else Qt.FocusPolicy.ClickFocus)
        self._frame.setFocusProxy(stop)
