"""The lock: after some minutes without a key or a click, or at once, the windows are covered until somebody signs in.

What is being typed stays where it is: dialogs remain open under their covers, and then only the same person unlocks. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QVBoxLayout, QWidget

from desktop.office import Office
from ui.people.sign_in_dialog import SignInDialog

_DEEDS = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel)
_MINUTE_MS = 60_000


class IdleLock(QObject):
    """Watches while somebody is signed in. `person_changed` when another person unlocked, `left` when nobody wanted to."""

    person_changed = Signal()
    left = Signal()

    def __init__(self, office: Office, window: QWidget) -> None:
        super().__init__(window)
        self.office, self.window = office, window
        self.dialog: LockDialog | None = None
        self.covers: list[Cover] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.lock)

    def start(self) -> None:
        """Watch from now on; the minutes are 本单位设定, 0 never locks by itself."""
        application = QApplication.instance()
        assert application is not None
        application.removeEventFilter(self)
        self._timer.stop()
        if self.office.signed_in is None:
            return
        application.installEventFilter(self)
        if minutes := self.office.own_number("lock_minutes"):
            self._timer.setInterval(minutes * _MINUTE_MS)
            self._timer.start()

    def stop(self) -> None:
        """Watch no longer: the window is closing."""
        self._timer.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def lock(self) -> None:
        """Cover every window and ask who is there."""
        if self.dialog is not None or self.office.signed_in is None:
            return
        if popup := QApplication.activePopupWidget():
            popup.close()
        is_held = QApplication.activeModalWidget() is not None
        self.covers = [Cover(each) for each in _shown_windows()]
        self.dialog = LockDialog(self.office, is_held, QApplication.activeModalWidget() or self.window)
        is_in, signed_in = bool(self.dialog.exec()), self.dialog.signed_in
        self.dialog.deleteLater()
        self.dialog = None
        if not is_in or signed_in is None:
            self.left.emit()
            return
        self._uncover()
        is_other = signed_in.person != self.office.signed_in.person
        self.office.seat(signed_in)
        self.start()
        if is_other:
            self.person_changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _DEEDS:
            if self._timer.interval() and self.dialog is None:
                self._timer.start()
        elif kind == QEvent.Type.Show and self.dialog is not None:
            self._cover_newcomer(watched)
        return False

    def _cover_newcomer(self, watched: QObject) -> None:
        """A window that a job opened meanwhile shows nothing either."""
        if not isinstance(watched, QWidget) or not watched.isWindow():
            return
        dialog = self.dialog
        is_ours = watched is dialog or (dialog is not None and dialog.isAncestorOf(watched))
        if not is_ours and not _is_small(watched):
            self.covers.append(Cover(watched))

    def _uncover(self) -> None:
        for each in self.covers:
            each.lift()
        self.covers = []


class LockDialog(SignInDialog):
    """Signing in over a locked window. Esc does not go past it."""

    def __init__(self, office: Office, is_held: bool, parent: QWidget) -> None:
        super().__init__(office, "已锁定", "关闭程序", parent)
        assert office.signed_in is not None
        self.people.setCurrentText(office.signed_in.name)
        self.leave_button.clicked.disconnect()
        self.leave_button.clicked.connect(lambda: self.done(QDialog.DialogCode.Rejected))
        if is_held:
            self.hold_to(
                office.signed_in.name,
                f"还有没保存的窗口，请 {office.signed_in.name} 解锁后保存或关闭，再换人。",
            )
            self.leave_button.hide()
        else:
            self.tell("有一阵没有操作，窗口已锁定。可以由别人登录换人。")
        self.setWindowModality(Qt.WindowModality.ApplicationModal)

    def reject(self) -> None:
        """Nothing: it stays locked."""

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()


class Cover(QWidget):
    """Lies over a whole window and shows nothing of it."""

    def __init__(self, covered: QWidget) -> None:
        super().__init__(covered)
        self._covered = covered
        self.setAutoFillBackground(True)
        words = QLabel("已锁定", self)
        words.setObjectName("title")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        QVBoxLayout(self).addWidget(words)
        covered.installEventFilter(self)
        self.setGeometry(covered.rect())
        self.show()
        self.raise_()

    def lift(self) -> None:
        """Take it away."""
        self._covered.removeEventFilter(self)
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._covered and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._covered.rect())
            self.raise_()
        return False


def _shown_windows() -> list[QWidget]:
    return [each for each in QApplication.topLevelWidgets() if each.isVisible() and not _is_small(each)]


def _is_small(widget: QWidget) -> bool:
    """A tool tip, a menu or a list that drops down."""
    return widget.windowType() in (Qt.WindowType.ToolTip, Qt.WindowType.Popup)
