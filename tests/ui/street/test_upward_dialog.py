"""上报上级 from the menu of the street's window: the office above is trusted, sent to, and answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from db.clock import FixedClock
from desktop import paths
from desktop.exchange.signing_key import load_key
from desktop.jobs import Token
from desktop.street.receiving import receive
from desktop.street.street_office import StreetDesk
from desktop.street.upwards import report_up
from desktop.trust import trust_office
from tests.desktop.street.exchange_kit import PASSPHRASE, Committee, Street
from tests.fixtures_windows import Attend
from ui.preview.preview_window import PreviewWindow
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
        assert "2026年11月，第 1 号" in dialog.last.text()
        attend(PreviewWindow, read)
        dialog.slip_button.click()

    def read(preview: PreviewWindow) -> None:
        page = pypdfium2.PdfDocument(preview.pdf)[0].get_textpage().get_text_range()
        slips.append((preview.windowTitle(), page))
        preview.reject()

    slips: list[tuple[str, str]] = []
    attend(UpwardDialog, work)
    menu = window.menus[0]
    next(each for each in menu.actions() if each.text() == "上报上级…").trigger()
    qtbot.waitUntil(lambda: bool(slips), timeout=60_000)
    [(title, slip)] = slips
    assert "交接单" in title and f"接收单位：{NAME}" in slip and "移交单位：夏阳街道办事处" in slip
    assert {each[-3:] for each in (committee.code, neighbour.code)} == {"001", "003"}


def test_of_several_packages_the_one_whose_slip_is_wanted_is_chosen(
    qtbot: QtBot,
    attend: Attend,
    enrolled: Street,
    committee: Committee,
    district: Street,
    window: StreetWindow,
    stick: Path,
) -> None:
    trust_office(window.street, district.desk.keys().sheet_text, NAME)
    for period in ("2026-10", "2026-11"):
        committee.adds()
        enrolled.receives(committee.sends(stick, period))
        report_up(window.street, period, "street", stick, Token(), is_encrypted=False)
    slips: list[str] = []

    def choose(dialog: UpwardDialog) -> None:
        dialog.slip_button.click()
        [menu] = [each for each in dialog.findChildren(QMenu) if each.isVisible()]
        words = [each.text() for each in menu.actions()]
        assert words == ["2026年11月，第 2 号", "2026年10月，第 1 号"]
        attend(PreviewWindow, read)
        menu.actions()[1].trigger()
        menu.close()

    def read(preview: PreviewWindow) -> None:
        slips.append(pypdfium2.PdfDocument(preview.pdf)[0].get_textpage().get_text_range())
        preview.reject()

    attend(UpwardDialog, choose)
    window.show_upwards()
    qtbot.waitUntil(lambda: bool(slips), timeout=60_000)
    assert "2026-10" in slips[0] and "第 1 号" in slips[0]


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
