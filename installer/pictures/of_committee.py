"""The pictures of a committee's window, over the sample ledger on a fixed day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from PIL import Image, ImageDraw
from PySide6.QtCore import QSettings
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QWidget

from db.clock import CHINA, FixedClock
from db.spec import RECORD_TYPES
from db.spec.query import Query
from desktop.backups import back_up_here
from desktop.office import Office
from desktop.sample_ledger import SAMPLE_COMMITTEE, SAMPLE_PASSPHRASE, fill_with_sample
from desktop.street.street_office import StreetDesk
from desktop.trust import trust_office
from installer.pictures.showing import SIZE, seen, settle
from ui.importing.assistant import ImportAssistant
from ui.main_window import MainWindow
from ui.pages.ledger_page import LedgerPage
from ui.theme.kept_look import dress
from ui.wizard.first_start import FirstStartWizard

TODAY = datetime(2026, 11, 23, 9, 30)
PASSWORD = "示例密码 青松2026"
_OLD_TABLE = (
    ("序号", "排查日期", "地点", "隐患内容", "整改人", "完成时间"),
    ("1", "2026年9月3日", "公园路128号", "灭火器过期两只", "张国强", "2026年9月10日"),
    ("2", "2026年9月8日", "章浜路88弄15幢", "楼道堆放旧家具", "沈建明", "2026年9月9日"),
    ("3", "2026年10月12日", "青松路56号", "配电箱前堆物", "陆根生", ""),
)
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
    _trust_a_street(office, folder)
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
    page = cast(LedgerPage, window.show_page("hazard"))
    columns = [each.name for each in page.head.columns]
    page.open_filter(columns.index("status"))
    settle(window.runner)
    picture, popup = seen(window, page.head.popup), page.head.popup
    if popup is not None:
        popup.close()
    return picture


def _dialogs(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    from ui.backup_dialog import BackupDialog
    from ui.forms.record_dialog import RecordDialog
    from ui.preview.preview_window import PreviewWindow

    office, clock = window.office, cast(FixedClock, window.office.clock)
    yield "import", _importing(ImportAssistant(office, window.runner, "hazard", window), window)
    for hour in (8, 17):
        clock.moment = clock.moment.replace(hour=hour)
        back_up_here(office)
    clock.moment = TODAY.replace(tzinfo=CHINA)
    yield "backup", BackupDialog(office.database, office, window.runner, window)
    pictured = _hazard_with_photo(office)
    yield "record", RecordDialog(office, RECORD_TYPES["hazard"], pictured, parent=window)
    from desktop import documents

    printed = documents.hazard_ledger(office)
    yield (
        "print_preview",
        PreviewWindow(printed.pdf, "章浜社区居委会_隐患台账_2026年11月", window, (), window.settings),
    )
    yield "first_start", _first_start(FirstStartWizard(window))
    yield "update", _update(window)


def _trust_a_street(office: Office, folder: Path) -> None:
    """The street's sheet is known, so that packages can be made."""
    desk = StreetDesk.create(
        folder / "街道" / "街道.db", code="310118001000", name="夏阳街道办事处", passphrase=SAMPLE_PASSPHRASE,
        clock=office.clock,
    )  # fmt: skip
    trust_office(office, desk.keys().sheet_text)
    desk.close()


def _importing(assistant: ImportAssistant, window: MainWindow) -> QWidget:
    """The assistant over a table as committees keep them."""
    file = window.office.folder / "隐患排查登记表.csv"
    file.write_text("\n".join(",".join(line) for line in _OLD_TABLE), encoding="utf-8-sig")
    assistant.read_file(file)
    settle(window.runner)
    return assistant


def _hazard_with_photo(office: Office) -> dict[str, Any]:
    """A hazard of this morning whose photo belongs to it alone."""
    photo = Image.new("RGB", (640, 480), "#8fa3a6")
    drawn = ImageDraw.Draw(photo)
    for place in range(5):  # boxes on the stairs
        drawn.rectangle((60 + place * 105, 380 - place * 62, 160 + place * 105, 480), fill="#5f6f72")
    for left, top, size in ((90, 250, 120), (230, 190, 105), (360, 96, 130)):
        drawn.rectangle((left, top, left + size, top + size), fill="#c79a5b", outline="#7c5a2c", width=4)
        drawn.line((left, top + size // 3, left + size, top + size // 3), fill="#7c5a2c", width=3)
    target = office.folder / "二楼楼梯间.jpg"
    photo.save(target, quality=90)
    made = office.add("hazard", {
        "found_on": office.today, "source": "村居巡查", "category": "消防", "level": "一般", "found_by": office.clerk,
        "location": "城中东路312弄5号楼二楼楼梯间", "description": "二楼楼梯间堆放纸箱，占用疏散通道。",
        "photo_before": [office.attach(target)],
    })  # fmt: skip
    return office.get("hazard", made["id"])


def _first_start(wizard: FirstStartWizard) -> QWidget:
    """The first step, with the committee being looked for."""
    wizard.show()
    while not wizard.unit.is_ready():
        settle()
    wizard.unit.search_line().setText("青浦 章浜")
    wizard.unit.search_line().textEdited.emit("青浦 章浜")
    settle()
    return wizard


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
    offer = Offer(Path("更新.vslupdate"), manifest, signer, 5)
    settle(window.runner)
    dialog.packages.setPlaceholderText("村居安全台账-更新-0.6.0-linux-x86_64（U 盘 更新）")
    dialog.offer = offer
    dialog.view.show_offer(offer)
    dialog.install_button.setEnabled(True)
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
