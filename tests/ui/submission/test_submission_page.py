"""报送 in the main window: sealing and writing, what can go wrong, the history, and receipts."""

from __future__ import annotations

import errno
import os
import random
import shutil
from collections import namedtuple
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from threading import Event
from typing import cast

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from db.clock import FixedClock
from db.spec.query import Query
from desktop.exchange import write_out
from desktop.exchange.own_packages import own_packages
from desktop.trust import trust_office
from tests import factories
from tests.fixtures_exchange import Street
from tests.fixtures_ledger import PASSPHRASE
from ui.main_window import MainWindow
from ui.pages.ledger_page import LedgerPage
from ui.pages.submission.page import SubmissionPage
from ui.preview.preview_window import PreviewWindow
from ui.submission.drives import Drive
from ui.submission.package_dialog import PackageDialog

ASKING, WORKING, DONE = range(3)
GIB = 1024**3


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """The root of a stick."""
    folder = tmp_path / "U盘"
    folder.mkdir()
    return folder


@pytest.fixture
def page(qtbot: QtBot, main_window: MainWindow, street: Street, stick: Path) -> SubmissionPage:
    """The page, with a trusted street and a stick plugged in."""
    trust_office(main_window.office, street.desk.keys().sheet_text)
    page = cast(SubmissionPage, main_window.show_page("submission"))
    page.sticks = lambda: [Drive(stick, "U 盘 章浜（E:）", 8 * GIB, True)]
    qtbot.waitUntil(page.is_settled)
    return page


Opener = Callable[[], PackageDialog]


@pytest.fixture
def open_dialog(qtbot: QtBot, main_window: MainWindow, page: SubmissionPage) -> Opener:
    """Presses 生成报送包… and gives the dialog."""

    def press() -> PackageDialog:
        qtbot.mouseClick(page.new_card.generate_button, Qt.MouseButton.LeftButton)
        return shown_dialog(main_window)

    return press


def shown_dialog(window: MainWindow) -> PackageDialog:
    (found,) = [each for each in window.findChildren(PackageDialog) if each.isVisible()]
    return found


def generate(qtbot: QtBot, dialog: PackageDialog, passphrase: str = PASSPHRASE) -> None:
    dialog.passphrase.line.setText(passphrase)
    qtbot.keyClick(dialog.passphrase.line, Qt.Key.Key_Return)


def settle(qtbot: QtBot, page: SubmissionPage) -> None:
    qtbot.waitUntil(page.is_settled, timeout=60_000)


@pytest.fixture
def written(qtbot: QtBot, page: SubmissionPage, open_dialog: Opener) -> Path:
    """Package no. 1 on the stick, its dialog closed."""
    dialog = open_dialog()
    generate(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == DONE, timeout=60_000)
    path = dialog.written_to
    dialog.close_button.click()
    qtbot.waitUntil(lambda: page.is_settled() and bool(page.history.model.values))
    return path


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


def test_a_package_is_sealed_written_and_read_back(
    qtbot: QtBot, page: SubmissionPage, open_dialog: Opener, stick: Path
) -> None:
    dialog = open_dialog()
    generate(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == DONE, timeout=60_000)
    assert dialog.done_heading.text() == "已写出并核对无误，可以拔出 U 盘"
    assert [each.name for each in stick.iterdir()] == ["310118001003-e01-000001-v01.zip.age"]
    settle(qtbot, page)
    (package,) = page.history.model.values
    assert dialog.facts[2].text() == package.check_code
    assert package.state == "written"
    assert page.new_card.place.text() == "第 2 号"
    dialog.close_button.click()


def test_a_wrong_passphrase_is_said_beside_it_and_nothing_is_lost(
    qtbot: QtBot, page: SubmissionPage, open_dialog: Opener, stick: Path, main_window: MainWindow
) -> None:
    dialog = open_dialog()
    generate(qtbot, dialog, "不是这个口令不是这个")
    qtbot.waitUntil(lambda: dialog.job is None and dialog.stack.currentIndex() == ASKING, timeout=60_000)
    assert dialog.passphrase.problem.isVisible()
    assert dialog.passphrase.problem.text().startswith("口令不对。")
    assert own_packages(main_window.office) == [] and list(stick.iterdir()) == []
    generate(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == DONE, timeout=60_000)
    dialog.close_button.click()


def test_an_empty_passphrase_starts_nothing(open_dialog: Opener) -> None:
    dialog = open_dialog()
    dialog.start_button.click()
    assert dialog.passphrase.problem.text() == "请输入口令。"
    assert dialog.stack.currentIndex() == ASKING
    dialog.reject()


def test_without_a_place_to_write_to_nothing_starts(page: SubmissionPage, open_dialog: Opener) -> None:
    page.sticks = lambda: []
    dialog = open_dialog()
    dialog.start_button.click()
    assert dialog.bar.sentence.text().startswith("请先选择写到哪里")
    dialog.reject()


