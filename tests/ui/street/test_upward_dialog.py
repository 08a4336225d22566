"""上报上级 from the menu of the street's window: the office above is trusted, sent to, and answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from db.clock import FixedClock
from desktop import paths
from desktop.exchange.signing_key import load_key
from desktop.street.receiving import receive
from desktop.street.street_office import StreetDesk
from tests.desktop.street.exchange_kit import PASSPHRASE, Committee, Street
from tests.fixtures_windows import Attend
from ui.street.street_window import StreetWindow
from ui.street.superior_dialog import SuperiorDialog
from ui.street.upward_dialog import UpwardDialog
from ui.submission.drives import Drive

NAME = "青浦区应急管理局"


@pytest.fixture
def district(tmp_path: Path, clock: FixedClock) -> Iterator[Street]:
    """The office above the street, run by the same code."""
    desk = StreetDesk.create(
        tmp_path / "区" / "区.db", code="310118000000", name=NAME, passphrase=PASSPHRASE, clock=clock
    )
    yield Street(desk, load_key(paths.sign_key_file(desk.store.path), PASSPHRASE), tmp_path / "区" / "回执")
    desk.close()


def trust(qtbot: QtBot, dialog: UpwardDialog, sheet: str) -> None:
    dialog.trust_button.click()
    [asking] = dialog.findChildren(SuperiorDialog)
    asking.text.setPlainText(sheet)
    for row in asking.rows:
        row.typed.setText("".join(row.key.digit_groups) if row.key else "")
    assert not asking.confirm_button.isEnabled() and "请再填写上级单位的名称" in asking.verdict.text()
    asking.name.setText(NAME)
    with qtbot.waitSignal(asking.accepted, timeout=60_000):
        asking.confirm_button.click()
    assert dialog.superior.text() == f"报给　{NAME}（310118000000）"


def said(qtbot: QtBot, dialog: UpwardDialog, act: Callable[[], object]) -> str:
    dialog.bar.hide()
    act()
    qtbot.waitUntil(dialog.bar.isVisible, timeout=60_000)
    return str(dialog.bar.sentence.text())


def test_a_street_reports_up_and_is_answered(
    qtbot: QtBot,
    attend: Attend,
    enrolled: Street,
    committee: Committee,
    neighbour: Committee,
    district: Street,
    window: StreetWindow,
    stick: Path,
) -> None:
    for each in (committee, neighbour):
        enrolled.receives(each.sends(stick))
    drive = Drive(stick, "U 盘", 2**33, True)

    def work(dialog: UpwardDialog) -> None:
        dialog.target.sticks = lambda: [drive]
        dialog.target.look()
        assert not dialog.go_button.isEnabled() and "还没有登记上级" in dialog.superior.text()
        trust(qtbot, dialog, district.desk.keys().sheet_text)
        assert "已复制" in said(qtbot, dialog, dialog.sheet_button.click)
        own = window.street.committee
        district.desk.enrol(QGuiApplication.clipboard().text(), code=own["code"], name=own["name"])
        words = said(qtbot, dialog, dialog.go_button.click)
        assert "已写出 1 个文件" in words and "可以拔出 U 盘" in words
        [package] = stick.glob("310118001000*.age")
        key = load_key(paths.decrypt_key_file(district.desk.store.path), PASSPHRASE)
        [received] = receive(district.desk, [package], district.receipts, district.key, decryption_keys=[key])
        assert received.error is None and received.receipt is not None
        receipt = received.receipt
        assert "上级已收 2 条" in said(qtbot, dialog, lambda: dialog.take_receipt(receipt))
        assert "2026-11，第 1 号" in dialog.last.text()
        dialog.close_button.click()

    attend(UpwardDialog, work)
    menu = window.menus[0]
    next(each for each in menu.actions() if each.text() == "上报上级…").trigger()
    assert {each[-3:] for each in (committee.code, neighbour.code)} == {"001", "003"}


def test_a_file_that_is_no_receipt_is_told(
    qtbot: QtBot, attend: Attend, enrolled: Street, window: StreetWindow, tmp_path: Path
) -> None:
    wrong = tmp_path / "不是回执.zip"
    wrong.write_bytes(b"PK\x05\x06" + bytes(18))

    def work(dialog: UpwardDialog) -> None:
        assert said(qtbot, dialog, lambda: dialog.take_receipt(wrong))
        assert dialog.last.text() == "还没有上报过"
        dialog.close_button.click()

    attend(UpwardDialog, work)
    window.show_upwards()
