"""What a screen reader is told and how far the keyboard reaches, on every page and in every dialog (WCAG 2.1 §2.1.1,
§2.4.7, §4.1.2)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QDeadlineTimer, QEventLoop, Qt, QTimer
from PySide6.QtGui import QAccessible, QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QRadioButton,
    QTabBar,
    QWidget,
)

from desktop.jobs import Runner
from tests.ui.every_window import DIALOGS, made, settle
from ui.main_window import MainWindow
from ui.navigation import PAGES
from ui.widgets.descriptions import Describing

NAME, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description


@pytest.fixture(autouse=True)
def describing(qapp: QApplication) -> Iterator[None]:
    """As the program has it from its start on."""
    heard = Describing(qapp)
    yield
    heard.deleteLater()


def reached(window: QWidget) -> Iterator[QWidget]:
    """The visible widgets that can have the focus; a box's own line speaks through the box."""
    for widget in window.findChildren(QWidget):
        is_part = isinstance(widget.parent(), QComboBox | QAbstractSpinBox) or widget.focusProxy() is not None
        is_empty = isinstance(widget, QLabel) and not widget.text()
        if widget.isVisible() and widget.window() is window and not is_part and not is_empty:
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                yield widget


def told(widget: QWidget, what: QAccessible.Text) -> str:
    """What the accessibility tree says of a widget."""
    return QAccessible.queryAccessibleInterface(widget).text(what)


def kind_of(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName()!r} in {type(widget.parent()).__name__}"


def nameless(window: QWidget) -> list[str]:
    return [kind_of(each) for each in reached(window) if not told(each, NAME).strip()]


def undescribed(window: QWidget) -> list[str]:
    """Controls of which only the name is told; Qt keeps no description for a row of tabs, its tabs are named."""
    return [
        kind_of(each)
        for each in reached(window)
        if not isinstance(each, QTabBar) and not told(each, DESCRIPTION).strip()
    ]


def unmarked(window: QWidget) -> list[str]:
    """Fields that a label calls required, and the accessibility tree does not."""
    labels = [each for each in window.findChildren(QLabel) if each.isVisible() and each.text() == "* 必填"]
    names = [told(each, NAME) for each in window.findChildren(QWidget) if each.isVisible()]
    said = sum("必填" in each for each in names)
    return [] if said >= len(labels) else [f"{len(labels)} required fields, {said} told"]


def walked(window: QWidget) -> list[QWidget]:
    """The widgets that Tab comes by, in its order, until it begins again."""
    window.activateWindow()
    settle()
    seen: list[QWidget] = []
    for _ in range(400):
        window.focusNextChild()
        focused = QApplication.focusWidget()
        if focused is None or focused in seen:
            break
        seen.append(focused)
    return seen


def unreached(window: QWidget) -> list[str]:
    """What can be acted on and Tab does not come by; of radio buttons Tab visits the chosen one."""
    seen = walked(window)
    return [
        kind_of(each)
        for each in reached(window)
        if each.isEnabled()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(each, QRadioButton)
        and each not in seen
    ]


def invisible_focus(window: QWidget) -> list[str]:
    """Widgets that look the same with the focus and without."""
    found = []
    for each in walked(window):
        if not each.isVisible():
            continue
        each.clearFocus()
        plain = picture(each)
        each.setFocus(Qt.FocusReason.TabFocusReason)
        if picture(each) == plain:
            found.append(kind_of(each))
    return found


def picture(widget: QWidget) -> QImage:
    frame = widget.parentWidget() if isinstance(widget.parent(), QComboBox | QAbstractSpinBox) else widget
    return frame.grab().toImage()


def lacking(window: QWidget) -> list[str]:
    """Everything that a screen reader or the keyboard would miss in a window in front that stands still."""
    window.activateWindow()
    runners = [*window.findChildren(Runner), *QApplication.instance().findChildren(Runner)]
    deadline = QDeadlineTimer(60_000)
    while any(each.is_busy() for each in runners) and not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 100)
    settle()
    return [
        *(f"no name: {each}" for each in nameless(window)),
        *(f"no description: {each}" for each in undescribed(window)),
        *(f"必填 not told: {each}" for each in unmarked(window)),
        *(f"not reached by Tab: {each}" for each in unreached(window)),
    ]


def test_every_control_of_every_page_is_named_described_and_reached(sample_window: MainWindow) -> None:
    found = {}
    for page in PAGES:
        sample_window.show_page(page.key)
        settle()
        found[page.key] = lacking(sample_window)
    assert {page: lines for page, lines in found.items() if lines} == {}


