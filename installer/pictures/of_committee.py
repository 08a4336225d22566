"""The pictures of a committee's window, over the sample ledger on a fixed day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from db.clock import FixedClock
from db.spec import RECORD_TYPES
from db.spec.query import Query
from desktop.office import Office
from desktop.sample_ledger import SAMPLE_COMMITTEE, SAMPLE_PASSPHRASE, fill_with_sample
from installer.pictures.showing import SIZE, seen, settle
from ui.main_window import MainWindow, dress

TODAY = datetime(2026, 11, 23, 9, 30)
PASSWORD = "示例密码 青松2026"
PAGES = (
    "dashboard", "premises", "risk", "inspection", "hazard", "training", "monthly_return", "submission",
    "duties", "clauses",
)  # fmt: skip


def pictures(folder: Path) -> Iterator[tuple[str, QPixmap]]:
    """Name and picture of each page and dialog."""
    office = Office.create(
        folder / "台账" / "安全台账.db", committee=SAMPLE_COMMITTEE, clerk="王芳", lead="陈建国",
        passphrase=SAMPLE_PASSPHRASE, clock=FixedClock(TODAY),
    )  # fmt: skip
    fill_with_sample(office)
    window = MainWindow(office, QSettings(str(folder / "窗口.ini"), QSettings.Format.IniFormat))
    window.resize(*SIZE)
    window.show()
    for key in PAGES:
        page = window.show_page(key)
        settle(window.runner)
        table = getattr(page, "table", None)
        if table is not None and hasattr(page, "commands"):
            table.selectRow(min(2, table.model().rowCount() - 1))
        settle(window.runner)
        yield key, seen(window)
    yield "column_filter", _filtering(window)
    for name, dialog in _dialogs(window):
        yield name, shown(dialog, window)
    yield from _undoing(window)
    yield "dark", _in_the_dark(window)
    yield from _people(window)
    window.close()
    office.close()


def shown(dialog: QWidget, window: MainWindow) -> QPixmap:
    """A dialog as it stands, closed without a question."""
    dialog.show()
    settle(window.runner)
    picture = seen(dialog)
    dialog.done(QDialog.DialogCode.Rejected) if isinstance(dialog, QDialog) else dialog.close()
    dialog.deleteLater()
    settle()
    return picture


def _filtering(window: MainWindow) -> QPixmap:
    """The filter of the column of states, open below its head."""
    page = window.show_page("hazard")
    columns = [each.name for each in page.head.columns]
    page.open_filter(columns.index("status"))
    settle(window.runner)
    popup = page.head.popup
    picture = seen(window, popup)
    popup.close()
    return picture


def _dialogs(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    from ui.backup_dialog import BackupDialog
    from ui.forms.record_dialog import RecordDialog
    from ui.importing.assistant import ImportAssistant
    from ui.preview.preview_window import PreviewWindow
    from ui.wizard.first_start import FirstStartWizard

    office = window.office
    yield "import", ImportAssistant(office, window.runner, "hazard", window)
    yield "backup", BackupDialog(office.database, office, window.runner, window)
    rows = office.rows("hazard", office.ids("hazard", Query()))
    pictured = next(each for each in rows if each.get("photo_before") and each["level"] == "general")
    yield "record", RecordDialog(office, RECORD_TYPES["hazard"], pictured, parent=window)
    from desktop import documents

    printed = documents.hazard_ledger(office)
    yield (
        "print_preview",
        PreviewWindow(printed.pdf, "章浜社区居委会_隐患台账_2026年11月", window, (), window.settings),
    )
    wizard = FirstStartWizard(window)
    stack = wizard.findChild(QStackedWidget)
    stack.setCurrentIndex(0)
    yield "first_start", wizard
    yield "update", _update(window)


def _update(window: MainWindow) -> QWidget:
    """The dialog that offers a signed package which was checked."""
    from desktop.updates.checking import Offer
    from desktop.updates.manifest import Manifest, ProgramFile
    from ui.updates.update_dialog import UpdateDialog

    files = (ProgramFile("village-safety-ledger", 205 << 20, "0" * 64, True),)
    notes = "## 0.6.0\n\n- **举例**：这里写着这一版改了什么，先看再决定装不装。"
    manifest = Manifest("0.6.0", "linux-x86_64", 5, "0.5.0", "2.36", "2027-01-08", notes, files, {}, b"")
    dialog = UpdateDialog(window, lambda: [])
    signer = "SHA256:tXJ2i1RT0b4bQ2sG1lM0v8QbBzXy4mC3kzq0pWm5u7E"
    dialog.view.show_offer(Offer(Path("更新.vslupdate"), manifest, signer, 5))
    return dialog


def _undoing(window: MainWindow) -> Iterator[tuple[str, QPixmap]]:
    """操作历史 and the bin after a few records were thrown away."""
    from ui.operations_dialog import OperationsDialog

    office = window.office
    for table, count, reason in (("hazard", 1, "重复登记"), ("document", 2, "不是本单位的")):
        office.retire(table, office.ids(table, Query())[-count:], reason)
    yield "operations", shown(OperationsDialog(office, window.runner, window), window)
    window.show_page("recycle_bin")
    settle(window.runner)
    yield "recycle_bin", seen(window)


def _in_the_dark(window: MainWindow) -> QPixmap:
    window.settings.setValue("look/shade", "dark")
    dress(window.settings)
    window.show_page("dashboard")
    settle(window.runner)
    picture = seen(window)
    window.settings.setValue("look/shade", "light")
    dress(window.settings)
    settle()
    return picture


def _people(window: MainWindow) -> Iterator[tuple[str, QPixmap]]:
    """人员与权限 with signing in switched on, and the dialog that asks who is there."""
    from desktop.people import managing
    from desktop.people.permissions import Role
    from ui.people.people_dialog import PeopleDialog
    from ui.people.sign_in_dialog import SignInDialog

    office = window.office
    for name, role in (("陈建国", Role.ADMIN), ("李秀英", Role.REVIEWER), ("王芳", Role.CLERK)):
        managing.add_account(office, name, role, PASSWORD)
    yield "people", shown(PeopleDialog(office, window.runner, window), window)
    managing.switch_on(office)
    yield "sign_in", shown(SignInDialog(office, parent=window), window)