def test_too_little_room_is_refused_before_a_serial_is_used_up(
    qtbot: QtBot, open_dialog: Opener, main_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    dialog = open_dialog()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(GIB, GIB - 1000, 1000))
    generate(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.job is None and dialog.stack.currentIndex() == ASKING, timeout=60_000)
    assert dialog.bar.sentence.text().startswith("空间不够：需要")
    assert own_packages(main_window.office) == []
    dialog.reject()


@pytest.fixture
def held_reading(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Event, Event]]:
    """Stops the read-back until the test lets it go: (it has begun, let it go on)."""
    begun, go_on = Event(), Event()
    read = write_out.read_from_medium

    def hold(path: Path) -> Iterator[memoryview]:
        begun.set()
        go_on.wait(20)
        yield from read(path)

    monkeypatch.setattr(write_out, "read_from_medium", hold)
    yield begun, go_on
    go_on.set()


def test_cancelling_the_writing_leaves_the_package_sealed_and_offers_to_write_it_again(
    qtbot: QtBot, page: SubmissionPage, open_dialog: Opener, stick: Path, held_reading: tuple[Event, Event]
) -> None:
    begun, go_on = held_reading
    dialog = open_dialog()
    generate(qtbot, dialog)
    qtbot.waitUntil(begun.is_set, timeout=60_000)
    qtbot.mouseClick(dialog.stop_button, Qt.MouseButton.LeftButton)
    assert dialog.isVisible() and dialog.stack.currentIndex() == WORKING
    go_on.set()
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == ASKING)
    assert dialog.bar.sentence.text().startswith("已取消写出")
    assert list(stick.iterdir()) == []
    settle(qtbot, page)
    assert page.history.model.index(0, 5).data() == "已封包未写出"
    assert not dialog.passphrase.isVisible()
    dialog.start_button.click()
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == DONE, timeout=60_000)
    dialog.close_button.click()
    settle(qtbot, page)
    assert [each.state for each in page.history.model.values] == ["written"]


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        pytest.param(errno.ENOSPC, "磁盘满了，310118001003-e01-000001-v01.zip.age 没有写成", id="full"),
        pytest.param(errno.EIO, "没有写成 310118001003-e01-000001-v01.zip.age（读写出错）", id="pulled out"),
    ],
)
def test_a_stick_that_fails_is_told_and_the_sealed_package_goes_onto_another_one(
    qtbot: QtBot, open_dialog: Opener, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    fault: int, told: str,
) -> None:  # fmt: skip
    def full(descriptor: int, chunk: bytes) -> int:
        raise OSError(fault, os.strerror(fault))

    dialog = open_dialog()
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        generate(qtbot, dialog)
        qtbot.waitUntil(lambda: dialog.job is None and dialog.stack.currentIndex() == ASKING, timeout=60_000)
    assert told in dialog.bar.sentence.text()
    assert list(stick.iterdir()) == []
    other = tmp_path / "另一个文件夹"
    other.mkdir()
    dialog.picker.choose_folder(other)
    dialog.start_button.click()
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == DONE, timeout=60_000)
    assert dialog.done_heading.text() == "已写出并核对无误"
    dialog.close_button.click()


def rewrite_plain(qtbot: QtBot, page: SubmissionPage, main_window: MainWindow, folder: Path) -> Path:
    folder.mkdir()
    page.history.rewrite.trigger()
    dialog = shown_dialog(main_window)
    assert not dialog.options.splitting.isVisible()
    dialog.picker.choose_folder(folder)
    dialog.options.encrypt_box.setChecked(False)
    dialog.start_button.click()
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == DONE, timeout=60_000)
    dialog.close_button.click()
    settle(qtbot, page)
    return dialog.written_to


def test_rewriting_gives_the_same_bytes(
    qtbot: QtBot, page: SubmissionPage, main_window: MainWindow, written: Path, tmp_path: Path
) -> None:
    first = rewrite_plain(qtbot, page, main_window, tmp_path / "一")
    main_window.office.add("premises", factories.premises(name="新开的小店"))
    again = rewrite_plain(qtbot, page, main_window, tmp_path / "二")
    assert again.name == first.name == written.name.removesuffix(".age")
    assert again.read_bytes() == first.read_bytes()


def test_a_package_without_encryption_says_what_that_means(open_dialog: Opener) -> None:
    dialog = open_dialog()
    assert dialog.options.encrypt_box.text() == "加密（默认）" and dialog.options.is_encrypted()
    assert dialog.options.encrypt_note.text().startswith("只有收件街道能打开")
    dialog.options.encrypt_box.setChecked(False)
    assert dialog.options.encrypt_note.text().startswith("不加密：谁拿到文件都能打开。")
    dialog.reject()


