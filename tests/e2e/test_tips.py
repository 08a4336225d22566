"""A resident tells: name and telephone are entered once, and then stand in no paper, package, log or file."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from db.errors import AppError
from db.spec.query import Query
from desktop.return_documents import monthly_return
from desktop.trust import trust_office
from tests import factories
from tests.e2e.acting import PHOTOS, fill, press, save
from tests.fixtures_exchange import Street
from tests.fixtures_ledger import PASSPHRASE
from tests.fixtures_tips import TIPS_PASSPHRASE, TIPSTER_NAME, TIPSTER_PHONE, files_naming, traces
from tests.fixtures_windows import Attend
from tests.printed_text import text_of
from tests.ui.forms.keyboard import type_into
from ui.forms.step_dialog import StepDialog
from ui.main_window import MainWindow
from ui.models.filters import Filters
from ui.pages.ledger_page import LedgerPage
from ui.pages.submission.page import SubmissionPage
from ui.photos.photo_strip import PhotoStrip
from ui.preview.preview_window import PreviewWindow
from ui.submission.drives import Drive
from ui.submission.package_dialog import PackageDialog
from ui.tips.identity_dialog import IdentityDialog
from ui.tips.purge_dialog import PurgeDialog
from ui.tips.safekeeping_dialog import SafekeepingDialog
from ui.tips.tip_dialog import TipDialog
from ui.tips.tip_hazard_dialog import TipHazardDialog
from ui.tips.tips_key_dialog import TipsKeyDialog

SECRETS = (TIPSTER_NAME, TIPSTER_PHONE, "137 6123 4098")


@pytest.fixture
def window(own_settings_folder: Path, main_window: MainWindow) -> MainWindow:
    """The main window of a committee that has no key of who told yet."""
    return main_window


def page_of(window: MainWindow, key: str) -> LedgerPage:
    return cast(LedgerPage, window.show_page(key))


def make_the_key(qtbot: QtBot, attend: Attend, window: MainWindow) -> None:
    def choose(dialog: TipsKeyDialog) -> None:
        for each in (dialog.pair.first, dialog.pair.second):
            type_into(each.line, TIPS_PASSPHRASE)
        dialog.act_button.click()

    def look(dialog: SafekeepingDialog) -> None:
        attend(TipsKeyDialog, choose)
        dialog.key_button.click()
        qtbot.waitUntil(lambda: not dialog.key_button.isVisible(), timeout=60_000)
        dialog.accept()

    attend(SafekeepingDialog, look)
    press(qtbot, page_of(window, "tip"), "举报保密")


def enter_tip(qtbot: QtBot, attend: Attend, window: MainWindow, folder: Path) -> str:
    photo = folder / f"{TIPSTER_NAME}{TIPSTER_PHONE}.jpg"
    shutil.copyfile(PHOTOS / "orientation-portrait-6.jpg", photo)

    def enter(dialog: TipDialog) -> None:
        assert dialog.reporter is not None
        fill(dialog, target="城中东路88号面馆后厨", channel="来电")
        fill(dialog, content=f"{TIPSTER_NAME}说后厨钢瓶靠近灶台，软管老化")
        strip = dialog.form.editor("photos").findChild(PhotoStrip)
        assert isinstance(strip, PhotoStrip)
        strip.add_files([photo])
        qtbot.waitUntil(lambda: not strip.is_busy() and len(strip.attachments()) == 1, timeout=60_000)
        type_into(dialog.reporter.name_line, TIPSTER_NAME)
        type_into(dialog.reporter.contact_line, "137 6123 4098")
        dialog.reporter.reward_box.setChecked(True)
        dialog.save_button().click()
        assert dialog.saved is None and "举报人的姓名" in dialog.form.editor("content").problem_text()
        fill(dialog, content="后厨钢瓶靠近灶台，软管老化")
        save(dialog)
        assert not dialog.reporter.name_line.isUndoAvailable() and not dialog.reporter.is_filled()

    attend(TipDialog, enter)
    page_of(window, "tip").bars.new_button.click()
    photo.unlink()
    (tip_id,) = window.office.ids("tip", Query())
    return tip_id


def take_step(qtbot: QtBot, attend: Attend, window: MainWindow, words: str, **typed: str) -> None:
    def enter(dialog: StepDialog) -> None:
        fill(dialog, **typed)
        save(dialog)

    attend(StepDialog, enter)
    press(qtbot, page_of(window, "tip").detail, words)


def make_the_hazard(qtbot: QtBot, attend: Attend, window: MainWindow) -> None:
    def enter(dialog: TipHazardDialog) -> None:
        press(qtbot, dialog, "填入举报内容")
        fill(dialog, category="燃气")
        assert dialog.form.value("source") == "tip"
        save(dialog)

    attend(TipHazardDialog, enter)
    press(qtbot, page_of(window, "tip").detail, "生成隐患")


def print_into(qtbot: QtBot, attend: Attend, page: LedgerPage, words: str, target: Path) -> str:
    def keep(preview: PreviewWindow) -> None:
        assert preview.save_to(target)
        preview.done(QDialog.DialogCode.Accepted)

    attend(PreviewWindow, keep)
    press(qtbot, page, words)
    qtbot.waitUntil(target.exists, timeout=60_000)
    return text_of(target.read_bytes())


def pack(qtbot: QtBot, window: MainWindow, street: Street, stick: Path) -> Path:
    stick.mkdir()
    trust_office(window.office, street.desk.keys().sheet_text)
    page = cast(SubmissionPage, window.show_page("submission"))
    page.sticks = lambda: [Drive(stick, "U 盘（E:）", 8 << 30, True)]
    qtbot.waitUntil(lambda: page.is_settled() and page.new_card.generate_button.isEnabled(), timeout=60_000)
    QTest.mouseClick(page.new_card.generate_button, Qt.MouseButton.LeftButton)
    (dialog,) = [each for each in window.findChildren(PackageDialog) if each.isVisible()]
    dialog.options.encrypt_box.setChecked(False)  # what is inside is looked at below
    type_into(dialog.passphrase.line, PASSPHRASE)
    QTest.mouseClick(dialog.start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "可以拔出" in dialog.done_heading.text() and dialog.job is None, timeout=30_000)
    written = Path(dialog.written_to)
    dialog.close_button.click()
    return written


def test_a_tipster_stands_in_no_list_paper_package_log_or_file(
    qtbot: QtBot,
    attend: Attend,
    window: MainWindow,
    street: Street,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    make_the_key(qtbot, attend, window)
    tip_id = enter_tip(qtbot, attend, window, tmp_path)
    take_step(qtbot, attend, window, "初核", screened_by="陈建国", screening="受理核实")
    take_step(qtbot, attend, window, "登记核实结果", verified_by="李秀英", verify_result="属实")
    make_the_hazard(qtbot, attend, window)
    hazard = window.office.get("hazard", window.office.get("tip", tip_id)["hazard"])
    assert (hazard["source"], hazard["description"]) == ("tip", "后厨钢瓶靠近灶台，软管老化")

    ledger = print_into(qtbot, attend, page_of(window, "hazard"), "打印隐患台账", tmp_path / "隐患台账.pdf")
    assert "后厨钢瓶靠近灶台" in ledger.replace("\r\n", "")
    figures = print_into(qtbot, attend, page_of(window, "tip"), "打印统计", tmp_path / "统计.pdf")
    assert "收到 1 件" in figures
    office = window.office
    returned = office.add("monthly_return", factories.monthly_return())
    for step, typed in (
        ("compile", {}),
        ("review", {"reviewed_by": "李秀英"}),
        ("sign", {"signed_by": "陈建国"}),
    ):
        office.act("monthly_return", returned["id"], step, typed)
    window.open_list("monthly_return", Filters(), returned["id"])
    letter = print_into(qtbot, attend, page_of(window, "monthly_return"), "打印月报", tmp_path / "月报.pdf")
    assert "群众举报：受理1件，属实1件，办结0件" in letter.replace("\r\n", "").replace(" ", "")
    package = pack(qtbot, window, street, tmp_path / "U盘")
    content = package.read_bytes()
    assert hazard["no"].encode() in content and b"JB-2026" not in content and tip_id.encode() not in content

    page = page_of(window, "tip")
    for secret in SECRETS:
        page.search_box.setText(secret)
        page.search_box.search_now()
        assert page.model.rowCount() == 0
    window.office.store.flush_log()
    window.settings.sync()
    assert files_naming(SECRETS, tmp_path) == []
    assert not traces(SECRETS, (ledger + figures + letter + caplog.text).encode())


def test_who_told_is_looked_at_with_a_reason_and_goes_when_all_is_done(
    qtbot: QtBot, attend: Attend, window: MainWindow, tmp_path: Path
) -> None:
    make_the_key(qtbot, attend, window)
    tip_id = enter_tip(qtbot, attend, window, tmp_path)
    shown: list[str] = []

    def look(dialog: IdentityDialog) -> None:
        type_into(dialog.passphrase.line, "不是这一个口令")
        type_into(dialog.reason_line, "核实需要回访")
        dialog.act_button.click()
        qtbot.waitUntil(lambda: "口令不对" in dialog.passphrase.problem.text(), timeout=60_000)
        type_into(dialog.passphrase.line, TIPS_PASSPHRASE)
        dialog.act_button.click()
        qtbot.waitUntil(lambda: bool(dialog.facts["姓名"].text()), timeout=60_000)
        labels: list[Any] = list(dialog.facts.values())
        selectable = (
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        assert not any(each.textInteractionFlags() & selectable for each in labels)
        shown.extend(each.text() for each in labels)
        dialog.left_s = 1
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=5_000)
        assert not any(each.text() for each in labels) and not dialog.passphrase.text()

    attend(IdentityDialog, look)
    press(qtbot, page_of(window, "tip").detail, "查看举报人…")
    assert shown == [TIPSTER_NAME, "137 6123 4098", "否", "是"]
    (opening,) = window.office.get("tip", tip_id)["openings"]
    assert (opening["who"], opening["reason"]) == ("陈建国", "核实需要回访")

    take_step(
        qtbot, attend, window, "初核", screened_by="陈建国", screening="不受理", screening_reason="重复举报"
    )
    take_step(qtbot, attend, window, "登记答复", reply_outcome="不要求答复")
    take_step(qtbot, attend, window, "办结", closed_by="陈建国")
    take_step(qtbot, attend, window, "登记奖励", reward_result="不涉及奖励")

    def erase(dialog: PurgeDialog) -> None:
        assert dialog.focusWidget() is dialog.cancel_button
        dialog.act_button.click()
        qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=60_000)

    attend(PurgeDialog, erase)
    press(qtbot, page_of(window, "tip").detail, "清除举报人身份…")
    assert window.office.get("tip", tip_id)["status"] == "purged"
    assert files_naming(SECRETS, tmp_path) == []


def test_a_record_that_names_the_tipster_stops_the_print_and_the_package(
    qtbot: QtBot, attend: Attend, window: MainWindow, street: Street, tmp_path: Path
) -> None:
    make_the_key(qtbot, attend, window)
    enter_tip(qtbot, attend, window, tmp_path)
    hazard = window.office.ids("hazard", Query())[0]
    window.office.change("hazard", hazard, {"note": f"电话 {TIPSTER_PHONE}"})
    page = page_of(window, "hazard")
    press(qtbot, page, "打印隐患台账")
    qtbot.waitUntil(lambda: window.bar.sentence.text().startswith("没有输出"), timeout=60_000)
    found = window.office.add(
        "monthly_return", factories.monthly_return(difficulties=f"已回复 {TIPSTER_PHONE}")
    )
    with pytest.raises(AppError, match="tipster_in_text"):
        monthly_return(window.office, found["id"])
    window.office.retire("monthly_return", [found["id"]])
    trust_office(window.office, street.desk.keys().sheet_text)
    submission = cast(SubmissionPage, window.show_page("submission"))
    qtbot.waitUntil(submission.is_settled, timeout=60_000)
    blocking = [each for each in submission.findings.model.values if each.is_blocking]
    assert [(each.record_id, each.message_id) for each in blocking] == [(hazard, "preflight_tipster")]
    assert not submission.new_card.generate_button.isEnabled()
