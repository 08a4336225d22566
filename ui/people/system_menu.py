"""The menu 系统: changing the person at the desk, locking, one's password, 人员与权限. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop.jobs import Runner
from desktop.office import Office
from desktop.people.permissions import Right
from ui.widgets.dialogs import run_dialog
from ui.widgets.message_bar import MessageBar

if TYPE_CHECKING:
    from ui.people.lock import IdleLock


class SystemMenu(QObject):
    """Its acts. `person_changed` when another person sits here (or nobody is asked any more): the window is made anew.
    `left` when nobody is there: the window closes.
    """

    person_changed = Signal()
    left = Signal()

    def __init__(self, office: Office, runner: Runner, bar: MessageBar, window: QWidget) -> None:
        super().__init__(window)
        self.office, self.runner, self.bar, self.window = office, runner, bar, window
        self.menu = QMenu("系统(&Y)", window)
        self.menu.setToolTipsVisible(True)
        self.change_action = self._add("换人…", self.change_person, "Ctrl+Shift+U")
        self.lock_action = self._add("锁定", self.lock, "Ctrl+Shift+K")
        self.password_action = self._add("修改密码…", self.change_password)
        self.menu.addSeparator()
        self.people_action = self._add("人员与权限…", self.show_people)
        for action in (self.change_action, self.lock_action, self.password_action):
            action.setVisible(office.signed_in is not None)
            action.setEnabled(office.signed_in is not None)
        if denied := office.why_not(Right.PEOPLE):
            from desktop.messages import sentence

            self.people_action.setEnabled(False)
            self.people_action.setToolTip(sentence(denied))

    @cached_property
    def idle_lock(self) -> IdleLock:
        """The lock of this window; made when the window stands idle or is locked."""
        from ui.people.lock import IdleLock

        lock = IdleLock(self.office, self.window)
        lock.person_changed.connect(self.person_changed)
        lock.left.connect(self.left)
        return lock

    def begin_watching(self) -> None:
        """Lock after some minutes without a deed, where people sign in."""
        if self.office.signed_in is not None:
            self.idle_lock.start()

    def stop_watching(self) -> None:
        """The window closes."""
        if "idle_lock" in self.__dict__:
            self.idle_lock.stop()

    def lock(self) -> None:
        """Lock now."""
        self.idle_lock.lock()

    def change_person(self) -> None:
        """Let another person sit down."""
        from ui.people.sign_in_dialog import let_in

        before = self.office.signed_in
        if let_in(self.office, "换人", "取消", self.window) and self.office.signed_in != before:
            self.person_changed.emit()

    def change_password(self) -> None:
        """Another password of one's own."""
        from ui.people.new_password_dialog import NewPasswordDialog

        assert self.office.signed_in is not None
        dialog = NewPasswordDialog(self.office, self.office.signed_in, "", self.window)
        if dialog.exec():
            self.bar.tell("密码已修改，下次登录用新密码。")
        dialog.deleteLater()

    def show_people(self) -> None:
        """人员与权限; when sign-in was switched on, whoever is there signs in at once."""
        from ui.people.people_dialog import PeopleDialog
        from ui.people.sign_in_dialog import let_in

        was_asked = self.office.asks_sign_in
        run_dialog(PeopleDialog(self.office, self.runner, self.window))
        if self.office.asks_sign_in == was_asked:
            return
        if not self.office.asks_sign_in:
            self.office.unseat()
        elif not let_in(self.office, "登录", "关闭程序", self.window):
            self.left.emit()
            return
        self.person_changed.emit()

    def _add(self, words: str, act: Callable[[], object], keys: str = "") -> QAction:
        action = self.menu.addAction(words)
        if keys:
            action.setShortcut(keys)
        action.triggered.connect(lambda checked=False: act())
        return action
