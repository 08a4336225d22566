"""A double click on a file, in the street's window: packages wait on 收件, and nothing is merged by the click alone."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.documents import committee_sheet_text
from tests.desktop.street.exchange_kit import Committee, Street
from ui.street.enrol_dialog import EnrolDialog
from ui.street.preview_page import PreviewPage
from ui.street.receive_page import ReceivePage
from ui.street.street_window import StreetWindow


def test_a_package_waits_until_the_clerk_takes_it_in(
    qtbot: QtBot, enrolled: Street, committee: Committee, window: StreetWindow, stick: Path
) -> None:
    package = committee.sends(stick)
    window.open_file(package)
    page = cast(ReceivePage, window.pages["receive"])
    assert window.current_key() == "receive"
    assert [each.file for each in page.rows] == [package] and page.rows[0].received is None
    assert page.go_on_button.isVisible() and page.go_on_button.text() == "收下"
    qtbot.mouseClick(page.go_on_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.rows[0].received is not None and not page.run.is_running, timeout=60_000)
    assert page.rows[0].mark.word == "已合并"


def test_a_package_that_waits_is_looked_at_first(
    qtbot: QtBot, enrolled: Street, committee: Committee, window: StreetWindow, stick: Path
) -> None:
    window.open_file(committee.sends(stick))
    page = cast(ReceivePage, window.pages["receive"])
    page.preview.trigger()
    assert window.current_key() == "merge_preview"
    looking = cast(PreviewPage, window.pages["merge_preview"])
    qtbot.waitUntil(lambda: looking.plan is not None, timeout=60_000)
    assert page.rows[0].received is None


def test_a_committees_sheet_is_read_into_the_dialog_that_compares_it(
    committee: Committee, window: StreetWindow, tmp_path: Path
) -> None:
    sheet = tmp_path / "登记表.txt"
    sheet.write_text(committee_sheet_text(committee.office), encoding="utf-8")
    window.open_file(sheet)
    [dialog] = window.findChildren(EnrolDialog)
    assert dialog.sheet is not None and dialog.sheet.code == committee.code
    dialog.reject()


def test_what_is_not_for_a_street_is_told(street: Street, window: StreetWindow, tmp_path: Path) -> None:
    told = []
    for name, content in (
        ("街道.txt", street.desk.keys().sheet_text.encode()),
        ("台账.csv", "隐患\n".encode()),
        ("照片.jpg", b"\xff\xd8"),
    ):
        (tmp_path / name).write_bytes(content)
        window.open_file(tmp_path / name)
        told.append(window.bar.sentence.text())
    assert "发给村居的" in told[0]
    assert "不能导入表格" in told[1]
    assert "不是本程序的文件" in told[2]
