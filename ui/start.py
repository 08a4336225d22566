"""From the start of the program to an open ledger: the one of last time, or the first-start wizard. GUI thread."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QProgressDialog

from db.errors import LedgerError
from desktop import paths
from desktop.crash import catch_crashes
from desktop.jobs import Token
from desktop.ledger_lock import Holder, LedgerLock
from desktop.messages import sentence
from desktop.office import Office
from desktop.street.street_ledger import opened_ledger
from desktop.updates import launching
from desktop.updates.places import is_frozen
from ui.app import make_application, open_main_window
from ui.crash_box import CrashTeller
from ui.main_window import MainWindow
from ui.photos.app_runner import app_runner

if TYPE_CHECKING:
    from desktop.restoring import Preview
    from ui.wizard.set_up import SetUp

SAMPLE_FOLDER = "示例台账"
_MODAL_WAIT_MS = 300
FIRST_IMPORT = "hazard"  # what the import assistant offers at first; another ledger is chosen in it
_MENDED_BY_BACKUP = ("database_damaged", "not_our_database", "not_a_committee", "disk_unreadable")


def run_window(file: Path | None = None) -> int:
    """Open the window, on what that file is about if there is one, and stay until it is closed; the exit code."""
    app = make_application(sys.argv[:1])
    teller = CrashTeller(app)
    # A version that is tried falls silent: the one before comes back and tells.
    catch_crashes(_keep_quiet if launching.is_tried() else teller.crashed.emit)
    if _is_left_to_another_start():
        return 0
    session = Session()
    if not session.open_at_start(file):
        return session.exit_code
    catch_crashes(teller.crashed.emit)
    code = app.exec()
    session.finish()
    if session.starts_again:
        launching.start_again()
    return code


def _keep_quiet(report: str, path: Path | None) -> None:
    """The report is kept; nobody is shown a box."""


def _is_left_to_another_start() -> bool:
    """Whether a new version is being started by another start, and the clerk waits for it."""
    if not is_frozen():
        return False
    from ui.updates.other_start import is_waited_for

    return is_waited_for()


class Session(QObject):
    """The ledger that is open and its window; changes between the committee's own and the sample."""

    def __init__(self) -> None:
        super().__init__()
        self.window: MainWindow | None = None
        self.lock: LedgerLock | None = None
        self.is_open_elsewhere = False
        self.nobody_signed_in = False
        self.starts_again = False  # the program, once it is closed: it was updated
        self.exit_code = 0  # of a start without a window
        self.own_database: Path | None = None
        self._file: Path | None = None  # what the start was given; a window that is open already gets it

    def open_at_start(self, file: Path | None = None) -> bool:
        """Open the ledger of last time, or ask for a new one, and in its window the file that the program was given; False
        when the clerk left the wizard, or another window of this computer has the ledger and the file.
        """
        self._file = file.absolute() if file else None
        if not self._open_remembered_or_new():
            return False
        if self._file is not None:
            self._open_file(str(self._file))
        return True

    def _open_remembered_or_new(self) -> bool:
        remembered = paths.last_database()
        if remembered is not None and not os.path.exists(remembered):
            wants_to_go_on, remembered = self._ask_about_missing(remembered)
            if not wants_to_go_on:
                return False
        if remembered is not None and self.open_ledger(remembered):
            return True
        is_left = self.is_open_elsewhere or self.nobody_signed_in or bool(self.exit_code)
        return not is_left and self.ask_for_ledger()

    def _ask_about_missing(self, missing: Path) -> tuple[bool, Path | None]:
        """Whether to go on, and with which ledger; None asks for a new one."""
        from ui.missing_ledger import Answer, MissingLedgerBox

        box = MissingLedgerBox(missing)
        answer = box.ask()
        box.deleteLater()
        return answer is not Answer.LEAVE, {Answer.AGAIN: missing, Answer.FOUND: box.found}.get(answer)

    def ask_for_ledger(self) -> bool:
        """The first-start wizard; the new ledger is opened. False when the clerk left it."""
        from ui.icons import program_icon
        from ui.wizard.first_start import FirstStartWizard

        QApplication.setWindowIcon(program_icon())
        wizard = FirstStartWizard()
        accepted, office = bool(wizard.exec()), wizard.office
        wanted = wizard.result() if accepted else None
        is_new_street = accepted and wizard.who.is_street()
        wizard.deleteLater()
        if not accepted or office is None or not self._has_signed_in(office):
            return False
        self._show(office)
        if is_new_street and self.window is not None:
            self.window.show_first_news()
        elif wanted is not None and not office.is_street:
            self._begin(wanted)
        return True

    def _begin(self, wanted: SetUp) -> None:
        """What the clerk asked for with the new ledger: a sample beside it, and to bring the old spreadsheets in at once."""
        if wanted.wants_sample and not self.sample_database().exists():
            self.make_sample()
        if wanted.wants_import and self.window is not None:
            window = self.window
            QTimer.singleShot(0, window, lambda: window.records.import_table(FIRST_IMPORT))

    def open_ledger(self, database: Path) -> bool:
        """Open a ledger in place of the one that is open; False, with a sentence, when that cannot be done."""
        lock = LedgerLock(database, self)
        holder = lock.take()
        self.is_open_elsewhere = holder is not None and not self._may_open(lock, holder)
        if self.is_open_elsewhere:
            return False
        try:
            office = opened_ledger(database)
        except LedgerError as error:
            lock.release()
            if launching.is_tried():
                return self._leave_to_version_before(error)
            return self._tell_unopened(error) and self._restore_unopened(database)
        if not self._has_signed_in(office):
            lock.release()
            return False
        self._show(office, lock)
        return True

    def _has_signed_in(self, office: Office) -> bool:
        """Ask who is there, where the ledger asks; the ledger is closed when nobody says."""
        self.nobody_signed_in = False
        if not office.asks_sign_in:
            return True
        from ui.people.sign_in_dialog import let_in

        self.nobody_signed_in = not let_in(office, "登录", "退出", self.window)
        if self.nobody_signed_in:
            office.close()
        return not self.nobody_signed_in

    def renew_window(self) -> None:
        """Another person is at the desk: a window of theirs in place of the one that is open."""
        assert self.window is not None and self.lock is not None
        closed, office = self.window, self.window.office
        QApplication.setQuitOnLastWindowClosed(False)
        closed.close()
        closed.deleteLater()
        self.lock.tell_holder(office.clerk, f"{office.clock.now():%Y-%m-%d %H:%M}")
        self._open_window(office)
        QApplication.setQuitOnLastWindowClosed(True)

    def restore(self, preview: Preview) -> None:
        """Close the ledger, put a backup in its place, and open it again."""
        assert self.window is not None
        closed, database = self.window, self.window.office.database
        QApplication.setQuitOnLastWindowClosed(False)
        closed.close()
        closed.office.close()
        closed.deleteLater()
        self.window = None
        self._let_go()
        self._put_back(preview, database, closed.office.clerk)
        is_open = self.open_ledger(database) or (not self.nobody_signed_in and self.ask_for_ledger())
        QApplication.setQuitOnLastWindowClosed(True)
        if not is_open:
            QApplication.quit()

    def start_again(self) -> None:
        """Close the window and start the program anew: another version of it runs then."""
        assert self.window is not None
        self.starts_again = True
        self.window.close()
        QApplication.closeAllWindows()  # a preview or an archive may stand beside it

    def finish(self) -> None:
        """After the window was closed: back up what changed, and close the ledger. What fails is seen at the next start."""
        if self.window is None:
            return
        from desktop.backups import keep_up

        office = self.window.office
        with suppress(LedgerError):
            keep_up(office, Token())
        office.close()
        self._let_go()

    def _may_open(self, lock: LedgerLock, holder: Holder) -> bool:
        """Whether a ledger that somebody has may be opened all the same: only from a computer that is gone."""
        from ui.opened_elsewhere import asks_to_take_over, bring_forward

        if holder.is_here:
            bring_forward(lock, self.window, self._file)
            return False
        if not asks_to_take_over(holder, self.window):
            return False
        lock.take_over()
        return True

    def _hold(self, office: Office, lock: LedgerLock | None) -> None:
        """Keep the ledger for this window; the one that was open before is free again."""
        self._let_go()
        if lock is None:  # the wizard opened it
            lock = LedgerLock(office.database, self)
            lock.take()
        self.lock = lock
        lock.tell_holder(office.clerk, f"{office.clock.now():%Y-%m-%d %H:%M}")
        lock.called.connect(self._come_forward)

    def _let_go(self) -> None:
        if self.lock is not None:
            self.lock.release()
            self.lock.deleteLater()
            self.lock = None

    def _come_forward(self, file: str) -> None:
        if self.window is not None:
            self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
            self.window.raise_()
            self.window.activateWindow()
            self._open_file(file)

    def _open_file(self, file: str) -> None:
        """Open it in the window that is there then: a dialog that is open, or the lock, is waited for."""
        if not file or self.window is None:
            return
        if QApplication.activeModalWidget() is not None:
            QTimer.singleShot(_MODAL_WAIT_MS, self, lambda: self._open_file(file))
            return
        self.window.open_file(Path(file))

    def _leave_to_version_before(self, error: LedgerError) -> bool:
        """A version that is tried does not open the ledger: the one before comes back and tells why."""
        from desktop.updates.first_start import FAILED, tell_failure

        tell_failure(error)
        self.exit_code = FAILED
        return False

    def _tell_unopened(self, error: LedgerError) -> bool:
        """Say why a ledger does not open; whether the clerk wants a backup instead."""
        box = QMessageBox(QMessageBox.Icon.Warning, "打不开台账", sentence(error), parent=self.window)
        is_damaged = error.message_id in _MENDED_BY_BACKUP
        mend = box.addButton("恢复备份…", QMessageBox.ButtonRole.AcceptRole) if is_damaged else None
        box.addButton("关闭", QMessageBox.ButtonRole.RejectRole)
        box.exec()
        return mend is not None and box.clickedButton() is mend

    def _restore_unopened(self, database: Path) -> bool:
        from ui.backup_dialog import BackupDialog

        dialog = BackupDialog(database, None, app_runner(), self.window)
        dialog.exec()
        preview = dialog.preview
        dialog.deleteLater()
        if preview is None:
            return False
        self._put_back(preview, database, "")
        return self.open_ledger(database)

    def _put_back(self, preview: Preview, database: Path, who: str) -> None:
        from desktop.restoring import discard, restore

        def work(token: Token) -> None:
            try:
                restore(preview, database, who)
            finally:
                discard(preview)

        self._wait_for("正在恢复备份…", work)

    def sample_database(self) -> Path:
        """Where the sample ledger of the open committee is or would be."""
        assert self.own_database is not None
        return self.own_database.parent / SAMPLE_FOLDER / paths.DATABASE_NAME

    def make_sample(self) -> None:
        """Make the sample ledger, with progress; the committee's own stays open."""
        from desktop.sample_ledger import create_sample_ledger

        database = self.sample_database()
        self._wait_for("正在准备示例台账…", lambda token: create_sample_ledger(database).close())
        self._fill_menu()

    def open_sample(self) -> None:
        """Go to the sample ledger; it is made when it is not there yet."""
        if not self.sample_database().exists():
            self.make_sample()
        if self.sample_database().exists():
            self.open_ledger(self.sample_database())

    def remove_sample(self) -> None:
        """Delete the sample ledger's folder, after asking, and go back to the committee's own."""
        own, folder = self.own_database, self.sample_database().parent
        box = QMessageBox(
            QMessageBox.Icon.Question, "删除示例台账", "删除示例台账和里面的示例照片？", parent=self.window
        )
        box.setInformativeText("只删除示例，本单位的台账不受影响。")
        delete = box.addButton("删除示例台账", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton("取消", QMessageBox.ButtonRole.RejectRole))
        box.exec()
        if box.clickedButton() is not delete or own is None or not self.open_ledger(own):
            return
        shutil.rmtree(folder, ignore_errors=True)
        self._fill_menu()

    def _show(self, office: Office, lock: LedgerLock | None = None) -> None:
        previous = self.window
        self._hold(office, lock)
        is_sample = office.database.parent.name == SAMPLE_FOLDER
        if not is_sample:
            self.own_database = office.database
            paths.remember_database(office.database)
        elif self.own_database is None:
            self.own_database = office.database.parent.parent / paths.DATABASE_NAME
        self._open_window(office)
        if previous is not None:
            previous.close()
            previous.office.close()
            previous.deleteLater()

    def _open_window(self, office: Office) -> None:
        self.window = open_main_window(office)
        self.window.restore_wanted.connect(self.restore)
        self.window.person_changed.connect(self.renew_window, Qt.ConnectionType.QueuedConnection)
        self.window.start_again_wanted.connect(self.start_again, Qt.ConnectionType.QueuedConnection)
        self._fill_menu()

    def _fill_menu(self) -> None:
        assert self.window is not None
        if self.window.office.is_street:
            return  # the sample is a committee's
        is_sample = self.window.office.database != self.own_database
        acts = [("回到本单位台账", self._open_own) if is_sample else ("打开示例台账", self.open_sample)]
        if self.sample_database().exists():
            acts.append(("删除示例台账…", self.remove_sample))
        self.window.offer_ledgers(acts, is_sample)

    def _open_own(self) -> None:
        if self.own_database is not None:
            self.open_ledger(self.own_database)

    def _wait_for(self, words: str, work: Callable[[Token], None]) -> None:
        progress = QProgressDialog(words, "", 0, 0, self.window)
        progress.setCancelButton(None)
        progress.setWindowTitle("请稍候")
        loop = QEventLoop(self)
        job = app_runner().start(
            work,
            failed=self._tell_failure,
        )
        job.ended.connect(loop.quit)
        progress.show()
        loop.exec()
        progress.close()
        progress.deleteLater()

    def _tell_failure(self, error: Exception) -> None:
        QMessageBox.warning(self.window, "没有做成", sentence(error))