def test_every_control_of_every_dialog_is_named_described_and_reached(sample_window: MainWindow) -> None:
    found = {}
    for name, make in DIALOGS.items():
        with made(sample_window, make) as dialog:
            found[name] = lacking(dialog)
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_the_focus_can_be_seen_on_a_page(sample_window: MainWindow) -> None:
    found: set[str] = set()
    for page in ("dashboard", "hazard", "submission"):
        sample_window.show_page(page)
        settle()
        found |= set(invisible_focus(sample_window))
    assert found == set()


def test_the_focus_can_be_seen_in_a_dialog(sample_window: MainWindow) -> None:
    found: set[str] = set()
    for name in ("form hazard", "backup", "wizard 0", "export", "print", "trust", "own settings", "matrix"):
        with made(sample_window, DIALOGS[name]) as dialog:
            found |= set(invisible_focus(dialog))
    assert found == set()


def test_enter_that_commits_pinyin_never_ends_a_dialog(sample_window: MainWindow) -> None:
    ended = []
    for name, make in DIALOGS.items():
        with made(sample_window, make) as dialog, boxes_closed(dialog) as opened:
            lines = [each for each in reached(dialog) if isinstance(each, QLineEdit) and each.isEnabled()]
            for line in lines[:2]:
                commit_pinyin(line)
                if not dialog.isVisible() or opened:
                    ended.append(f"{name}: {kind_of(line)} {opened}")
                    break
    assert ended == []


def commit_pinyin(line: QLineEdit) -> None:
    """Compose, press Enter, and have the words committed by it, as an input method does."""
    line.setFocus()
    QApplication.sendEvent(line, QInputMethodEvent("an quan", []))
    QTest.keyClick(line, Qt.Key.Key_Return)
    committed = QInputMethodEvent()
    committed.setCommitString("安全")
    QApplication.sendEvent(line, committed)


@contextmanager
def boxes_closed(dialog: QWidget) -> Iterator[list[str]]:
    """Names and closes what opens over the dialog meanwhile; left open it would wait for a hand for ever."""
    opened: list[str] = []
    timer = QTimer()
    timer.setInterval(50)

    def close() -> None:
        over = QApplication.activeModalWidget()
        if over is not None and over is not dialog:
            opened.append(type(over).__name__)
            over.close()

    timer.timeout.connect(close)
    timer.start()
    try:
        yield opened
    finally:
        timer.stop()


def test_no_key_of_one_letter_acts_by_itself(sample_window: MainWindow) -> None:
    """A letter is the beginning of a pinyin: a shortcut of a bare letter would take it from the input method."""
    from PySide6.QtGui import QAction, QShortcut

    bare = set()
    for page in PAGES:
        sample_window.show_page(page.key)
        keys = [each.shortcut().toString() for each in sample_window.findChildren(QAction)]
        keys += [each.key().toString() for each in sample_window.findChildren(QShortcut)]
        bare |= {key for key in keys if len(key) == 1}
    assert bare == set()


def test_what_is_made_later_is_described_when_the_keyboard_comes_to_it(sample_window: MainWindow) -> None:
    late = QLineEdit(sample_window)
    late.setPlaceholderText("后来才有的一格")
    late.show()
    assert not late.accessibleDescription()
    sample_window.activateWindow()
    late.setFocus()
    settle()
    assert told(late, DESCRIPTION) == "后来才有的一格"


def test_a_field_says_what_it_takes_and_what_is_wrong_with_it(sample_window: MainWindow) -> None:
    with made(sample_window, DIALOGS["form premises"]) as dialog:
        [line] = [each for each in reached(dialog) if told(each, NAME).startswith("从业人数")]
        assert "填整数" in told(line, DESCRIPTION)
    with made(sample_window, DIALOGS["form hazard"]) as dialog:
        [line] = [each for each in reached(dialog) if told(each, NAME) == "隐患描述，必填"]
        dialog.save()  # type: ignore[attr-defined]
        assert told(line, DESCRIPTION) == "请填写“隐患描述”，这一项必填。"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("draft", "接着填写"), ("news", "关闭"), ("name", "视图名称"), ("clearance", "查看日期")],
)
def test_a_dialog_opens_where_the_clerk_goes_on(sample_window: MainWindow, name: str, wanted: str) -> None:
    with made(sample_window, DIALOGS[name]) as dialog:
        focused = dialog.focusWidget()
        assert focused is not None
        assert told(focused, NAME) == wanted
