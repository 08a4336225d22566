"""From nothing to an open ledger, through the real wizard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from db.packages import street_office
from desktop import backup_places
from desktop.backup_places import second_place
from desktop.disks import DiskKind
from desktop.exchange.enrolment import OfficeSheet, office_text
from desktop.exchange.public_keys import digit_groups
from desktop.exchange.signing_key import signing_key_from_seed
from desktop.office import Office
from desktop.paths import DATABASE_NAME
from tests.ui.forms.keyboard import type_into, type_text
from ui.wizard.first_start import FirstStartWizard
from ui.wizard.storage_check import doubt_about, why_unusable

Attend = Callable[[type[QDialog], Callable[[Any], None]], None]
PASSPHRASE = "安全 生产 人人 有责 平安"


@pytest.fixture
def wizard(qtbot: QtBot) -> Iterator[FirstStartWizard]:
    """The wizard on its first step, with the list of committees read."""
    made = FirstStartWizard()
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(made.unit.is_ready, timeout=60_000)
    yield made
    if made.office:
        made.office.close()
    made.done(0)
    made.deleteLater()


def street_sheet() -> OfficeSheet:
    sign, decrypt = (signing_key_from_seed(bytes([number]) * 32).public_key for number in (1, 2))
    return OfficeSheet(
        code="310118001000", epoch=1, issued=date(2026, 11, 1), sign_key=sign, decrypt_key=decrypt
    )


def choose_committee(wizard: FirstStartWizard) -> None:
    type_text(wizard.unit.search_line(), "章浜")
    QTest.keyClick(wizard.unit.search_line(), Qt.Key.Key_Down)
    wizard.next_button().click()


def name_people(wizard: FirstStartWizard) -> None:
    for line, text in zip(
        wizard.people.lines(), ("王芳", "１３９１６８８０００１", "陈建国", ""), strict=True
    ):
        type_into(line, text)
    wizard.next_button().click()


def choose_folder(wizard: FirstStartWizard, folder: Path) -> None:
    wizard.place.path_line().selectAll()
    type_text(wizard.place.path_line(), str(folder))
    wizard.next_button().click()


def set_passphrase(wizard: FirstStartWizard) -> None:
    for line in wizard.secret.lines():
        type_into(line, PASSPHRASE)
    wizard.next_button().click()


def go_to_last_step(wizard: FirstStartWizard, folder: Path) -> None:
    choose_committee(wizard)
    name_people(wizard)
    choose_folder(wizard, folder)
    set_passphrase(wizard)
    assert wizard.page() is wizard.street


def test_the_wizard_makes_a_ledger_of_ones_own(
    qtbot: QtBot, wizard: FirstStartWizard, tmp_path: Path
) -> None:
    folder = tmp_path / "章浜 台账"
    go_to_last_step(wizard, folder)
    assert "章浜社区居委会" in wizard.street.summary() and "王芳" in wizard.street.summary()
    assert wizard.next_button().text() == "完成"
    with qtbot.waitSignal(wizard.accepted, timeout=60_000):
        wizard.next_button().click()
    office = wizard.office
    assert office is not None
    assert (office.committee["name"], office.committee["street_name"]) == ("章浜社区居委会", "夏阳街道")
    assert (office.clerk, office.lead) == ("王芳", "陈建国")
    assert office.find("person", "王芳")["phone"] == "13916880001"
    assert office.database == folder / DATABASE_NAME
    assert street_office(office.store.reader()) is None
    assert not wizard.result().wants_sample
    from desktop.exchange.signing_key import load_key
    from desktop.paths import sign_key_file

    assert load_key(sign_key_file(office.database), PASSPHRASE)


def test_a_place_for_backups_is_chosen_at_once(
    qtbot: QtBot, wizard: FirstStartWizard, tmp_path: Path
) -> None:
    (tmp_path / "移动硬盘").mkdir()
    choose_committee(wizard)
    name_people(wizard)
    type_into(wizard.place.backup_line(), str(tmp_path / "台账" / "备份"))
    choose_folder(wizard, tmp_path / "台账")
    assert wizard.page() is wizard.place and "备份不能放在数据文件夹里" in wizard.problem_text()
    type_into(wizard.place.backup_line(), str(tmp_path / "移动硬盘"))
    wizard.next_button().click()
    set_passphrase(wizard)
    assert f"备份位置　{tmp_path / '移动硬盘'}" in wizard.street.summary()
    with qtbot.waitSignal(wizard.accepted, timeout=60_000):
        wizard.next_button().click()
    assert wizard.office is not None
    place = second_place(wizard.office.database)
    assert place is not None and place.chosen == tmp_path / "移动硬盘"


def test_a_place_for_backups_that_leaves_the_computer_is_encrypted_with_the_passphrase_of_the_next_step(
    qtbot: QtBot, wizard: FirstStartWizard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "U盘").mkdir()
    monkeypatch.setattr(backup_places, "disk_kind_of", lambda each: DiskKind.REMOVABLE)
    choose_committee(wizard)
    name_people(wizard)
    type_into(wizard.place.backup_line(), str(tmp_path / "U盘"))
    choose_folder(wizard, tmp_path / "台账")
    set_passphrase(wizard)
    with qtbot.waitSignal(wizard.accepted, timeout=60_000):
        wizard.next_button().click()
    assert wizard.office is not None
    place = second_place(wizard.office.database)
    assert place is not None and place.recipient.startswith("age1")


def test_the_list_answers_with_every_key(wizard: FirstStartWizard) -> None:
    counts = []
    for character in "章浜":
        type_text(wizard.unit.search_line(), character)
        counts.append(wizard.unit.found_list().count())
    assert counts[0] == 50 and 0 < counts[1] < 50
    words = wizard.unit.found_list().item(0).text()
    assert "上海市" in words and "青浦区" in words and "夏阳街道" in words


def test_a_committee_is_found_by_its_code(wizard: FirstStartWizard) -> None:
    type_text(wizard.unit.search_line(), "310118001003")
    assert wizard.unit.committee()["name"] == "章浜社区居委会"


def test_without_a_choice_the_wizard_says_what_is_missing(wizard: FirstStartWizard) -> None:
    wizard.next_button().click()
    assert wizard.page() is wizard.unit
    assert "请先查找并选中本单位" in wizard.problem_text()
    choose_committee(wizard)
    assert wizard.page() is wizard.people
    assert wizard.problem_text() == ""
    wizard.next_button().click()
    assert wizard.problem_text() == "请填写填报人的姓名。"


def test_a_committee_the_list_does_not_have_gets_a_provisional_code(wizard: FirstStartWizard) -> None:
    wizard.unit.own_box().click()
    name, code, street, _ = wizard.unit.own_lines()
    type_into(name, "新城第五居民委员会")
    type_into(code, "31011800190")
    wizard.next_button().click()
    assert wizard.problem_text() == "暂定代码要 12 位数字，现在是 11 位。"
    type_into(code, "３１０１１８００１９０１")
    type_into(street, "夏阳街道")
    wizard.next_button().click()
    assert wizard.page() is wizard.people
    assert wizard.unit.committee()["code"] == "310118001901"
    assert "暂定" in wizard.unit.committee()["code_system"]


def test_a_passphrase_is_long_enough_and_typed_twice(wizard: FirstStartWizard, tmp_path: Path) -> None:
    choose_committee(wizard)
    name_people(wizard)
    choose_folder(wizard, tmp_path)
    first, second = wizard.secret.lines()
    assert first.echoMode() is first.EchoMode.Password
    wizard.secret.show_box().click()
    assert first.echoMode() is first.EchoMode.Normal
    for passphrase in ("short", "安全 生产 人人 有责"):
        first.clear()
        type_into(first, passphrase)
        wizard.next_button().click()
        if len(passphrase) < 10:
            assert "口令太短" in wizard.problem_text()
    first.clear()
    type_into(first, PASSPHRASE)
    type_into(second, "别的口令别的口令别的")
    wizard.next_button().click()
    assert wizard.problem_text() == "两次输入的口令不一样。"


def test_a_ledger_that_is_there_is_opened_and_never_overwritten(
    qtbot: QtBot, wizard: FirstStartWizard, office: Office
) -> None:
    choose_committee(wizard)
    name_people(wizard)
    wizard.place.path_line().selectAll()
    type_text(wizard.place.path_line(), str(office.folder))
    assert wizard.next_button().text() == "打开这本台账"
    with qtbot.waitSignal(wizard.accepted, timeout=60_000):
        wizard.next_button().click()
    assert wizard.office is not None
    assert wizard.office.committee["id"] == office.committee["id"]


def test_a_ledger_that_lies_elsewhere_is_opened_from_the_first_step(
    qtbot: QtBot, wizard: FirstStartWizard, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [button] = [each for each in wizard.findChildren(QPushButton) if each.text() == "打开已有的台账…"]
    (tmp_path / "照片.db").write_bytes(b"no ledger at all, only a name that looks like one" * 40)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "照片.db"), ""))
    button.click()
    qtbot.waitUntil(lambda: bool(wizard.problem_text()), timeout=60_000)
    assert wizard.isVisible() and wizard.office is None
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(office.database), ""))
    with qtbot.waitSignal(wizard.accepted, timeout=60_000):
        button.click()
    assert wizard.office is not None
    assert wizard.office.committee["id"] == office.committee["id"]


def test_the_streets_sheet_is_compared_before_it_is_trusted(
    qtbot: QtBot, wizard: FirstStartWizard, tmp_path: Path
) -> None:
    go_to_last_step(wizard, tmp_path / "台账")
    sheet = street_sheet()
    wizard.street.text_area().setPlainText(office_text(sheet))
    assert all(group in wizard.street.groups_text() for group in digit_groups(sheet.sign_key))
    wizard.next_button().click()
    assert "逐组核对" in wizard.problem_text()
    wizard.street.compared_box().click()
    wizard.street.sample_box().click()
    with qtbot.waitSignal(wizard.accepted, timeout=60_000):
        wizard.next_button().click()
    assert wizard.office is not None
    trusted = street_office(wizard.office.store.reader())
    assert trusted is not None and trusted.code == "310118001000"
    assert wizard.result().wants_sample


def test_an_unreadable_sheet_is_told_and_may_be_left_out(
    qtbot: QtBot, wizard: FirstStartWizard, tmp_path: Path
) -> None:
    go_to_last_step(wizard, tmp_path / "台账")
    type_text(wizard.street.text_area(), "SLP1O/3101")
    wizard.next_button().click()
    assert "登记码" in wizard.problem_text()
    wizard.street.text_area().clear()
    with qtbot.waitSignal(wizard.accepted, timeout=60_000):
        wizard.next_button().click()
    assert wizard.office is not None


def test_what_goes_wrong_while_making_is_said_inside_the_wizard(
    qtbot: QtBot, wizard: FirstStartWizard, tmp_path: Path
) -> None:
    folder = tmp_path / "台账"
    go_to_last_step(wizard, folder)
    folder.write_text("a file where the folder should be")
    wizard.next_button().click()
    qtbot.waitUntil(lambda: bool(wizard.problem_text()), timeout=60_000)
    assert wizard.isVisible() and wizard.office is None
    wizard.unit.edited.emit()  # a list that was read in the meantime takes nothing away that is still to be read
    assert "台账" in wizard.problem_text()


def test_tab_follows_the_visual_order_in_every_step(wizard: FirstStartWizard, tmp_path: Path) -> None:
    steps = (
        choose_committee,
        name_people,
        lambda w: choose_folder(w, tmp_path),
        set_passphrase,
        lambda w: None,
    )
    for step in steps:
        page = wizard.page()
        page.first_stop().setFocus()
        wanted = [each for each in page.tab_stops() if each.isVisible() and each.isEnabled()]
        met = []
        for _ in wanted:
            met.append(QApplication.focusWidget())
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert met == wanted
        assert QApplication.focusWidget() is wizard.cancel_button()
        tops = [each.mapTo(wizard, each.rect().topLeft()).y() for each in wanted]
        assert tops == sorted(tops)
        step(wizard)


def test_tab_through_the_list_of_committees_chooses_none(wizard: FirstStartWizard) -> None:
    search, found = wizard.unit.search_line(), wizard.unit.found_list()
    type_text(search, "章浜")
    QTest.keyClick(search, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is found
    assert wizard.unit.committee() == {} and found.selectedItems() == []
    wizard.next_button().click()
    assert wizard.page() is wizard.unit


def test_the_committee_is_chosen_in_the_list_with_arrow_and_enter(wizard: FirstStartWizard) -> None:
    search, found = wizard.unit.search_line(), wizard.unit.found_list()
    type_text(search, "章浜")
    QTest.keyClick(search, Qt.Key.Key_Return)
    QTest.keyClick(found, Qt.Key.Key_Down)
    assert found.currentRow() == 0 and found.item(0).isSelected()
    QTest.keyClick(found, Qt.Key.Key_Down)
    assert found.item(1).isSelected()
    QTest.keyClick(found, Qt.Key.Key_Up)
    assert wizard.unit.committee()["code"] == "310118001003"
    QTest.keyClick(found, Qt.Key.Key_Return)
    assert wizard.page() is wizard.people


def test_a_double_click_on_the_committee_goes_on(wizard: FirstStartWizard) -> None:
    type_text(wizard.unit.search_line(), "章浜")
    found = wizard.unit.found_list()
    spot = found.visualItemRect(found.item(0)).center()
    QTest.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseDClick(found.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert wizard.page() is wizard.people


def test_enter_through_all_lines_leads_to_the_next_step(wizard: FirstStartWizard) -> None:
    choose_committee(wizard)
    for line, text in zip(wizard.people.lines(), ("王芳", "", "陈建国", ""), strict=True):
        assert QApplication.focusWidget() is line
        if text:
            type_text(line, text)
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is wizard.next_button()
    QTest.keyClick(wizard.next_button(), Qt.Key.Key_Return)
    assert wizard.page() is wizard.place


@pytest.mark.parametrize(("pressed", "is_left"), [("继续设置", False), ("退出设置", True)])
def test_leaving_after_the_first_step_asks(
    wizard: FirstStartWizard, attend: Attend, pressed: str, is_left: bool
) -> None:
    choose_committee(wizard)

    def answer(box: QMessageBox) -> None:
        assert box.defaultButton().text() == "继续设置" and "重新填" in box.informativeText() + box.text()
        next(each for each in box.buttons() if each.text() == pressed).click()

    attend(QMessageBox, answer)
    QTest.keyClick(wizard, Qt.Key.Key_Escape)
    assert wizard.isVisible() != is_left


def test_the_words_of_making_the_ledger_are_shown_whole(
    qtbot: QtBot, wizard: FirstStartWizard, tmp_path: Path
) -> None:
    bar = wizard.findChild(QProgressBar)
    go_to_last_step(wizard, tmp_path / "台账")
    told: list[str] = []
    bar.valueChanged.connect(lambda value: told.append(bar.text()))
    with qtbot.waitSignal(wizard.accepted, timeout=60_000):
        wizard.next_button().click()
        qtbot.waitUntil(bar.isVisible)
        qtbot.waitUntil(lambda: bar.width() > 0 and bool(bar.format()))
        room = bar.width()
    longest = max((*told, "正在建立台账和签名密钥…"), key=len)
    assert room >= bar.fontMetrics().horizontalAdvance(longest) + 16


def test_enter_in_a_line_goes_on_to_the_next_and_never_finishes(wizard: FirstStartWizard) -> None:
    choose_committee(wizard)
    clerk, phone, *_ = wizard.people.lines()
    type_text(clerk, "王芳")
    QTest.keyClick(clerk, Qt.Key.Key_Return)
    assert wizard.page() is wizard.people
    assert QApplication.focusWidget() is phone


def test_a_committee_of_ones_own_is_typed_in_lines_that_stand_together(wizard: FirstStartWizard) -> None:
    wizard.unit.own_box().setChecked(True)
    QApplication.processEvents()
    above, below = wizard.unit.search_line(), wizard.unit.own_lines()[0]
    end, start = above.mapTo(wizard, above.rect().bottomLeft()), below.mapTo(wizard, below.rect().topLeft())
    assert start.y() - end.y() < 3 * above.height()


@pytest.mark.parametrize("name", ["OneDrive - 夏阳街道", "坚果云", "WPS云盘"])
def test_a_synchronised_folder_is_warned_of(tmp_path: Path, name: str) -> None:
    assert "网盘同步" in doubt_about(tmp_path / name / "台账")


def test_a_path_that_leaves_no_room_on_windows_is_warned_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("很长的文件夹名称" * 14)
    assert doubt_about(deep) == ""
    monkeypatch.setattr("sys.platform", "win32")
    assert "路径太长" in doubt_about(deep)


def test_a_file_or_a_relative_path_is_no_place_for_the_ledger(tmp_path: Path) -> None:
    file = tmp_path / "文件"
    file.write_text("x")
    assert "不是文件夹" in why_unusable(file)
    assert why_unusable(Path("台账"))
    assert why_unusable(tmp_path / "新" / "台账") == ""
