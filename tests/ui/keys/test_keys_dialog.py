"""密钥与交接 in the main window: each case says what to do next, and its button does it."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QInputDialog
from pytestqt.qtbot import QtBot

from desktop import paths
from desktop.exchange.signing_key import load_key
from desktop.own_keys import own_key
from desktop.staff_handover import handover_parts
from desktop.trust import trust_office
from tests.desktop.commands.command_line import run
from tests.fixtures_exchange import Street
from tests.fixtures_ledger import PASSPHRASE
from ui.keys.cases import CASES
from ui.keys.identity_dialog import IdentityDialog
from ui.keys.keys_dialog import KeysDialog
from ui.keys.new_key_dialog import NewKeyDialog
from ui.main_window import MainWindow
from ui.pages.submission.page import SubmissionPage
from ui.preview.preview_window import PreviewWindow

NEW = "接收人自己的新口令2026"


@pytest.fixture
def page(qtbot: QtBot, main_window: MainWindow, street: Street) -> SubmissionPage:
    trust_office(main_window.office, street.desk.keys().sheet_text)
    page = cast(SubmissionPage, main_window.show_page("submission"))
    qtbot.waitUntil(page.is_settled)
    return page


@pytest.fixture
def dialog(qtbot: QtBot, page: SubmissionPage, main_window: MainWindow) -> KeysDialog:
    qtbot.mouseClick(page.street_card.keys_button, Qt.MouseButton.LeftButton)
    [dialog] = [each for each in main_window.findChildren(KeysDialog) if each.isVisible()]
    return dialog


def filled(dialog: KeysDialog, folder: Path | None, old: str = PASSPHRASE) -> NewKeyDialog:
    """The dialog of the new key, everything typed."""
    dialog.go()
    [asking] = [each for each in dialog.findChildren(NewKeyDialog) if each.isVisible()]
    asking.old.line.setText(old)
    asking.new.line.setText(NEW)
    asking.again.line.setText(NEW)
    if folder:
        asking.choose_folder(folder)
    return asking


def enrol(street: Street, *more: object, office: MainWindow) -> str:
    """The street's command, on the sheet that the dialog shows."""
    from desktop.documents import committee_sheet_text

    own = office.office.committee
    answer = run(
        "street", "enrol", committee_sheet_text(office.office), "--db", street.desk.store.path, "--code", own["code"],
        "--name", own["name"], *more, cwd=street.folder.parent,
    )  # fmt: skip
    assert answer.code == 0, answer.err
    return answer.out


def test_every_case_says_when_it_applies_and_what_to_do(dialog: KeysDialog) -> None:
    for each in CASES:
        dialog.choose(each.key)
        assert dialog.when.text() == each.when
        assert dialog.steps.text().startswith("1. ") and dialog.go_button.text() == each.button
        for group in own_key(dialog.office).digit_groups:
            assert group in dialog.facts.text()
        assert not dialog.code.pixmap().isNull()


def test_enrolment_prints_the_sheet(qtbot: QtBot, dialog: KeysDialog) -> None:
    qtbot.mouseClick(dialog.go_button, Qt.MouseButton.LeftButton)
    preview = previewed(qtbot, dialog)
    assert "登记表" in preview.windowTitle()
    preview.reject()


def previewed(qtbot: QtBot, dialog: QDialog) -> PreviewWindow:
    qtbot.waitUntil(lambda: bool(dialog.findChildren(PreviewWindow)), timeout=60_000)
    return dialog.findChildren(PreviewWindow)[0]


def test_a_planned_change_needs_the_old_passphrase_and_the_street_takes_it_with_the_notice(
    qtbot: QtBot, dialog: KeysDialog, main_window: MainWindow, street: Street, tmp_path: Path
) -> None:
    enrol(street, office=main_window)
    before = own_key(dialog.office).fingerprint
    dialog.choose("rotation")
    asking = filled(dialog, None, old="错的口令一二三四五")
    asking.go()
    assert "文件夹" in asking.bar.sentence.text()
    asking.choose_folder(tmp_path)
    asking.go()
    qtbot.waitUntil(lambda: "口令不对" in asking.old.problem.text(), timeout=60_000)
    assert own_key(dialog.office).fingerprint == before
    asking.old.line.setText(PASSPHRASE)
    asking.again.line.setText(NEW + "x")
    asking.go()
    assert "两次" in asking.again.problem.text()
    asking.again.line.setText(NEW)
    asking.go()
    qtbot.waitUntil(lambda: "新密钥已启用" in dialog.bar.sentence.text(), timeout=60_000)
    [notice] = tmp_path.glob("*.key.zip")
    key = load_key(paths.sign_key_file(dialog.office.database), NEW)
    assert key.fingerprint == own_key(dialog.office).fingerprint != before
    assert before in dialog.facts.text()
    out = enrol(street, "--cause", "rotation", "--notice", notice, office=main_window)
    assert key.fingerprint in out


@pytest.mark.parametrize("case", ["lost", "stolen"])
def test_a_lost_or_stolen_key_is_replaced_without_the_old_passphrase(
    qtbot: QtBot, dialog: KeysDialog, main_window: MainWindow, street: Street, case: str
) -> None:
    enrol(street, office=main_window)
    paths.sign_key_file(dialog.office.database).unlink()
    dialog.choose(case)
    assert "没有密钥文件" in dialog.facts.text() and not dialog.copy_button.isEnabled()
    filled(dialog, None).go()
    qtbot.waitUntil(lambda: "新密钥已启用" in dialog.bar.sentence.text(), timeout=60_000)
    assert own_key(dialog.office).fingerprint in enrol(street, "--cause", case, office=main_window)


