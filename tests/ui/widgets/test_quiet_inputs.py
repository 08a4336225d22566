"""A wheel over an input without focus changes nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets import quiet_inputs

CLASSES = (quiet_inputs.QuietComboBox, quiet_inputs.QuietDateEdit)


def turn_wheel(widget: QWidget) -> None:
    place = QPointF(widget.rect().center())
    event = QWheelEvent(
        place,
        widget.mapToGlobal(place),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def value(widget: QWidget) -> str:
    return widget.currentText() if isinstance(widget, QComboBox) else widget.property("text")


@pytest.mark.parametrize("kind", CLASSES, ids=lambda each: each.__name__)
def test_wheel_over_an_unfocused_input_is_left_to_the_page(qtbot: QtBot, kind: type[QWidget]) -> None:
    widget = kind()
    qtbot.addWidget(widget)
    if isinstance(widget, QComboBox):
        widget.addItems(["消防", "燃气", "建筑"])
        widget.setCurrentIndex(1)
    before = value(widget)
    turn_wheel(widget)
    assert value(widget) == before
    assert widget.focusPolicy() is Qt.FocusPolicy.StrongFocus
