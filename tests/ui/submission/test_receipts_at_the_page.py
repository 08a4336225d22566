"""Receipts and packages that come back: taken in, dropped, checked."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from pytestqt.qtbot import QtBot

from db.spec.query import Query
from tests.fixtures_exchange import Street
from tests.ui.submission.at_the_page import rewrite_plain, says, settle
from ui.main_window import MainWindow
from ui.pages.ledger_page import LedgerPage
from ui.pages.submission.page import SubmissionPage


def test_a_receipt_marks_the_records_as_reported(
    qtbot: QtBot, page: SubmissionPage, main_window: MainWindow, written: Path, street: Street
) -> None:
    receipt = street.answer(main_window.office, written)
    page.jobs.import_receipt(receipt)
    qtbot.waitUntil(
        lambda: main_window.bar.sentence.text().startswith("第 1 号已被街道接收，"), timeout=60_000
    )
    settle(qtbot, page)
    total = sum(main_window.office.count(table, Query()) for table in page.new_card.boxes)
    told = main_window.bar.sentence.text()
    assert (
        told.startswith(f"第 1 号已被街道接收，{total} 条记录标为已报送。没有给街道的：")
        and "联系电话打码" in told
    )
    assert main_window.office.count("hazard", Query(report_state="reported")) == main_window.office.count(
        "hazard", Query()
    )
    assert page.history.model.index(0, 5).data() == "街道已接收"
    assert page.new_card.receipt.text() == "最近回执：第 1 号已接收，2026-11-23"
    assert page.findings.empty.isVisible() and page.findings.empty.heading.text() == "没有需要报送的记录"
    ledger = cast(LedgerPage, main_window.show_page("hazard"))
    place = [each.name for each in ledger.model.columns].index("report_state")
    assert {ledger.model.index(row, place).data() for row in range(ledger.model.rowCount())} == {"已报送"}


def test_the_same_receipt_twice_is_harmless_and_said_so(
    qtbot: QtBot, page: SubmissionPage, main_window: MainWindow, written: Path, street: Street
) -> None:
    receipt = street.answer(main_window.office, written)
    page.jobs.import_receipt(receipt)
    qtbot.waitUntil(lambda: main_window.bar.sentence.text().startswith("第 1 号已被街道接收"), timeout=60_000)
    page.jobs.import_receipt(receipt)
    qtbot.waitUntil(lambda: main_window.bar.sentence.text().startswith("已收过："), timeout=60_000)
    main_window.bar.action_button.click()
    assert "代码 E_REPLAY" in QGuiApplication.clipboard().text()


def test_a_receipt_is_dropped_onto_the_page(
    qtbot: QtBot, page: SubmissionPage, main_window: MainWindow, written: Path, street: Street
) -> None:
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(street.answer(main_window.office, written)))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    page.dropEvent(QDropEvent(QPointF(5, 5), copy, dragged, left, Qt.KeyboardModifier.NoModifier))
    qtbot.waitUntil(lambda: main_window.bar.sentence.text().startswith("第 1 号已被街道接收"), timeout=60_000)


def test_our_own_package_is_no_receipt(
    qtbot: QtBot, page: SubmissionPage, main_window: MainWindow, written: Path
) -> None:
    page.jobs.import_receipt(written)
    qtbot.waitUntil(lambda: bool(main_window.bar.sentence.text()), timeout=60_000)
    assert main_window.bar.property("kind") == "problem"
    assert main_window.office.count("hazard", Query(report_state="reported")) == 0


def test_a_written_file_is_checked_with_our_own_key(
    qtbot: QtBot, page: SubmissionPage, main_window: MainWindow, written: Path, tmp_path: Path
) -> None:
    package = page.history.selected()
    assert package is not None
    page.jobs.check_file(written, package)
    qtbot.waitUntil(lambda: main_window.bar.sentence.text().startswith("文件完好：第 1 号"), timeout=60_000)
    plain = rewrite_plain(qtbot, page, main_window, tmp_path / "不加密")
    for file, told in ((written, f"{written.name} 与写出时读回的内容对不上"), (plain, "文件损坏：")):
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
        page.jobs.check_file(file, package)
        qtbot.waitUntil(partial(says, main_window, told), timeout=60_000)
