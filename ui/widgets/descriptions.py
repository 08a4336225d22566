"""What a screen reader says of a control beside its name: one place describes every control of every window.

A control that has a description or a tool tip of its own keeps it (Qt reads the tool tip out too). All others are described
by what they are: windows when they come to the front, pages and tabs when they are turned to, and whatever is made later
when the keyboard comes to it. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QRadioButton,
    QSpinBox,
    QStackedWidget,
    QTabBar,
    QTextEdit,
    QWidget,
)

from ui.widgets.labels import READABLE

_ACTS = {
    "取消": "不做改动，关闭这个窗口", "关闭": "关闭这个窗口", "关闭窗口": "关闭这个窗口", "保存": "保存填写的内容并关闭",
    "确定": "确认并关闭这个窗口", "上一步": "回到前一步，填过的不会丢", "下一步": "核对这一步，到后一步",
    "打印": "先看预览再打印", "删除": "删除选中的一项，先问一遍", "修改": "修改选中的一项", "以后再说": "现在不处理，以后再问",
    "上一张": "看前一张照片", "下一张": "看后一张照片", "放大": "把内容放大", "缩小": "把内容缩小", "恢复默认": "改回程序原来的值",
    "立即备份": "现在备份一次", "核对": "现在开始核对", "合并": "把两条记录合成一条，可以撤销",
}  # fmt: skip
_SHOWN_MORE = "更多（"


def description_of(widget: QWidget) -> str:
    """One sentence about a control from what it is, its placeholder and the group it stands in."""
    return next(say(widget) for kind, say in _SAYERS if isinstance(widget, kind))


def describe(root: QWidget) -> None:
    """Describe every control below a widget, and it itself, that can have the focus and has no description yet."""
    for widget in (root, *root.findChildren(QWidget)):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            describe_one(widget)


def describe_one(widget: QWidget) -> None:
    """Describe one control, unless it has a description or a tool tip."""
    if not widget.accessibleDescription() and not widget.toolTip():
        widget.setAccessibleDescription(description_of(widget))


class Describing(QObject):
    """Describes the controls of an application from now on."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.focusWindowChanged.connect(self._look_soon)
        app.focusChanged.connect(self._reach)
        self._look_soon()

    def _look_soon(self) -> None:
        QTimer.singleShot(0, self, self._look)  # once the window has what it shows

    def _look(self) -> None:
        window = QApplication.activeModalWidget() or QApplication.activeWindow()
        if window is not None:
            self._take(window)

    def _take(self, root: QWidget) -> None:
        describe(root)
        for stack in root.findChildren(QStackedWidget):
            if not stack.property("is_described"):
                stack.setProperty("is_described", True)
                stack.currentChanged.connect(self._look_soon)

    def _reach(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is not None:
            describe_one(now)


def _label_of(widget: QWidget) -> str:
    """What stands before a control: its accessible name, or the label whose buddy it is."""
    if widget.accessibleName():
        return widget.accessibleName()
    labels = widget.window().findChildren(QLabel)
    return next((each.text().rstrip(" *：") for each in labels if each.buddy() is widget), "")


def _group_of(widget: QWidget) -> str:
    """The field or the named part that a control belongs to, at last its window."""
    above = widget.parentWidget()
    while above is not None and not above.isWindow():
        field = getattr(above, "field", None)
        if named := getattr(field, "label", "") or above.accessibleName():
            return str(named)
        above = above.parentWidget()
    return widget.window().windowTitle().partition(" - ")[0].partition(" — ")[0]


def _say_button(widget: QWidget) -> str:
    assert isinstance(widget, QAbstractButton)
    word = widget.text() or widget.accessibleName()
    if word in _ACTS:
        return _ACTS[word]
    if word.startswith(_SHOWN_MORE):
        return "展开或收起不常填的几项"
    if word.endswith("…"):
        return "打开下一个窗口，在那里确认以前什么也不改"
    return f"“{_group_of(widget)}”里的操作，空格键按下"


def _say_check(widget: QWidget) -> str:
    return f"“{_group_of(widget)}”的一项，空格键勾选或去掉"


def _say_radio(widget: QWidget) -> str:
    return f"“{_group_of(widget)}”的一个选择，方向键换"


def _say_choice(widget: QWidget) -> str:
    label = _label_of(widget) or _group_of(widget)
    return f"{label}：从列表里选，Alt+下方向键展开"


def _say_number(widget: QWidget) -> str:
    if isinstance(widget, QSpinBox):
        return f"填数，{widget.minimum()} 到 {widget.maximum()}{widget.suffix()}，上下方向键加减"
    return "填数，上下方向键加减"


def _say_line(widget: QWidget) -> str:
    assert isinstance(widget, QLineEdit)
    if widget.placeholderText():
        return widget.placeholderText()
    if widget.echoMode() is not QLineEdit.EchoMode.Normal:
        return "输入的字不显示出来"
    return "只能看，可以选中复制" if widget.isReadOnly() else f"“{_group_of(widget)}”里填的文字"


def _say_text(widget: QWidget) -> str:
    assert isinstance(widget, QPlainTextEdit | QTextEdit)
    if widget.isReadOnly():
        return "只能看，方向键逐行读，可以选中复制"
    return widget.placeholderText() or "填多行文字"


_SAYERS: tuple[tuple[type[QWidget], Callable[[QWidget], str]], ...] = (
    (QCheckBox, _say_check),
    (QRadioButton, _say_radio),
    (QAbstractButton, _say_button),
    (QComboBox, _say_choice),
    (QAbstractSpinBox, _say_number),
    (QLineEdit, _say_line),
    (QPlainTextEdit, _say_text),
    (QTextEdit, _say_text),
    (QTabBar, lambda widget: "左右方向键换一页"),
    (QListView, lambda widget: "上下方向键选择，回车打开"),
    (QAbstractItemView, lambda widget: "方向键在行和列之间移动，Home、End 到一行的两头"),
    (QLabel, lambda widget: READABLE),
    (QAbstractScrollArea, lambda widget: "上下方向键滚动"),
    (QDialog, lambda widget: widget.windowTitle()),
    (QWidget, lambda widget: f"“{_group_of(widget)}”的一部分，Tab 到下一项"),
)
