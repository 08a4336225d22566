"""登记街道登记表: nothing is trusted before every group of digits was compared with the stamped paper."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.packages import street_office
from desktop.documents import committee_sheet_text
from tests.fixtures_exchange import STREET_CODE, STREET_NAME, Street
from ui.main_window import MainWindow
from ui.pages.submission.page import SubmissionPage
from ui.submission.digit_cells import Comparison
from ui.submission.trust_dialog import TrustDialog


@pytest.fixture
def page(qtbot: QtBot, main_window: MainWindow) -> SubmissionPage:
    page = cast(SubmissionPage, main_window.show_page("submission"))
    qtbot.waitUntil(page.is_settled)
    return page


@pytest.fixture
def dialog(qtbot: QtBot, main_window: MainWindow, page: SubmissionPage) -> TrustDialog:
    qtbot.mouseClick(page.street_card.trust_button, Qt.MouseButton.LeftButton)
    found = main_window.findChild(TrustDialog)
    assert isinstance(found, TrustDialog)
    return found


def groups(dialog: TrustDialog, row: int) -> list[str]:
    assert dialog.sheet is not None
    return list(dialog.sheet.keys[row].digit_groups)


def altered(group: str) -> str:
    return group[:-1] + ("1" if group[-1] != "1" else "2")


def test_without_a_sheet_the_page_says_so_and_nothing_can_be_generated(page: SubmissionPage) -> None:
    assert page.street_card.heading.text() == "还没有登记街道登记表"
    assert not page.new_card.generate_button.isEnabled()
    assert page.new_card.generate_button.toolTip() == "先登记街道登记表，才能生成报送包。"


def test_a_wrong_group_is_marked_and_keeps_the_street_from_being_trusted(
    main_window: MainWindow, dialog: TrustDialog, street: Street
) -> None:
    dialog.text.setPlainText(street.desk.keys().sheet_text)
    for cell in dialog.rows[0].cells:
        cell.click()
    wrong = groups(dialog, 1)
    wrong[2] = altered(wrong[2])
    dialog.rows[1].typed.setText("".join(wrong))
    assert dialog.rows[1].differing() == [3]
    assert dialog.verdict.text().startswith("解密公钥第 3 组与登记码不同")
    assert not dialog.confirm_button.isEnabled()
    dialog.confirm()
    assert street_office(main_window.office.store.reader()) is None


def test_once_every_group_is_right_the_street_is_trusted(
    qtbot: QtBot, main_window: MainWindow, page: SubmissionPage, dialog: TrustDialog, street: Street
) -> None:
    dialog.text.setPlainText(street.desk.keys().sheet_text.lower())
    dialog.rows[0].typed.setText("".join([altered(groups(dialog, 0)[0]), *groups(dialog, 0)[1:]]))
    assert not dialog.confirm_button.isEnabled()
    dialog.rows[0].typed.setText(" ".join(groups(dialog, 0)))
    for cell in dialog.rows[1].cells:
        qtbot.keyClick(cell, Qt.Key.Key_Space)
    qtbot.mouseClick(dialog.confirm_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.street_card.heading.text() == f"报送给　{STREET_NAME}")
    known = street_office(main_window.office.store.reader())
    assert known is not None and known.code == STREET_CODE
    assert main_window.bar.sentence.text() == f"已登记 {STREET_NAME}。"


def test_groups_are_judged_while_they_are_typed(dialog: TrustDialog, street: Street) -> None:
    dialog.text.setPlainText(street.desk.keys().sheet_text)
    first, second = groups(dialog, 0)[:2]
    dialog.rows[0].typed.setText(f"{first} {second[:3]}")
    fared = [cell.comparison for cell in dialog.rows[0].cells[:3]]
    assert fared == [Comparison.SAME, Comparison.OPEN, Comparison.OPEN]


def test_a_digit_too_many_counts_as_different(dialog: TrustDialog, street: Street) -> None:
    dialog.text.setPlainText(street.desk.keys().sheet_text)
    dialog.rows[0].typed.setText("".join(groups(dialog, 0)) + "7")
    assert dialog.rows[0].differing() == [8]


def test_a_tick_does_not_outweigh_digits_that_differ(dialog: TrustDialog, street: Street) -> None:
    dialog.text.setPlainText(street.desk.keys().sheet_text)
    for row in dialog.rows:
        for cell in row.cells:
            cell.click()
    assert dialog.confirm_button.isEnabled()
    dialog.rows[0].typed.setText(altered(groups(dialog, 0)[0]))
    assert not dialog.confirm_button.isEnabled()


def test_another_sheet_has_to_be_compared_anew(dialog: TrustDialog, street: Street) -> None:
    text = street.desk.keys().sheet_text
    dialog.text.setPlainText(text)
    for row in dialog.rows:
        for cell in row.cells:
            cell.click()
    dialog.text.setPlainText(text + "\n")
    assert not dialog.confirm_button.isEnabled()


def test_our_own_sheet_and_a_torn_one_are_refused_in_words(
    main_window: MainWindow, dialog: TrustDialog
) -> None:
    dialog.text.setPlainText(committee_sheet_text(main_window.office))
    assert dialog.bar.sentence.text().startswith("这是村居的登记码，不是街道的。")
    dialog.text.setPlainText("SLP1O/310118001000/01/ED/ABC")
    assert dialog.bar.sentence.text().startswith("登记码认不出来。")
    assert not dialog.confirm_button.isEnabled()


def test_the_sheet_is_read_from_a_file(tmp_path: Path, dialog: TrustDialog, street: Street) -> None:
    file = tmp_path / "街道登记表.txt"
    file.write_text(street.desk.keys().sheet_text, encoding="utf-8")
    dialog.take_file(file)
    assert dialog.sheet is not None and dialog.sheet.code == STREET_CODE
    dialog.take_file(tmp_path / "没有.txt")
    assert dialog.bar.sentence.text().startswith("读不了 没有.txt")


def test_tab_visits_the_dialog_from_top_to_bottom(dialog: TrustDialog, street: Street) -> None:
    dialog.text.setPlainText(street.desk.keys().sheet_text)
    seen, stop = [], dialog.text.nextInFocusChain()
    expected = [
        dialog.file_button,
        *(each for row in dialog.rows for each in row.tab_stops()),
        dialog.cancel_button,
    ]
    while stop is not dialog.text:
        if stop in expected:
            seen.append(stop)
        stop = stop.nextInFocusChain()
    assert seen == expected