def test_after_a_loss_of_data_the_next_epoch_begins(qtbot: QtBot, dialog: KeysDialog, attend: object) -> None:
    dialog.choose("data_lost")
    attend(QInputDialog, lambda asking: (asking.setIntValue(3), asking.accept()))  # type: ignore[operator]
    dialog.go()
    assert own_key(dialog.office).epoch == 4
    assert "第 4 轮" in dialog.bar.sentence.text() and "密钥轮次 04" in dialog.facts.text()


def test_after_a_restored_backup_the_newest_receipt_says_where_to_go_on(
    qtbot: QtBot,
    dialog: KeysDialog,
    page: SubmissionPage,
    main_window: MainWindow,
    street: Street,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from PySide6.QtWidgets import QFileDialog

    from desktop.exchange.outgoing import seal_package, unlock, write_package
    from desktop.restoring import RESTORED

    office, key = dialog.office, unlock(dialog.office, PASSPHRASE)
    receipt = street.answer(office, write_package(office, seal_package(office, "2026-11", key).id, tmp_path))
    committee = office.committee
    from db.change_log import log_change

    office.write(
        lambda tx: log_change(tx, "committee", committee["id"], committee["rev"], {}, {}),
        f"{RESTORED}（旧的.db）",
    )
    dialog.choose("restored")
    assert "请先导入" in dialog.facts.text()
    page.reload()
    qtbot.waitUntil(page.is_settled, timeout=60_000)
    assert "preflight_restored" in [each.message_id for each in page.snapshot.preview.findings]  # type: ignore[union-attr]
    office.clock.moment = office.clock.now().replace(hour=18)  # type: ignore[attr-defined]
    page.findings.table.opened.emit(0)
    assert len([each for each in main_window.findChildren(KeysDialog) if each.isVisible()]) == 2
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(receipt), ""))
    qtbot.mouseClick(dialog.go_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not own_key(office).is_restored, timeout=60_000)
    qtbot.waitUntil(page.is_settled, timeout=60_000)
    assert own_key(office).street_serial == 1


def test_whoever_takes_over_gets_a_list_of_what_is_open_unsent_and_where_the_keys_are(
    qtbot: QtBot, dialog: KeysDialog
) -> None:
    parts = {each.title: each.rows for each in handover_parts(dialog.office)}
    hazards = [row[0] for row in parts["未销号的隐患"]]
    assert "YH-2026-0001" in hazards
    assert any("条有变化" in row[1] for row in parts["还没有报给街道的"])
    assert ("签名密钥指纹", own_key(dialog.office).fingerprint) in parts["密钥和数据"]
    dialog.choose("handover")
    qtbot.mouseClick(dialog.go_button, Qt.MouseButton.LeftButton)
    preview = previewed(qtbot, dialog)
    assert "移交清单" in preview.windowTitle()
    preview.reject()


def identity_of(dialog: KeysDialog, code: str, name: str = "") -> IdentityDialog:
    """The dialog that changes code or name, everything typed."""
    dialog.choose("renamed")
    dialog.go()
    [asking] = [each for each in dialog.findChildren(IdentityDialog) if each.isVisible()]
    asking.code.setText(code)
    asking.name.setText(name or asking.name.text())
    asking.reason.setCurrentText("正式代码下发")
    return asking


def test_a_new_code_is_changed_here_and_the_sheet_and_the_window_say_so(
    dialog: KeysDialog, main_window: MainWindow
) -> None:
    old = dialog.office.committee["code"]
    asking = identity_of(dialog, "31011800", "章浜新苑社区居委会")
    assert "还差 4 位" in asking.listed.text()
    asking.go_button.click()
    assert "12 位" in asking.bar.sentence.text() and dialog.office.committee["code"] == old
    asking.code.setText("３１０１１８００１９９９")
    assert "名录里没有" in asking.listed.text()
    asking.go_button.click()
    assert dialog.office.committee["code"] == "310118001999"
    assert "打印登记表" in dialog.bar.sentence.text() and "310118001999" in dialog.bar.sentence.text()
    QApplication.processEvents()
    assert "章浜新苑" in main_window.unit_label.text() and "章浜新苑" in main_window.windowTitle()
    again = identity_of(dialog, old)
    assert again.history.item(0, 1).text() == f"{old} → 310118001999"
    again.reject()


def test_nothing_new_or_no_reason_leaves_the_button_at_rest(dialog: KeysDialog) -> None:
    asking = identity_of(dialog, dialog.office.committee["code"])
    assert not asking.go_button.isEnabled() and "新的代码" in asking.go_button.toolTip()
    asking.name.setText("新名字居委会")
    assert asking.go_button.isEnabled()
    asking.reason.setCurrentIndex(0)
    assert not asking.go_button.isEnabled() and "原因" in asking.go_button.toolTip()
    asking.reject()


def test_a_change_cannot_be_undone_and_says_what_to_do(
    qtbot: QtBot, dialog: KeysDialog, main_window: MainWindow
) -> None:
    identity_of(dialog, "310118001999").go_button.click()
    QApplication.processEvents()
    main_window.undo_actions.undo.trigger()
    assert (
        "再变更一次" in main_window.bar.sentence.text() or dialog.office.committee["code"] == "310118001999"
    )
