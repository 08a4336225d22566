"""A committee's first month through the real window: from the first-start wizard to the imported receipt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from db.spec.query import Query
from tests.e2e.acting import add_photo, fill, press, save
from tests.fixtures_exchange import Street
from tests.fixtures_windows import Attend
from tests.ui.forms.keyboard import type_into, type_text
from ui.forms.record_dialog import RecordDialog
from ui.forms.step_dialog import StepDialog
from ui.importing.assistant import ImportAssistant
from ui.main_window import MainWindow
from ui.pages.ledger_page import LedgerPage
from ui.pages.submission.page import SubmissionPage
from ui.preview.preview_window import PreviewWindow
from ui.start import Session
from ui.submission.drives import Drive
from ui.submission.package_dialog import PackageDialog
from ui.submission.trust_dialog import TrustDialog
from ui.wizard.first_start import FirstStartWizard

PASSPHRASE = "章浜 社区 平安 每天 记得"


@pytest.fixture
def session(start_program: Callable[..., Session]) -> Session:
    """The program as it starts for the first time on this computer."""
    return start_program()


def page_of(window: MainWindow, key: str) -> LedgerPage:
    return cast(LedgerPage, window.show_page(key))


def walk_the_wizard(qtbot: QtBot, wizard: FirstStartWizard, folder: Path) -> None:
    qtbot.waitUntil(wizard.unit.is_ready, timeout=30_000)
    type_text(wizard.unit.search_line(), "章浜社区")
    QTest.keyClick(wizard.unit.search_line(), Qt.Key.Key_Down)
    wizard.next_button().click()
    clerk, _, lead, _ = wizard.people.lines()
    type_into(clerk, "王芳")
    type_into(lead, "陈建国")
    wizard.next_button().click()
    wizard.place.path_line().selectAll()
    type_text(wizard.place.path_line(), str(folder))
    wizard.next_button().click()
    for line in wizard.secret.lines():
        type_into(line, PASSPHRASE)
    wizard.next_button().click()
    wizard.next_button().click()


def start_for_the_first_time(qtbot: QtBot, attend: Attend, session: Session, folder: Path) -> MainWindow:
    attend(FirstStartWizard, lambda wizard: walk_the_wizard(qtbot, wizard, folder))
    assert session.open_at_start()
    window = session.window
    assert window is not None
    assert window.office.committee["code"] == "310118001003"
    return window


def test_old_spreadsheets_are_brought_in_right_after_the_ledger_was_made(
    qtbot: QtBot, attend: Attend, session: Session, tmp_path: Path
) -> None:
    seen: list[str] = []

    def walk(wizard: FirstStartWizard) -> None:
        wizard.street.import_box().setChecked(True)
        walk_the_wizard(qtbot, wizard, tmp_path / "章浜 台账")

    def look(assistant: ImportAssistant) -> None:
        seen.append(assistant.kinds.currentText())
        assistant.reject()

    attend(FirstStartWizard, walk)
    assert session.open_at_start()
    attend(ImportAssistant, look)
    qtbot.waitUntil(lambda: bool(seen), timeout=60_000)
    assert seen == ["导入到：隐患"]


def enter_premises(qtbot: QtBot, attend: Attend, window: MainWindow) -> None:
    def enter(dialog: RecordDialog) -> None:
        fill(dialog, name="老张面馆", type="小餐饮", address="夏阳街道公园路１２８号", main_person="张国强")
        save(dialog)

    attend(RecordDialog, enter)
    press(qtbot, page_of(window, "premises"), "新增场所")
    assert window.office.find("premises", "老张面馆")["address"] == "夏阳街道公园路128号"


def enter_risk(qtbot: QtBot, attend: Attend, window: MainWindow) -> None:
    def enter(dialog: RecordDialog) -> None:
        form = dialog.form
        fill(
            dialog, risk_point="面馆厨房用气", location="一层后厨", category="燃气", description="未装报警器"
        )
        form.editor("accident_types").set_value(["2025-09"])
        form.editor("method").buttons()["ls"].click()  # type: ignore[attr-defined]
        fill(dialog, likelihood="3", severity="5", responsible_unit="老张面馆", responsible_person="张国强")
        fill(dialog, assessors="陈建国、王芳")
        save(dialog)

    attend(RecordDialog, enter)
    press(qtbot, page_of(window, "risk"), "新增风险")
    risk = window.office.find("risk", "面馆厨房用气")
    assert (risk["no"][:3], risk["score"], risk["level_final"]) == ("FX-", "15", "orange")


def enter_hazard(qtbot: QtBot, attend: Attend, window: MainWindow) -> str:
    def enter(dialog: RecordDialog) -> None:
        fill(dialog, description="液化气软管老化开裂，顾䶮、𠮷田发现", category="燃气", location="一层后厨")
        fill(dialog, premises="老张面馆")
        add_photo(qtbot, dialog, "photo_before", "orientation-portrait-6.jpg")
        save(dialog)

    attend(RecordDialog, enter)
    press(qtbot, page_of(window, "hazard"), "新增隐患")
    (record_id,) = window.office.ids("hazard", Query())
    return record_id


def take_step(
    qtbot: QtBot, attend: Attend, window: MainWindow, words: str, work: Callable[[StepDialog], None]
) -> None:
    def enter(dialog: StepDialog) -> None:
        work(dialog)
        save(dialog)

    attend(StepDialog, enter)
    press(qtbot, page_of(window, "hazard"), words)


def close_the_loop(qtbot: QtBot, attend: Attend, window: MainWindow, record_id: str) -> None:
    page_of(window, "hazard").go_to(record_id)
    take_step(
        qtbot, attend, window, "落实整改",
        lambda dialog: fill(dialog, measures="更换软管", rect_unit="老张面馆", rect_person="张国强", deadline="+7"),
    )  # fmt: skip

    def rectified(dialog: StepDialog) -> None:
        fill(dialog, rect_note="已更换金属软管并安装报警器")
        add_photo(qtbot, dialog, "photo_after", "orientation-landscape-6.jpg")

    take_step(qtbot, attend, window, "登记整改", rectified)

    def rechecked(dialog: StepDialog) -> None:
        fill(dialog, recheck_by="李秀英")
        dialog.form.editor("recheck_result").set_value("pass")

    take_step(qtbot, attend, window, "复查", rechecked)
    take_step(qtbot, attend, window, "销号", lambda dialog: fill(dialog, closed_by="陈建国"))
    closed = window.office.get("hazard", record_id)
    assert (closed["status"], closed["closed_by"]) == ("closed", "陈建国")


def enter_drill(qtbot: QtBot, attend: Attend, window: MainWindow) -> None:
    def enter(dialog: RecordDialog) -> None:
        fill(
            dialog,
            topic="社区消防疏散演练",
            place="中心广场",
            organiser="章浜社区居委会",
            scenario="高层疏散",
        )
        fill(dialog, commander="陈建国", process="报警、疏散、清点人数", participants="约60人")
        add_photo(qtbot, dialog, "photos", "orientation-landscape-3.jpg")
        save(dialog)

    attend(RecordDialog, enter)
    press(qtbot, page_of(window, "drill"), "新增演练")
    assert window.office.find("drill", "社区消防疏散演练")["participants"] == 60


def print_drill_log(qtbot: QtBot, attend: Attend, window: MainWindow, target: Path) -> None:
    def keep(preview: PreviewWindow) -> None:
        assert preview.save_to(target)
        preview.done(QDialog.DialogCode.Accepted)

    page = page_of(window, "drill")
    page.go_to(window.office.ids("drill", Query())[0])
    attend(PreviewWindow, keep)
    press(qtbot, page, "打印")
    qtbot.waitUntil(target.exists, timeout=60_000)
    assert target.read_bytes().startswith(b"%PDF-")


def trust_the_street(qtbot: QtBot, window: MainWindow, page: SubmissionPage, street: Street) -> None:
    qtbot.waitUntil(page.is_settled, timeout=60_000)
    QTest.mouseClick(page.street_card.trust_button, Qt.MouseButton.LeftButton)
    dialog = window.findChild(TrustDialog)
    assert isinstance(dialog, TrustDialog)
    dialog.text.setPlainText(street.desk.keys().sheet_text)
    assert dialog.sheet is not None
    for row, key in zip(dialog.rows, dialog.sheet.keys, strict=True):
        type_into(row.typed, " ".join(key.digit_groups))
    QTest.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.is_settled() and page.new_card.generate_button.isEnabled(), timeout=60_000)


def write_the_package(qtbot: QtBot, window: MainWindow, page: SubmissionPage, stick: Path) -> Path:
    page.sticks = lambda: [Drive(stick, "U 盘（E:）", 8 << 30, True)]
    QTest.mouseClick(page.new_card.generate_button, Qt.MouseButton.LeftButton)
    (dialog,) = [each for each in window.findChildren(PackageDialog) if each.isVisible()]
    type_into(dialog.passphrase.line, PASSPHRASE)
    QTest.mouseClick(dialog.start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "可以拔出" in dialog.done_heading.text() and dialog.job is None, timeout=60_000)
    written = dialog.written_to
    dialog.close_button.click()
    return Path(written)


def test_a_committee_goes_from_first_start_to_reported_records(
    qtbot: QtBot, attend: Attend, session: Session, street: Street, tmp_path: Path
) -> None:
    window = start_for_the_first_time(qtbot, attend, session, tmp_path / "章浜 台账")
    enter_premises(qtbot, attend, window)
    enter_risk(qtbot, attend, window)
    record_id = enter_hazard(qtbot, attend, window)
    close_the_loop(qtbot, attend, window, record_id)
    enter_drill(qtbot, attend, window)
    print_drill_log(qtbot, attend, window, tmp_path / "演练记录.pdf")

    page = cast(SubmissionPage, window.show_page("submission"))
    trust_the_street(qtbot, window, page, street)
    stick = tmp_path / "U盘"
    stick.mkdir()
    package = write_the_package(qtbot, window, page, stick)
    receipt = street.answer(window.office, package)
    page.jobs.import_receipt(receipt)
    qtbot.waitUntil(
        lambda: window.bar.sentence.text().startswith("第 1 号已被街道接收，4 条"), timeout=60_000
    )
    for table in ("premises", "risk", "hazard", "drill"):
        (row,) = window.office.rows(table, window.office.ids(table, Query()))
        assert row["report_state"] == "reported"
