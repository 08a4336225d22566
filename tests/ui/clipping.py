"""Finds words that do not fit the box they stand in: labels, buttons, tabs, column heads, boxes to choose from."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTabBar,
    QToolButton,
    QWidget,
)

SLACK = 1  # rounding of a fraction of a pixel


def clipped_in(window: QWidget) -> list[str]:
    """One line for each visible widget whose words are cut off, with what it needs and what it has."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.width() == 0 or widget.window() is not window:
            continue
        found += [f"{type(widget).__name__}: {each}" for each in _lacks(widget)]
    return found


def _lacks(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel):
        yield from _label(widget)
    elif (
        isinstance(widget, QPushButton | QToolButton) or isinstance(widget, QAbstractButton) and widget.text()
    ):
        yield from _button(widget)
    elif isinstance(widget, QTabBar):
        yield from _tabs(widget)
    elif isinstance(widget, QHeaderView):
        yield from _heads(widget)
    elif isinstance(widget, QComboBox):
        yield from _combo(widget)
    elif isinstance(widget, QLineEdit):
        yield from _line(widget)


def _short(words: str) -> str:
    return repr(words if len(words) < 24 else words[:23] + "…")


def _label(label: QLabel) -> Iterator[str]:
    words = label.text()
    if not words or label.pixmap().width():
        return
    room = label.contentsRect().adjusted(label.margin(), label.margin(), -label.margin(), -label.margin())
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        if needed > label.height() + SLACK:
            yield f"{_short(words)} needs height {needed}, has {label.height()}"
        return
    needed = label.sizeHint()
    if words != label.toolTip() and needed.width() > label.width() + SLACK and not _is_elided(label):
        yield f"{_short(words)} needs width {needed.width()}, has {label.width()}"
    if label.fontMetrics().height() > room.height() + SLACK:
        yield f"{_short(words)} needs height {label.fontMetrics().height()}, has {room.height()}"


def _is_elided(label: QLabel) -> bool:
    """A label that draws an ellipsis by itself and tells the rest when pointed at."""
    return bool(label.toolTip()) and "…" in label.text()


def _button(button: QAbstractButton) -> Iterator[str]:
    words = button.text()
    if button.property("elides") and words in button.toolTip():
        return
    if (
        not words
        or isinstance(button, QToolButton)
        and button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
    ):
        return
    metrics = button.fontMetrics()
    lines = QTextDocument(words).toPlainText().replace("&", "").split("\n") if "<" not in words else []
    width = max((metrics.horizontalAdvance(each) for each in lines), default=0)
    if width > button.width() + SLACK:
        yield f"{_short(words)} needs width {width}, has {button.width()}"
    elif button.minimumSizeHint().width() > button.width() + SLACK and "…" not in words:
        yield f"{_short(words)} needs width {button.minimumSizeHint().width()}, has {button.width()}"
    if metrics.height() * max(len(lines), 1) > button.height() + SLACK:
        yield f"{_short(words)} needs height {metrics.height()}, has {button.height()}"


def _tabs(bar: QTabBar) -> Iterator[str]:
    for place in range(bar.count()):
        needed = bar.fontMetrics().horizontalAdvance(bar.tabText(place))
        if bar.isTabVisible(place) and needed > bar.tabRect(place).width():
            yield f"{_short(bar.tabText(place))} needs width {needed}, has {bar.tabRect(place).width()}"


def _heads(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    if model is None or header.orientation() is Qt.Orientation.Vertical:
        return
    for place in range(header.count()):
        words = model.headerData(place, header.orientation(), Qt.ItemDataRole.DisplayRole)
        if header.isSectionHidden(place) or not words:
            continue
        needed = header.fontMetrics().horizontalAdvance(str(words))
        if needed > header.sectionSize(place):
            yield f"{_short(str(words))} needs width {needed}, has {header.sectionSize(place)}"
    if header.isVisible() and 0 < header.height() < header.fontMetrics().height():
        yield f"head needs height {header.fontMetrics().height()}, has {header.height()}"


def _combo(box: QComboBox) -> Iterator[str]:
    needed = box.fontMetrics().horizontalAdvance(box.currentText())
    if not box.isEditable() and needed > box.width() and box.currentText() not in box.toolTip():
        yield f"{_short(box.currentText())} needs width {needed}, has {box.width()}"
    if box.fontMetrics().height() > box.height():
        yield f"{_short(box.currentText())} needs height {box.fontMetrics().height()}, has {box.height()}"


def _line(line: QLineEdit) -> Iterator[str]:
    if line.fontMetrics().height() > line.contentsRect().height() + SLACK:
        yield f"{_short(line.text())} needs height {line.fontMetrics().height()}, has {line.contentsRect().height()}"
    words = line.placeholderText()
    needed = line.fontMetrics().horizontalAdvance(words)
    if not line.text() and needed > line.width() - 8 and words not in line.toolTip():
        yield f"placeholder {_short(words)} needs width {needed}, has {line.width()}"
