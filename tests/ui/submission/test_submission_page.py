"""报送 in the main window: what is to go, what is missing, the history, and what came back."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from db.clock import FixedClock
from db.spec.query import Query
from tests import factories
from tests.fixtures_exchange import Street
from tests.ui.submission.at_the_page import says, settle
from ui.main_window import MainWindow
from ui.pages.ledger_page import LedgerPage
from ui.pages.submission.page import SubmissionPage
from ui.preview.preview_window import PreviewWindow


def test_the_page_says_to_whom_how_many_and_what_is_missing(
    page: SubmissionPage, main_window: MainWindow
) -> None:
    office = main_window.office
    assert page.street_card.heading.text() == "报送给　夏阳街道办事处"
    assert page.deadline.text() == "27日前还有 4 天"
    assert page.new_card.period() == "2026-11"
    assert page.new_card.months.itemData(page.new_card.months.count() - 1) == "2024-04"
    for table, label in page.new_card.counts.items():
        assert label.text() == f"{office.count(table, Query())} 条"
    sentences = [page.findings.model.index(row, 2).data() for row in range(page.findings.model.rowCount())]
    assert "没有整改前照片，建议补上。" in sentences


def test_a_type_that_is_not_ticked_stays_here(
    qtbot: QtBot, page: SubmissionPage, main_window: MainWindow
) -> None:
    before = page.new_card.total.text()
    page.new_card.boxes["hazard"].setChecked(False)
    settle(qtbot, page)
    assert page.new_card.total.text() != before
    assert page.snapshot is not None and page.snapshot.preview.attachments == 0
    for box in page.new_card.boxes.values():
        box.setChecked(False)
    settle(qtbot, page)
    assert page.new_card.hint.text() == "请至少勾选一类记录。"
    assert not page.new_card.generate_button.isEnabled()


def test_a_finding_opens_its_record(qtbot: QtBot, page: SubmissionPage, main_window: MainWindow) -> None:
    page.findings.table.select_rows([0], 0)
    qtbot.keyClick(page.findings.table, Qt.Key.Key_Return)
    finding = page.findings.model.values[0]
    ledger = cast(LedgerPage, main_window.pages[finding.table])
    assert main_window.current_key() == finding.table
    assert ledger.selected_ids() == [finding.record_id]


def test_a_lost_attachment_blocks_until_it_is_back(
    qtbot: QtBot, page: SubmissionPage, main_window: MainWindow
) -> None:
    record = next(
        each
        for each in main_window.office.rows("hazard", main_window.office.ids("hazard", Query()))
        if each["photo_before"]
    )
    lost = main_window.office.attachment_path(record["photo_before"][0]["sha256"])
    aside = lost.rename(lost.with_suffix(".aside"))
    page.reload()
    settle(qtbot, page)
    assert page.findings.model.index(0, 0).data() == "必须处理"
    assert page.new_card.hint.text() == "右边有 1 处必须先处理。"
    assert not page.new_card.generate_button.isEnabled()
    aside.rename(lost)
    page.reload()
    settle(qtbot, page)
    assert page.new_card.generate_button.isEnabled()


def test_the_slip_and_the_enrolment_sheet_open_in_the_preview(
    qtbot: QtBot, page: SubmissionPage, main_window: MainWindow, written: Path
) -> None:
    for open_print in (page.history.print_slip.trigger, page.street_card.print_button.click):
        open_print()
        qtbot.waitUntil(lambda: main_window.findChild(PreviewWindow) is not None, timeout=60_000)
        preview = main_window.findChild(PreviewWindow)
        assert isinstance(preview, PreviewWindow) and preview.pdf.startswith(b"%PDF")
        preview.reject()
        qtbot.waitUntil(lambda: main_window.findChild(PreviewWindow) is None)


def test_the_packages_id_is_copied_whole(page: SubmissionPage, written: Path) -> None:
    page.history.copy_id.trigger()
    (package,) = page.history.model.values
    assert QGuiApplication.clipboard().text() == package.id


def test_a_change_after_reporting_goes_again(
    qtbot: QtBot, page: SubmissionPage, main_window: MainWindow, written: Path, street: Street
) -> None:
    page.jobs.import_receipt(street.answer(main_window.office, written))
    qtbot.waitUntil(lambda: main_window.bar.sentence.text().startswith("第 1 号已被街道接收"), timeout=60_000)
    main_window.office.add("premises", factories.premises(name="新开的小店"))
    qtbot.waitUntil(lambda: page.is_settled() and page.new_card.counts["premises"].text() == "1 条")
    assert page.new_card.generate_button.isEnabled()
    assert page.new_card.place.text() == "第 2 号"


def test_a_record_sent_back_is_told_shown_in_the_ledger_and_counted_on_the_work_table(
    qtbot: QtBot, page: SubmissionPage, main_window: MainWindow, written: Path, street: Street
) -> None:
    page.jobs.import_receipt(street.answer(main_window.office, written))
    qtbot.waitUntil(lambda: says(main_window, "第 1 号已被街道接收"), timeout=60_000)
    settle(qtbot, page)
    page.jobs.import_receipt(street.check(page.history.model.values[0].id, {"YH-2026-0001": "照片看不清"}))
    qtbot.waitUntil(lambda: says(main_window, "第 1 号核验结果："), timeout=60_000)
    assert "退回 1 条（YH-2026-0001）" in main_window.bar.sentence.text()
    settle(qtbot, page)
    assert page.history.model.index(0, 5).data() == "部分接收（退回 1 条）"
    ledger = cast(LedgerPage, main_window.show_page("hazard"))
    record = main_window.office.find("hazard", "YH-2026-0001")
    ledger.detail.show_at_once(record)
    texts = [each.text() for each in ledger.detail.findChildren(QLabel) if each.isVisible()]
    assert "街道退回：照片看不清" in texts


def test_a_new_month_is_offered_without_opening_the_program_again(
    qtbot: QtBot, page: SubmissionPage, main_window: MainWindow, clock: FixedClock
) -> None:
    page.new_card.months.setCurrentIndex(1)
    clock.moment = clock.now().replace(month=12, day=1)
    page.reload()
    settle(qtbot, page)
    assert page.new_card.months.itemData(0) == "2026-12"
    assert page.new_card.period() == "2026-10"