def test_a_package_for_mail_is_split_and_told_with_a_subject_and_its_folder(
    qtbot: QtBot, main_window: MainWindow, page: SubmissionPage, open_dialog: Opener, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    photos = [main_window.office.attach(noise(number), f"{number}.jpg") for number in range(3)]
    main_window.office.add("hazard", factories.hazard(photo_before=photos))
    settle(qtbot, page)
    dialog = open_dialog()
    folder = tmp_path / "邮件"
    folder.mkdir()
    dialog.picker.choose_folder(folder)
    dialog.options.splitting.setItemData(1, 150_000)
    dialog.options.splitting.setCurrentIndex(1)
    generate(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == DONE, timeout=60_000)
    files = sorted(folder.iterdir())
    assert len(files) > 2 and max(each.stat().st_size for each in files) <= 150_000
    assert dialog.facts[0].text() == f"{files[0].name} 等 {len(files)} 个文件，请一起交"
    assert f"报送包 第 1 号，共 {len(files)} 个文件（校验码 " in dialog.subject.text()
    assert opened == [str(folder)]
    dialog.subject_button.click()
    assert QGuiApplication.clipboard().text() == dialog.subject.text()
    dialog.close_button.click()


def noise(seed: int) -> bytes:
    """A photo that does not compress: about 90 KB."""
    from PIL import Image

    made = BytesIO()
    content = random.Random(seed).randbytes(400 * 300 * 3)
    Image.frombytes("RGB", (400, 300), content).save(made, "JPEG", quality=75)
    return made.getvalue()


def test_a_writing_that_broke_off_is_remembered_and_made_good(
    qtbot: QtBot, page: SubmissionPage, open_dialog: Opener, main_window: MainWindow, stick: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def pulled(source: Path, target: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    dialog = open_dialog()
    with monkeypatch.context() as patched:
        patched.setattr(write_out, "replace_durably", pulled)
        generate(qtbot, dialog)
        qtbot.waitUntil(lambda: dialog.job is None and dialog.stack.currentIndex() == ASKING, timeout=60_000)
    assert "可以拔出" not in dialog.done_heading.text()
    dialog.reject()
    settle(qtbot, page)
    assert page.history.model.index(0, 5).data() == "写出未完成，请重新写出"
    page.history.rewrite.trigger()
    again = shown_dialog(main_window)
    again.start_button.click()
    qtbot.waitUntil(lambda: again.stack.currentIndex() == DONE, timeout=60_000)
    again.close_button.click()
    settle(qtbot, page)
    assert page.history.model.index(0, 5).data() == "已写出"


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


def says(window: MainWindow, start: str) -> bool:
    return window.bar.sentence.text().startswith(start)


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


def test_tab_visits_the_package_dialog_from_top_to_bottom(open_dialog: Opener) -> None:
    dialog = open_dialog()
    expected = [
        *dialog.picker.tab_stops(),
        dialog.options.profiles,
        dialog.options.splitting,
        dialog.options.encrypt_box,
        dialog.passphrase.line,
        dialog.passphrase.show_box,
        dialog.start_button,
    ]
    seen, stop = [], dialog.nextInFocusChain()
    while stop is not dialog:
        if stop in expected:
            seen.append(stop)
        stop = stop.nextInFocusChain()
    assert seen == expected
    dialog.reject()


def test_the_whole_ledger_is_reported_again_on_request(
    qtbot: QtBot, page: SubmissionPage, main_window: MainWindow, written: Path, street: Street
) -> None:
    page.jobs.import_receipt(street.answer(main_window.office, written))
    qtbot.waitUntil(lambda: says(main_window, "第 1 号已被街道接收"), timeout=60_000)
    settle(qtbot, page)
    assert not page.new_card.generate_button.isEnabled()
    page.new_card.whole_box.setChecked(True)
    settle(qtbot, page)
    assert page.new_card.generate_button.isEnabled()
    dialog = shown_after_press(qtbot, page, main_window)
    generate(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == DONE, timeout=60_000)
    dialog.close_button.click()
    settle(qtbot, page)
    assert [each.records for each in page.history.model.values][0] > 10


def shown_after_press(qtbot: QtBot, page: SubmissionPage, main_window: MainWindow) -> PackageDialog:
    qtbot.mouseClick(page.new_card.generate_button, Qt.MouseButton.LeftButton)
    return shown_dialog(main_window)


def test_a_profile_is_chosen_by_its_words_and_the_streets_is_the_first(
    qtbot: QtBot, open_dialog: Opener, stick: Path
) -> None:
    dialog = open_dialog()
    assert dialog.options.profile() == "street"
    words = []
    for place in range(dialog.options.profiles.count()):
        dialog.options.profiles.setCurrentIndex(place)
        words.append(dialog.options.profile_note.text())
    assert len(set(words)) == 3 and "不算报送" in words[2]
    dialog.options.encrypt_box.setChecked(False)
    generate(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == DONE, timeout=60_000)
    [file] = stick.iterdir()
    assert b'"profile":"public"' in file.read_bytes()
    dialog.close_button.click()


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
